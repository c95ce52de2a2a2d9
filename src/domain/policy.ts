import type { Money } from './money.ts';
import { noTier, tierChecks, tierFor, totalCheck, totalOf, windowCheck } from './policy-rules.ts';
import type { ActionPolicy } from './policy-rules.ts';
import type { Proposal } from './proposal.ts';
import { stricter } from './requirement.ts';
import type { Requirement, RuleCheck } from './requirement.ts';
import { DAY } from './time.ts';
import type { Instant } from './time.ts';

/** Sums of the last 30 days count towards the cumulative limit. */
export const VALUE_WINDOW = 30 * DAY;

/** Data, replaceable by a file. `version` is stored with each approval. */
export interface Policy {
  version: string;
  actions: Record<string, ActionPolicy>;
}

const oneAgent: Requirement = { kind: 'people', count: 1, role: 'agent' };
const oneLead: Requirement = { kind: 'people', count: 1, role: 'lead' };
const twoPeople: Requirement = { kind: 'people', count: 2, role: 'lead' };

export const DEFAULT_POLICY: Policy = {
  version: 'default-1',
  actions: {
    open_ticket: { tiers: [{ needs: { kind: 'auto' } }] },
    update_ticket: { tiers: [{ needs: oneAgent }] },
    cancel_order: { tiers: [{ needs: oneAgent }] },
    change_address: { tiers: [{ needs: oneAgent }] },
    place_order: { tiers: [{ needs: oneAgent }] },
    refund_order: {
      tiers: [{ upTo: 200, needs: oneAgent }, { upTo: 1_000, needs: oneLead }, { needs: twoPeople }],
      cumulative: { above: 200, needs: oneLead },
      windowDays: 30,
    },
  },
};

export interface Verdict {
  needs: Requirement;
  rules: readonly RuleCheck[];
}

/** `spent` is what this customer was given or promised by the same action within `VALUE_WINDOW`. */
export function evaluate(policy: Policy, proposal: Proposal, spent: readonly Money[], now: Instant): Verdict {
  const row = policy.actions[proposal.action];
  if (!row) return never(`the policy has no rule for ${proposal.action}`, []);
  const window = windowCheck(row, proposal, now);
  const before = window ? [window] : [];
  if (window && !window.passed) return never(window.rule, before);
  const tier = tierFor(row, proposal);
  if (!tier) return never(noTier(row, proposal), before);
  const total = totalOf(row, proposal, spent);
  const needs = total?.isOver ? stricter(tier.needs, total.needs) : tier.needs;
  const rules = [
    ...before,
    ...tierChecks(row, tier, { proposal, needs }),
    ...(total ? [totalCheck(total, needs)] : []),
  ];
  return { needs, rules };
}

const never = (rule: string, rules: readonly RuleCheck[]): Verdict => ({ needs: { kind: 'never', rule }, rules });
