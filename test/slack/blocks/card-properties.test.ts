import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../properties/runs.ts';
import type { Approval } from '../../../src/domain/approval.ts';
import type { Proposal } from '../../../src/domain/proposal.ts';
import { approvalCard } from '../../../src/slack/blocks/approval-card.ts';
import { visibleText } from '../../../src/domain/visible-text.ts';
import type { Drawn } from '../../../src/slack/blocks/block-kit.ts';
import { handOffCard } from '../../../src/slack/blocks/hand-off-card.ts';
import { formView } from '../../../src/slack/blocks/forms/form-view.ts';
import { confirmation } from '../../../src/slack/blocks/confirmation.ts';
import { alice, everyState, NOON, pending, refund, rowOf } from './approvals.ts';
import { expectInert, expectValid, expectValidForm } from './checks.ts';
import { short, text } from './hostile.ts';

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
const question = fc.record({ text, answer: fc.option(text, { nil: undefined }) }).map(({ text: asked, answer }) => ({
  text: asked,
  by: alice.person,
  slackUser: alice.slackUser,
  at: NOON,
  ...(answer === undefined ? {} : { answer }),
}));
const life = fc.record({
  quote: fc.option(text, { nil: undefined }),
  questions: fc.array(question, { maxLength: 4 }),
  was: fc.option(text, { nil: undefined }),
  note: text,
});
const approval: fc.Arbitrary<Approval> = fc
  .record({ proposal, status: fc.oneof(fc.constant('pending' as const), fc.constantFrom(...STATUSES)), life })
  .map(({ proposal: one, status, life: { quote, questions, was, note } }) => {
    const common = {
      questions,
      policyVersion: note,
      noteToRequester: note,
      rules: Array.from({ length: 12 }, () => ({ rule: note, passed: false })),
      ...(quote === undefined ? {} : { quote }),
      ...(was === undefined
        ? {}
        : { editor: { person: alice.person, slackUser: alice.slackUser, at: NOON, was, before: [] } }),
    };
    const drawnFrom = { ...everyState(one)[status], ...common };
    const statement = {
      verdict: 'done',
      by: alice.person,
      slackUser: alice.slackUser,
      role: 'lead',
      at: NOON,
      note,
    } as const;
    if (drawnFrom.status === 'failed') return { ...drawnFrom, refusal: note, settledBy: [statement, statement] };
    if (drawnFrom.status === 'stale') return { ...drawnFrom, changes: Array.from({ length: 9 }, () => note) };
    if (drawnFrom.status === 'unknown')
      return { ...drawnFrom, why: note, forPerson: { since: NOON, statements: [statement] } };
    return drawnFrom;
  });

const unescaped = (markup: string): string =>
  markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const bare = (value: string): string => visibleText(value).replaceAll(/[\s⏎]/g, '').replaceAll('‹', '<');

/** Nothing is shown as a dash. */
const undashed = (value: string): string => bare(value).replaceAll('–', '');

/** Each field, and each line of a section. */
function linesIn(block: Drawn['blocks'][number]): readonly string[] {
  if (block.type !== 'section') return [];
  const objects = 'fields' in block ? block.fields : [block.text];
  return objects.flatMap(({ type, text: words_ }) => (type === 'mrkdwn' ? unescaped(words_) : words_).split('\n'));
}

/** Each fact whole on a line of its own, or no deciding button. */
function expectWhole(of: Approval, { blocks }: Drawn): void {
  const shown = blocks.flatMap(linesIn).map(undashed);
  const canApprove = JSON.stringify(blocks).includes('"approve_request"');
  expect(canApprove && of.status !== 'pending').toBe(false);
  if (!canApprove) return;
  for (const { label, value } of of.proposal.facts) {
    const [name, said] = [undashed(label), undashed(value)];
    const at = shown.findIndex((line) => line === `*${name}*${said}` || line === `${name}:${said}`);
    expect(at, `${label}: ${value}`).toBeGreaterThanOrEqual(0);
    shown.splice(at, 1);
  }
}

test('given any proposal in any state, when its card is drawn, then it is valid, inert and shows every fact or has no deciding button', () => {
  fc.assert(
    fc.property(approval, (one) => {
      const card = approvalCard([one], {});
      expectValid(card);
      expectInert(card);
      expectWhole(one, card);
    }),
    { numRuns: runs(400, 2_500) },
  );
});

test('given any rows in any states, when their card is drawn, then it is valid, inert and shows every fact that waits or has no deciding button', () => {
  fc.assert(
    fc.property(fc.array(approval, { minLength: 2, maxLength: 5 }), (row) => {
      const rows = row.map((one, index) => rowOf(one, index + 1, row.length));
      const card = approvalCard(rows, {});
      expectValid(card);
      expectInert(card);
      if (JSON.stringify(card.blocks).includes('"approve_request"')) {
        const shown = bare(card.blocks.flatMap(linesIn).join(''));
        const waiting = rows.filter(({ status }) => status === 'pending');
        for (const { value } of waiting.flatMap((one) => one.proposal.facts)) expect(shown).toContain(bare(value));
      }
    }),
    { numRuns: runs(120, 700) },
  );
});

test('given any proposal in any state, when its confirmation is drawn, then it is valid and inert', () => {
  fc.assert(
    fc.property(approval, (one) => {
      const drawn = confirmation(one);
      expectValid(drawn);
      expectInert(drawn);
    }),
    { numRuns: runs(120, 700) },
  );
});

test('given any proposal in any state, when its forms are drawn, then Slack takes them', () => {
  fc.assert(
    fc.property(approval, text, (one, said) => {
      expectValidForm(formView({ kind: 'details', approval: one, earlier: [one, one, one, one, one] }));
      if (one.status === 'unknown') expectValidForm(formView({ kind: 'settle', approval: one, verdict: 'done' }));
      if (one.status !== 'pending') return;
      expectValidForm(formView({ kind: 'edit', approval: one }));
      expectValidForm(formView({ kind: 'reject', approval: one, said }));
      expectValidForm(formView({ kind: 'ask', approval: one }));
    }),
    { numRuns: runs(120, 700) },
  );
});

test('given any five rows, when their details are drawn, then Slack takes them, and what each would carry out is there', () => {
  fc.assert(
    fc.property(fc.array(approval, { minLength: 5, maxLength: 5 }), (five) => {
      const [one = pending()] = five;
      const rows = five.map((row, index) => rowOf(row, index + 1, 5));
      const form = formView({ kind: 'details', approval: one, rows, earlier: five });

      expectValidForm(form);
      expect(JSON.stringify(form).match(/\*Digest\* sha256 [0-9a-f]{64}/g)).toHaveLength(5);
    }),
    { numRuns: 100 },
  );
});

test('given any hand-off, when its card is drawn, then it is valid and inert', () => {
  fc.assert(
    fc.property(fc.record({ wants: text, facts }), fc.boolean(), (parts, isOurs) => {
      const card = handOffCard({ user: alice.slackUser, ...parts, ...(isOurs ? { by: 'deskhand' } : {}) }, {});
      expectValid(card);
      expectInert(card);
    }),
    { numRuns: runs(120, 700) },
  );
});

test('given a pending card that shows everything, when it is drawn twice, then it is the same', () => {
  expect(approvalCard([pending()], {})).toEqual(approvalCard([pending()], {}));
});
