import type { Execution, Unknown } from '../domain/approval.ts';
import { LOOK_UP_AFTER, REQUEST_LIFETIME, finish, sendAgain } from '../domain/execution.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Job } from '../ports/engine.ts';
import { ApprovalJob } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { actionOf, conclude, send, settleOutcome, takeUp } from './execute-approval.ts';
import type { ExecuteDeps } from './execute-approval.ts';

/** Looks an unknown outcome up by its key; what never arrived is sent once more with the same key. Takes up a sending that the process died in. */
export async function reconcile(deps: ExecuteDeps & { log: Log }, job: Job): Promise<void> {
  const { approval: id } = ApprovalJob.parse(job.data);
  const approval = await deps.store.approval(id);
  if (approval?.status === 'unknown') await lookUp(deps, approval);
  if (approval?.status === 'executing') await takeUp(deps, approval);
  await settleOutcome(deps, id);
}

async function lookUp(deps: ExecuteDeps & { log: Log }, approval: Unknown): Promise<void> {
  const found = await ask(deps, approval);
  if (found === 'no-answer' || (found && found.kind === 'unknown')) return;
  if (found) return conclude(deps, approval, finish(approval, found, deps.now()));
  const settled = deps.now() - approval.startedAt >= REQUEST_LIFETIME;
  if (settled && approval.attempt === 1) await send(deps, approval, sendAgain(approval, deps.now()));
}

const LAST_LOOK_UP = Math.max(...LOOK_UP_AFTER);

/** An outage is not an answer: the next look-up is scheduled already, and the last one is repeated until it is answered. */
async function ask(deps: ExecuteDeps & { log: Log }, approval: Unknown): Promise<Execution | undefined | 'no-answer'> {
  try {
    return await actionOf(deps, approval).lookUp(approval.proposal.input, approval.id);
  } catch (error) {
    if (!(error instanceof Unavailable) || deps.now() >= approval.since + LAST_LOOK_UP) throw error;
    deps.log.warn({ approval: approval.id, system: error.system }, 'outcome could not be looked up');
    return 'no-answer';
  }
}
