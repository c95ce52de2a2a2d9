import { describe, expect, test } from 'vitest';
import { outcomesChange } from '../../../src/approvals/report/report-outcome.ts';
import { usualRejection } from '../../../src/approvals/report/outcome-words.ts';
import type { Outcome } from '../../../src/approvals/report/outcome-words.ts';
import type { Approval, Pending, Rejected, Rejection } from '../../../src/domain/approval.ts';
import { ApprovalId, Target } from '../../../src/domain/ids.ts';
import type { Ledger } from '../../../src/domain/ledger.ts';
import { ledgerOf } from '../../../src/domain/ledger.ts';
import type { Change } from '../../../src/ports/store.ts';
import {
  NOON,
  approved,
  approvedBy,
  executing,
  pending,
  prepared,
  priya,
  proposal,
  unknown,
} from '../../fakes/approvals.ts';

const newId = (): (() => string) => {
  let last = 0;
  return () => `out_${(last += 1)}`;
};
const change = (from: Approval, to: Outcome): Change => outcomesChange(newId(), { ended: [{ from, to }] }, NOON);
const said = ({ outgoing = [] }: Change): string[] =>
  outgoing.flatMap((one) => (one.kind === 'reply' ? one.markdown : []));
const handOffs = ({ outgoing = [] }: Change) => outgoing.flatMap((one) => (one.kind === 'hand-off' ? one.handOff : []));
const drawn = ({ outgoing = [] }: Change): string[] =>
  outgoing.flatMap((one) => (one.kind === 'card' || one.kind === 'confirmation' ? `${one.kind} ${one.approval}` : []));
const notes = ({ append }: Change): string[] =>
  (append?.items ?? []).flatMap((item) => (item.kind === 'note' ? item.text : []));

const ended = (ledger: Ledger = approved()) => ({ ...ledgerOf(ledger), version: 9 });
const executed = (ledger?: Ledger): Outcome => ({
  ...ended(ledger),
  status: 'executed',
  startedAt: NOON,
  finishedAt: NOON,
  receipt: { reference: 're_1', status: 'succeeded' },
});
const rejected = (rejection?: Rejection, over: Partial<Pending> = {}): Rejected => ({
  ...ended(pending(over)),
  status: 'rejected',
  decisions: [{ ...approvedBy(priya), verdict: 'reject', note: 'smells of fraud' }],
  ...(rejection && { rejection }),
});
const rejection = (over: Partial<Rejection> = {}): Rejection => ({
  reason: 'outside-policy',
  takesOver: false,
  ...over,
});
const ticket = proposal({
  action: 'update_ticket',
  target: Target.parse('ticket:TKT_001'),
  words: { ...proposal().words, effect: 'Set to Resolved', subject: 'the change of ticket TKT_001' },
});
const row = (step: number, over: Partial<Pending> = {}): Partial<Pending> => ({
  id: ApprovalId.parse(`apr_00000${step}`),
  bundle: { id: ApprovalId.parse('apr_000001'), step, of: 2 },
  ...over,
});

const USUAL =
  "My colleagues looked at it and couldn't approve the refund of $48.00 for ORD-12345. Nothing was changed. If you'd like to talk it over, tell me and I'll bring in a colleague.";

describe('given a request that was rejected', () => {
  test('when the colleague wrote to the person, then they read exactly that', () => {
    const change_ = change(pending(), rejected(rejection({ said: 'Sorry, the mug was used.' })));

    expect(said(change_)).toEqual(['Sorry, the mug was used.']);
    expect(handOffs(change_)).toEqual([]);
  });

  test('when the colleague wrote nothing, then they read the usual sentence', () => {
    expect(said(change(pending(), rejected(rejection())))).toEqual([USUAL]);
    expect(said(change(pending(), rejected()))).toEqual([USUAL]);
    expect(usualRejection(pending())).toBe(USUAL);
  });

  test('when it is told to the model, then with the reason and what was said, but never the note for colleagues', () => {
    const [note] = notes(change(pending(), rejected(rejection({ said: 'Sorry, the mug was used.' }))));

    expect(note).toBe(
      'Request apr_000001 (Refund $48.00): rejected by a colleague (outside-policy); nothing was changed. Do not ask for the same again unless the person says something new. The person was told: “Sorry, the mug was used.”',
    );
  });

  test('when nothing of it is for the customer, then no name and no note of a colleague reaches them or the model', () => {
    const all = change(pending(), rejected(rejection({ takesOver: true })));

    expect(`${said(all).join()} ${notes(all).join()}`).not.toMatch(
      /fraud|priya|UPRIYA|outside-policy.*outside-policy/i,
    );
  });

  test('when the colleague takes the conversation over, then the person is told, and a card says who has it', () => {
    const usual = change(pending(), rejected(rejection({ takesOver: true })));
    const own = change(pending(), rejected(rejection({ takesOver: true, said: 'Sorry, the mug was used.' })));

    expect(said(usual)).toEqual([
      "My colleagues looked at it and couldn't approve the refund of $48.00 for ORD-12345. Nothing was changed. A colleague will write to you here.",
    ]);
    expect(said(own)).toEqual(['Sorry, the mug was used.', 'A colleague will write to you here.']);
    expect(handOffs(own)).toEqual([
      {
        user: 'UALICE',
        wants: 'The refund of $48.00 for ORD-12345 was rejected, and the conversation taken over.',
        by: 'deskhand',
        facts: [{ label: 'Order', value: 'ORD-12345 · delivered' }],
        takenBy: 'UPRIYA',
      },
    ]);
    expect(notes(own)[0]).toContain('A colleague goes on with this conversation.');
  });

  test('when several rows came to nothing, then the card for a colleague says so of each', () => {
    const ends = [
      { from: pending(row(1)), to: rejected(rejection({ takesOver: true }), row(1)) },
      { from: pending(row(2)), to: rejected(rejection({ takesOver: true }), row(2, { proposal: ticket })) },
    ];

    expect(handOffs(outcomesChange(newId(), { ended: ends }, NOON))[0]?.facts).toEqual([
      { label: 'Step 1', value: 'Refund $48.00 · Not refunded' },
      { label: 'Step 2', value: 'Set to Resolved · Not refunded' },
    ]);
  });

  test('when it was a row that was dropped from its card, then a short sentence says so', () => {
    const dropped = change(pending(row(2)), rejected(undefined, row(2, { proposal: ticket })));

    expect(said(dropped)).toEqual(['My colleagues left out the change of ticket TKT_001; nothing was changed there.']);
    expect(drawn(dropped)).toEqual(['card apr_000001']);
  });

  test('when all rows of a card were, then there is one message, one card, and a note and an audit row each', () => {
    const rows = [rejected(rejection(), row(1)), rejected(rejection(), row(2, { proposal: ticket }))];
    const both = outcomesChange(
      newId(),
      { ended: rows.map((to) => ({ from: { ...pending(), id: to.id, version: 8 }, to })) },
      NOON,
    );

    expect(said(both)).toEqual([
      "My colleagues looked at it and couldn't approve the refund of $48.00 for ORD-12345 and the change of ticket TKT_001. Nothing was changed. If you'd like to talk it over, tell me and I'll bring in a colleague.",
    ]);
    expect(drawn(both)).toEqual(['card apr_000001']);
    expect(notes(both)).toHaveLength(2);
    expect(both.audit.map(({ approval, actor }) => [approval, actor])).toEqual([
      ['apr_000001', 'person_priya'],
      ['apr_000002', 'person_priya'],
    ]);
  });
});

describe('given a request that a colleague had changed', () => {
  const edited = {
    ...approved(),
    editor: { person: priya.person, slackUser: priya.slackUser, at: NOON, was: 'Refund $60.00', before: [] },
    noteToRequester: 'The saucer was whole.',
  };

  test('when it is done, then the person learns what was changed, and the colleague’s note', () => {
    expect(said(change(executing(), executed(edited)))).toEqual([
      'Done: $48.00 is on its way back. Reference re_1. You had asked for “Refund $60.00”; a colleague changed it.\n\nA colleague adds: The saucer was whole.',
    ]);
  });

  test('when it is done, then the model learns both figures', () => {
    expect(notes(change(executing(), executed(edited)))).toEqual([
      'Request apr_000001 (was Refund $60.00, a colleague changed it to Refund $48.00): executed: Refunded $48.00. Reference re_1. The person has been told. A colleague added for them: “The saucer was whole.”',
    ]);
  });
});

describe('given a request that its requester was to confirm', () => {
  const confirmed = approved({ needs: { kind: 'auto' } });

  test('when it is carried out after their yes, then both the card and their question are drawn anew', () => {
    expect(drawn(change(confirmed, executed(confirmed)))).toEqual(['card apr_000001', 'confirmation apr_000001']);
  });

  test('when they never answered, then only their question is drawn anew', () => {
    const expired: Outcome = { ...ended(prepared()), status: 'expired', expiredAt: NOON };

    expect(drawn(change(prepared(), expired))).toEqual(['confirmation apr_000001']);
  });

  test('when it was harmless and needed nobody, then there is no question to draw', () => {
    const harmless = approved({ needs: { kind: 'auto' }, proposal: proposal({ harmless: true }) });

    expect(drawn(change(harmless, executed(harmless)))).toEqual(['card apr_000001']);
  });
});

describe('given any outcome', () => {
  const outcomes: readonly Outcome[] = [
    executed(),
    { ...ended(), status: 'failed', finishedAt: NOON, refusal: 'card account closed' },
    { ...unknown(), version: 9 },
    rejected(rejection()),
    { ...ended(pending()), status: 'expired', expiredAt: NOON },
    { ...ended(), status: 'stale', staleAt: NOON, changes: ['Already refunded: $0.00 → $30.00'] },
  ];

  test.each(outcomes.map((outcome) => [outcome.status, outcome] as const))(
    'when it is %s, then the customer reads no name, no policy, no id of ours and no promise',
    (_, outcome) => {
      const text = said(change(executing(), outcome)).join(' ');

      expect(text).not.toMatch(/UPRIYA|priya|apr_|policy|default-1|try again|card account/i);
      expect(text).not.toMatch(outcome.status === 'executed' ? /nothing/i : /\b(refunded|approved)\b/i);
    },
  );

  test('when the outcome is not known, then nobody is told that it failed or that nothing was changed', () => {
    const told = change(executing(), { ...unknown(), version: 9 });

    expect(`${said(told).join()} ${notes(told).join()}`).not.toMatch(/fail|nothing|didn't|try again/i);
    expect(notes(told)[0]).toContain('Never ask for it again.');
  });

  test('when facts changed, then a colleague is called with old and new', () => {
    const [stale] = outcomes.slice(-1);
    if (!stale) throw new Error('the last one is stale');

    expect(said(change(approved(), stale))[0]).toMatch(
      /was not carried out and nothing was done\. A colleague will look at it\.$/,
    );
    expect(handOffs(change(approved(), stale))[0]?.wants).toContain('Already refunded: $0.00 → $30.00');
  });
});
