import { OPEN_STATUSES } from '../domain/approval.ts';
import type { Engine } from '../ports/engine.ts';
import type { Store } from '../ports/store.ts';
import { dueJobs } from './jobs.ts';

/** On start: whatever is open has its jobs, even if the process died between a commit and its jobs. */
export async function sweepApprovals(deps: { store: Store; engine: Engine }): Promise<void> {
  const open = await deps.store.approvalsIn(OPEN_STATUSES);
  await Promise.all(open.flatMap((approval) => dueJobs(approval)).map((job) => deps.engine.enqueue(job)));
}
