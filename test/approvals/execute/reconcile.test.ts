import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApprovalId } from '../../../src/domain/ids.ts';
import { Currency } from '../../../src/domain/money.ts';
import type { Execution } from '../../../src/domain/receipt.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

const ID = ApprovalId.parse('apr_000001');
const ONCE = ['refund ORD-12345 apr_000001'];
const AWAY = { kind: 'unknown', why: 'timed out' } as const satisfies Execution;

let house: House;
beforeEach(async () => {
  house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
  await house.ask('my mug is broken');
});
afterEach(() => house.close());

/** The request is cut before it arrives. */
function cutOff(times = 1): void {
  const { orders } = house.company;
  const before = { ...orders };
  let left = times;
  Object.assign(orders, {
    refund: async (...given: Parameters<typeof orders.refund>) => (left-- > 0 ? AWAY : before.refund(...given)),
  });
}
/** So many minutes go by, one after the other. */
const minutes = async (count: number): Promise<void> => {
  for (let passed = 0; passed < count; passed += 1) await house.wait(MINUTE);
};

describe('given an outcome that nobody knows', () => {
  test('when the answer was lost, then people read that it is being confirmed, and 5 s later that it is done', async () => {
    house.company.loseNextAnswer();
    await house.click('UPRIYA');
    expect(house.cards()).toEqual(['card unknown']);
    expect(house.replies().at(-1)).toMatch(/^We are still confirming the refund of \$48\.00 for ORD-12345\./);
    await house.wait(4_999);
    expect(await house.status()).toBe('unknown');

    await house.wait(1);

    expect(await house.status()).toBe('executed');
    expect(house.refunds()).toEqual(ONCE);
    expect(house.replies().at(-1)).toMatch(/^Done: /);
  });

  test('when a look-up within 60 s finds nothing, then nothing is sent', async () => {
    cutOff();
    await house.click('UPRIYA');
    await house.wait(5 * SECOND);
    await house.wait(25 * SECOND);

    expect(await house.approval()).toMatchObject({ status: 'unknown', attempt: 1 });
    expect(house.refunds()).toEqual([]);
  });

  test('when nothing is found after 60 s, then it is sent once more with the same key', async () => {
    cutOff();
    await house.click('UPRIYA');
    for (const seconds of [5, 25, 29]) await house.wait(seconds * SECOND);
    expect(house.refunds()).toEqual([]);

    await house.wait(SECOND);

    expect(house.refunds()).toEqual(ONCE);
    expect(await house.status()).toBe('executed');
  });

  test('when the second sending is cut off too, then it is never sent a third time, and ends with a person', async () => {
    cutOff(2);
    await house.click('UPRIYA');
    await minutes(40);

    expect(await house.approval()).toMatchObject({ status: 'unknown', attempt: 2, forPerson: { statements: [] } });
    expect(house.refunds()).toEqual([]);
  });

  test('when it happened late, after the first look-ups, then it is found and told', async () => {
    cutOff();
    await house.click('UPRIYA');
    await house.wait(5 * SECOND);
    await house.company.lateCommit(ID, 'ORD-12345', 4_800);
    await house.wait(25 * SECOND);

    expect(house.refunds()).toEqual(ONCE);
    expect(await house.status()).toBe('executed');
  });

  test('when the look-ups cannot be made for a while, then the next one after the outage finds it', async () => {
    house.company.loseNextAnswer();
    await house.click('UPRIYA');
    house.company.takeDown('orders');
    await minutes(5);
    expect(await house.status()).toBe('unknown');

    house.company.bringUp('orders');
    await minutes(5);

    expect(await house.status()).toBe('executed');
    expect(house.refunds()).toEqual(ONCE);
  });

  test('when the same order is asked for meanwhile, then the model is told not to repeat it', async () => {
    house.company.loseNextAnswer();
    await house.click('UPRIYA');
    house.model.goOn(calls(refundCall('10.00')), says('It is still being confirmed.'));
    await house.ask('refund me again');

    expect(house.model.requests.at(-1)?.items.findLast(({ kind }) => kind === 'result')).toMatchObject({
      output: expect.stringMatching(/ALREADY_WAITING.*do not repeat/),
    });
  });

  test.each(['execute:before-intent', 'execute:intent-saved', 'execute:after-call', 'execute:outcome-saved'] as const)(
    'when the process dies at %s of the second sending, then it still ends, with one refund',
    async (point) => {
      cutOff();
      await house.click('UPRIYA');
      await house.wait(5 * SECOND);
      await house.wait(25 * SECOND);
      house.dieAt(point);
      await house.wait(90 * SECOND);
      await house.restart();

      expect(house.refunds()).toEqual(ONCE);
      expect(await house.status()).toBe('executed');
    },
  );
});

describe('given a company that stays away after a request was sent', () => {
  beforeEach(async () => {
    house.company.loseNextAnswer();
    await house.click('UPRIYA');
    house.company.takeDown('orders');
  });

  test('when half an hour is over, then a person is asked, and everybody is told once', async () => {
    await minutes(29);
    expect(house.cards()).toEqual(['card unknown']);
    expect(await house.approval()).not.toHaveProperty('forPerson');

    await minutes(10);

    expect(await house.approval()).toMatchObject({ status: 'unknown', forPerson: { statements: [] } });
    expect(house.said().slice(2)).toEqual([
      expect.stringMatching(/^reply We are still confirming/),
      "reply A colleague is now checking by hand what became of the refund of $48.00 for ORD-12345. I'll write here as soon as it's clear; there is no need to ask again.",
      'hand-off Nobody knows whether the refund of $48.00 for ORD-12345 happened (the answer was lost). Please find out and say so on its card; it must not be done again.',
    ]);
    expect(house.messenger.said.filter((call) => call === 'update card')).toHaveLength(3);
    expect((await house.notes()).at(-1)).toContain('still not known; a colleague is checking by hand now.');
    expect((await house.audit()).at(-1)).toBe('person-asked by deskhand');
  });

  test('when a person is to find out, then the company is not asked any more', async () => {
    await minutes(31);
    const asked = house.company.reads.length;
    await minutes(120);

    expect(house.company.reads).toHaveLength(asked);
    expect(house.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('when the bot was away, too, then it looks once more at the start, and only then asks a person', async () => {
    house.clock.now += 5 * HOUR;
    await house.restart();

    expect(await house.approval()).toMatchObject({ status: 'unknown', forPerson: { statements: [] } });
  });

  test('when the bot was away and the company is back, then the one look-up at the start finds it', async () => {
    house.clock.now += 5 * HOUR;
    house.company.bringUp('orders');
    await house.restart();

    expect(await house.status()).toBe('executed');
    expect(house.refunds()).toEqual(ONCE);
  });

  test.each(['ask-person:before-commit', 'ask-person:after-commit'] as const)(
    'when the process dies at %s, then after the restart a person is asked, once',
    async (point) => {
      await minutes(29);
      house.dieAt(point);
      await minutes(1);
      await house.restart();
      await minutes(2);

      expect(house.said().filter((text) => text.startsWith('hand-off'))).toHaveLength(1);
      expect(house.replies().filter((text) => text.startsWith('A colleague is now checking'))).toHaveLength(1);
    },
  );
});

describe('given a company that did something else than it was asked for', () => {
  beforeEach(async () => {
    house.company.answerRefundWith({ amount: { minor: 4_700, currency: Currency.parse('USD') } });
    await house.click('UPRIYA');
  });

  test('when its own record says so, then a person is asked at once, with both figures', async () => {
    await house.wait(5 * SECOND);

    expect(await house.approval()).toMatchObject({
      status: 'unknown',
      why: 'asked for $48.00, the answer re_1 says $47.00',
      forPerson: { statements: [] },
    });
    expect(house.said().at(-1)).toContain('asked for $48.00, the answer re_1 says $47.00');
  });

  test('when a person settles it, then the form shows what the company says, and that is what everybody reads', async () => {
    await house.wait(5 * SECOND);
    const entry = { kind: 'settle', verdict: 'done', note: 'I saw it in the books.', reference: '' } as const;

    expect(await house.open('UTOM', 'settle-done')).toMatchObject({ value: { amount: { minor: 4_700 } } });
    expect(await house.submit('UTOM', { ...entry, amount: '0' })).toMatchObject({ refusal: { field: 'amount' } });
    await house.submit('UTOM', entry);
    await house.idle();

    expect(await house.approval()).toMatchObject({ status: 'executed', receipt: { amount: { minor: 4_700 } } });
    expect(house.replies().at(-1)).toMatch(/came out as \$47\.00, not as you asked/);
  });

  test('when time goes by, then it is never sent again', async () => {
    await minutes(60);

    expect(await house.approval()).toMatchObject({ status: 'unknown', attempt: 1 });
    expect(house.refunds()).toEqual(ONCE);
  });
});
