import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ApprovalId,
  ChannelId,
  CustomerId,
  MessageTs,
  PersonId,
  Target,
  TicketId,
  UserId,
} from '../../../src/domain/ids.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import type { CommandAnswer, TicketShown, Waiting } from '../../../src/ports/commands.ts';
import { drawAnswer } from '../../../src/slack/blocks/command-answer.ts';
import { linker } from '../../../src/slack/explain.ts';
import { NOON, pending, proposal } from '../../fakes/approvals.ts';
import { expectInert, expectValid } from './checks.ts';
import { text } from './hostile.ts';
import { read } from './read.ts';

type Listed = Extract<CommandAnswer, { kind: 'approvals' }>;

const linkTo = linker('https://acme.slack.com/');
const reading = (answer: CommandAnswer): string => read(drawAnswer(answer, linkTo));
const hold = {
  kind: 'paused',
  by: PersonId.parse('person_admin'),
  slackUser: UserId.parse('UADMIN'),
  at: NOON,
} as const;
const restored = { kind: 'restored', takenAt: NOON - HOUR, at: NOON } as const;
const card = { channel: ChannelId.parse('CARDS'), ts: MessageTs.parse('1700000000.000900') };
const listed = (over: Partial<Listed> = {}): Listed => ({
  kind: 'approvals',
  role: 'agent',
  items: [],
  total: 0,
  others: 0,
  holds: [],
  at: NOON,
  ...over,
});
const ticket = (over: Partial<TicketShown> = {}): TicketShown => ({
  id: TicketId.parse('TKT_001'),
  subject: 'Login Issue',
  status: 'Open',
  priority: 'High',
  ...over,
});

describe('given the answer to /support', () => {
  test('when it is help, then it shows what this person may type', () => {
    expect(reading({ kind: 'help', staff: false, admin: false })).toBe(
      [
        'text: What you can type behind /support',
        '*You can type*',
        '• `/support ticket TKT_…` – one of your tickets',
        '(The menu of a message has “Open a ticket from this message”. For anything else, write to me directly, or mention me in a channel.)',
      ].join('\n'),
    );
    expect(reading({ kind: 'help', staff: true, admin: true })).toBe(
      [
        'text: What you can type behind /support',
        '*You can type*',
        '• `/support approvals` – what waits for a decision, soonest first',
        '• `/support ticket TKT_…` – a ticket with its notes',
        '• `/support pause executions` – at once, nothing that is approved is carried out any more',
        '• `/support resume` – carries on with what was approved',
        '(The menu of a message has “Open a ticket from this message”. For anything else, write to me directly, or mention me in a channel.)',
      ].join('\n'),
    );
  });

  test('when something unknown was typed, then it is named', () => {
    expect(reading({ kind: 'help', staff: false, admin: false, typed: 'approve *all*' })).toContain(
      "I don't know “approve *all*”.\n*You can type*",
    );
  });

  test('when it is the list, then the soonest come first with the way to their cards, and the rest is counted', () => {
    const second = pending({
      id: ApprovalId.parse('apr_000002'),
      expiresAt: NOON + 3 * HOUR,
      bundle: { id: ApprovalId.parse('apr_000002'), step: 1, of: 3 },
      proposal: proposal({ target: Target.parse('ticket:TKT_001') }),
    });
    const first = pending({ expiresAt: NOON + 12 * MINUTE });

    expect(
      reading(listed({ items: [{ approval: first, card }, { approval: second }], total: 9, others: 4, holds: [hold] })),
    ).toBe(
      [
        'text: *9 requests wait for your decision*, soonest first. 4 wait for others.',
        '*9 requests wait for your decision*, soonest first. 4 wait for others.',
        '• <https://acme.slack.com/archives/CARDS/p1700000000000900|Refund $48.00 to Alice Wonderland> · order ORD-12345 · expires 12:12 UTC · 12 min left',
        '• *Refund $48.00 to Alice Wonderland* · ticket TKT_001 · 3 requests on one card · expires 15:00 UTC · 3 h left',
        '(…and 7 more. My Home tab has the whole queue, with its buttons.)',
        '⛔ *Executions have been paused* by <@UADMIN> since 2026-11-20 12:00 UTC. You can still decide; what is approved waits until an admin resumes them, 15 min at most.',
      ].join('\n'),
    );
  });

  test.each<[string, Partial<Listed>, string]>([
    ['nothing waits', {}, 'Nothing waits for your decision.'],
    ['one waits for somebody else', { others: 1 }, 'Nothing waits for your decision. 1 waits for others.'],
    ['one waits', { items: [{ approval: pending() }], total: 1 }, '*1 request waits for your decision*.'],
    [
      'an admin looks',
      { role: 'admin', others: 2 },
      'Admins configure Deskhand and do not approve requests. 2 requests wait for your colleagues.',
    ],
  ])('when %s, then the list begins with that', (_, over, lead) => {
    expect(drawAnswer(listed(over), linkTo).text).toBe(lead);
  });

  test('when a clock is paused, then no time is counted down', () => {
    const paused = { since: NOON, left: HOUR, stages: [] };

    expect(reading(listed({ items: [{ approval: pending({ paused }) }], total: 1 }))).toContain(
      '· order ORD-12345 · the clock is paused\n',
    );
  });

  test('when staff asked for a ticket, then it comes with its latest notes', () => {
    const forStaff = {
      customer: CustomerId.parse('cust_123'),
      notes: ['one', 'two', 'three', 'four', 'five', 'six *bold*'],
    };

    expect(reading({ kind: 'ticket', ticket: ticket({ forStaff }) })).toBe(
      [
        'text: TKT_001: Open · High priority',
        '*TKT_001* · Open · High priority · customer cust_123',
        'Login Issue',
        '*Notes*, the latest 5 of 6',
        '– two\n– three\n– four\n– five\n– six *bold*',
      ].join('\n'),
    );
  });

  test('when a customer asked, then there is neither an id of theirs nor a word about notes', () => {
    expect(reading({ kind: 'ticket', ticket: ticket() })).toBe(
      ['text: TKT_001: Open · High priority', '*TKT_001* · Open · High priority', 'Login Issue'].join('\n'),
    );
  });

  test.each<[string, CommandAnswer, string]>([
    ['a ticket without its id', { kind: 'which-ticket' }, 'Which ticket? For example `/support ticket TKT_001`.'],
    ['no ticket', { kind: 'no-ticket', asked: 'TKT_9' }, "I can't find a ticket TKT_9."],
    [
      'paused',
      { kind: 'paused', hold, already: false },
      '*Executions have been paused* since 2026-11-20 12:00 UTC. Nothing that is approved is carried out until an admin types `/support resume`. People can still decide.',
    ],
    [
      'paused before',
      { kind: 'paused', hold, already: true },
      'Executions were paused already, by <@UADMIN> 2026-11-20 12:00 UTC. Nothing that is approved is carried out until an admin types `/support resume`. People can still decide.',
    ],
    ['not paused', { kind: 'not-paused', others: [] }, 'Executions are not paused. Nothing was changed.'],
    [
      'not an admin',
      { kind: 'refused', why: 'not-admin' },
      'Only an admin can pause or resume executions. Nothing was changed.',
    ],
    ['no role', { kind: 'refused', why: 'role-unknown' }, 'Could not check your role — nothing changed, try again.'],
  ])('when it is %s, then it says so', (_, answer, words) => {
    expect(drawAnswer(answer, linkTo).text).toBe(words);
  });

  test('when something else still holds executions back, then resuming says what', () => {
    expect(reading({ kind: 'resumed', others: [restored] })).toContain('⛔ *This copy is being checked.*');
  });
});

describe('given hostile words', () => {
  const waiting = fc.record({ title: text, card: fc.boolean() }).map(({ title, card: hasCard }): Waiting => {
    const words = { ...proposal().words, title };
    return { approval: pending({ proposal: proposal({ words }) }), ...(hasCard ? { card } : {}) };
  });
  const answers = fc.oneof<fc.Arbitrary<CommandAnswer>[]>(
    text.map((asked) => ({ kind: 'no-ticket', asked })),
    text.map((typed) => ({ kind: 'help', staff: true, admin: true, typed })),
    fc.record({ subject: text, notes: fc.array(text, { maxLength: 12 }) }).map(({ subject, notes }) => ({
      kind: 'ticket',
      ticket: ticket({ subject, forStaff: { customer: CustomerId.parse('<!channel>'), notes } }),
    })),
    fc
      .array(waiting, { maxLength: 10 })
      .map((items) => listed({ items, total: items.length, holds: [hold, restored] })),
  );

  test('when any of it is drawn, then Slack takes it, and nothing in it is live', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const drawn = drawAnswer(answer, linkTo);
        expectValid(drawn);
        const ours = /<https:\/\/acme\.slack\.com\/archives\/CARDS\/p1700000000000900\|([^<>]*)>/g;
        expectInert(JSON.parse(JSON.stringify(drawn).replaceAll(ours, '$1')));
      }),
      { numRuns: 150 },
    );
  });
});
