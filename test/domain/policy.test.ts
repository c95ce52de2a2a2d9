import { describe, expect, test } from 'vitest';
import { money } from '../../src/domain/money.ts';
import { DEFAULT_POLICY, evaluate, stricter } from '../../src/domain/policy.ts';
import { NOON, proposal } from '../fakes/approvals.ts';

const agent = { kind: 'people', count: 1, role: 'agent' } as const;
const lead = { kind: 'people', count: 1, role: 'lead' } as const;
const two = { kind: 'people', count: 2, role: 'lead' } as const;
const refundOf = (minor: number, currency = 'USD') => proposal({ cost: money(minor, currency) });

describe('the default policy', () => {
  test.each([
    ['exactly $200.00', refundOf(20_000), [], agent],
    ['a cent above $200.00', refundOf(20_001), [], lead],
    ['exactly $1,000.00', refundOf(100_000), [], lead],
    ['a cent above $1,000.00', refundOf(100_001), [], two],
    ['$48.00 after $152.00 in 30 days', refundOf(4_800), [money(15_200, 'USD')], agent],
    ['$48.00 after $152.01 in 30 days', refundOf(4_800), [money(15_201, 'USD')], lead],
    ['¥200', refundOf(200, 'JPY'), [], agent],
    ['¥201', refundOf(201, 'JPY'), [], lead],
    ['a ticket change', proposal({ action: 'update_ticket', basis: {} }), [], agent],
    ['a new ticket', proposal({ action: 'open_ticket', basis: {} }), [], { kind: 'auto' }],
  ] as const)('asks for the right people for %s', (_, request, spent, needs) => {
    expect(evaluate(DEFAULT_POLICY, request, spent, NOON).needs).toEqual(needs);
  });

  test('counts days after delivery', () => {
    const delivered = (deliveredAt: string | null) =>
      evaluate(DEFAULT_POLICY, proposal({ basis: { deliveredAt } }), [], NOON).needs;

    expect(delivered(null)).toEqual(agent);
    expect(delivered('2026-10-21T12:00:00Z')).toEqual(agent);
    expect(delivered('2026-10-20T12:00:00Z')).toEqual({
      kind: 'never',
      rule: 'delivered 31 days ago, the window is 30 days',
    });
  });

  test('forbids what it has no row for', () => {
    expect(evaluate(DEFAULT_POLICY, proposal({ action: 'give_away' }), [], NOON).needs).toEqual({
      kind: 'never',
      rule: 'no policy row for give_away',
    });
  });
});

describe('of two requirements', () => {
  const never = { kind: 'never', rule: 'no' } as const;
  test.each([
    [agent, lead, lead],
    [lead, two, two],
    [{ kind: 'people', count: 2, role: 'agent' }, lead, two],
    [{ kind: 'auto' }, agent, agent],
    [never, two, never],
    [agent, never, never],
  ] as const)('the stricter of %o and %o wins', (a, b, winner) => {
    expect(stricter(a, b)).toEqual(winner);
    expect(stricter(b, a)).toEqual(winner);
  });
});
