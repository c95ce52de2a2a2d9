import type { Approval, Approved, Executing, Unknown } from '../domain/approval.ts';
import { expire } from '../domain/decide.ts';
import { begin, finish, isTooLate, sendAgain } from '../domain/execution.ts';
import type { ApprovalId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Job } from '../ports/engine.ts';
import { ApprovalJob } from '../ports/jobs.ts';
import type { Store } from '../ports/store.ts';
import type { Action } from '../tools/tool.ts';
import { auditOf, outcomeChange } from './report-outcome.ts';
import type { Outcome } from './report-outcome.ts';
import { settle } from './settle.ts';
import type { SettleDeps } from './settle.ts';

export interface ExecuteDeps extends SettleDeps {
  store: Store;
  actions: ReadonlyMap<string, Action>;
  now: () => Instant;
  newId: () => string;
  crashPoint: CrashPoint;
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
export async function settleOutcome(deps: ExecuteDeps, id: ApprovalId): Promise<void> {
  const approval = await deps.store.approval(id);
  if (approval) await settle(deps, approval);
}

/** The facts are read again; what is no longer true is not executed. An outage delays this no longer than it may wait. */
async function start(deps: ExecuteDeps, approval: Approved): Promise<void> {
  if (isTooLate(approval, deps.now())) return conclude(deps, approval, expire(approval, deps.now()));
  const fresh = await actionOf(deps, approval).prepare(approval.proposal.input, deps.now());
  const begun = begin(approval, fresh, deps.now());
  if (begun.ok) return send(deps, approval, begun.value);
  await conclude(deps, approval, begun.refusal === 'too-late' ? expire(approval, deps.now()) : begun.refusal);
}

/** The process died while this was on its way: the company knows the key, or gets the same key again. */
export async function takeUp(deps: ExecuteDeps, approval: Executing): Promise<void> {
  const found = await actionOf(deps, approval).lookUp(approval.proposal.input, approval.id);
  if (found) await conclude(deps, approval, finish(approval, found, deps.now()));
  else await send(deps, approval, sendAgain(approval, deps.now()));
}

/** The intent is saved before the call; whoever loses that commit does not call. */
export async function send(deps: ExecuteDeps, from: Approval, executing: Executing): Promise<void> {
  deps.crashPoint('execute:before-intent');
  const intent = {
    approvals: [{ to: executing, from: from.version }],
    audit: [auditOf(executing, executing.startedAt)],
  };
  if (!(await deps.store.commit(intent))) return;
  deps.crashPoint('execute:intent-saved');
  const { input, version } = executing.proposal;
  const key = { key: executing.id, ...(version === undefined ? {} : { version }) };
  const execution = await actionOf(deps, executing).execute(input, key);
  deps.crashPoint('execute:after-call');
  await conclude(deps, executing, finish(executing, execution, deps.now()));
}

/** Commits the outcome together with everything that is said about it. */
export async function conclude(deps: ExecuteDeps, from: Approved | Executing | Unknown, to: Outcome): Promise<void> {
  deps.crashPoint('execute:before-outcome');
  await deps.store.commit(outcomeChange(deps.newId, from, to, deps.now()));
  deps.crashPoint('execute:outcome-saved');
}

/** Throws when the action that opened this approval is no longer installed. */
export function actionOf({ actions }: Pick<ExecuteDeps, 'actions'>, { id, proposal }: Approval): Action {
  const action = actions.get(proposal.action);
  if (!action) throw new Error(`${id} needs the action ${proposal.action}, which is not installed`);
  return action;
}
