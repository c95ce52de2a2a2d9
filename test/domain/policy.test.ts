import { describe, expect, test } from 'vitest';
import { money } from '../../src/domain/money.ts';
import { DEFAULT_POLICY, evaluate } from '../../src/domain/policy.ts';
import { stricter } from '../../src/domain/requirement.ts';
import type { ActionPolicy } from '../../src/domain/policy-rules.ts';
import type { RuleCheck } from '../../src/domain/requirement.ts';
import { NOON, proposal } from '../fakes/approvals.ts';

const agent = { kind: 'people', count: 1, role: 'agent' } as const;
const lead = { kind: 'people', count: 1, role: 'lead' } as const;
const two = { kind: 'people', count: 2, role: 'lead' } as const;
/** As a card shows them. */
const linesOf = (rules: readonly RuleCheck[]) => rules.map(({ rule, passed }) => `${passed ? '✓' : '!'} ${rule}`);
const refundOf = (minor: number, currency = 'USD') => proposal({ cost: money(minor, currency) });

describe('the default policy', () => {
  test.each([
    ['exactly $200.00', refundOf(20_000), [], agent],
    ['a cent above $200.00', refundOf(20_001), [], lead],
    ['exactly $1,000.00', refundOf(100_000), [], lead],
    ['a cent above $1,000.00', refundOf(100_001), [], two],
    ['$48.00 after $152.00 in 30 days', refundOf(4_800), [money(15_200, 'USD')], agent],
    ['$48.00 after $152.01 in 30 days', refundOf(4_800), [money(15_201, 'USD')], lead],
    ['$152.00 after $48.00 in 30 days', refundOf(15_200), [money(4_800, 'USD')], agent],
    ['$48.00 after €500.00 in 30 days', refundOf(4_800), [money(50_000, 'EUR')], agent],
    ['$1,000.01 after $500.00 in 30 days', refundOf(100_001), [money(50_000, 'USD')], two],
    ['¥200', refundOf(200, 'JPY'), [], agent],
    ['¥201', refundOf(201, 'JPY'), [], lead],
    ['KWD 200.000', refundOf(200_000, 'KWD'), [], agent],
    ['KWD 200.001', refundOf(200_001, 'KWD'), [], lead],
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
    expect(delivered('2026-10-20T12:00:01Z')).toEqual(agent);
    expect(delivered('2026-10-20T12:00:00Z')).toEqual({
      kind: 'never',
      rule: 'delivered 31 days ago, the window is 30 days',
    });
  });

  test('forbids what it has no row for', () => {
    expect(evaluate(DEFAULT_POLICY, proposal({ action: 'give_away' }), [], NOON).needs).toEqual({
      kind: 'never',
      rule: 'the policy has no rule for give_away',
    });
  });
});

describe('a limit with decimals', () => {
  const upTo = (limit: number, cost: readonly [number, string]) => {
    const tiers = [{ upTo: limit, needs: agent }, { needs: lead }];
    return evaluate({ version: 'v', actions: { refund_order: { tiers } } }, refundOf(...cost), [], NOON).needs;
  };
  test.each([
    ['is exact', 1.15, [115, 'USD'], agent],
    ['is exact to the cent', 1.15, [116, 'USD'], lead],
    ['is never rounded up', 199.999, [20_000, 'USD'], lead],
    ['is never rounded up where there are no decimals', 0.9, [1, 'JPY'], lead],
    ['counts thousandths where there are three decimals', 1.005, [1_005, 'KWD'], agent],
  ] as const)('%s', (_, limit, cost, needs) => {
    expect(upTo(limit, cost)).toEqual(needs);
  });
});

describe('a policy with tiers for customers', () => {
  const auto = { kind: 'auto' } as const;
  const policy = {
    version: 'v',
    actions: {
      refund_order: {
        tiers: [
          { customer: 'premium', upTo: 25, needs: auto },
          { customer: 'standard', upTo: 10, needs: auto },
          { upTo: 200, needs: agent },
          { customer: 'standard', needs: { kind: 'never', rule: 'above what a standard customer may get' } },
          { needs: two },
        ],
        windowDays: 30,
      },
      open_ticket: { tiers: [{ customer: 'premium', needs: auto }] },
      update_ticket: { tiers: [{ upTo: 5, needs: auto }, { needs: lead }] },
    },
  } as const;
  const asked = (minor: number, customerTier?: 'standard' | 'premium') =>
    evaluate(policy, proposal({ cost: money(minor, 'USD'), ...(customerTier && { customerTier }) }), [], NOON);

  test.each([
    [2_500, 'premium', auto],
    [2_501, 'premium', agent],
    [2_500, 'standard', agent],
    [1_000, 'standard', auto],
    [1_001, 'standard', agent],
    [20_001, 'premium', two],
    [20_001, 'standard', { kind: 'never', rule: 'above what a standard customer may get' }],
    [500, undefined, agent],
  ] as const)('takes the first that fits %i cents and a %s customer', (minor, tier, needs) => {
    expect(asked(minor, tier).needs).toEqual(needs);
  });

  test.each([
    [2_500, 'premium', ['✓ $25.00 is within $25.00 for premium customers: no colleague needed']],
    [5_000, 'premium', ['! $50.00 is above $25.00 for premium customers: needs one agent']],
    [
      2_500,
      'standard',
      [
        '! premium customers up to $25.00: no colleague needed, but this customer is standard',
        '! $25.00 is above $10.00 for standard customers: needs one agent',
      ],
    ],
    [
      800,
      undefined,
      [
        '! premium customers up to $25.00: no colleague needed, but the tier of this customer is not known',
        '✓ $8.00 is within $200.00: needs one agent',
      ],
    ],
    [800, 'standard', ['✓ $8.00 is within $10.00 for standard customers: no colleague needed']],
    [20_001, 'standard', ['! $200.01 is above $200.00 for standard customers: not allowed']],
    [20_001, 'premium', ['! $200.01 is above $200.00: needs two people, at least one lead']],
  ] as const)('says of %i cents for a %s customer why', (minor, tier, lines) => {
    expect(linesOf(asked(minor, tier).rules)).toEqual(['✓ within 30 days of delivery (day 3)', ...lines]);
  });

  test('forbids what no tier is for', () => {
    const ticket = (customerTier: 'standard' | 'premium') =>
      evaluate(policy, proposal({ action: 'open_ticket', basis: {}, customerTier }), [], NOON).needs;

    expect(ticket('premium')).toEqual(auto);
    expect(ticket('standard')).toEqual({
      kind: 'never',
      rule: 'nothing of this kind is allowed for standard customers',
    });
  });

  test('takes nothing without a cost for a small amount', () => {
    const { cost: _, ...free } = proposal({ action: 'update_ticket', basis: {} });

    expect(evaluate(policy, free, [], NOON)).toEqual({
      needs: lead,
      rules: [{ rule: 'no amount is known: needs a lead', passed: false }],
    });
  });
});

test('every rule of the default policy that was applied is told, passed or not', () => {
  const rulesOf = (minor: number, spent: number, deliveredAt: string | null) => {
    const request = proposal({ cost: money(minor, 'USD'), basis: { deliveredAt } });
    return linesOf(evaluate(DEFAULT_POLICY, request, [money(spent, 'USD')], NOON).rules);
  };

  expect(rulesOf(4_800, 0, '2026-11-17T12:00:00Z')).toEqual([
    '✓ within 30 days of delivery (day 3)',
    '✓ $48.00 is within $200.00: needs one agent',
    '✓ $48.00 to this customer in 30 days, this included, is within $200.00',
  ]);
  expect(rulesOf(20_001, 0, null)).toEqual([
    '✓ not delivered yet: the 30 days after delivery have not begun',
    '! $200.01 is above $200.00: needs a lead',
    '! $200.01 to this customer in 30 days, this included, is above $200.00: needs a lead',
  ]);
  expect(rulesOf(100_001, 1, null)).toEqual([
    '✓ not delivered yet: the 30 days after delivery have not begun',
    '! $1,000.01 is above $1,000.00: needs two people, at least one lead',
    '! $1,000.02 to this customer in 30 days, this included, is above $200.00',
  ]);
  expect(rulesOf(4_800, 0, '2026-10-20T12:00:00Z')).toEqual(['! delivered 31 days ago, the window is 30 days']);
});

describe('each line alone is true', () => {
  const never = { kind: 'never', rule: 'no' } as const;
  const auto = { kind: 'auto' } as const;
  const bothAgents = { kind: 'people', count: 2, role: 'agent' } as const;
  const byPolicy = (row: ActionPolicy, minor: number, spent = 0) =>
    evaluate({ version: 'v', actions: { refund_order: row } }, refundOf(minor), [money(spent, 'USD')], NOON);
  const rising = { tiers: [{ upTo: 25, needs: auto }, { upTo: 200, needs: agent }, { needs: bothAgents }] };
  const capped = {
    tiers: [
      { upTo: 25, needs: auto },
      { upTo: 200, needs: agent },
    ],
  };
  const summed = { ...rising, cumulative: { above: 100, needs: lead } };

  test.each<[string, ActionPolicy, number, number, readonly string[]]>([
    ['a small sum that nobody is asked about', rising, 2_000, 0, ['✓ $20.00 is within $25.00: no colleague needed']],
    ['a sum above the smallest limit', rising, 5_000, 0, ['! $50.00 is above $25.00: needs one agent']],
    ['a sum above every limit', rising, 20_001, 0, ['! $200.01 is above $200.00: needs two agents']],
    [
      'a small sum when the sum of 30 days asks for more',
      summed,
      2_000,
      8_001,
      [
        '✓ $20.00 is within $25.00',
        '! $100.01 to this customer in 30 days, this included, is above $100.00: needs a lead',
      ],
    ],
    [
      'a larger limit that asks for nobody else',
      { tiers: [{ upTo: 25, needs: agent }, { upTo: 200, needs: agent }, { needs: agent }] },
      5_000,
      0,
      ['✓ $50.00 is within $200.00: needs one agent'],
    ],
    [
      'no limit that asks for nobody else',
      { tiers: [{ upTo: 25, needs: agent }, { needs: agent }] },
      5_000,
      0,
      ['✓ $50.00 is above $25.00: needs one agent'],
    ],
    [
      'a larger sum that asks for less',
      { tiers: [{ upTo: 25, needs: lead }, { needs: agent }] },
      5_000,
      0,
      ['✓ $50.00 is above $25.00: needs one agent'],
    ],
    ['one rule for everything', { tiers: [{ needs: lead }] }, 5_000, 0, ['✓ any request like this: needs a lead']],
    [
      'a rule for these customers alone',
      { tiers: [{ customer: 'premium', needs: agent }, { needs: lead }] },
      5_000,
      0,
      [
        '! premium customers: needs one agent, but the tier of this customer is not known',
        '✓ any request like this: needs a lead',
      ],
    ],
    ['what is never done', { tiers: [{ needs: never }] }, 5_000, 0, ['! any request like this: not allowed']],
  ])('for %s', (_, row, minor, spent, lines) => {
    expect(linesOf(byPolicy(row, minor, spent).rules)).toEqual(lines);
  });

  test('of a sum that no tier allows, without the limit, since customers are told', () => {
    expect(byPolicy(capped, 20_001).needs).toEqual({
      kind: 'never',
      rule: '$200.01 is more than is allowed',
    });
  });
});

test('a sum over the limit of 30 days may be forbidden outright', () => {
  const rule = 'no more than $50.00 a month';
  const actions = {
    refund_order: { tiers: [{ needs: agent }], cumulative: { above: 50, needs: { kind: 'never' as const, rule } } },
  };

  expect(evaluate({ version: 'v', actions }, refundOf(4_800), [money(201, 'USD')], NOON).needs).toEqual({
    kind: 'never',
    rule,
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
