import { isOpen } from '../../domain/approval.ts';
import type { Approval } from '../../domain/approval.ts';
import { Unavailable } from '../../domain/errors.ts';
import type { Json } from '../../domain/json.ts';
import { evaluate } from '../../domain/policy.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { PeopleRequirement, RuleCheck } from '../../domain/requirement.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { Store } from '../../ports/store.ts';
import type { Action } from '../../tools/tool.ts';
import { actionOf } from '../execute/execute-approval.ts';
import { unreachable } from '../report/outage-words.ts';
import { spentOn } from '../spent.ts';

export interface ReplanDeps {
  store: Store;
  policy: Policy;
  actions: ReadonlyMap<string, Action>;
}

/** What a colleague asks for in the requester's place, with the facts and the policy as they are now. */
export interface Replanned {
  proposal: Proposal;
  needs: PeopleRequirement;
  rules: readonly RuleCheck[];
}

/** Why not, in a sentence for the colleague: the figures or the policy are against it, or nothing could be read. */
export interface NotPlanned {
  why: 'refused' | 'outage';
  sentence: string;
}

/**
 * Facts and policy, read anew. People decide on it even where the policy asks for nobody: its requester did not ask for
 * it like this. `replaced` does not count towards the customer's sum while it is open.
 */
export async function replan(
  deps: ReplanDeps,
  replaced: Approval,
  input: Json,
  now: Instant,
): Promise<Result<Replanned, NotPlanned>> {
  const fresh = await prepare(deps, replaced, input, now);
  if (!fresh.ok) return fresh;
  const proposal = fresh.value;
  const spent = await spentOn(deps.store, proposal, now, isOpen(replaced) ? [replaced] : []);
  const { needs, rules } = evaluate(deps.policy, proposal, spent, now);
  if (needs.kind === 'never') return refused(`The policy does not allow this: ${needs.rule}.`);
  return ok({ proposal, rules, needs: needs.kind === 'people' ? needs : { kind: 'people', count: 1, role: 'agent' } });
}

const refused = (sentence: string): { ok: false; refusal: NotPlanned } => refuse({ why: 'refused', sentence });

async function prepare(
  deps: ReplanDeps,
  replaced: Approval,
  input: Json,
  now: Instant,
): Promise<Result<Proposal, NotPlanned>> {
  try {
    const fresh = await actionOf(deps, replaced).prepare(input, now);
    if (!fresh.ok) return refused(fresh.refusal.message);
    const { customer, target } = replaced.proposal;
    const isSameRecord = fresh.value.customer === customer && fresh.value.target === target;
    return isSameRecord ? fresh : refused('This record belongs to somebody else by now. Nothing was changed.');
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return refuse({ why: 'outage', sentence: `${unreachable(error.system)} Nothing was changed.` });
  }
}
