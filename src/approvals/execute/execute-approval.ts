import type { Approval, Approved, Executing, Unknown } from '../../domain/approval.ts';
import { isItsTurn } from '../../domain/bundle.ts';
import { expire } from '../../domain/endings.ts';
import { Unavailable } from '../../domain/errors.ts';
import { begin, finish, isTooLate, sendAgain } from '../../domain/execution.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import { ASK_PERSON_AFTER } from '../../domain/testimony.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { Execution } from '../../domain/receipt.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import type { Job } from '../../ports/engine.ts';
import { ApprovalJob } from '../../ports/jobs.ts';
import type { Log } from '../../ports/log.ts';
import type { Action } from '../../tools/tool.ts';
import { brokenBefore, rowsWith } from '../bundle-order.ts';
import { conclude, stopLate } from './conclude.ts';
import type { ConcludeDeps } from './conclude.ts';
import type { Outcome } from '../report/outcome-words.ts';
import { auditOf } from '../report/audit-row.ts';
import { holdApproved } from '../holds/hold-approved.ts';
import { settle } from '../settle.ts';
import type { SettleDeps } from '../settle.ts';

export interface ExecuteDeps extends SettleDeps, ConcludeDeps {
  crashPoint: CrashPoint;
  log: Log;
}

/** Carries an approved request out, or takes up one that the process died in. Throws `Unavailable` while the facts cannot be read. */
export async function executeApproval(deps: ExecuteDeps, job: Job): Promise<void> {
  const { approval: id } = ApprovalJob.parse(job.data);
  deps.crashPoint('execute:start');
  const approval = await deps.store.approval(id);
  if (approval?.status === 'approved') await start(deps, approval);
  if (approval?.status === 'executing') await takeUp(deps, approval);
  await settleOutcome(deps, id);
}

/** Settles it as the ledger stands now, whoever moved it last. */
export async function settleOutcome(deps: SettleDeps, id: ApprovalId): Promise<void> {
  const approval = await deps.store.approval(id);
  if (approval) await settle(deps, approval);
}

/** Only in its turn, in time, and while nothing holds executions back. */
async function start(deps: ExecuteDeps, approval: Approved): Promise<void> {
  const rows = await rowsWith(deps.store, approval);
  const broken = brokenBefore(approval, rows);
  if (broken) return void (await deps.store.commit(stopLate(deps, approval, broken)));
  if (!isItsTurn(approval, rows)) throw new Error(`${approval.id} was to be executed before its turn`);
  if (isTooLate(approval, deps.now())) return end(deps, approval, expire(approval, deps.now()));
  const [hold] = await deps.store.holds();
  if (hold) return holdApproved(deps, approval, hold);
  await sendFresh(deps, approval);
}

/** The facts are read again; what is no longer true is not executed. An outage delays this no longer than it may wait. */
async function sendFresh(deps: ExecuteDeps, approval: Approved): Promise<void> {
  const fresh = await actionOf(deps, approval).prepare(approval.proposal.input, deps.now());
  const begun = begin(approval, fresh, deps.now());
  if (!begun.ok)
    return end(deps, approval, begun.refusal === 'too-late' ? expire(approval, deps.now()) : begun.refusal);
  if (await send(deps, approval, begun.value, fresh.ok ? fresh.value : undefined)) return;
  // Something holds it back since a moment ago, unless somebody moved it first.
  const now = await deps.store.approval(approval.id);
  if (now?.status === 'approved') await start(deps, now);
}

/** The process died while this was on its way: the company knows the key, or gets the same key again. While it cannot be asked or nothing may be sent, and once it is too late to send, nobody knows. */
export async function takeUp(deps: ExecuteDeps, approval: Executing): Promise<void> {
  const found = await lookUp(deps, approval);
  const isLate = deps.now() >= approval.firstStartedAt + ASK_PERSON_AFTER;
  if (found === 'not-found' && !isLate && (await send(deps, approval, sendAgain(approval, deps.now())))) return;
  const execution = found === 'not-found' || found === 'no-answer' ? INTERRUPTED : found;
  await end(deps, approval, finish(approval, execution, deps.now()));
}

const INTERRUPTED: Execution = { kind: 'unknown', why: 'it was interrupted on its way' };

/** What became of its key. An outage is no answer. */
export async function lookUp(
  deps: ExecuteDeps,
  approval: Executing | Unknown,
): Promise<Execution | 'not-found' | 'no-answer'> {
  try {
    return (await actionOf(deps, approval).lookUp(approval.proposal.input, approval.id)) ?? 'not-found';
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    deps.log.warn({ approval: approval.id, system: error.system }, 'outcome could not be looked up');
    return 'no-answer';
  }
}

/** The intent is saved before the call; whoever loses that commit does not call. `fresh`: as the company told it a moment ago. False: somebody moved it first, or nothing is carried out at the moment. */
export async function send(
  deps: ExecuteDeps,
  from: Approval,
  executing: Executing,
  fresh?: Proposal,
): Promise<boolean> {
  deps.crashPoint('execute:before-intent');
  const intent = {
    approvals: [{ to: executing, from: from.version }],
    audit: [auditOf(executing, executing.startedAt, fresh)],
  };
  if (!(await deps.store.commit(intent))) return false;
  deps.crashPoint('execute:intent-saved');
  const { input, version } = executing.proposal;
  const key = { key: executing.id, ...(version === undefined ? {} : { version }) };
  const execution = await actionOf(deps, executing).execute(input, key);
  deps.crashPoint('execute:after-call');
  await end(deps, executing, finish(executing, execution, deps.now()));
  return true;
}

export async function end(deps: ExecuteDeps, from: Approved | Executing | Unknown, to: Outcome): Promise<void> {
  deps.crashPoint('execute:before-outcome');
  await conclude(deps, { from, to });
  deps.crashPoint('execute:outcome-saved');
}

/** Throws when the action that opened this approval is no longer installed. */
export function actionOf({ actions }: Pick<ExecuteDeps, 'actions'>, { id, proposal }: Approval): Action {
  const action = actions.get(proposal.action);
  if (!action) throw new Error(`${id} needs the action ${proposal.action}, which is not installed`);
  return action;
}
