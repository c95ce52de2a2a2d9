import { describe, expect, test } from 'vitest';
import { begin, BEGIN_WITHIN, finish, sendAgain } from '../../src/domain/execution.ts';
import { ok, refuse } from '../../src/domain/result.ts';
import { approved, executing, NOON, proposal, unknown } from '../fakes/approvals.ts';

describe('given an approved request', () => {
  test('when the facts still hold, then it begins with the record’s newest version', () => {
    const result = begin(approved(), ok(proposal({ version: 9 })), NOON + 1);

    expect(result).toEqual(ok({ ...executing({ startedAt: NOON + 1 }), proposal: proposal({ version: 9 }) }));
  });

  test('when a material fact changed, then it is stale and names old and new', () => {
    const facts = [
      { label: 'Paid', value: '$120.00' },
      { label: 'Order', value: 'ORD-12345 · cancelled' },
    ];
    const result = begin(approved(), ok(proposal({ facts, basis: { status: 'cancelled' } })), NOON);

    expect(result).toMatchObject({
      ok: false,
      refusal: { status: 'stale', changes: ['Order: ORD-12345 · delivered → ORD-12345 · cancelled'] },
    });
  });

  test('when it can no longer be done, then it is stale with the reason', () => {
    const result = begin(approved(), refuse({ code: 'ORDER_NOT_FOUND', message: 'There is no such order.' }), NOON);

    expect(result).toMatchObject({ ok: false, refusal: { status: 'stale', changes: ['There is no such order.'] } });
  });

  test('when it was approved too long ago, then it does not begin', () => {
    expect(begin(approved(), ok(proposal()), NOON + BEGIN_WITHIN)).toEqual(refuse('too-late'));
  });
});

describe('given a request on its way', () => {
  test.each([
    [{ kind: 'executed', receipt: { reference: 're_1', status: 'succeeded' } }, 'executed'],
    [{ kind: 'failed', refusal: 'closed' }, 'failed'],
    [{ kind: 'unknown', why: 'timed out' }, 'unknown'],
  ] as const)('when the answer is %o, then it is %s', (execution, status) => {
    expect(finish(executing(), execution, NOON)).toMatchObject({ status, version: 4 });
    expect(finish(unknown(), execution, NOON)).toMatchObject({ status, version: 5 });
  });

  test('when it ends, then the card still has the person’s own words', () => {
    const quote = 'it came broken';

    expect(finish(executing({ quote }), { kind: 'failed', refusal: 'closed' }, NOON)).toMatchObject({ quote });
    expect(sendAgain(unknown({ quote }), NOON)).toMatchObject({ quote });
  });

  test('when it is sent again, then the attempt is counted and the key stays', () => {
    expect(sendAgain(unknown(), NOON + 5)).toEqual(executing({ version: 5, attempt: 2, startedAt: NOON + 5 }));
  });
});
