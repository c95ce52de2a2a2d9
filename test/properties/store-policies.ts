import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import type { Policy } from '../../src/domain/policy.ts';
import type { Tier } from '../../src/domain/policy-rules.ts';
import type { Requirement } from '../../src/domain/requirement.ts';

export type PolicyName = 'usual' | 'lenient' | 'strict';

const people = (count: 1 | 2, role: 'agent' | 'lead'): Requirement => ({ kind: 'people', count, role });
const refunds = (version: string, tiers: readonly Tier[]): Policy => ({
  version,
  actions: { refund_order: { tiers, windowDays: 30 } },
});

export const POLICIES: Record<PolicyName, Policy> = {
  usual: DEFAULT_POLICY,
  lenient: refunds('lenient', [
    { upTo: 50, needs: { kind: 'auto' } },
    { upTo: 200, needs: people(1, 'agent') },
    { needs: people(2, 'lead') },
  ]),
  strict: refunds('strict', [{ upTo: 25, needs: people(1, 'lead') }, { needs: people(2, 'lead') }]),
};

/** The least that must agree to a refund of so many minor units; the requester's own yes where it is nobody. */
export function leastFor(policy: PolicyName, minor: number): { count: 0 | 1 | 2; isByLead: boolean } {
  switch (policy) {
    case 'usual':
      return { count: minor > 100_000 ? 2 : 1, isByLead: minor > 20_000 };
    case 'lenient':
      if (minor <= 5_000) return { count: 0, isByLead: false };
      return minor <= 20_000 ? { count: 1, isByLead: false } : { count: 2, isByLead: true };
    case 'strict':
      return { count: minor <= 2_500 ? 1 : 2, isByLead: true };
  }
}
