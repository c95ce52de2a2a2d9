import type { Approval, ApprovalStatus } from '../domain/approval.ts';
import type { ApprovalId } from '../domain/ids.ts';
import type { Engine } from '../ports/engine.ts';
import type { Store } from '../ports/store.ts';
import { rowsWith } from './bundle-order.ts';
import { dueJobs, heldJob } from './jobs.ts';

interface SweepDeps {
  store: Store;
  engine: Engine;
}

/** In these the bot itself has something to do: they are few, and nobody should wait for them. */
export const UNDERWAY: readonly ApprovalStatus[] = ['approved', 'executing', 'unknown'];
/** In these people have something to do: there may be ten thousand, and their next job is hours away. */
export const WAITING: readonly ApprovalStatus[] = ['pending', 'prepared'];
/** Takes some ten milliseconds, in which nothing else is done. */
const PORTION = 200;

/** Whatever is in these states has its jobs, even if the process died between a commit and its jobs. */
export async function sweepApprovals(
  deps: SweepDeps,
  statuses: readonly ApprovalStatus[] = [...UNDERWAY, ...WAITING],
): Promise<void> {
  const sweep = sweeper(deps, statuses);
  while (await sweep());
}

/** The same a portion at each call, for a timer. */
export const sweeper = (deps: SweepDeps, statuses: readonly ApprovalStatus[]): (() => Promise<boolean>) =>
  inPortions(deps.store, { statuses, size: PORTION }, (approval) => callFor(deps, approval));

interface Portions {
  statuses: readonly ApprovalStatus[];
  size: number;
}

/** Goes through all in these states, a portion at each call; false when there is none left. A portion that failed comes again. */
export function inPortions(
  store: Store,
  { statuses, size }: Portions,
  visit: (approval: Approval) => Promise<void>,
): () => Promise<boolean> {
  const place: { status: number; after: ApprovalId | undefined } = { status: 0, after: undefined };
  return async () => {
    const status = statuses[place.status];
    if (!status) return false;
    const portion = await store.portionIn(status, size, place.after);
    await Promise.all(portion.map(visit));
    const last = portion.at(-1)?.id;
    Object.assign(place, last === undefined ? { status: place.status + 1, after: last } : { after: last });
    return true;
  };
}

async function callFor({ store, engine }: SweepDeps, approval: Approval): Promise<void> {
  const rows = approval.bundle ? await rowsWith(store, approval) : [approval];
  // What held it back may have been gone before the process died.
  await Promise.all([...dueJobs(approval, rows), ...heldJob(approval)].map((job) => engine.enqueue(job)));
}
