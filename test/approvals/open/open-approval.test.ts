import { afterEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { conversationOf, ChannelId, MessageTs, TeamId } from '../../../src/domain/ids.ts';
import { NOW, THREAD, openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, outputOf, says } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const other = conversationOf({
  team: TeamId.parse('T1'),
  channel: ChannelId.parse('C1'),
  ts: MessageTs.parse('1700000000.000200'),
});
const cancelCall = ['cancel_order', { order_id: 'ORD-1', reason: 'Not needed' }] as const;
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
      reminders: [
        { stage: 'half', at: NOW + HOUR },
        { stage: 'last', at: NOW + 1.6 * HOUR },
      ],
      source: '1700000001.000001',
      quote: 'my mug is broken',
      edition: 1,
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

  test('when they want another amount in another thread, then that replaces it, and the first thread is told', async () => {
    house = await openHouse({ script: [calls(refundCall('10.00')), says('Asked.')] });
    await house.ask('refund please');
    house.model.goOn(calls(refundCall('20.00')), says('I have asked for $20.00 instead.'));
    await house.ask('make it 20', { thread: other });

    expect(lastOutputs('call_1')).toMatchObject([{ status: 'waiting', replaces: 'apr_000001' }]);
    expect(
      house.messenger.read.flatMap(({ message }) =>
        message.kind === 'reply' ? [[message.conversation, message.markdown]] : [],
      ),
    ).toEqual([
      [THREAD, 'Asked.'],
      [other, 'I have asked for $20.00 instead.'],
      [
        THREAD,
        'In another thread you asked for something else instead (“Refund $20.00”), so the refund of $10.00 for ORD-12345 is not waiting here any more.',
      ],
    ]);
  });

  test('when requests of one turn together exceed what one agent may give in 30 days, then their card needs a lead', async () => {
    house = await openHouse({
      script: [calls(refundCall('120.00', 'ORD-12345'), refundCall('100.00', 'ORD-1')), says('Asked.')],
    });
    await house.ask('refund both please');

    const opened = await house.store.approvalsOf(THREAD);
    expect(opened.map(({ needs }) => needs)).toEqual([
      { kind: 'people', count: 1, role: 'lead' },
      { kind: 'people', count: 1, role: 'lead' },
    ]);
  });

  test('when one turn asks for several things, then they are rows of one card, in order', async () => {
    house = await openHouse({ script: [calls(refundCall(), cancelCall), says('Asked for both.')] });
    await house.ask('refund ORD-12345 and cancel ORD-1');

    expect(house.said()).toEqual(['reply Asked for both.', 'card pending, pending']);
    const [first, second] = await house.store.approvalsOf(THREAD);
    expect([first?.bundle, second?.bundle]).toEqual([
      { id: first?.id, step: 1, of: 2 },
      { id: first?.id, step: 2, of: 2 },
    ]);
  });

  test('when colleagues decide at certain hours only, then their time begins when they do', async () => {
    house = await openHouse({
      script: [calls(refundCall()), says('Asked.')],
      hours: { days: [1], from: 9 * 60, until: 17 * 60, zone: 'UTC' },
    });
    await house.ask('refund please');

    expect(await house.approval()).toMatchObject({
      expiresAt: Date.parse('2026-01-12T11:00:00Z'),
      reminders: [
        { stage: 'half', at: Date.parse('2026-01-12T10:00:00Z') },
        { stage: 'last', at: Date.parse('2026-01-12T10:36:00Z') },
      ],
    });
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
    expect(await house.store.approvalsIn(['pending'])).toMatchObject([{ edition: 2, source: '1700000001.000002' }]);
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

  test('when one turn takes it back and asks for more, then what it took back does not count towards the limit', async () => {
    await waiting();
    house.company.changeOrder('ORD-12345', { paid: { minor: 50_000, currency: 'USD' } });
    house.model.goOn(calls(withdraw), calls(refundCall('190.00')), says('I have asked for $190.00 instead.'));
    await house.ask('no, make it 190');

    const next = await house.store.approvalsIn(['pending']);
    expect(next.map(({ needs }) => needs)).toEqual([{ kind: 'people', count: 1, role: 'agent' }]);
  });

  test('when its time is up, then it expires, is told once, and a person is called', async () => {
    await waiting();
    await house.wait(2 * HOUR - 1);
    expect(await house.status()).toBe('pending');
    await house.wait(1);

    expect(house.said()).toEqual([
      'reply Asked.',
      'card expired',
      'nudge last',
      "reply I'm sorry, nobody could confirm the refund of $48.00 for ORD-12345 in time. Nothing was changed. I've passed it on to a colleague.",
      'hand-off Nobody decided in time on the refund of $48.00 for ORD-12345.',
    ]);
    await house.process.handlers.deadline({ ...house.messageJob(''), data: { approval: 'apr_000001' } }, 2);
    expect(house.said()).toHaveLength(5);
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

describe('given a card with a row for each of two requests', () => {
  const both = async (): Promise<void> => {
    house = await openHouse({ script: [calls(refundCall(), cancelCall), says('Asked for both.')] });
    await house.ask('refund ORD-12345 and cancel ORD-1');
  };

  test('when the person changes one of them later, then that row says so, and the new request has a card of its own', async () => {
    await both();
    house.model.goOn(calls(refundCall('20.00')), says('I have asked for $20.00 instead.'));
    await house.ask('make it 20');

    expect(house.cards()).toEqual(['card superseded, pending', 'card pending']);
  });

  test('when the person takes one of them back, then the other row goes on waiting', async () => {
    await both();
    const [, second] = await house.store.approvalsOf(THREAD);
    house.model.goOn(calls(['withdraw_request', { approval_id: second?.id, why: 'keep it' }]), says('Cancelled.'));
    await house.ask('keep ORD-1');

    expect(house.cards()).toEqual(['card pending, withdrawn']);
  });
});

describe('given a request that colleagues rejected', () => {
  const rejected = async (): Promise<void> => {
    house = await openHouse({ script: [calls(refundCall('48.00')), says('Asked.')] });
    await house.ask('refund please');
    await house.wait(MINUTE);
  };

  test('when the model asks for the same again before the person has said anything, then it is not opened', async () => {
    await rejected();
    const [name, input] = refundCall('48.00');
    house.model.goOn(calls([name, { ...input, reason: 'Really broken' }]), says('They said no.'));
    await house.click('UPRIYA', 'reject');

    expect(lastOutputs('call_1')).toMatchObject([
      { error: 'REJECTED_BEFORE', message: expect.stringContaining('apr_000001') },
    ]);
    expect(house.cards()).toEqual(['card rejected']);
    expect(house.replies().at(-1)).toBe('They said no.');
  });

  test('when a turn that began before the rejection asks for it again, then it is not opened either', async () => {
    await rejected();
    house.model.goOn(async () => {
      await house.process.engine.enqueue(house.clickJob('UPRIYA', await house.approval(), 'reject'));
      await expect.poll(() => house.status(), { interval: 1 }).toBe('rejected');
      return calls(refundCall('48.00'));
    }, says('They said no.'));
    await house.ask('any news?');

    expect(lastOutputs('call_1')).toMatchObject([{ error: 'REJECTED_BEFORE' }]);
    expect(house.cards()).toEqual(['card rejected']);
  });

  test('when it came while a turn ran that must be run again, then the person has said nothing new by that', async () => {
    await rejected();
    house.model.goOn(
      calls(['withdraw_request', { approval_id: 'apr_000001', why: 'rather something else' }]),
      async () => {
        await house.process.engine.enqueue(house.clickJob('UPRIYA', await house.approval(), 'reject'));
        await expect.poll(() => house.status(), { interval: 1 }).toBe('rejected');
        house.clock.now += MINUTE;
        return says('Cancelled.');
      },
      calls(refundCall('48.00')),
      says('They said no.'),
    );
    await house.ask('never mind');

    expect(lastOutputs('call_1')).toMatchObject([{ error: 'REJECTED_BEFORE' }]);
    expect(house.replies().at(-1)).toBe('They said no.');
  });

  test.each([
    ['for something else', '20.00'],
    ['for the same after the person has said something new', '48.00'],
  ])('when the model asks %s, then that is opened', async (_, amount) => {
    await rejected();
    await house.click('UPRIYA', 'reject');
    await house.wait(MINUTE);
    house.model.goOn(calls(refundCall(amount)), says('Asked again.'));
    await house.ask('here is a photo, please look again');

    expect(house.cards()).toEqual(['card rejected', 'card pending']);
  });
});
