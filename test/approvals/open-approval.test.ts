import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { HOUR } from '../../src/domain/time.ts';
import { conversationOf, ChannelId, MessageTs, TeamId } from '../../src/domain/ids.ts';
import { NOW, openHouse, refundCall } from '../fakes/house.ts';
import type { House } from '../fakes/house.ts';
import { calls, outputOf, says } from '../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const other = conversationOf({
  team: TeamId.parse('T1'),
  channel: ChannelId.parse('C1'),
  ts: MessageTs.parse('1700000000.000200'),
});
const lastOutputs = (...callIds: readonly string[]) =>
  callIds.map((callId) => outputOf(house.model.requests.at(-1) ?? { items: [] }, callId));

describe('given a customer who asks for money back', () => {
  test('when the policy asks for one agent, then a request is opened with everything frozen', async () => {
    house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
    await house.ask('my mug is broken');

    expect(await house.approval()).toMatchObject({
      status: 'pending',
      version: 1,
      needs: { kind: 'people', count: 1, role: 'agent' },
      requester: { person: 'person_alice', slackUser: 'UALICE', role: 'customer', customerId: 'cust_123' },
      policyVersion: 'default-1',
      openedAt: NOW,
      expiresAt: NOW + 2 * HOUR,
      decisions: [],
    });
    expect(lastOutputs('call_1')).toEqual([
      {
        status: 'waiting',
        approval: 'apr_000001',
        message: expect.stringMatching(/nothing has changed yet. Do not call again/),
      },
    ]);
  });

  test('when one turn asks twice for one order, then only the first is opened', async () => {
    house = await openHouse({ script: [calls(refundCall('10.00'), refundCall('20.00')), says('Asked.')] });
    await house.ask('refund please');

    expect(house.cards()).toEqual(['card pending']);
    expect(lastOutputs('call_1', 'call_2')).toMatchObject([{ status: 'waiting' }, { error: 'ALREADY_WAITING' }]);
  });

  test('when another thread asks for the same order, then the model is told that one is waiting', async () => {
    house = await openHouse({ script: [calls(refundCall('10.00')), says('Asked.')] });
    await house.ask('refund please');
    house.model.goOn(calls(refundCall('10.00')), says('It is waiting already.'));
    await house.ask('refund please', { thread: other });

    expect(lastOutputs('call_1')).toMatchObject([
      { error: 'ALREADY_WAITING', message: expect.stringContaining('apr_000001') },
    ]);
    expect(house.cards()).toHaveLength(1);
  });

  test('when requests of one turn together exceed what one agent may give in 30 days, then the one above it needs a lead', async () => {
    house = await openHouse({
      script: [calls(refundCall('120.00', 'ORD-12345'), refundCall('100.00', 'ORD-1')), says('Asked.')],
    });
    await house.ask('refund both please');

    expect((await house.approval('apr_000001')).needs).toEqual({ kind: 'people', count: 1, role: 'agent' });
    const [second] = (await house.store.approvalsOf((await house.approval()).conversation)).slice(1);
    expect(second?.needs).toEqual({ kind: 'people', count: 1, role: 'lead' });
  });

  test('when the window is over, then nothing is opened, the model gets the rule, and the audit a row', async () => {
    house = await openHouse({ script: [calls(refundCall()), says('That is not possible.')] });
    house.company.changeOrder('ORD-12345', { deliveredAt: '2025-11-01T00:00:00Z' });
    await house.ask('refund please');

    expect(house.said()).toEqual(['reply That is not possible.']);
    expect(lastOutputs('call_1')).toMatchObject([
      { error: 'NOT_ALLOWED_BY_POLICY', message: expect.stringContaining('the window is 30 days') },
    ]);
    expect(await house.audit()).toEqual(['refused:policy by person_alice']);
  });

  test('when a policy lets money move by itself, then it is refused all the same', async () => {
    const careless: Policy = {
      ...DEFAULT_POLICY,
      actions: { ...DEFAULT_POLICY.actions, refund_order: { tiers: [{ needs: { kind: 'auto' } }] } },
    };
    house = await openHouse({ script: [calls(refundCall()), says('Not possible.')], policy: careless });
    await house.ask('refund please');

    expect(house.refunds()).toEqual([]);
    expect(house.cards()).toEqual([]);
  });

  test('when what is asked is harmless, then the policy decides and it is done at once', async () => {
    const ticket = [
      'open_ticket',
      { customer_id: null, subject: 'Broken mug', priority: 'Low', note: 'In pieces' },
    ] as const;
    house = await openHouse({ script: [calls(ticket), says('I am opening a ticket.')] });
    await house.ask('please note it down');

    expect(house.company.journal).toHaveLength(1);
    expect(await house.audit()).toEqual(['approved by policy', 'executing by deskhand', 'executed by deskhand']);
    expect(house.replies().at(-1)).toMatch(/^Done: I've opened a ticket/);
  });
});

describe('given a request that waits for approval', () => {
  const waiting = async (): Promise<void> => {
    house = await openHouse({ script: [calls(refundCall('48.00')), says('Asked.')] });
    await house.ask('refund please');
  };
  const withdraw = ['withdraw_request', { approval_id: 'apr_000001', why: 'changed my mind' }] as const;

  test('when the person who asked takes it back, then the card says so and nobody can approve it', async () => {
    await waiting();
    house.model.goOn(calls(withdraw), says('OK, I have cancelled that request.'));
    await house.ask('never mind');
    await house.click('UPRIYA');

    expect(house.cards()).toEqual(['card withdrawn']);
    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'withdrawn' }]);
    expect(await house.audit()).toEqual([
      'pending by person_alice',
      'withdrawn by person_alice',
      'refused:withdrawn by slack:T1:UPRIYA',
    ]);
  });

  test.each([
    ['somebody else in the thread', { user: 'UTOM' }],
    ['the same person in another thread', { thread: other }],
  ])('when %s takes it back, then it reads as not found', async (_, who) => {
    await waiting();
    house.model.goOn(calls(withdraw), says('I cannot find it.'));
    await house.ask('never mind', who);

    expect(lastOutputs('call_1')).toMatchObject([{ error: 'REQUEST_NOT_FOUND' }]);
    expect(await house.status()).toBe('pending');
  });

  test('when it was decided before, then the model is told that it is too late', async () => {
    await waiting();
    await house.click('UPRIYA');
    house.model.goOn(calls(withdraw), says('It is done already.'));
    await house.ask('never mind');

    expect(lastOutputs('call_1')).toMatchObject([{ error: 'ALREADY_DECIDED' }]);
  });

  test('when one turn takes it back twice, then it is withdrawn once and the turn ends', async () => {
    await waiting();
    house.model.goOn(calls(withdraw, withdraw), calls(withdraw), says('Cancelled.'));
    await house.ask('never mind, never mind');

    expect(await house.status()).toBe('withdrawn');
    expect(house.replies()).toEqual(['Asked.', 'Cancelled.']);
  });

  test('when one turn takes it back and asks for less, then the new request takes its place', async () => {
    await waiting();
    house.model.goOn(calls(withdraw), calls(refundCall('20.00')), says('I have asked for $20.00 instead.'));
    await house.ask('make it 20');

    expect(house.cards()).toEqual(['card withdrawn', 'card pending']);
    expect(house.replies().at(-1)).toBe('I have asked for $20.00 instead.');
  });

  test('when the same person asks for another amount, then that replaces it, and only the new card can be approved', async () => {
    await waiting();
    house.model.goOn(calls(refundCall('20.00')), says('I have asked for $20.00 instead.'));
    await house.ask('make it 20');
    await house.click('UPRIYA');

    expect(lastOutputs('call_1')).toMatchObject([{ status: 'waiting', replaces: 'apr_000001' }]);
    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'superseded' }]);
    expect(house.cards()).toEqual(['card superseded', 'card pending']);
    expect(house.refunds()).toEqual([]);
    expect((await house.audit()).slice(0, 3)).toEqual([
      'pending by person_alice',
      'superseded by person_alice',
      'pending by person_alice',
    ]);
  });

  test.each([
    ['the same person asks for the same in other words', 'UALICE', '48.00'],
    ['a colleague asks for another amount', 'UTOM', '20.00'],
  ])('when %s, then it goes on waiting and the model is told', async (_, user, amount) => {
    await waiting();
    const [name, input] = refundCall(amount);
    house.model.goOn(calls([name, { ...input, reason: 'Broken in the post' }]), says('It is waiting already.'));
    await house.ask('refund please', { user });

    expect(lastOutputs('call_1')).toMatchObject([{ error: 'ALREADY_WAITING' }]);
    expect(await house.status()).toBe('pending');
    expect(house.cards()).toEqual(['card pending']);
  });

  test('when a larger amount replaces it, then the old one does not count towards the limit', async () => {
    await waiting();
    house.company.changeOrder('ORD-12345', { paid: { minor: 50_000, currency: 'USD' } });
    house.model.goOn(calls(refundCall('190.00')), says('I have asked for $190.00 instead.'));
    await house.ask('make it 190');

    const replacing = await house.store.approvalsIn(['pending']);
    expect(replacing.map(({ needs }) => needs)).toEqual([{ kind: 'people', count: 1, role: 'agent' }]);
  });

  test('when its time is up, then it expires, is told once, and a person is called', async () => {
    await waiting();
    await house.wait(2 * HOUR - 1);
    expect(await house.status()).toBe('pending');
    await house.wait(1);

    expect(house.said()).toEqual([
      'reply Asked.',
      'card expired',
      "reply I'm sorry, nobody could confirm the refund of $48.00 for ORD-12345 in time. Nothing was changed. I've passed it on to a person.",
      'hand-off Nobody decided in time on the refund of $48.00 for ORD-12345.',
    ]);
    await house.process.handlers.expire({ ...house.messageJob(''), data: { approval: 'apr_000001' } }, 2);
    expect(house.said()).toHaveLength(4);
  });

  test('when the process is away while its time runs out, then it expires at the start and is never carried out', async () => {
    await waiting();
    house.clock.now += 3 * HOUR;
    await house.restart();
    await house.click('UPRIYA');

    expect(await house.status()).toBe('expired');
    expect(house.refunds()).toEqual([]);
  });

  test('when the process died between the commit and its jobs, then the sweep at the start brings the deadline back', async () => {
    house = await openHouse({ script: [calls(refundCall('48.00')), says('Asked.')] });
    house.dieAt('turn:after-commit');
    await house.ask('refund please');
    await house.restart();
    await house.wait(2 * HOUR);

    expect(await house.status()).toBe('expired');
    expect(house.replies()).toHaveLength(2);
  });
});
