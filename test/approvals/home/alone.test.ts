import { expect, test } from 'vitest';
import { aloneUpTo } from '../../../src/approvals/home/alone.ts';
import { money } from '../../../src/domain/money.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { Policy } from '../../../src/domain/policy.ts';
import type { Tier } from '../../../src/domain/policy-rules.ts';

const USD = money(0, 'USD').currency;
const JPY = money(0, 'JPY').currency;
const AGENT = { kind: 'people', count: 1, role: 'agent' } as const;
const LEAD = { kind: 'people', count: 1, role: 'lead' } as const;
const TWO = { kind: 'people', count: 2, role: 'agent' } as const;
const policy = (...tiers: readonly Tier[]): Policy => ({ version: 'mine', actions: { refund_order: { tiers } } });

test.each([
  ['the default policy', DEFAULT_POLICY, 'agent', money(20_000, 'USD')],
  ['the default policy', DEFAULT_POLICY, 'lead', money(100_000, 'USD')],
  ['no limit', policy({ needs: AGENT }), 'agent', undefined],
  ['a lead for everything', policy({ needs: LEAD }), 'agent', money(0, 'USD')],
  ['two for everything', policy({ needs: TWO }), 'lead', money(0, 'USD')],
  [
    'small ones by themselves',
    policy({ upTo: 10, needs: { kind: 'auto' } }, { upTo: 50, needs: AGENT }),
    'agent',
    money(5_000, 'USD'),
  ],
  [
    'more for premium customers',
    policy({ upTo: 300, customer: 'premium', needs: AGENT }, { upTo: 100, needs: AGENT }, { needs: LEAD }),
    'agent',
    money(10_000, 'USD'),
  ],
  ['a gap that takes a lead', policy({ upTo: 10, needs: LEAD }, { upTo: 50, needs: AGENT }), 'agent', money(0, 'USD')],
] as const)('given a policy with %s, when it is asked for %2$s, then the limit is %3$j', (_, rules, role, limit) => {
  expect(aloneUpTo(rules, role, USD)).toEqual(limit);
});

test('given another currency, then the limit is so many of its major units, and without one there is none', () => {
  expect(aloneUpTo(DEFAULT_POLICY, 'agent', JPY)).toEqual(money(200, 'JPY'));
  expect(aloneUpTo(DEFAULT_POLICY, 'agent', undefined)).toBeUndefined();
});
