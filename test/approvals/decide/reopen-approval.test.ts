import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const AGAIN = "I've asked my colleagues again about the refund of $48.00 for ORD-12345.";
/** The request that was proposed again. */
const reopened = async (id?: string) => {
  const old = await house.approval(id);
  if ((old.status !== 'expired' && old.status !== 'stale') || !old.reopened) throw new Error('it was not reopened');
  return house.approval(old.reopened.id);
};

describe('given a refund that nobody decided in time', () => {
  beforeEach(async () => {
    house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
    await house.ask('my mug is broken');
    await house.wait(2 * HOUR);
    expect(await house.status()).toBe('expired');
  });

  test('when an agent proposes it again, then it waits anew for the same person, with facts as they are now', async () => {
    const old = await house.approval();
    house.company.changeOrder('ORD-12345', { refunded: money(1_000, 'USD') });
    await house.reopen('UPRIYA');

    expect(await reopened()).toMatchObject({
      status: 'pending',
      version: 1,
      edition: 2,
      requester: old.requester,
      conversation: old.conversation,
      quote: old.quote,
      proposal: { input: old.proposal.input, basis: { refunded: 1_000 } },
      expiresAt: house.clock.now + 2 * HOUR,
    });
    expect(house.cards()).toEqual(['card expired', 'card pending']);
    expect(house.replies().at(-1)).toBe(AGAIN);
    expect((await house.audit()).slice(-2)).toEqual(['reopened by person_priya', 'pending by person_priya']);
  });

  test('when it was proposed again, then who pressed may approve it: they changed nothing', async () => {
    await house.reopen('UPRIYA');
    const { id } = await reopened();
    await house.click('UPRIYA', 'approve', id);

    expect(house.refunds()).toEqual([`refund ORD-12345 ${id}`]);
  });

  test('when two press in the same moment, then there is one new request, and the other is shown its card', async () => {
    const old = await house.approval();
    await Promise.all([house.enqueue(house.reopenJob('UPRIYA', old)), house.enqueue(house.reopenJob('UTOM', old))]);

    expect(house.cards()).toEqual(['card expired', 'card pending']);
    expect(house.replies().filter((text) => text === AGAIN)).toHaveLength(1);
    expect(house.messenger.whispers).toEqual([{ user: 'UTOM', text: 'not-now' }]);
    expect(house.explained.at(-1)).toMatchObject({
      newer: await house.store.placeOf(`card:${(await reopened()).id}`),
    });
  });

  test('when its job is run again, then nothing is proposed twice', async () => {
    const job = house.reopenJob('UPRIYA', await house.approval());
    await house.enqueue(job);
    await house.process.handlers.reopen(job, 2);

    expect(house.cards()).toHaveLength(2);
    expect(house.messenger.whispers).toEqual([]);
  });

  test.each(['decide:start', 'decide:before-commit', 'decide:after-commit'] as const)(
    'when the process dies at %s, then after the restart it was proposed once',
    async (point) => {
      house.dieAt(point);
      await house.reopen('UPRIYA');
      await house.restart();

      expect(house.cards()).toEqual(['card expired', 'card pending']);
      expect(house.replies().filter((text) => text === AGAIN)).toHaveLength(1);
    },
  );

  test.each([
    ['UALICE', 'customer'],
    ['UGUEST', 'external'],
    ['UADMIN', 'admin'],
  ])('when %s presses, then they are told: %s', async (user, refusal) => {
    await house.reopen(user);

    expect(house.messenger.whispers).toEqual([{ user, text: refusal }]);
    expect(house.cards()).toEqual(['card expired']);
    expect((await house.audit()).at(-1)).toBe(`refused:${refusal} by slack:T1:${user}`);
  });

  test('when the role cannot be read, then nothing is proposed', async () => {
    house.directory.isDown = true;
    await house.reopen('UPRIYA');

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'role-unknown' }]);
  });

  test('when the order system cannot be reached, then they are told and nothing changes', async () => {
    house.company.takeDown('orders');
    await house.reopen('UPRIYA');

    expect(house.messenger.whispers).toEqual([
      { user: 'UPRIYA', text: 'The order system cannot be reached right now. Nothing was changed.' },
    ]);
    expect(house.cards()).toEqual(['card expired']);
  });

  test('when the money was given back in the meantime, then they are told the figures', async () => {
    house.company.changeOrder('ORD-12345', { refunded: money(12_000, 'USD') });
    await house.reopen('UPRIYA');

    expect(house.messenger.whispers).toEqual([
      { user: 'UPRIYA', text: expect.stringContaining('Nothing is left to refund on ORD-12345') },
    ]);
  });

  test('when the policy forbids it by now, then they are told the rule', async () => {
    house.clock.now += 31 * DAY;
    await house.reopen('UPRIYA');

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: expect.stringContaining('30 days') }]);
  });

  test('when something else waits for the same order, then they are shown that card', async () => {
    house.model.goOn(calls(refundCall('20.00')), says('Asked.'));
    await house.ask('then $20 please');
    const waiting = await house.store.openOn((await house.approval()).proposal.target);
    await house.reopen('UPRIYA');

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'not-now' }]);
    expect(house.explained.at(-1)).toMatchObject({ newer: await house.store.placeOf(`card:${waiting?.id}`) });
  });
});

describe('given a refund that a colleague changed and nobody decided in time', () => {
  test('when they propose it again themselves, then they still cannot approve it', async () => {
    house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
    await house.ask('my mug is broken');
    const edited = await house.submit('UPRIYA', { kind: 'edit', amount: '60.00', note: 'As agreed.' });
    const changed = edited.ok ? edited.value.id : '';
    await house.wait(2 * HOUR);

    await house.reopen('UPRIYA', changed);
    const { id } = await reopened(changed);
    await house.click('UPRIYA', 'approve', id);

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'own-request' }]);
    expect(house.refunds()).toEqual([]);
  });
});

describe('given a refund that was approved while its facts changed', () => {
  beforeEach(async () => {
    house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
    await house.ask('my mug is broken');
    house.company.changeOrder('ORD-12345', { refunded: money(1_000, 'USD') });
    await house.click('UPRIYA');
    expect(await house.status()).toBe('stale');
  });

  test('when it is reviewed, then it waits anew and is paid once it is approved', async () => {
    await house.reopen('UPRIYA');
    const { id } = await reopened();
    await house.click('UTOM', 'approve', id);

    expect(house.refunds()).toEqual([`refund ORD-12345 ${id}`]);
  });
});

describe('given a refund that waits', () => {
  test('when somebody asks for it again, then they are told that it is not possible', async () => {
    house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
    await house.ask('my mug is broken');
    await house.reopen('UPRIYA');

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'not-now' }]);
    expect(house.cards()).toEqual(['card pending']);
  });
});
