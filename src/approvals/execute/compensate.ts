import { isOpen } from '../../domain/approval.ts';
import type { Executed, Pending } from '../../domain/approval.ts';
import type { BusinessHours } from '../../domain/business-hours.ts';
import { deadlineAfter } from '../../domain/deadline.ts';
import { ApprovalId } from '../../domain/ids.ts';
import { evaluate } from '../../domain/policy.ts';
import type { Policy, Verdict } from '../../domain/policy.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { PeopleRequirement } from '../../domain/requirement.ts';
import type { Instant } from '../../domain/time.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import type { Job } from '../../ports/engine.ts';
import { ApprovalJob } from '../../ports/jobs.ts';
import type { Action } from '../../tools/tool.ts';
import { doneBefore, isBroken, rowsWith } from '../bundle-order.ts';
import type { Broken } from '../bundle-order.ts';
import { takeBackChange } from './compensate-words.ts';
import type { TakeBack } from './compensate-words.ts';
import { settle } from '../settle.ts';
import type { SettleDeps } from '../settle.ts';
import { spentOn } from '../spent.ts';

export interface CompensateDeps extends SettleDeps {
  actions: ReadonlyMap<string, Action>;
  policy: Policy;
  /** In milliseconds of working time. */
  decideWithin: number;
  hours?: BusinessHours;
  now: () => Instant;
  newId: () => string;
  crashPoint: CrashPoint;
}

/** Offers to take back the steps before one that was not done, last first, each as a request of its own. Nothing is taken back without people. */
export async function compensate(deps: CompensateDeps, job: Job): Promise<void> {
  const { approval: id } = ApprovalJob.parse(job.data);
  const broken = await deps.store.approval(id);
  if (!broken || !isBroken(broken)) return;
  if (!(await deps.store.isDone(job.id)) && !(await offer(deps, broken, job))) return compensate(deps, job);
  const inThread = await deps.store.approvalsOf(broken.conversation);
  await Promise.all([broken, ...inThread.filter(isOpen)].map((approval) => settle(deps, approval)));
}

/** False: somebody asked for the same record in the same moment, or the job was finished. */
async function offer(deps: CompensateDeps, broken: Broken, job: Job): Promise<boolean> {
  const steps: TakeBack[] = [];
  // One after the other: what two steps would both change is asked for once.
  for (const done of doneBefore(broken, await rowsWith(deps.store, broken))) {
    const step = await takeBack(deps, broken, done);
    if (step) steps.push(isTaken(steps, step) ? { done, why: TAKEN } : step);
  }
  deps.crashPoint('compensate:before-commit');
  const change = takeBackChange(deps.newId, { broken, steps, at: deps.now() });
  const isSaved = await deps.store.commit({ ...change, done: job.id });
  deps.crashPoint('compensate:after-commit');
  return isSaved;
}

const TAKEN = 'another request for it is waiting';

const isTaken = (steps: readonly TakeBack[], { request }: TakeBack): boolean =>
  request !== undefined && steps.some((other) => other.request?.proposal.target === request.proposal.target);

/** Undefined: it cannot be taken back, which the person who takes over was told with the outcome. Throws `Unavailable`. */
async function takeBack(deps: CompensateDeps, broken: Broken, done: Executed): Promise<TakeBack | undefined> {
  const wish = deps.actions.get(done.proposal.action)?.compensate?.(done.proposal, done.receipt);
  if (!wish) return undefined;
  const prepared = await actionNamed(deps, wish.action).prepare(wish.input, deps.now());
  if (!prepared.ok) return { done, why: prepared.refusal.message };
  const proposal = { ...prepared.value, reason: reasonFor(broken, done) };
  if (await deps.store.openOn(proposal.target)) return { done, why: TAKEN };
  const request = await requestFor(deps, done, proposal);
  return request ? { done, request } : { done, why: 'the policy does not allow it' };
}

function actionNamed({ actions }: CompensateDeps, name: string): Action {
  const action = actions.get(name);
  if (!action) throw new Error(`a step is taken back by ${name}, which is not installed`);
  return action;
}

const reasonFor = (broken: Broken, done: Executed): string =>
  `Step ${stepOf(broken)} (${broken.proposal.words.effect}) was not done. This takes step ${stepOf(done)} back.`;

const stepOf = ({ bundle }: Broken | Executed): number => bundle?.step ?? 1;

/** Undefined: the policy forbids it. */
async function requestFor(deps: CompensateDeps, done: Executed, proposal: Proposal): Promise<Pending | undefined> {
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
  { newId, policy, decideWithin, hours }: CompensateDeps,
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
