import type { Approval, Pending } from '../domain/approval.ts';
import { VALUE_WINDOW, evaluate } from '../domain/policy.ts';
import type { Policy, Verdict } from '../domain/policy.ts';
import { stricter } from '../domain/requirement.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../ports/store.ts';

/** A refusal when the policy forbids it now; else with the requirement that the decision is measured against. */
export async function underPolicyNow(
  deps: { store: Store; policy: Policy },
  approval: Pending,
  now: Instant,
): Promise<Result<Pending, 'forbidden'>> {
  const { needs } = await policyNow(deps, approval, now);
  return needs.kind === 'people' ? ok({ ...approval, needs }) : refuse('forbidden');
}

/**
 * The stricter of what the policy asked for when it was opened and of what it asks for now.
 * Only what was asked for before it counts towards its sum: a later request is the one that exceeds the limit.
 */
export async function policyNow(
  { store, policy }: { store: Store; policy: Policy },
  { needs, proposal, openedAt }: Approval,
  now: Instant,
): Promise<Verdict> {
  const spent = await store.valueOf(proposal.customer, proposal.action, now - VALUE_WINDOW, openedAt);
  const verdict = evaluate(policy, proposal, spent, now);
  return { needs: stricter(needs, verdict.needs), rules: verdict.rules };
}
