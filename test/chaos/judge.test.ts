import { describe, expect, test } from 'vitest';
import { executedTwice, postedTwice } from './judge.ts';
import { planOf } from './plan.ts';

const write = (key: string, path: string, status = 201) => ({ key, path, status, method: 'POST', body: {} });

describe('given a plan', () => {
  test('when it is made from the same seed, then it is the same, and from another one it is not', () => {
    expect(planOf(7, 40)).toEqual(planOf(7, 40));
    expect(planOf(8, 40).lives).not.toEqual(planOf(7, 40).lives);
  });

  test('when it is longer, then it begins alike', () => {
    expect(planOf(7, 40).lives.slice(0, 20)).toEqual(planOf(7, 20).lives);
  });
});

describe('given what the company was asked to write', () => {
  test('when one order was refunded for two requests, then that is found', () => {
    const journal = [write('apr_1', '/orders/ORD-1/refunds'), write('apr_2', '/orders/ORD-1/refunds')];

    expect(executedTwice(journal)).toEqual([{ what: 'executed twice', about: 'POST /orders/ORD-1/refunds' }]);
  });

  test('when the company refused the second one, then nothing is', () => {
    const journal = [write('apr_1', '/orders/ORD-1/refunds'), write('apr_2', '/orders/ORD-1/refunds', 409)];

    expect(executedTwice(journal)).toEqual([]);
  });
});

describe('given what stands in Slack', () => {
  test('when two messages carry one id of the outbox, then that is found', () => {
    const posted = ['1.1', '1.2', '1.3'].map((ts) => ({ ts, text: 'Done.', id: ts === '1.3' ? 'b' : 'a' }));
    const seen = {
      threads: [{ number: 1, channel: 'C1', ts: '1.0', asked: 1, posted }],
      cards: [],
      presses: [],
      duplicates: { events: 0, clicks: 0, stale: 0 },
      faults: { slack: {}, company: {}, model: {}, socket: {} },
      givenUp: 0,
      url: 'http://127.0.0.1:1/',
    };

    expect(postedTwice(seen)).toEqual([{ what: 'posted twice', about: 'a' }]);
  });
});
