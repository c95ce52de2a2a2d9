import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MessageTs, TeamId, UserId, conversationOf, ChannelId, CustomerId, PersonId } from '../../../src/domain/ids.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import type { IntakeEntry, IntakeSource } from '../../../src/ports/intake.ts';
import { principal } from '../../fakes/approvals.ts';
import { THREAD, openHouse } from '../../fakes/house.ts';
import type { House, HouseOptions } from '../../fakes/house.ts';
import { says } from '../../fakes/model.ts';

const TEAM = TeamId.parse('T1');
/** A thread in which the bot has no part. */
const ELSEWHERE = conversationOf({
  team: TEAM,
  channel: ChannelId.parse('C9'),
  ts: MessageTs.parse('1700000009.000100'),
});
const unmatched = principal({
  slackUser: UserId.parse('UZOE'),
  person: PersonId.parse('person_zoe'),
  role: 'customer',
});
const bob = principal({
  slackUser: UserId.parse('UBOB'),
  person: PersonId.parse('person_bob'),
  role: 'customer',
  customerId: CustomerId.parse('cust_456'),
});

let house: House;
afterEach(() => house.close());
const open = async (options: HouseOptions = {}) => {
  house = await openHouse({ script: [says('Hello.'), says('Hello again.'), says('And again.')], ...options });
  for (const who of [unmatched, bob]) house.directory.people.set(who.slackUser, who);
};
beforeEach(() => open());

const asUser = (user: string) => ({ team: TEAM, user: UserId.parse(user) });
const begin = (source: IntakeSource, user = 'UALICE') => house.process.intake.begin(asUser(user), source);
const submit = async (over: Partial<IntakeEntry> = {}, user = 'UALICE') => {
  const entry: IntakeEntry = {
    press: '1.1:abc',
    subject: 'Broken mug',
    details: 'My mug arrived in pieces.',
    priority: 'normal',
    wantsPerson: false,
    source: {},
    ...over,
  };
  try {
    return await house.process.intake.submit(asUser(user), entry);
  } finally {
    await house.idle();
  }
};
const tickets = () => house.company.journal.map(({ what, detail }) => [what, detail]);
const handOffs = () => house.messenger.read.flatMap(({ message }) => (message.kind === 'hand-off' ? [message] : []));
const repliesIn = (channel: string) =>
  house.messenger.read.flatMap(({ ref, message }) =>
    message.kind === 'reply' && ref.channel === channel ? message.markdown : [],
  );
const author = (user: string) => ({ author: UserId.parse(user) });

describe('given somebody who opens the form', () => {
  test('when a customer takes a message of their own, then it begins with that', async () => {
    const text = `  The mug is in pieces  \nand ${'so '.repeat(600)}`;

    const draft = await begin({ conversation: ELSEWHERE, text, ...author('UALICE') });

    expect(draft).toMatchObject({ ok: true, value: { opens: 'own-ticket', subject: 'The mug is in pieces' } });
    expect(draft.ok && draft.value.details.length).toBe(1_000);
  });

  test('when its first line is long, then the subject is its beginning', async () => {
    const draft = await begin({ text: 'x'.repeat(200), ...author('UALICE') });

    expect(draft.ok && draft.value.subject).toBe(`${'x'.repeat(79)}…`);
  });

  test("when a customer takes somebody else's message, then it is quoted", async () => {
    expect(await begin({ text: 'It broke.', ...author('UBOB') })).toEqual({
      ok: true,
      value: {
        opens: 'own-ticket',
        subject: 'It broke.',
        details: "Quoted from somebody else's message: “It broke.”",
      },
    });
  });

  test('when it is opened from a reply of the bot, then it begins with what they said last in that thread', async () => {
    await house.ask('my mug is broken');
    await house.ask('and the bowl too');
    await house.ask('mine as well', { user: 'UBOB' });

    expect(await begin({ conversation: THREAD })).toMatchObject({
      value: { subject: 'and the bowl too', details: 'and the bowl too' },
    });
  });

  test('when they took that back, then it begins with what they said before', async () => {
    await house.ask('my mug is broken');
    await house.ask('my card number is 1234');
    await house.store.commit({
      redact: { conversation: THREAD, ts: MessageTs.parse('1700000001.000002') },
      audit: [],
    });

    expect(await begin({ conversation: THREAD })).toMatchObject({ value: { subject: 'my mug is broken' } });
  });

  test('when nothing is known, then it is empty', async () => {
    expect(await begin({})).toEqual({ ok: true, value: { opens: 'own-ticket', subject: '', details: '' } });
  });

  test.each([
    ['a customer', 'UALICE', 'own-ticket'],
    ['a member without a record', 'UZOE', 'nothing'],
  ])('when it is %s, then it opens %s', async (_, user, opens) => {
    expect(await begin({}, user)).toMatchObject({ value: { opens } });
  });

  test('when it is a guest, then only a conversation with the bot can be passed on', async () => {
    await house.ask('hello', { user: 'UGUEST' });

    expect(await begin({ conversation: THREAD }, 'UGUEST')).toMatchObject({ value: { opens: 'nothing' } });
    expect(await begin({ conversation: ELSEWHERE }, 'UGUEST')).toEqual({
      ok: false,
      refusal: 'I can only pass something on from a conversation with me. Nothing was sent.',
    });
  });

  test('when it cannot be told who they are, then that is an outage', async () => {
    house.directory.isDown = true;

    await expect(begin({})).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('given a colleague who opens the form', () => {
  test('when the message is of a customer, then the ticket is for them', async () => {
    expect(await begin({ text: 'It broke.', ...author('UALICE') }, 'UPRIYA')).toEqual({
      ok: true,
      value: { opens: 'ticket-for-customer', subject: 'It broke.', details: 'It broke.' },
    });
  });

  test.each([
    ['a colleague', 'UTOM'],
    ['themselves', 'UPRIYA'],
    ['a guest', 'UGUEST'],
    ['nobody whose record is known', 'UZOE'],
  ])('when the message is of %s, then they are told that it belongs to nobody', async (_, user) => {
    expect(await begin({ text: 'It broke.', ...author(user) }, 'UPRIYA')).toMatchObject({
      ok: false,
      refusal: expect.stringContaining("I can't tell which customer"),
    });
  });

  test('when it is opened in a thread, then the only customer there is meant, and of several none', async () => {
    await house.ask('my mug is broken');
    await house.ask('what do we do?', { user: 'UPRIYA' });
    const ofOne = await begin({ conversation: THREAD }, 'UPRIYA');
    await house.ask('mine too', { user: 'UBOB' });

    expect(ofOne).toMatchObject({ value: { opens: 'ticket-for-customer', subject: 'my mug is broken' } });
    expect(await begin({ conversation: THREAD }, 'UPRIYA')).toMatchObject({ ok: false });
  });
});

describe('given a form that was sent in', () => {
  test('when a customer sends it, then the ticket is opened once and told in their direct messages', async () => {
    const sent = await submit({ priority: 'high' });

    expect(sent).toEqual({
      ok: true,
      value: "Thanks. The ticket is being opened; I'll tell its number in our direct messages in a moment.",
    });
    expect(tickets()).toEqual([
      [
        expect.stringContaining('ticket'),
        expect.objectContaining({ customerId: 'cust_123', subject: 'Broken mug', priority: 'High' }),
      ],
    ]);
    expect(repliesIn('UALICE')).toEqual([expect.stringContaining("I've opened a ticket for “Broken mug”")]);
    expect(await house.audit()).toEqual(['approved by policy', 'executing by deskhand', 'executed by deskhand']);
  });

  test('when the model is down or has nothing to say, then it is not asked at all', async () => {
    await open({ script: [] });
    await submit();

    expect(house.model.requests).toEqual([]);
    expect(await house.status()).toBe('executed');
  });

  test('when it comes from a thread with the bot, then the thread is told, and the model learns of it', async () => {
    await house.ask('my mug is broken');
    const sent = await submit({ source: { conversation: THREAD } });

    expect(sent).toMatchObject({ value: expect.stringContaining('in the conversation') });
    expect(house.replies().at(-1)).toContain('“Broken mug”');
    expect((await house.notes()).at(-1)).toContain('Opened a ticket');
    expect(house.model.requests).toHaveLength(1);
  });

  test('when the same form arrives again, also after a restart, then nothing is done twice', async () => {
    const both = await Promise.all([submit({ wantsPerson: true }), submit({ wantsPerson: true })]);
    await house.restart();

    expect(both.map(({ ok }) => ok)).toContain(true);
    expect(await submit({ wantsPerson: true })).toEqual({
      ok: true,
      value: 'This was sent before; nothing was done twice.',
    });
    expect([tickets().length, handOffs().length]).toEqual([1, 1]);
  });

  test.each(['desk:before-commit', 'desk:after-commit'] as const)(
    'when the process dies at %s, then there is one ticket and one call once it is sent again',
    async (point) => {
      house.dieAt(point);
      await expect(submit({ wantsPerson: true })).rejects.toThrow();
      await house.restart();

      expect(await submit({ wantsPerson: true })).toMatchObject({ ok: true });
      expect([tickets().length, handOffs().length]).toEqual([1, 1]);
    },
  );

  test('when a person is wanted, then colleagues get a card with what was written', async () => {
    expect(await submit({ wantsPerson: true })).toMatchObject({
      value: expect.stringContaining('A colleague was called and will write.'),
    });

    expect(handOffs()).toMatchObject([
      {
        handOff: {
          user: 'UALICE',
          by: 'deskhand',
          facts: [
            { label: 'Customer', value: 'cust_123' },
            { label: 'Subject', value: 'Broken mug' },
            { label: 'Details', value: 'My mug arrived in pieces.' },
            { label: 'Priority', value: 'normal' },
            { label: 'Ticket', value: 'asked for · apr_000001 · approved' },
          ],
        },
      },
    ]);
    expect(await house.audit()).toContain('called-person by person_alice');
  });

  test('when a person was called a moment ago, then there is a ticket and no second card', async () => {
    await submit({ wantsPerson: true });
    house.clock.now += 3 * MINUTE;
    const soon = await submit({ press: '2', subject: 'Bowl', wantsPerson: true });
    house.clock.now += 7 * MINUTE;
    await submit({ press: '3', subject: 'Plate', wantsPerson: true });

    expect(soon).toMatchObject({ value: expect.stringContaining('A colleague was called 3 minutes ago') });
    expect([tickets().length, handOffs().length]).toEqual([3, 2]);
  });

  test('when there is no record for a ticket, then a colleague gets it and the person is told', async () => {
    expect(await submit({}, 'UZOE')).toEqual({ ok: true, value: 'A colleague was called and will write.' });

    expect(tickets()).toEqual([]);
    expect(handOffs()).toMatchObject([{ handOff: { user: 'UZOE' } }]);
    expect(repliesIn('UZOE')).toEqual([
      "I've called a colleague and passed on what you wrote, so you won't need to repeat it.",
    ]);
  });

  test('when there is none and a colleague was just called, then the form says so and keeps what was typed', async () => {
    await submit({}, 'UZOE');

    expect(await submit({ press: '2' }, 'UZOE')).toEqual({
      ok: false,
      refusal: 'A colleague was called a moment ago and will write.',
    });
  });

  test.each([
    ['subject', { subject: ' \u200b ' }],
    ['details', { details: '\n' }],
  ])('when its %s says nothing, then it is asked for', async (_, over) => {
    expect(await submit(over)).toEqual({ ok: false, refusal: 'Please say in a few words what this is about.' });
  });

  test('when it is longer than a ticket takes, then its beginning counts', async () => {
    expect(await submit({ subject: 'x'.repeat(500), details: 'y'.repeat(5_000) })).toMatchObject({ ok: true });
    expect(tickets()).toHaveLength(1);
  });

  test('when the customer system is down, then that is an outage, nothing is saved, and it can be sent again', async () => {
    house.company.takeDown('crm');
    await expect(submit({ wantsPerson: true })).rejects.toMatchObject({ name: 'Unavailable', system: 'crm' });
    expect([await house.audit(), handOffs()]).toEqual([[], []]);

    house.company.bringUp('crm');
    expect(await submit({ wantsPerson: true })).toMatchObject({ ok: true });
    expect([tickets().length, handOffs().length]).toEqual([1, 1]);
  });

  test('when nothing is carried out at the moment, then it says that it waits', async () => {
    await house.process.commands.answer({
      ...asUser('UADMIN'),
      channel: ChannelId.parse('C1'),
      text: 'pause executions',
      id: '1',
    });

    expect(await submit()).toMatchObject({ value: expect.stringContaining('so it waits') });
    expect(tickets()).toEqual([]);
  });
});

describe('given a colleague who sends the form in', () => {
  test('when the thread is the customer’s, then the ticket is theirs and they read of it there', async () => {
    await house.ask('my mug is broken');
    await submit({ source: { conversation: THREAD, ...author('UALICE') }, wantsPerson: true }, 'UPRIYA');

    expect(tickets()).toMatchObject([[expect.anything(), { customerId: 'cust_123' }]]);
    expect(repliesIn('C1').at(-1)).toContain('“Broken mug”');
    expect(handOffs()).toMatchObject([{ conversation: THREAD, handOff: { user: 'UALICE' } }]);
  });

  test('when others read that thread too, then only the colleague is told', async () => {
    await house.ask('my mug is broken');
    await house.ask('mine too', { user: 'UBOB' });
    await submit({ source: { conversation: THREAD, ...author('UALICE') } }, 'UPRIYA');

    expect(tickets()).toHaveLength(1);
    expect(repliesIn('C1').join()).not.toContain('Broken mug');
    expect(repliesIn('UPRIYA')).toEqual([expect.stringContaining('“Broken mug”')]);
  });
});

describe('given a company whose tickets need somebody’s approval', () => {
  const { actions } = DEFAULT_POLICY;
  const needing = (needs: NonNullable<(typeof actions)['open_ticket']>['tiers'][number]['needs']) => ({
    ...DEFAULT_POLICY,
    actions: { ...actions, open_ticket: { ...actions['open_ticket'], tiers: [{ needs }] } },
  });

  test('when the form is sent in, then colleagues get its card', async () => {
    await open({ policy: needing({ kind: 'people', count: 1, role: 'agent' }) });

    expect(await submit()).toEqual({ ok: true, value: "I've asked a colleague whether this ticket may be opened." });
    expect(house.cards()).toEqual(['card pending']);
    await house.click('UPRIYA');
    expect(tickets()).toHaveLength(1);
    expect(house.model.requests).toEqual([]);
  });

  test('when it is not allowed at all, then the form says so, and a colleague can still be called', async () => {
    await open({ policy: needing({ kind: 'never', rule: 'no tickets' }) });

    expect(await submit()).toEqual({
      ok: false,
      refusal: 'Tickets cannot be opened this way here. You can still ask for a colleague here.',
    });
    expect(await house.audit()).toEqual(['refused:policy by person_alice']);
    expect(await submit({ wantsPerson: true })).toEqual({ ok: true, value: 'A colleague was called and will write.' });
    expect([tickets().length, handOffs().length]).toEqual([0, 1]);
  });
});
