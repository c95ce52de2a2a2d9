import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Approval, Proposal } from '../../../src/domain/approval.ts';
import { approvalCard } from '../../../src/slack/blocks/approval-card.ts';
import type { Block, Drawn } from '../../../src/slack/blocks/block-kit.ts';
import { handOffCard } from '../../../src/slack/blocks/hand-off-card.ts';
import { clean } from '../../../src/slack/blocks/text.ts';
import { alice, everyState, pending, refund } from './approvals.ts';
import { blockTexts, textsOf } from './read.ts';

const hostile = fc.constantFrom(
  '<!channel>',
  '<@U123>',
  '<#C1|general>',
  '<!subteam^S1>',
  '<https://evil.com|bank>',
  '&lt;!here&gt;',
  '&',
  '<',
  '>',
  '*',
  '_',
  '~',
  '`',
  ':white_check_mark:',
  '\n',
  '\u202e',
  '\u200b',
  '👩‍👩‍👧',
  'é',
  'e\u0301',
  '\ud800',
  '\0',
  '…',
  ' ',
  'Refunded $48.00',
);
const word = fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ maxLength: 8 }));
const short = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));
const long = fc
  .tuple(word, fc.integer({ min: 1, max: 3_000 }))
  .map(([text, times]) => text.repeat(times).slice(0, 20_000));
const text = fc.oneof({ weight: 12, arbitrary: short }, { weight: 1, arbitrary: long });
const facts = fc.oneof(
  { weight: 20, arbitrary: fc.array(fc.record({ label: text, value: text }), { maxLength: 6 }) },
  { weight: 1, arbitrary: fc.array(fc.record({ label: short, value: text }), { minLength: 8, maxLength: 60 }) },
);
const STATUSES = Object.values(everyState(refund)).map(({ status }) => status);
const words = fc.record({
  title: text,
  effect: text,
  done: text,
  notDone: text,
  subject: text,
  told: text,
  finality: text,
});
const proposal: fc.Arbitrary<Proposal> = fc
  .record({ facts, reason: text, words })
  .map((parts) => ({ ...refund, ...parts }));
const approval: fc.Arbitrary<Approval> = fc
  .record({
    proposal,
    status: fc.oneof(fc.constant('pending' as const), fc.constantFrom(...STATUSES)),
    note: text,
  })
  .map(({ proposal: one, status, note }) => {
    const drawnFrom = everyState(one)[status];
    if (drawnFrom.status === 'failed') return { ...drawnFrom, refusal: note };
    if (drawnFrom.status === 'stale') return { ...drawnFrom, changes: Array.from({ length: 9 }, () => note) };
    if (drawnFrom.status === 'unknown') return { ...drawnFrom, why: note };
    return { ...drawnFrom, rules: [{ rule: note, passed: false }], policyVersion: note };
  });

const OURS = /<@[A-Z0-9_]+>|<!date\^\d+\^\{time\}\|\d\d:\d\d UTC>/g;

function mrkdwnOf(block: Block): readonly string[] {
  if (block.type === 'context') return blockTexts(block);
  if (block.type !== 'section') return [];
  const objects = 'fields' in block ? block.fields : [block.text];
  return objects.filter(({ type }) => type === 'mrkdwn').map((object) => object.text);
}

function expectValid({ text: said, blocks }: Drawn): void {
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(said.length).toBeLessThanOrEqual(4_000);
  expect(textsOf({ text: '', blocks }).join('').length).toBeLessThanOrEqual(13_000);
  for (const block of blocks) {
    const lengths = blockTexts(block).map((one) => one.length);
    const most = {
      header: 150,
      section: 'fields' in block ? 2_000 : 3_000,
      context: 3_000,
      actions: 75,
      markdown: 12_000,
    }[block.type];
    expect(Math.min(...lengths)).toBeGreaterThan(0);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(most);
    if ('fields' in block) expect(block.fields.length).toBeLessThanOrEqual(10);
  }
}

function expectInert({ text: said, blocks }: Drawn): void {
  for (const markup of [said, ...blocks.flatMap(mrkdwnOf)]) {
    expect(markup.replaceAll(OURS, '')).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
  }
  expect(textsOf({ text: said, blocks }).join('\n').replaceAll(OURS, '')).not.toMatch(/<[!@#]|<https?:/);
}

const unescaped = (markup: string): string =>
  markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const bare = (value: string): string => clean(value).replaceAll(/[\s⏎]/g, '').replaceAll('‹', '<');

/** Each fact, whole and in order, or no deciding button. */
function expectWhole(of: Approval, { blocks }: Drawn): void {
  const fields = blocks.flatMap((block) => ('fields' in block ? block.fields : []));
  const shown = fields.map(({ type, text: field }) => bare(type === 'mrkdwn' ? unescaped(field) : field));
  const canApprove = JSON.stringify(blocks).includes('"approve_request"');
  expect(canApprove && of.status !== 'pending').toBe(false);
  if (!canApprove) return;
  expect(fields).toHaveLength(of.proposal.facts.length);
  of.proposal.facts.forEach(({ value }, index) => expect(shown[index]?.endsWith(bare(value))).toBe(true));
}

test('given any proposal in any state, when its card is drawn, then it is valid, inert and shows every fact or has no deciding button', () => {
  fc.assert(
    fc.property(approval, (one) => {
      const card = approvalCard(one, {});
      expectValid(card);
      expectInert(card);
      expectWhole(one, card);
    }),
    { numRuns: 6_000 },
  );
});

test('given any hand-off, when its card is drawn, then it is valid and inert', () => {
  fc.assert(
    fc.property(fc.record({ wants: text, facts }), (parts) => {
      const card = handOffCard({ user: alice.slackUser, ...parts }, {});
      expectValid(card);
      expectInert(card);
    }),
    { numRuns: 1_000 },
  );
});

test('given a pending card that shows everything, when it is drawn twice, then it is the same', () => {
  expect(approvalCard(pending(), {})).toEqual(approvalCard(pending(), {}));
});
