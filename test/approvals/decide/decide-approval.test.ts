import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClickJob } from '../../../src/ports/jobs.ts';
import { HOUR } from '../../../src/domain/time.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
/** Alice has asked for money back: one card is waiting for people. */
const asked = async (amount: string, order = 'ORD-12345'): Promise<void> => {
  house = await openHouse({ script: [calls(refundCall(amount, order)), says('I have asked.')] });
  if (Number(amount) > 120) house.company.changeOrder(order, { paid: { minor: 500_000, currency: 'USD' } });
  await house.ask('my mug is broken');
};
afterEach(() => house.close());

describe('given a refund that one agent may approve', () => {
  beforeEach(() => asked('48.00'));

  test('when an agent approves, then it is carried out once, everybody is told, and each step is in the audit', async () => {
    await house.click('UPRIYA');

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
    expect(house.said()).toEqual([
      'reply I have asked.',
      'card executed',
      'reply Done: $48.00 for ORD-12345 is on its way back. Reference re_1.',
    ]);
    expect(await house.audit()).toEqual([
      'pending by person_alice',
      'approved by person_priya',
      'executing by deskhand',
      'executed by deskhand',
    ]);
  });

  test.each([
    ['UALICE', 'own-request'],
    ['UGUEST', 'external'],
    ['UADMIN', 'admin'],
  ])('when %s approves, then they are told %s, it is in the audit, and nothing is decided', async (user, refusal) => {
    await house.click(user);

    expect(house.messenger.whispers).toEqual([{ user, text: refusal }]);
    expect(await house.audit()).toEqual(['pending by person_alice', `refused:${refusal} by slack:T1:${user}`]);
    expect(await house.status()).toBe('pending');
    expect(house.refunds()).toEqual([]);
  });

  test('when the role cannot be looked up, then nothing is decided, and the next click counts', async () => {
    house.directory.isDown = true;
    await house.click('UPRIYA');
    house.directory.isDown = false;
    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'role-unknown' }]);
    expect(await house.status()).toBe('pending');

    await house.click('UPRIYA');

    expect(await house.status()).toBe('executed');
  });

  test('when a person was told that their click decided nothing, then running that click again decides nothing', async () => {
    house.directory.isDown = true;
    const job = house.clickJob('UPRIYA', await house.approval(), 'approve');
    await house.enqueue(job);
    house.directory.isDown = false;

    await house.process.handlers.click(job, 2);

    expect(await house.status()).toBe('pending');
    expect(await house.audit()).toEqual(['pending by person_alice', 'refused:role-unknown by slack:T1:UPRIYA']);
  });

  test('when the button was copied into another message, then it decides nothing', async () => {
    await house.enqueue(house.clickJob('UPRIYA', await house.approval(), 'approve', '1700000000.999999'));

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'card-mismatch' }]);
    expect(await house.status()).toBe('pending');
    expect(house.logged).toContainEqual({
      level: 'error',
      fields: {
        alert: 'security',
        approval: 'apr_000001',
        user: 'UPRIYA',
        channel: expect.any(String),
        message: '1700000000.999999',
      },
      message: 'card_mismatch: a copied button was pressed',
    });
  });

  test('when the button names a version that no card ever had, then it decides nothing', async () => {
    const job = house.clickJob('UPRIYA', await house.approval(), 'approve');
    await house.enqueue({ ...job, data: { ...ClickJob.parse(job.data), version: 99 } });

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'card-mismatch' }]);
    expect(await house.status()).toBe('pending');
  });

  test('when the request is unknown, then the person is told', async () => {
    const other = { ...(await house.approval()), id: 'apr_999999' };
    await house.enqueue(house.clickJob('UPRIYA', Object.assign(await house.approval(), other), 'approve'));

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'not-found' }]);
  });

  test('when its time was up before the click, then the click is too late', async () => {
    house.clock.now += 2 * HOUR;
    await house.click('UPRIYA');

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'expired' }]);
    expect(house.refunds()).toEqual([]);
  });

  test('when two people click in the same moment, then one decides and the other is told', async () => {
    const approval = await house.approval();
    await Promise.all([
      house.enqueue(house.clickJob('UPRIYA', approval, 'approve')),
      house.enqueue(house.clickJob('UTOM', approval, 'reject')),
      house.enqueue(house.clickJob('UPRIYA', approval, 'approve')),
    ]);

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
    expect(house.messenger.whispers.map(({ user }) => user)).toEqual(['UTOM', 'UPRIYA']);
    expect((await house.approval()).decisions).toHaveLength(1);
  });

  test('when a colleague rejects, then nothing is done and the customer is told kindly', async () => {
    await house.click('UTOM', 'reject');

    expect(house.refunds()).toEqual([]);
    expect(house.said()).toEqual([
      'reply I have asked.',
      'card rejected',
      expect.stringMatching(/^reply My colleagues .* couldn't approve the refund of \$48\.00 for ORD-12345\./),
    ]);
    expect(await house.audit()).toEqual(['pending by person_alice', 'rejected by person_tom']);
  });

  test.each(['decide:start', 'decide:before-commit', 'decide:after-commit'] as const)(
    'when the process dies at %s, then after the restart it is decided once',
    async (point) => {
      house.dieAt(point);
      await house.click('UPRIYA');
      await house.restart();

      expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
      expect((await house.audit()).filter((line) => line.startsWith('approved'))).toHaveLength(1);
      expect(house.messenger.whispers).toEqual([]);
      expect(house.cards()).toEqual(['card executed']);
    },
  );
});

test('given a decision that was not saved, when the process dies before that, then its card never showed it', async () => {
  await asked('48.00');
  const before = house.messenger.said.length;
  house.dieAt('decide:before-commit');
  await house.click('UPRIYA');

  expect(await house.status()).toBe('pending');
  expect(house.cards()).toEqual(['card pending']);
  expect(house.messenger.said.slice(before)).toEqual([]);
});

describe('given a refund that needs two people, one of them a lead', () => {
  beforeEach(() => asked('2000.00'));

  test('when one agent approves twice, then it still waits for a second person', async () => {
    await house.click('UPRIYA');
    await house.click('UPRIYA');

    expect(await house.status()).toBe('pending');
    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'same-person' }]);
  });

  test('when two agents approve, then the second is not enough', async () => {
    await house.click('UPRIYA');
    await house.click('UTOM');

    expect(house.messenger.whispers).toEqual([{ user: 'UTOM', text: 'not-allowed' }]);
    expect(house.refunds()).toEqual([]);
  });

  test('when an agent and a lead approve, then it is carried out once', async () => {
    await house.click('UPRIYA');
    expect(house.cards()).toEqual(['card pending']);
    await house.click('ULEA');

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
  });

  test('when the job of the first click is run again, then it is not counted twice', async () => {
    const job = house.clickJob('UPRIYA', await house.approval(), 'approve');
    await house.enqueue(job);
    await house.process.handlers.click(job, 2);

    expect((await house.approval()).decisions).toHaveLength(1);
    expect(house.messenger.whispers).toEqual([]);
  });

  test('when only one of two decided in time, then it expires', async () => {
    await house.click('UPRIYA');
    await house.wait(2 * HOUR);

    expect(await house.status()).toBe('expired');
    expect(house.refunds()).toEqual([]);
  });
});

describe('given two refunds of one turn on one card', () => {
  const both = async (first = '48.00', second = '20.00'): Promise<void> => {
    house = await openHouse({
      script: [calls(refundCall(first), refundCall(second, 'ORD-1')), says('I have asked.')],
    });
    for (const order of ['ORD-12345', 'ORD-1']) {
      house.company.changeOrder(order, { paid: { minor: 500_000, currency: 'USD' } });
    }
    await house.ask('both are broken');
  };

  test('when an agent does all, then both are carried out in order and stand on one card', async () => {
    await both();
    await house.click('UPRIYA');

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001', 'refund ORD-1 apr_000002']);
    expect(house.cards()).toEqual(['card executed, executed']);
  });

  test('when a row is dropped, then only the other is carried out', async () => {
    await both();
    await house.click('UPRIYA', 'reject', 'apr_000001');
    await house.click('UPRIYA');

    expect(house.cards()).toEqual(['card rejected, executed']);
    expect(house.refunds()).toEqual(['refund ORD-1 apr_000002']);
  });

  test('when both are dropped, then doing all decides nothing', async () => {
    await both();
    await house.click('UPRIYA', 'reject', 'apr_000001');
    await house.click('UPRIYA', 'reject', 'apr_000002');
    await house.click('UTOM');

    expect(house.messenger.whispers).toEqual([{ user: 'UTOM', text: 'already-decided' }]);
  });

  test('when one of them needs a lead, then an agent decides neither', async () => {
    await both('48.00', '640.00');
    await house.click('UPRIYA');

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'not-allowed' }]);
    expect([await house.status(), await house.status('apr_000002')]).toEqual(['pending', 'pending']);
  });

  test('when two must agree, then each decides on both rows', async () => {
    await both('48.00', '2000.00');
    await house.click('UPRIYA');
    expect(house.refunds()).toEqual([]);
    await house.click('ULEA');

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001', 'refund ORD-1 apr_000002']);
  });

  test('when two people press in the same moment, then the card is decided once', async () => {
    await both();
    const approval = await house.approval();
    await Promise.all(['UPRIYA', 'UTOM'].map((user) => house.enqueue(house.clickJob(user, approval, 'approve'))));

    expect(house.refunds()).toHaveLength(2);
    expect(house.messenger.whispers).toHaveLength(1);
  });

  test('when all is done and a row dropped in the same moment, then that row is decided once', async () => {
    await both();
    const [first, second] = [await house.approval(), await house.approval('apr_000002')];
    await Promise.all([
      house.enqueue(house.clickJob('UPRIYA', first, 'approve')),
      house.enqueue(house.clickJob('UTOM', second, 'reject')),
    ]);

    const isDropped = (await house.status('apr_000002')) === 'rejected';
    expect(house.refunds()).toHaveLength(isDropped ? 1 : 2);
    expect(house.messenger.whispers).toHaveLength(isDropped ? 0 : 1);
  });

  test.each(['decide:before-commit', 'decide:after-commit'] as const)(
    'when the process dies at %s, then after the restart both were carried out once',
    async (point) => {
      await both();
      house.dieAt(point);
      await house.click('UPRIYA');
      await house.restart();

      expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001', 'refund ORD-1 apr_000002']);
    },
  );
});
