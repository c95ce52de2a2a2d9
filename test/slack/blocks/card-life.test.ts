import { describe, expect, test } from 'vitest';
import type { Approval, Statement } from '../../../src/domain/approval.ts';
import type { HandOff } from '../../../src/domain/outgoing.ts';
import type { Question } from '../../../src/domain/ledger.ts';
import { ApprovalId, PersonId, UserId } from '../../../src/domain/ids.ts';
import { ledgerOf } from '../../../src/domain/ledger.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { approvalCard } from '../../../src/slack/blocks/approval-card.ts';
import { handOffCard } from '../../../src/slack/blocks/hand-off-card.ts';
import { approvedBy, everyState, NOON, pending, refund, rowOf } from './approvals.ts';
import { asPlainText, read } from './read.ts';

const states = everyState(refund);
const lines = (approval: Approval): readonly string[] => asPlainText(approvalCard([approval], {}).blocks).split('\n');
const priya = UserId.parse('UPRIYA');
const question = (more: Partial<Question> = {}): Question => ({
  text: 'Is the handle broken?',
  by: PersonId.parse('person_priya'),
  slackUser: priya,
  at: NOON + 10 * MINUTE,
  ...more,
});
const said = (user: string, more: Partial<Statement> = {}): Statement => ({
  verdict: 'done',
  by: PersonId.parse(user),
  slackUser: UserId.parse(user),
  role: 'lead',
  at: NOON + 160 * MINUTE,
  note: 'seen in the books.',
  ...more,
});

describe('given a request that a colleague changed', () => {
  const editor = {
    person: PersonId.parse('person_priya'),
    slackUser: priya,
    at: NOON,
    was: 'Refund $60.00',
    before: [],
  };

  test('when its card is drawn, then it says who changed what, and what the person is told with it', () => {
    const card = lines(pending({ editor, edition: 2, noteToRequester: 'The saucer is *fine*.' }));

    const at = card.indexOf('<@UPRIYA> changed Refund $60.00 → Refund $48.00');

    expect(card.slice(at, at + 3)).toEqual([
      '<@UPRIYA> changed Refund $60.00 → Refund $48.00',
      'Note to <@UALICE>:',
      '“The saucer is *fine*.”',
    ]);
  });

  test('when the old card is drawn, then it says what replaced it', () => {
    const by = { id: ApprovalId.parse('apr_9c2d00'), effect: 'Refund $30.00', edition: 2 };
    const old = { ...ledgerOf(pending()), status: 'superseded', supersededAt: NOON, by, editedBy: priya } as const;

    expect(lines(old)).toContain(
      '<@UPRIYA> changed it 12:00 UTC: replaced by version 2, apr_9c2d00 (Refund $30.00). Nothing was done here.',
    );
  });
});

describe('given a request about which the person was asked', () => {
  const paused = { since: NOON + 10 * MINUTE, left: HOUR, stages: [] };

  test('when they have not answered, then the card says since when it waits, and that the clock is paused', () => {
    const card = read(approvalCard([pending({ questions: [question()], paused })], {})).split('\n');

    expect(card[0]).toBe(
      'text: Refund $48.00 to Alice Wonderland: waiting for <@UALICE> since 12:10 UTC, the clock is paused (apr_7f3k00)',
    );
    const at = card.indexOf('Asked 12:10 UTC by <@UPRIYA>: “Is the handle broken?”');

    expect(card[at + 1]).toBe('Waiting for <@UALICE> since 12:10 UTC.');
    expect(card.at(-1)).toMatch(/the clock is paused\)$/);
  });

  test('when they have not answered, then they cannot be asked again, on no row of their card', () => {
    const asked = pending({ questions: [question()], paused });
    const rows = [rowOf(asked, 1, 2), rowOf(asked, 2, 2)];

    expect(lines(asked)).toContain('[[Refund $48.00]] [Edit] [Reject] [Details]');
    expect(asPlainText(approvalCard(rows, {}).blocks)).toContain('[[Do all 2]] [Reject] [Details]\n');
  });

  test('when they have answered, then the answer stands behind the question, and its formatting is dead', () => {
    const questions = [question({ answer: 'yes' }), question({ answer: '*Refunded* <!channel>' })];

    const card = lines(pending({ questions }));
    const at = card.indexOf('Asked 12:10 UTC by <@UPRIYA>: “Is the handle broken?” → “yes”');

    expect(card.slice(at, at + 3)).toEqual([
      'Asked 12:10 UTC by <@UPRIYA>: “Is the handle broken?” → “yes”',
      'Asked 12:10 UTC by <@UPRIYA>:',
      '“Is the handle broken?” → “*Refunded* ‹!channel>”',
    ]);
  });

  test('when there were more than two questions, then the older ones are counted', () => {
    const questions = [question({ text: 'One?' }), question(), question()];

    expect(lines(pending({ questions }))).toContain('1 earlier question: see Details.');
  });
});

describe('given an outcome that nobody knows yet', () => {
  const { unknown } = states;
  const buttons = '[It was done] [It was not done] [Details]';

  test.each([
    ['at first', 47 * MINUTE, 'Next look 13:00 UTC, 13:02 UTC and 13:10 UTC; else a person is asked at 13:30 UTC.'],
    [
      'after it was sent again',
      65 * MINUTE,
      'Next look 13:18 UTC, 13:20 UTC and 13:28 UTC; else a person is asked at 13:30 UTC.',
    ],
    ['shortly before a person is asked', 76 * MINUTE, 'Next look 13:29 UTC; else a person is asked at 13:30 UTC.'],
    ['when there is no time for a look', 77 * MINUTE, 'Else a person is asked at 13:30 UTC.'],
  ])('when it is unknown %s, then the card says at which minutes the company is asked, and when a person', (...row) => {
    const [, after, looks] = row;
    const since = states.unknown.since + after;

    expect(lines({ ...unknown, firstStartedAt: NOON + HOUR, since })[1]).toContain(`no answer in time. ${looks}`);
  });

  test('when the company cannot tell, then people are asked, and neither button is the likelier one', () => {
    const card = lines({ ...unknown, forPerson: { since: NOON, statements: [] } });

    expect(card[1]).toBe(
      '? Outcome not yet known — do not repeat. The company cannot tell: no answer in time. Please find out what became of it.',
    );
    expect(card).toContain(buttons);
  });

  test('when two people must say the same and one has, then the card says who said what', () => {
    const needs = { kind: 'people', count: 2, role: 'lead' } as const;
    const card = lines({ ...unknown, needs, forPerson: { since: NOON, statements: [said('UTOM')] } });

    expect(card[1]).toMatch(
      /Two people have to say the same\. <@UTOM> said at 14:40 UTC that it was done “seen in the books”\.$/,
    );
    expect(card).toContain(buttons);
  });
});

describe('given an approved request that waits', () => {
  test.each([
    [
      'an admin paused executions',
      { why: 'paused', by: UserId.parse('UADMIN') },
      'Approved by <@UPRIYA> 12:12 UTC · waits: executions are paused by <@UADMIN>',
    ],
    [
      'the ledger was restored',
      { why: 'restored' },
      'Approved by <@UPRIYA> 12:12 UTC · waits: everything open is checked first, after a restore',
    ],
  ] as const)('when %s, then its card says so and offers nothing', (_, held, line) => {
    const card = asPlainText(approvalCard([{ ...states.approved, held: { since: NOON, ...held } }], {}).blocks);

    expect(card).toContain(line);
    expect(card).toContain('[Details]');
    expect(card).not.toMatch(/sending|\[\[/);
  });
});

describe('given a request that has ended', () => {
  const { executed, failed, rejected, expired, stale } = states;
  const next = { id: ApprovalId.parse('apr_9c2d00'), effect: 'Refund $48.00', edition: 2 };
  const withdrawn = (why: 'taken-back' | 'message-deleted' | 'declined') =>
    ({ ...ledgerOf(pending()), status: 'withdrawn', withdrawnAt: NOON, why }) as const;

  test.each<[string, Approval, string, string]>([
    [
      'an earlier copy of the ledger does not know who approved it',
      { ...executed, decisions: [] },
      '✓ Refunded $48.00 · re_1 · known from the company, after a restore',
      '[Details]',
    ],
    [
      'a person confirmed it',
      { ...executed, settledBy: [said('UTOM')] },
      '✓ Refunded $48.00 · re_1 · approved by <@UPRIYA> 12:12 UTC · confirmed by <@UTOM> 14:40 UTC “seen in the books”',
      '[Details]',
    ],
    [
      'two people confirmed it and know no reference',
      {
        ...executed,
        receipt: { reference: executed.id, status: 'succeeded' },
        settledBy: [said('UTOM'), said('ULEA', { note: 'asked the bank' })],
      },
      '✓ Refunded $48.00 · approved by <@UPRIYA> 12:12 UTC · confirmed by <@UTOM> 14:40 UTC “seen in the books” and <@ULEA> 14:40 UTC “asked the bank”',
      '[Details]',
    ],
    [
      'a person found that it was not done',
      { ...failed, refusal: 'it never reached the company', settledBy: [said('UTOM', { verdict: 'not-done' })] },
      '✗ Not refunded: it never reached the company. Nothing was changed. · confirmed by <@UTOM> 14:40 UTC “seen in the books”',
      '[Details]',
    ],
    [
      'who rejected it takes over',
      { ...rejected, rejection: { reason: 'suspected-abuse', takesOver: true } },
      'Rejected by <@UTOM> 12:20 UTC · Suspected abuse · “no photo” · <@UTOM> takes the conversation over. Nothing was done.',
      '[Details]',
    ],
    [
      'they deleted their message',
      withdrawn('message-deleted'),
      'Withdrawn 12:00 UTC: the message that asked was deleted. Nothing was done.',
      '[Details]',
    ],
    [
      'they did not want it',
      withdrawn('declined'),
      'Withdrawn 12:00 UTC: <@UALICE> chose something else. Nothing was done.',
      '[Details]',
    ],
    [
      'it was proposed again after it expired',
      { ...expired, reopened: next },
      'Expired 14:00 UTC, nobody decided. Nothing was done. Proposed again as apr_9c2d00 (Refund $48.00).',
      '[Details]',
    ],
    [
      'it was proposed again on the new facts',
      { ...stale, changes: ['left $120.00 → $90.00'], reopened: next },
      'Facts changed since you were asked: left $120.00 → $90.00. Nothing was done. Proposed again as apr_9c2d00 (Refund $48.00).',
      '[Details]',
    ],
  ])('when %s, then its card says so', (_, approval, line, buttons) => {
    const card = lines(approval);

    expect(card[1]).toBe(line);
    expect(card.at(-2)).toBe(buttons);
  });

  test('when a row was dropped from its card, then it is not called rejected for a reason', () => {
    const { rejection: _, ...dropped } = rejected;
    const rows = [
      { ...dropped, bundle: { id: dropped.id, step: 1, of: 2 } },
      { ...pending(), bundle: { id: dropped.id, step: 2, of: 2 } },
    ];

    expect(asPlainText(approvalCard(rows, {}).blocks)).toContain(
      'Dropped by <@UTOM> 12:20 UTC · “no photo”. Nothing was done.',
    );
  });

  test('when two approved it, then both are named', () => {
    const decisions = [approvedBy('UPRIYA', NOON), approvedBy('ULEA', NOON + MINUTE)];

    expect(lines({ ...executed, decisions })[1]).toBe(
      '✓ Refunded $48.00 · re_1 · approved by <@UPRIYA> 12:00 UTC and <@ULEA> 12:01 UTC',
    );
  });
});

describe('given a conversation for a colleague', () => {
  const user = UserId.parse('UALICE');
  const threadLink = 'https://acme.slack.com/archives/C1/p1700000000000100';
  const card = (handOff: Partial<HandOff>) =>
    read(handOffCard({ user, wants: 'A *refund*, today.', facts: [], ...handOff }, { threadLink })).split('\n');

  test('when the person asked for it, then it says who and, marked as the assistant’s words, what they want', () => {
    expect(card({})).toEqual([
      'text: <@UALICE> needs a person: A *refund*, today.',
      '# A customer needs a person',
      '*Who* <@UALICE>',
      "Wants (assistant's words, unverified): “A *refund*, today.”",
      `(<${threadLink}|View thread> · Answer in the thread.)`,
    ]);
  });

  test('when it is our own sentence, then it is not called the assistant’s', () => {
    const wants = 'Nobody decided in time on the refund of $48.00 for ORD-12345.';

    expect(card({ by: 'deskhand', wants }).slice(1, 4)).toEqual([
      '# A customer needs a person',
      '*Who* <@UALICE>',
      `*What happened* ${wants}`,
    ]);
  });

  test('when it was asked in Home, then it says so, and who is to be written to', () => {
    expect(card({ by: 'deskhand', from: 'home' }).at(-1)).toBe(
      '(Asked in the Home tab: please write to <@UALICE> yourself.)',
    );
  });

  test('when a colleague takes over, then it says who, and nobody else is called', () => {
    expect(card({ by: 'deskhand', wants: 'The refund was rejected.', takenBy: priya })).toEqual([
      'text: <@UPRIYA> takes over the conversation with <@UALICE>: The refund was rejected.',
      '# A colleague takes over',
      '<@UPRIYA> takes over the conversation with <@UALICE>.',
      '*What happened* The refund was rejected.',
      `(<${threadLink}|View thread>)`,
    ]);
  });
});
