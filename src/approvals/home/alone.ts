import type { Currency, Money } from '../../domain/money.ts';
import type { Policy } from '../../domain/policy.ts';
import { major } from '../../domain/policy-rules.ts';
import type { Tier } from '../../domain/policy-rules.ts';
import type { Requirement } from '../../domain/requirement.ts';

/** Largest refund to anybody that this role approves alone; undefined: the policy names no limit, or no currency is known. */
export function aloneUpTo(
  { actions }: Policy,
  role: 'agent' | 'lead',
  currency: Currency | undefined,
): Money | undefined {
  const tiers = actions['refund_order']?.tiers ?? [];
  const limits = (['standard', 'premium'] as const).map((customer) =>
    limitOf(
      tiers.filter((tier) => tier.customer === undefined || tier.customer === customer),
      role,
    ),
  );
  const limit = Math.min(...limits);
  return currency === undefined || limit === Infinity ? undefined : major(limit, currency);
}

/** In major units; 0: none at all. What no tier fits is not allowed. */
function limitOf(tiers: readonly Tier[], role: 'agent' | 'lead'): number {
  const beyond = tiers.findIndex(({ needs }) => !isEnough(role, needs));
  const own = beyond < 0 ? tiers : tiers.slice(0, beyond);
  return Math.max(0, ...own.map(({ upTo = Infinity }) => upTo));
}

function isEnough(role: 'agent' | 'lead', needs: Requirement): boolean {
  switch (needs.kind) {
    case 'auto':
      return true;
    case 'people':
      return needs.count === 1 && (needs.role === 'agent' || role === 'lead');
    case 'never':
      return false;
  }
}
