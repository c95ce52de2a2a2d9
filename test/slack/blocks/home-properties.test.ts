import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBlocks } from '../../../src/local/slack/blocks/check.ts';
import type { Approval, Executed, Pending } from '../../../src/domain/approval.ts';
import { PersonId, Target, TicketId } from '../../../src/domain/ids.ts';
import type { Proposal } from '../../../src/domain/proposal.ts';
import { formView } from '../../../src/slack/blocks/forms/form-view.ts';
import { homeView } from '../../../src/slack/blocks/home/home-view.ts';
import type { HomeBlock, HomeView } from '../../../src/slack/blocks/home/home-kit.ts';
import { FIRST_WISH } from '../../../src/slack/blocks/home/wish.ts';
import { runs } from '../../properties/runs.ts';
import { everyState, NOON, pending, refund, rowOf } from './approvals.ts';
import { expectInert, expectValidForm } from './checks.ts';
import { AT, own, paused, queue } from './homes.ts';
import { short, text } from './hostile.ts';

const proposal: fc.Arbitrary<Proposal> = fc
  .record({
    facts: fc.array(fc.record({ label: fc.oneof(short, fc.constant('Customer')), value: text }), { maxLength: 8 }),
    reason: text,
    words: fc.record({
      title: text,
      effect: text,
      done: text,
      notDone: text,
      subject: text,
      told: text,
      finality: text,
    }),
    target: short.map((id) => Target.parse(`order:${id.slice(0, 90)}`)),
  })
  .map((parts) => ({ ...refund, ...parts }));
const note = text;
const asked: fc.Arbitrary<Pending> = fc
  .record({ proposal, note, left: fc.integer({ min: -1_000, max: 1_000_000_000 }), quote: text })
  .map(({ left, note: rule, quote, ...rest }) =>
    pending({ ...rest, expiresAt: AT + left, quote, rules: [{ rule, passed: false }], noteToRequester: rule }),
  );
const decided: fc.Arbitrary<Approval> = fc
  .record({ proposal, index: fc.nat(11), note })
  .map(({ proposal: one, index, note: words }) => {
    const approval = Object.values(everyState(one))[index] ?? everyState(one).executed;
    if (approval.status === 'failed') return { ...approval, refusal: words };
    if (approval.status === 'rejected')
      return { ...approval, rejection: { reason: 'other', said: words, takesOver: false } };
    return approval;
  });
const executed: fc.Arbitrary<Executed> = proposal.map((one) => ({ ...everyState(one).executed, undoUntil: AT + 1 }));
const page = (least: number, most: number) =>
  fc
    .record({ items: fc.array(asked, { minLength: least, maxLength: most }), rest: fc.nat(10_000) })
    .map(({ items, rest }) => ({ items, total: items.length + rest }));
const ticket = fc
  .record({ subject: text, status: text, priority: text })
  .map((rest) => ({ id: TicketId.parse('TKT_001'), ...rest }));

const HOLDS = [
  { ...paused, by: PersonId.parse('person_ada') },
  { kind: 'restored', takenAt: NOON, at: AT },
] as const;
const THREAD = 'https://acme.slack.com/archives/C1/p1700000000000100';
const VIEW_THREAD = `<${THREAD}|View thread>`;

/** Slack's own limits, and nothing foreign that is live. */
function expectShown(view: HomeView): void {
  expect(checkBlocks(view.blocks, 'home')).toMatchObject({ ok: true });
  expect(JSON.stringify(view).length).toBeLessThan(250_000);
  expect(view.private_metadata.length).toBeLessThan(3_000);
  const blocks = view.blocks.flatMap(asMessageBlocks);
  expectInert(JSON.parse(JSON.stringify({ text: '', blocks }).replaceAll(VIEW_THREAD, '')));
}

function asMessageBlocks(block: HomeBlock): Parameters<typeof expectInert>[0]['blocks'] {
  if (block.type === 'divider' || block.type === 'actions') return [];
  return 'accessory' in block ? [{ type: 'section', text: block.text }] : [block];
}

test('given a queue of any texts and lengths, when it is drawn, then Slack takes it and nothing in it is live', () => {
  fc.assert(
    fc.property(
      page(0, 20),
      page(0, 8),
      fc.array(decided, { maxLength: 8 }),
      fc.array(executed, { maxLength: 8 }),
      (items, others, latest, undoable) => {
        const attention = { approved: 1, unknown: 1, forPerson: 1, failed: 1 };
        const home = queue({ page: items, others, decided: latest, undoable, holds: HOLDS, attention });
        expectShown(homeView(home, FIRST_WISH, { threadLink: () => THREAD }));
      },
    ),
    { numRuns: runs(40, 600) },
  );
});

test('given a customer’s requests and tickets of any texts, when they are drawn, then Slack takes it and nothing in it is live', () => {
  fc.assert(
    fc.property(fc.array(decided, { maxLength: 14 }), fc.array(ticket, { maxLength: 14 }), (requests, tickets) => {
      expectShown(homeView(own({ requests, tickets }), FIRST_WISH));
    }),
    { numRuns: runs(40, 600) },
  );
});

test('given one request or several of any texts, when they are reviewed, then Slack takes it, and what can be approved is there whole', () => {
  const changes = fc.oneof(fc.constant('unreadable' as const), fc.array(text, { maxLength: 9 }));
  fc.assert(
    fc.property(fc.array(asked, { minLength: 1, maxLength: 5 }), changes, (items, changed) => {
      const rows = items.length === 1 ? items : items.map((row, index) => rowOf(row, index + 1, items.length));
      const [approval] = rows;
      if (!approval) throw new Error('there is one');
      const view = formView(
        { kind: 'review', approval, rows, version: 3, changes: changed, holds: HOLDS },
        { wish: FIRST_WISH, thread: THREAD },
      );

      expectValidForm(view);
      const blocks = view.blocks.flatMap((block) =>
        block.type === 'rich_text' || block.type === 'input' ? [] : [block],
      );
      expectInert(JSON.parse(JSON.stringify({ text: '', blocks }).replaceAll(VIEW_THREAD, '')));
      const isWhole = !JSON.stringify(view.blocks).includes('cannot be displayed whole');
      const mayApprove = isWhole && (changed === 'unreadable' || changed.length === 0);
      expect(view.submit !== undefined).toBe(mayApprove);
    }),
    { numRuns: runs(40, 600) },
  );
});
