import type { Unknown } from '../../domain/approval.ts';
import { REQUEST_LIFETIME, finish, sendAgain } from '../../domain/execution.ts';
import type { Execution } from '../../domain/receipt.ts';
import { ASK_PERSON_AFTER } from '../../domain/testimony.ts';
import type { Instant } from '../../domain/time.ts';
import type { Job } from '../../ports/engine.ts';
import { ApprovalJob } from '../../ports/jobs.ts';
import { askAPerson } from './ask-a-person.ts';
import { end, lookUp, send, settleOutcome, takeUp } from './execute-approval.ts';
import type { ExecuteDeps } from './execute-approval.ts';

/**
 * Looks an unknown outcome up by its key; what never arrived is sent once more with the same key, and what the company
 * cannot tell is for a person. Takes up a sending that the process died in.
 */
export async function reconcile(deps: ExecuteDeps, job: Job): Promise<void> {
  const { approval: id } = ApprovalJob.parse(job.data);
  const approval = await deps.store.approval(id);
  // The job was due then, whatever a clock that was set back says now.
  const now = Math.max(deps.now(), job.runAt ?? 0);
  if (approval?.status === 'unknown' && !approval.forPerson) await findOut(deps, approval, now);
  if (approval?.status === 'executing') await takeUp(deps, approval);
  await settleOutcome(deps, id);
}

async function findOut(deps: ExecuteDeps, approval: Unknown, now: Instant): Promise<void> {
  const found = await lookUp(deps, approval);
  if (found === 'no-answer' || found === 'not-found') {
    if (now >= approval.firstStartedAt + ASK_PERSON_AFTER) return askAPerson(deps, approval);
    const mayBeLost = found === 'not-found' && now >= approval.startedAt + REQUEST_LIFETIME;
    if (mayBeLost && approval.attempt === 1) await send(deps, approval, sendAgain(approval, deps.now()));
    return;
  }
  // The company's own record is not what was asked for: no later look-up will mend that.
  if (found.kind === 'unknown') return askAPerson(deps, contradicted(approval, found));
  await end(deps, approval, finish(approval, found, deps.now()));
}

const contradicted = (approval: Unknown, { why, amount }: Extract<Execution, { kind: 'unknown' }>): Unknown => ({
  ...approval,
  why,
  ...(amount === undefined ? {} : { amount }),
});
