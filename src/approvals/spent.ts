import type { Approval } from '../domain/approval.ts';
import { subtract } from '../domain/money.ts';
import type { Money } from '../domain/money.ts';
import { VALUE_WINDOW } from '../domain/policy.ts';
import type { Proposal } from '../domain/proposal.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../ports/store.ts';

/** What this customer was given or promised by the same action, as saved, less what is `freed`; nothing for what has no cost. */
export async function spentOn(
  store: Store,
  proposal: Proposal,
  now: Instant,
  freed: readonly Approval[] = [],
): Promise<readonly Money[]> {
  if (!proposal.cost) return [];
  const saved = await store.valueOf(proposal.customer, proposal.action, now - VALUE_WINDOW);
  const less = costsOf(freed, proposal);
  return saved.map((sum) => less.filter(({ currency }) => currency === sum.currency).reduce(subtract, sum));
}

/** Of those that count towards the same sum. */
export const costsOf = (approvals: readonly Approval[], { customer, action }: Proposal): readonly Money[] =>
  approvals
    .filter(({ proposal }) => proposal.customer === customer && proposal.action === action)
    .flatMap(({ proposal }) => proposal.cost ?? []);
