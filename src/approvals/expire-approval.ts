import { expire } from '../domain/decide.ts';
import type { Job } from '../ports/engine.ts';
import { ApprovalJob } from '../ports/jobs.ts';
import { settleOutcome } from './execute-approval.ts';
import type { ExecuteDeps } from './execute-approval.ts';
import { outcomeChange } from './report-outcome.ts';

/** Its time is up: nothing is executed late, and everybody is told. Does nothing when it was decided before. */
export async function expireApproval(deps: ExecuteDeps, job: Job): Promise<void> {
  const { approval: id } = ApprovalJob.parse(job.data);
  const approval = await deps.store.approval(id);
  if (approval?.status === 'pending') {
    const at = deps.now();
    const isExpired = await deps.store.commit(outcomeChange(deps.newId, approval, expire(approval, at), at));
    if (!isExpired) return expireApproval(deps, job);
  }
  await settleOutcome(deps, id);
}
