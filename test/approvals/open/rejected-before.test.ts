import { describe, expect, test } from 'vitest';
import { rejectedBefore } from '../../../src/approvals/open/rejected-before.ts';
import type { Approval } from '../../../src/domain/approval.ts';
import { Target } from '../../../src/domain/ids.ts';
import { ledgerOf } from '../../../src/domain/ledger.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { NOON, approvedBy, inEveryState, pending, priya, proposal } from '../../fakes/approvals.ts';

const rejected: Approval = {
  ...ledgerOf(pending()),
  status: 'rejected',
  decisions: [{ ...approvedBy(priya), verdict: 'reject' }],
};
const input = { order_id: 'ORD-12345', amount: { minor: 4800, currency: 'USD' }, reason: 'In other words' };
const before = { now: NOON + MINUTE, saidAt: NOON - MINUTE };

describe('given a request that was rejected at noon', () => {
  test.each([
    ['the same is asked for', proposal(), before],
    ['the same is asked for, for another reason', proposal({ input }), before],
    ['the person wrote at that very moment', proposal(), { ...before, saidAt: NOON }],
    ['the person has never written', proposal(), { ...before, saidAt: 0 }],
    ['a day is almost over', proposal(), { ...before, now: NOON + DAY - 1 }],
  ])('when %s, then it is refused in words', (_, wanted, when) => {
    expect(rejectedBefore(wanted, [rejected], when)).toEqual({
      code: 'REJECTED_BEFORE',
      message: expect.stringMatching(
        /^Colleagues have just rejected this same request \(apr_000001: Refund \$48\.00\)/,
      ),
    });
  });

  test.each([
    ['the person wrote since', proposal(), { ...before, saidAt: NOON + 1 }],
    ['a day is over', proposal(), { ...before, now: NOON + DAY }],
    ['it is not the model who asks', proposal(), { now: NOON + MINUTE }],
    ['another amount is asked for', proposal({ input: { ...input, amount: { minor: 1, currency: 'USD' } } }), before],
    ['another record is meant', proposal({ target: Target.parse('order:ORD-1') }), before],
    ['something else is to be done with it', proposal({ action: 'cancel_order' }), before],
  ])('when %s, then it may be asked for', (_, wanted, when) => {
    expect(rejectedBefore(wanted, [rejected], when)).toBeUndefined();
  });
});

test('given the same request in every other state, when it is asked for, then nothing speaks against it', () => {
  const others = inEveryState.filter(({ status }) => status !== 'rejected');

  expect(rejectedBefore(proposal(), others, before)).toBeUndefined();
});
