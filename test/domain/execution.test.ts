import { describe, expect, test } from 'vitest';
import { begin, BEGIN_WITHIN, finish, isTooLate, sendAgain } from '../../src/domain/execution.ts';
import { ok, refuse } from '../../src/domain/result.ts';
import { approved, approvedBy, executing, lea, NOON, priya, proposal, unknown } from '../fakes/approvals.ts';

describe('given an approved request', () => {
  test('when the facts still hold, then it begins with the record’s newest version', () => {
    const result = begin(approved(), ok(proposal({ version: 9 })), NOON + 1);

    expect(result).toEqual(
      ok(executing({ startedAt: NOON + 1, firstStartedAt: NOON + 1, proposal: proposal({ version: 9 }) })),
    );
  });

  test('when the record has no version any more, then it begins with the one it was proposed with', () => {
    const { version: _version, ...unversioned } = proposal();

    expect(begin(approved(), ok(unversioned), NOON)).toEqual(ok(executing()));
  });

  test('when only what a person reads has changed, then it begins', () => {
    const facts = [{ label: 'Order', value: 'ORD-12345 · delivered 4 days ago' }];

    expect(begin(approved(), ok(proposal({ facts })), NOON)).toEqual(ok(executing()));
  });

  test('when what changed is not among the facts, then it is stale and says that something did', () => {
    expect(begin(approved(), ok(proposal({ basis: { paid: 1 } })), NOON)).toMatchObject({
      ok: false,
      refusal: { status: 'stale', version: 3, staleAt: NOON, changes: ['the record was changed in the meantime'] },
    });
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

  test.each([
    ['Open → Resolved', 'Pending → Resolved', 'Status: Open → Pending'],
    ['High (unchanged)', 'Low (unchanged)', 'Status: High → Low'],
    ['High (unchanged)', 'Low', 'Status: High (unchanged) → Low'],
  ] as const)('when a fact was %s and is %s, then only what the record itself says is told', (was, is, told) => {
    const before = approved({ proposal: proposal({ facts: [{ label: 'Status', value: was }] }) });
    const now = proposal({ facts: [{ label: 'Status', value: is }], basis: { status: is } });

    expect(begin(before, ok(now), NOON)).toMatchObject({ refusal: { changes: [told] } });
  });

  test('when it can no longer be done, then it is stale with the reason', () => {
    const result = begin(approved(), refuse({ code: 'ORDER_NOT_FOUND', message: 'There is no such order.' }), NOON);

    expect(result).toMatchObject({ ok: false, refusal: { status: 'stale', changes: ['There is no such order.'] } });
  });

  test('when it was approved too long ago, then it does not begin', () => {
    expect(begin(approved(), ok(proposal()), NOON + BEGIN_WITHIN)).toEqual(refuse('too-late'));
    expect(begin(approved(), ok(proposal()), NOON + BEGIN_WITHIN - 1).ok).toBe(true);
  });

  test('when two people approved it, then the time counts from the second', () => {
    const decisions = [approvedBy(priya), approvedBy(lea, NOON + 5)];

    expect(isTooLate(approved({ decisions }), NOON + BEGIN_WITHIN + 4)).toBe(false);
    expect(isTooLate(approved({ decisions }), NOON + BEGIN_WITHIN + 5)).toBe(true);
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

  test('when a person is to settle it and the company still cannot tell, then it stays with that person', () => {
    const forPerson = { since: NOON, statements: [] };

    const result = finish(unknown({ forPerson }), { kind: 'unknown', why: 'two figures' }, NOON + 9);

    expect(result).toEqual(unknown({ version: 5, why: 'two figures', since: NOON + 9, forPerson }));
  });

  test('when the company answers after all, then nothing of the doubt is left', () => {
    const forPerson = { since: NOON, statements: [] };
    const receipt = { reference: 're_1', status: 'succeeded' } as const;

    const result = finish(unknown({ forPerson, attempt: 2 }), { kind: 'executed', receipt }, NOON + 9);

    const { startedAt: _startedAt, firstStartedAt: _first, attempt: _attempt, ...ledger } = executing();
    expect(result).toEqual({
      ...ledger,
      version: 5,
      status: 'executed',
      startedAt: NOON,
      finishedAt: NOON + 9,
      receipt,
    });
  });

  test('when it is sent again, then the attempt is counted and the key stays', () => {
    expect(sendAgain(unknown(), NOON + 5)).toEqual(executing({ version: 5, attempt: 2, startedAt: NOON + 5 }));
  });
});
