import { isOpen } from '../../domain/approval.ts';
import type { Executed } from '../../domain/approval.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import type { Job } from '../../ports/engine.ts';
import { ApprovalJob } from '../../ports/jobs.ts';
import { doneBefore, isBroken, rowsWith } from '../bundle-order.ts';
import type { Broken } from '../bundle-order.ts';
import { takeBackChange } from './compensate-words.ts';
import type { TakeBack } from './compensate-words.ts';
import { settle } from '../settle.ts';
import type { SettleDeps } from '../settle.ts';
import { TAKEN, requestToTakeBack } from './take-back.ts';
import type { TakeBackDeps } from './take-back.ts';

export interface CompensateDeps extends SettleDeps, TakeBackDeps {
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

const isTaken = (steps: readonly TakeBack[], { request }: TakeBack): boolean =>
  request !== undefined && steps.some((other) => other.request?.proposal.target === request.proposal.target);

/** Undefined: it cannot be taken back, which the person who takes over was told with the outcome. Throws `Unavailable`. */
async function takeBack(deps: CompensateDeps, broken: Broken, done: Executed): Promise<TakeBack | undefined> {
  const request = await requestToTakeBack(deps, done, reasonFor(broken, done));
  if (!request) return undefined;
  return request.ok ? { done, request: request.value } : { done, why: request.refusal };
}

const reasonFor = (broken: Broken, done: Executed): string =>
  `Step ${stepOf(broken)} (${broken.proposal.words.effect}) was not done. This takes step ${stepOf(done)} back.`;

const stepOf = ({ bundle }: Broken | Executed): number => bundle?.step ?? 1;
