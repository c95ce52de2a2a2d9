import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApprovalId, ConversationId, JobId } from '../../../src/domain/ids.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/ports/store.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

const ID = ApprovalId.parse('apr_000001');
const ONCE = ['refund ORD-12345 apr_000001'];

let house: House;
let loseNextCommitTo: string | undefined;
/** Another worker is faster by a hair: the commit that brings an approval to this state finds it moved. */
const racing = (store: Store): Store => ({
  ...store,
  commit: async (change) => {
    const reached = change.approvals?.some(({ to }) => to.status === loseNextCommitTo);
    if (!reached) return store.commit(change);
    loseNextCommitTo = undefined;
    await store.commit(change);
    return false;
  },
});

beforeEach(async () => {
  loseNextCommitTo = undefined;
  house = await openHouse({ script: [calls(refundCall()), says('I have asked.')], overStore: racing });
  await house.ask('my mug is broken');
});
afterEach(() => house.close());

describe('given a refund that was just approved', () => {
  test('when the order changed meanwhile, then nothing is sent, and everybody reads what changed', async () => {
    house.company.changeOrder('ORD-12345', { refunded: { minor: 3_000, currency: 'USD' } });
    await house.click('UPRIYA');

    expect(house.refunds()).toEqual([]);
    expect(await house.approval()).toMatchObject({
      status: 'stale',
      changes: expect.arrayContaining(['Already refunded: $0.00 → $30.00']),
    });
    expect(house.replies().at(-1)).toMatch(/was not carried out/);
    expect(house.cards()).toEqual(['card stale']);
  });

  test('when only the record’s version moved, then it is sent with the newest version', async () => {
    house.company.changeOrder('ORD-12345', {});
    await house.click('UPRIYA');

    expect(house.refunds()).toEqual(ONCE);
    expect(await house.status()).toBe('executed');
  });

  test('when the facts cannot be read, then it waits, and is sent once when they can', async () => {
    house.company.takeDown('orders');
    await house.click('UPRIYA');
    expect(await house.status()).toBe('approved');

    house.company.bringUp('orders');
    await house.wait(SECOND);

    expect(house.refunds()).toEqual(ONCE);
    expect(house.replies().filter((text) => text.startsWith('Done'))).toHaveLength(1);
  });

  test('when the facts cannot be read for a quarter of an hour, then it is given up, in true words', async () => {
    house.company.takeDown('orders');
    await house.click('UPRIYA');
    for (let minutes = 0; minutes < 30; minutes += 1) await house.wait(MINUTE);

    expect(await house.status()).toBe('expired');
    expect(house.replies().at(-1)).toBe(
      "I'm sorry, the refund of $48.00 for ORD-12345 could not be carried out in time. Nothing was changed. I've passed it on to a colleague.",
    );
    expect((await house.notes()).at(-1)).not.toContain('nobody decided');
    house.company.bringUp('orders');
    await house.wait(10 * MINUTE);
    expect(house.refunds()).toEqual([]);
  });

  test('when the company says no, then the words are those of a failure, and a person is called', async () => {
    const { company } = house;
    Object.assign(company.orders, {
      refund: async () => ({ kind: 'refused', code: 'exceeds_refundable', message: 'no' }),
    });
    await house.click('UPRIYA');

    expect(await house.status()).toBe('failed');
    expect(house.said().slice(1)).toEqual([
      'card failed',
      "reply I'm sorry, the refund of $48.00 for ORD-12345 didn't go through, and nothing was changed. My colleagues have been told and will look for another way.",
      'hand-off Not refunded: more than is left to refund',
    ]);
  });

  test('when the company has taken it on without finishing, then it is not called done', async () => {
    house.company.answerRefundWith({ status: 'pending' });
    await house.click('UPRIYA');

    expect(house.replies().at(-1)).toBe(
      'The refund of $48.00 for ORD-12345 was accepted and is being processed. Reference re_1.',
    );
  });

  test('when another worker saved the intent first, then this one does not send', async () => {
    loseNextCommitTo = 'executing';
    await house.click('UPRIYA');

    expect(house.refunds()).toEqual([]);
  });

  test('when it is sent, then the intent was saved before', async () => {
    const saved: string[] = [];
    const { orders } = house.company;
    const before = { ...orders };
    Object.assign(orders, {
      refund: async (...given: Parameters<typeof orders.refund>) => {
        saved.push(await house.status());
        return before.refund(...given);
      },
    });
    await house.click('UPRIYA');

    expect(saved).toEqual(['executing']);
  });

  test.each([
    'execute:start',
    'execute:before-intent',
    'execute:intent-saved',
    'execute:after-call',
    'execute:before-outcome',
    'execute:outcome-saved',
  ] as const)(
    'when the process dies at %s, then after the restart it has happened once and is told once',
    async (point) => {
      house.dieAt(point);
      await house.click('UPRIYA');
      await house.restart();

      expect(house.refunds()).toEqual(ONCE);
      expect(house.cards()).toEqual(['card executed']);
      expect(house.replies().filter((text) => text.startsWith('Done'))).toHaveLength(1);
    },
  );

  test('when the process dies again and again after the call, then it still happens once', async () => {
    house.dieAt('execute:after-call');
    await house.click('UPRIYA');
    house.dieAt('execute:before-outcome');
    await house.restart();
    await house.restart();

    expect(house.refunds()).toEqual(ONCE);
    expect(await house.status()).toBe('executed');
  });

  test('when the process dies after the call, then the company is asked what it knows, and nothing is sent again', async () => {
    let sent = 0; // counts calls, whatever the company makes of them
    const { orders } = house.company;
    const before = { ...orders };
    Object.assign(orders, {
      refund: async (...given: Parameters<typeof orders.refund>) => {
        sent += 1;
        return before.refund(...given);
      },
    });
    house.dieAt('execute:after-call');
    await house.click('UPRIYA');
    await house.restart();

    expect(sent).toBe(1);
    expect(await house.status()).toBe('executed');
  });

  test('when the process dies on the way and the company cannot be asked after that, then nobody claims to know, until it can', async () => {
    house.dieAt('execute:after-call');
    await house.click('UPRIYA');
    house.company.takeDown('orders');
    await house.restart();
    expect(house.cards()).toEqual(['card unknown']);
    expect(house.replies().at(-1)).toMatch(/^We are still confirming the refund/);

    house.company.bringUp('orders');
    await house.wait(5 * SECOND);

    expect(house.refunds()).toEqual(ONCE);
    expect(await house.status()).toBe('executed');
  });

  test('when the process is away for hours after it saved the intent, then it is not sent late, and a person is asked', async () => {
    house.dieAt('execute:intent-saved');
    await house.click('UPRIYA');
    house.clock.now += 3 * HOUR;
    await house.restart();
    await house.wait(5 * SECOND);

    expect(house.refunds()).toEqual([]);
    expect(await house.approval()).toMatchObject({ status: 'unknown', forPerson: { statements: [] } });
  });

  test('when the job is run again after the end, then nothing is said or done again', async () => {
    await house.click('UPRIYA');
    const before = house.said();
    await house.process.handlers.execute(
      {
        id: JobId.parse('execute:apr_000001'),
        key: 'order:ORD-12345',
        kind: 'execute',
        data: { approval: ID },
      },
      2,
    );
    await house.idle();

    expect(house.said()).toEqual(before);
    expect(house.refunds()).toEqual(ONCE);
  });
});

describe('given two approved requests on one order in turn', () => {
  test('when the first is done, then the second is measured against what is left', async () => {
    const other = ConversationId.parse('T1:C1:1700000000.000200');
    await house.click('UPRIYA');
    house.model.goOn(says(''), calls(refundCall('100.00')), says('That is more than is left.'));
    await house.idle();
    await house.ask('and another 100 please', { thread: other });

    expect(house.refunds()).toEqual(ONCE);
    expect(await house.store.openOn((await house.approval()).proposal.target)).toBeUndefined();
  });
});
