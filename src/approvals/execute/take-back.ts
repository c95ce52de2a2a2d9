import { z } from 'zod';
import type { Executed, Pending } from '../../domain/approval.ts';
import type { BusinessHours } from '../../domain/business-hours.ts';
import { deadlineAfter } from '../../domain/deadline.ts';
import { ApprovalId } from '../../domain/ids.ts';
import { canonical } from '../../domain/json.ts';
import type { Json } from '../../domain/json.ts';
import { evaluate } from '../../domain/policy.ts';
import type { Policy, Verdict } from '../../domain/policy.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { PeopleRequirement } from '../../domain/requirement.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { Store } from '../../ports/store.ts';
import type { Action, Compensation } from '../../tools/tool.ts';
import { spentOn } from '../spent.ts';

export interface TakeBackDeps {
  store: Store;
  actions: ReadonlyMap<string, Action>;
  policy: Policy;
  /** In milliseconds of working time. */
  decideWithin: number;
  hours?: BusinessHours;
  now: () => Instant;
  newId: () => string;
}

export const TAKEN = 'another request for it is waiting';

/**
 * The request that would take back what was done, not yet saved and decided by nobody; or why it cannot be asked for.
 * Undefined: the company cannot take it back. Throws `Unavailable`.
 */
export async function requestToTakeBack(
  deps: TakeBackDeps,
  done: Executed,
  reason: string,
): Promise<Result<Pending, string> | undefined> {
  const wish = deps.actions.get(done.proposal.action)?.compensate?.(done.proposal, done.receipt);
  if (!wish) return undefined;
  const prepared = await actionNamed(deps, wish.action).prepare(wish.input, deps.now());
  if (!prepared.ok) return refuse(prepared.refusal.message);
  if (!isAsLeft(wish.given, prepared.value.basis)) return refuse('it was changed again since');
  const proposal = { ...prepared.value, reason };
  if (await deps.store.openOn(proposal.target)) return refuse(TAKEN);
  const request = await requestFor(deps, done, proposal);
  return request ? ok(request) : refuse('the policy does not allow it');
}

/** Whoever changed the record since meant it to be so. */
function isAsLeft(given: Compensation['given'], basis: Json): boolean {
  const now = new Map(Object.entries(Basis.parse(basis)));
  return Object.entries(given).every(([name, value]) => canonical(now.get(name) ?? null) === canonical(value));
}

const Basis = z.record(z.string(), z.json());

function actionNamed({ actions }: TakeBackDeps, name: string): Action {
  const action = actions.get(name);
  if (!action) throw new Error(`a step is taken back by ${name}, which is not installed`);
  return action;
}

/** Undefined: the policy forbids it. */
async function requestFor(deps: TakeBackDeps, done: Executed, proposal: Proposal): Promise<Pending | undefined> {
  const now = deps.now();
  const verdict = evaluate(deps.policy, proposal, await spentOn(deps.store, proposal, now), now);
  const needs = people(verdict);
  return needs && opened(deps, done, { proposal, needs, rules: verdict.rules, now });
}

/** Whatever would run by itself still needs a colleague here: the requester never asked for it. */
function people({ needs }: Verdict): PeopleRequirement | undefined {
  if (needs.kind === 'never') return undefined;
  return needs.kind === 'people' ? needs : { kind: 'people', count: 1, role: 'agent' };
}

interface Opening {
  proposal: Proposal;
  needs: PeopleRequirement;
  rules: Verdict['rules'];
  now: Instant;
}

function opened(
  { newId, policy, decideWithin, hours }: TakeBackDeps,
  { conversation, requester }: Executed,
  { proposal, needs, rules, now }: Opening,
): Pending {
  return {
    status: 'pending',
    id: ApprovalId.parse(`apr_${newId()}`),
    version: 1,
    edition: 1,
    proposal,
    conversation,
    requester,
    questions: [],
    policyVersion: policy.version,
    rules,
    needs,
    decisions: [],
    openedAt: now,
    ...deadlineAfter(now, decideWithin, hours),
  };
}
