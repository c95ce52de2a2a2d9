import { describe, expect, test } from 'vitest';
import { decide, expire, withdraw } from '../../src/domain/decide.ts';
import { CustomerId } from '../../src/domain/ids.ts';
import {
  admin,
  alice,
  approvedBy,
  inEveryState,
  lea,
  NOON,
  pending,
  principal,
  priya,
  tom,
} from '../fakes/approvals.ts';

const twoPeople = { kind: 'people', count: 2, role: 'lead' } as const;
const oneLead = { kind: 'people', count: 1, role: 'lead' } as const;

describe('given a pending approval', () => {
  test.each([
    ['the requester clicks', pending(), alice, 'own-request'],
    ['the requester’s second account clicks', pending(), { ...priya, person: alice.person }, 'own-request'],
    ['another customer clicks', pending(), { ...alice, person: tom.person }, 'customer'],
    ['a guest clicks', pending(), { ...alice, person: tom.person, external: true }, 'external'],
    ['an outsider listed as lead clicks', pending(), { ...lea, external: true }, 'external'],
    ['an admin clicks', pending(), admin, 'admin'],
    [
      'the beneficiary, an agent, clicks',
      pending(),
      { ...priya, customerId: CustomerId.parse('cust_123') },
      'beneficiary',
    ],
    ['an agent clicks where a lead is needed', pending({ needs: oneLead }), priya, 'not-allowed'],
    ['one agent approves twice', pending({ needs: twoPeople, decisions: [approvedBy(priya)] }), priya, 'same-person'],
    [
      'two agents approve where a lead is needed',
      pending({ needs: twoPeople, decisions: [approvedBy(priya)] }),
      tom,
      'not-allowed',
    ],
    ['its time is up to the millisecond', pending({ expiresAt: NOON }), lea, 'expired'],
  ] as const)('when %s, then it is refused', (_, approval, by, refusal) => {
    expect(decide(approval, { verdict: 'approve', by }, NOON)).toEqual({ ok: false, refusal });
  });

  test('when an agent approves a millisecond before its time, then it is approved by that agent', () => {
    const approval = pending({ expiresAt: NOON + 1 });

    const result = decide(approval, { verdict: 'approve', by: priya }, NOON);

    expect(result).toEqual({
      ok: true,
      value: { ...approval, status: 'approved', version: 2, decisions: [approvedBy(priya)] },
    });
  });

  test('when two people must agree, then the first approval leaves it pending and a lead’s second approves it', () => {
    const first = decide(pending({ needs: twoPeople }), { verdict: 'approve', by: priya }, NOON);
    if (!first.ok || first.value.status !== 'pending') throw new Error('expected it to stay pending');

    const second = decide(first.value, { verdict: 'approve', by: lea }, NOON);

    expect(second).toMatchObject({
      ok: true,
      value: { status: 'approved', decisions: [approvedBy(priya), approvedBy(lea)] },
    });
  });

  test.each([
    ['an agent within the limit', pending(), priya, true],
    ['an agent above the limit', pending({ needs: oneLead }), priya, false],
    ['an agent, one of two people', pending({ needs: twoPeople }), priya, true],
    ['a customer', pending(), principal({ role: 'customer' }), false],
  ] as const)('when %s rejects, then that counts or not', (_, approval, by, counts) => {
    expect(decide(approval, { verdict: 'reject', by }, NOON).ok).toBe(counts);
  });
});

describe('given an approval in any state', () => {
  const told: Record<string, string> = {
    pending: 'decided',
    approved: 'already-running',
    executing: 'already-running',
    unknown: 'already-decided',
    executed: 'already-decided',
    failed: 'already-decided',
    rejected: 'already-decided',
    expired: 'expired',
    withdrawn: 'withdrawn',
    superseded: 'superseded',
    stale: 'already-decided',
  };
  test.each(inEveryState.map((approval) => [approval.status, approval] as const))(
    'when it is %s, then a click decides only what is pending',
    (status, approval) => {
      const result = decide(approval, { verdict: 'approve', by: tom }, NOON);

      expect(result.ok ? 'decided' : result.refusal).toBe(told[status]);
    },
  );

  test('when it expires or is withdrawn, then the version moves on', () => {
    expect(expire(pending(), NOON)).toEqual({ ...pending(), status: 'expired', version: 2, expiredAt: NOON });
    expect(withdraw(pending(), NOON)).toEqual({ ...pending(), status: 'withdrawn', version: 2, withdrawnAt: NOON });
  });
});
