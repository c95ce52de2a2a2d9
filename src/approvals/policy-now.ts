import type { Pending } from '../domain/approval.ts';
import { VALUE_WINDOW, evaluate, stricter } from '../domain/policy.ts';
import type { Policy } from '../domain/policy.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../ports/store.ts';

/**
 * The stricter of what the policy asked for when it was opened and of what it asks for now; refused when it forbids it now.
 * Only what was asked for before it counts towards its sum: a later request is the one that exceeds the limit.
 */
export async function underPolicyNow(
  { store, policy }: { store: Store; policy: Policy },
  approval: Pending,
  now: Instant,
): Promise<Result<Pending, 'forbidden'>> {
  const { proposal, openedAt } = approval;
  const spent = await store.valueOf(proposal.customer, proposal.action, now - VALUE_WINDOW, openedAt);
  const both = stricter(approval.needs, evaluate(policy, proposal, spent, now).needs);
  return both.kind === 'people' ? ok({ ...approval, needs: both }) : refuse('forbidden');
}
