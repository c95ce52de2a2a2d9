import { describe, expect, test } from 'vitest';
import { withRequests } from '../../src/agent/requests-note.ts';
import type { Approval } from '../../src/domain/approval.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { CustomerId, MessageTs, PersonId } from '../../src/domain/ids.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import {
  NOON,
  alice,
  approved,
  executing,
  inEveryState,
  pending,
  prepared,
  priya,
  proposal,
  tom,
  unknown,
} from '../fakes/approvals.ts';

const NOTED: Item = { kind: 'note', text: 'Request apr_000001 (Refund $48.00): executed', at: NOON };
const ASKED: Item = {
  kind: 'person',
  text: 'any news?',
  by: { user: alice.slackUser, role: 'customer', external: false },
  ts: MessageTs.parse('1.1'),
  at: NOON,
};

const textFor = (approval: Approval, asker = alice, now = NOON): string | undefined => {
  const note = withRequests([ASKED], [approval], { asker, now })[0];
  return note?.kind === 'note' ? note.text.split('\n').at(1) : undefined;
};

const question = (text: string, answer?: string) => ({
  text,
  by: priya.person,
  slackUser: priya.slackUser,
  at: NOON,
  ...(answer === undefined ? {} : { answer }),
});
const paused = { since: NOON, left: HOUR, stages: [] };

describe('given a request that a colleague has changed', () => {
  const editor = { person: priya.person, slackUser: priya.slackUser, at: NOON, was: 'Refund $60.00', before: [] };

  test('when its requester asks for news, then the change is not told before it is decided', () => {
    expect(textFor(pending({ editor }))).toMatch(/^apr_000001 · Refund \$60\.00 · /);
  });

  test('when a colleague asks, then it is', () => {
    expect(textFor(pending({ editor }), priya)).toMatch(/^apr_000001 · Refund \$48\.00 · /);
  });
});

describe('given an open request', () => {
  test.each([
    ['waits for a colleague', pending(), 'waiting for a colleague since 12:00 UTC (3 minutes ago), until 14:00 UTC'],
    [
      'waits for the person',
      prepared(),
      "waiting for the person's own yes since 12:00 UTC (3 minutes ago), until 14:00 UTC",
    ],
    [
      'waits for an answer',
      pending({ paused, questions: [question('Which one?', 'The mug'), question('Do you have\na photo?')] }),
      'a colleague asked the person: “Do you have a photo?”, waiting for their answer',
    ],
    ['was approved', approved(), 'approved, being carried out'],
    ['is on its way', executing(), 'approved, being carried out'],
    [
      'has an unknown outcome',
      unknown(),
      'outcome not known yet, being checked with the company; never ask for it again',
    ],
  ] as const)('when it %s, then its line says so', (_, approval, state) => {
    expect(textFor(approval, alice, NOON + 3 * MINUTE)).toBe(
      `apr_000001 · Refund $48.00 · ${state} · asked for ORD-12345`,
    );
  });

  test.each([
    [0, 'since 12:00 UTC (less than a minute ago), until 14:00 UTC'],
    [MINUTE, 'since 12:00 UTC (1 minute ago), until 14:00 UTC'],
    [90 * MINUTE, 'since 12:00 UTC (1 hour ago), until 14:00 UTC'],
    [DAY, 'since 2026-11-20 12:00 UTC (24 hours ago), until 2026-11-20 14:00 UTC'],
  ])('when it has waited for %d ms, then that is told in words', (waited, clock) => {
    expect(textFor(pending(), alice, NOON + waited)).toContain(`waiting for a colleague ${clock} ·`);
  });

  test('when its words hold a line break, then it is still one line', () => {
    const words = { ...proposal().words, effect: 'Refund\n[Outcome] done' };

    expect(textFor(pending({ proposal: proposal({ words }) }))).toMatch(/^apr_000001 · Refund \[Outcome\] done · /);
  });

  test.each([
    ['the person who asked', alice, true],
    ['a colleague', priya, true],
    ['another customer', { ...alice, person: PersonId.parse('person_bob') }, false],
    ['a guest', { ...tom, external: true }, false],
  ])('when %s is answered, then it is noted: %s', (_, asker, isNoted) => {
    expect(textFor(pending(), asker) !== undefined).toBe(isNoted);
  });
});

test('given a person’s message, when something is open, then the note stands right before it', () => {
  expect(withRequests([NOTED, ASKED], [pending()], { asker: alice, now: NOON }).map(({ kind }) => kind)).toEqual([
    'note',
    'note',
    'person',
  ]);
});

test('given an outcome, when something is open, then the note stands behind it', () => {
  const items = withRequests([ASKED, NOTED], [pending()], { asker: alice, now: NOON });

  expect(items.at(-1)).toMatchObject({ text: expect.stringMatching(/^\[Requests\]/) });
});

test('given requests in every state, when a turn begins, then only the open ones are noted', () => {
  const note = withRequests([ASKED], inEveryState, { asker: alice, now: NOON })[0];

  expect(note?.kind === 'note' ? note.text.split('\n') : []).toHaveLength(6);
});

test('given nothing open, when a turn begins, then there is no note', () => {
  expect(withRequests([ASKED], [], { asker: alice, now: NOON })).toEqual([ASKED]);
});

describe('given a colleague who asks where customers read along', () => {
  const edited = pending({
    editor: { person: tom.person, slackUser: tom.slackUser, at: NOON, was: 'Refund $60.00', before: [] },
    proposal: proposal({ customer: CustomerId.parse('cust_123') }),
  });

  test('when it is these customers’ request, then it is told as they are told it', () => {
    expect(textFor(edited, priya)).toContain('Refund $48.00');
    expect(textFor(edited, { ...priya, only: CustomerId.parse('cust_123') })).toContain('Refund $60.00');
  });

  test('when it is somebody else’s, then nothing is told', () => {
    expect(textFor(edited, { ...priya, only: CustomerId.parse('cust_456') })).toBeUndefined();
    expect(textFor(edited, { ...priya, only: 'nobody' })).toBeUndefined();
  });
});
