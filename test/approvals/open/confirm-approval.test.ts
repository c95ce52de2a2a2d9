import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { Policy } from '../../../src/domain/policy.ts';
import type { Requirement } from '../../../src/domain/requirement.ts';
import { HOUR, SECOND } from '../../../src/domain/time.ts';
import { NOW, THREAD, openHouse, refundCall } from '../../fakes/house.ts';
import type { House, HouseOptions } from '../../fakes/house.ts';
import { calls, outputOf, says, silence } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const refundsNeed = (needs: Requirement): Policy => ({
  ...DEFAULT_POLICY,
  actions: { ...DEFAULT_POLICY.actions, refund_order: { tiers: [{ needs }] } },
});
const AUTO = refundsNeed({ kind: 'auto' });
const ONE_AGENT = refundsNeed({ kind: 'people', count: 1, role: 'agent' });
const NEVER = refundsNeed({ kind: 'never', rule: 'no refunds this week' });

/** Alice asked for money that the policy lets go out by itself. */
const asked = async (over: HouseOptions = {}): Promise<void> => {
  house = await openHouse({ script: [calls(refundCall('12.00')), silence], policy: AUTO, ...over });
  await house.ask('refund please');
};

describe('given a policy that lets money move by itself', () => {
  test('when a customer asks for it, then they are asked with buttons, and nothing has moved', async () => {
    await asked({ script: [calls(refundCall('12.00')), says('Of course.')] });

    expect(house.said()).toEqual(['reply Of course.', 'confirmation prepared']);
    expect(house.refunds()).toEqual([]);
    expect(await house.approval()).toMatchObject({
      status: 'prepared',
      needs: { kind: 'auto' },
      decisions: [],
      openedAt: NOW,
      expiresAt: NOW + 2 * HOUR,
      source: '1700000001.000001',
      edition: 1,
    });
    expect(outputOf(house.model.requests.at(-1) ?? { items: [] }, 'call_1')).toEqual({
      status: 'confirmation',
      approval: 'apr_000001',
      message:
        'Asked the person with buttons: Refund $12.00. Nothing has changed. Wait for their answer; do not call again and do not ask again in words.',
    });
  });

  test('when the model says nothing, then the buttons speak for themselves', async () => {
    await asked();

    expect(house.said()).toEqual(['confirmation prepared']);
  });

  test('when it is asked for again in other words, then it goes on waiting for the same answer', async () => {
    await asked();
    const [name, input] = refundCall('12.00');
    house.model.goOn(calls([name, { ...input, reason: 'Broken in the post' }]), says('Please use the buttons.'));
    await house.ask('refund it now');

    expect(house.said()).toEqual(['confirmation prepared', 'reply Please use the buttons.']);
  });

  test('when the person wants another amount, then a new question takes the place of the old one', async () => {
    await asked();
    house.model.goOn(calls(refundCall('10.00')), silence);
    await house.ask('make it 10');
    const next = await house.store.approvalsIn(['prepared']);

    expect(house.said()).toEqual(['confirmation superseded', 'confirmation prepared']);
    expect(next).toMatchObject([{ edition: 2, source: '1700000001.000002' }]);
    await house.confirm('UALICE');
    expect(house.messenger.whispers).toEqual([{ user: 'UALICE', text: 'superseded' }]);
    expect(house.refunds()).toEqual([]);
  });

  test('when the person takes it back in words, then it is withdrawn and the question shows it', async () => {
    await asked();
    house.model.goOn(
      calls(['withdraw_request', { approval_id: 'apr_000001', why: 'changed my mind' }]),
      says('Cancelled.'),
    );
    await house.ask('never mind');

    expect(house.said()).toEqual(['confirmation withdrawn', 'reply Cancelled.']);
  });
});

describe('given a requester who is asked whether to go ahead', () => {
  test('when they say yes, then it is carried out once, by their own decision', async () => {
    await asked();
    await house.confirm('UALICE');

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
    expect((await house.approval()).decisions).toEqual([
      { verdict: 'approve', by: 'person_alice', slackUser: 'UALICE', role: 'customer', at: NOW },
    ]);
    expect(await house.audit()).toEqual([
      'prepared by person_alice',
      'approved by person_alice',
      'executing by deskhand',
      'executed by deskhand',
    ]);
    expect(house.said()).toContainEqual(expect.stringMatching(/^confirmation (approved|executed)$/));
  });

  test('when they press twice, then it is carried out once and the second press is answered', async () => {
    await asked();
    await house.confirm('UALICE');
    await house.confirm('UALICE');

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
    expect(house.messenger.whispers).toEqual([{ user: 'UALICE', text: 'already-decided' }]);
  });

  test('when they want something else, then it is left, and the model knows', async () => {
    await asked();
    await house.confirm('UALICE', 'no');

    expect(house.said()).toEqual(['confirmation withdrawn', "reply OK, I've left it."]);
    expect(await house.approval()).toMatchObject({ status: 'withdrawn', why: 'declined' });
    expect(await house.notes()).toEqual([
      expect.stringMatching(/^Request apr_000001 \(Refund \$12\.00\): the person was asked .* nothing was changed/),
    ]);
    expect(house.refunds()).toEqual([]);
  });

  test.each([
    ['another customer’s colleague', 'UPRIYA'],
    ['a lead', 'ULEA'],
    ['a guest', 'UGUEST'],
  ])('when %s presses, then only the requester may answer', async (_, user) => {
    await asked();
    await house.confirm(user);

    expect(house.messenger.whispers).toEqual([{ user, text: 'not-yours' }]);
    expect(await house.status()).toBe('prepared');
    expect(await house.audit()).toEqual(['prepared by person_alice', `refused:not-yours by slack:T1:${user}`]);
  });

  test('when a button was copied into another message, then it decides nothing', async () => {
    await asked();
    await house.enqueue(house.confirmJob('UALICE', await house.approval(), 'yes', '1800000000.999999'));

    expect(house.messenger.whispers).toEqual([{ user: 'UALICE', text: 'card-mismatch' }]);
    expect(house.refunds()).toEqual([]);
    expect(house.logged).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'card_mismatch: a copied button was pressed' }),
    );
  });

  test('when it was posted but is not known yet where, then the press is held until it is', async () => {
    house = await openHouse({ script: [calls(refundCall('12.00')), silence], policy: AUTO });
    house.messenger.next('lost');
    house.messenger.lookUpsAreDown(true);
    await house.ask('refund please');
    await house.confirm('UALICE');
    expect(await house.status()).toBe('prepared');

    house.messenger.lookUpsAreDown(false);
    await house.wait(10 * SECOND);
    await house.wait(10 * SECOND);

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
    expect(house.messenger.whispers).toEqual([]);
  });

  test('when it cannot be known who presses, then nothing is done and they may try again', async () => {
    await asked();
    house.directory.isDown = true;
    await house.confirm('UALICE');
    house.directory.isDown = false;

    expect(house.messenger.whispers).toEqual([{ user: 'UALICE', text: 'role-unknown' }]);
    expect(await house.status()).toBe('prepared');
    await house.confirm('UALICE');
    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
  });

  test('when their time is up, then it is too late, and nothing is done', async () => {
    await asked();
    house.clock.now += 2 * HOUR;
    await house.confirm('UALICE');

    expect(house.messenger.whispers).toEqual([{ user: 'UALICE', text: 'expired' }]);
    expect(house.refunds()).toEqual([]);
  });

  test('when the process dies after their yes was saved, then it is carried out once all the same', async () => {
    await asked();
    house.dieAt('decide:after-commit');
    await house.confirm('UALICE');
    await house.restart();

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
  });
});

describe('given a policy that became stricter after the question', () => {
  /** The bot is started anew with another policy over the same store. */
  const changedTo = async (policy: Policy): Promise<void> => {
    const changing: Policy = { ...AUTO, actions: { ...AUTO.actions } };
    await asked({ policy: changing });
    Object.assign(changing.actions, policy.actions);
    await house.confirm('UALICE');
  };

  test('when a colleague must agree now, then yes is only the beginning, and the person is told so', async () => {
    await changedTo(ONE_AGENT);

    expect(house.said()).toEqual([
      'confirmation pending',
      'card pending',
      "reply Thanks. A colleague checks this first; I'll write here as soon as it's decided.",
    ]);
    expect(await house.approval()).toMatchObject({
      status: 'pending',
      needs: { kind: 'people', count: 1, role: 'agent' },
      expiresAt: NOW + 2 * HOUR,
      decisions: [],
    });
    expect(await house.notes()).toEqual([expect.stringMatching(/a colleague must decide now/)]);
    await house.click('UPRIYA');
    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
  });

  test('when it is forbidden now, then nothing is done, and no is still heard', async () => {
    await changedTo(NEVER);

    expect(house.messenger.whispers).toEqual([{ user: 'UALICE', text: 'forbidden' }]);
    await house.confirm('UALICE', 'no');
    expect(await house.status()).toBe('withdrawn');
    expect((await house.store.items(THREAD)).length).toBeGreaterThan(0);
  });
});
