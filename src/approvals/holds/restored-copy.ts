import type { Hold, Restored } from '../../domain/hold.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import { cardOf } from '../../domain/ledger.ts';
import { tellColleagues } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { Handlers, Job } from '../../ports/engine.ts';
import { FollowUpJob } from '../../ports/jobs.ts';
import type { Change, Store } from '../../ports/store.ts';
import { rowsWith } from '../bundle-order.ts';
import { askOnce, checker, openInquiry } from './check-restored.ts';
import type { CheckDeps, Inquiry } from './check-restored.ts';
import { mayBeAnswered, tellMissed } from './missed-message.ts';

/** A ledger that may not know what happened last. */
export interface RestoredCopy {
  /** Moves no request before the company was asked what became of it; while the company cannot be asked it throws `Unavailable`. */
  store: Store;
  /** Leaves out what may have been done after the copy was made. */
  handlers: (all: Handlers) => Handlers;
  /** Asks about everything open and then lifts the hold; for a timer. Does nothing while it runs, and once it is done. */
  check: () => Promise<void>;
}

/** Undefined: this database is no earlier copy, or everything in it was checked. */
export async function openCopy(deps: CheckDeps): Promise<RestoredCopy | undefined> {
  const hold = (await deps.store.holds()).find(isRestored);
  if (!hold) return undefined;
  await deps.store.commit({ outgoing: [tellColleagues(hold)], audit: [] });
  await doubtDrafts(deps.store, hold);
  const inquiry = openInquiry(deps);
  /** Cards on which something was moved since this start. */
  const moved = new Set<ApprovalId>();
  const commit = async (change: Change): Promise<boolean> => {
    if (inquiry.progress.isOver) return deps.store.commit(change);
    const { approvals = [] } = change;
    const known = approvals.filter(({ from }) => from !== undefined);
    await Promise.all(known.map(({ to }) => askOnce(inquiry, to.id)));
    if (!(await deps.store.commit(change))) return false;
    for (const { to } of approvals) {
      inquiry.settled.add(to.id);
      moved.add(cardOf(to));
    }
    return true;
  };
  return {
    store: { ...deps.store, commit },
    handlers: (all) => withoutMissed(inquiry, all, { takenAt: hold.takenAt, moved }),
    check: checker(inquiry),
  };
}

/** What was being written then may be a whole reply by now: where it stands is looked for anew, and only what is unfinished is found. */
async function doubtDrafts(store: Store, { takenAt }: Restored): Promise<void> {
  for (const { job, conversation, begunAt } of await store.drafts()) {
    // A reply that is saved takes the place that is known, whatever stands there.
    if (begunAt > takenAt || (await store.isDone(job))) continue;
    await store.endDraft(job);
    await store.beginDraft({ job, conversation, begunAt });
  }
}

const isRestored = (hold: Hold): hold is Restored => hold.kind === 'restored';

interface Missed {
  takenAt: Instant;
  moved: ReadonlySet<ApprovalId>;
}

const withoutMissed = (deps: Inquiry, all: Handlers, { takenAt, moved }: Missed): Handlers => ({
  ...all,
  message: async (job, attempt) => {
    const isMissed = mayBeAnswered(job, takenAt) && !(await deps.store.isDone(job.id));
    return isMissed ? tellMissed(deps, job, takenAt) : all.message(job, attempt);
  },
  'follow-up': async (job, attempt) => {
    if (await isDueHere(deps, job, moved)) await all['follow-up'](job, attempt);
  },
});

/** Whether its card ended in this life: after what the company told of another one, the model may have gone on already. */
async function isDueHere(deps: Inquiry, job: Job, moved: ReadonlySet<ApprovalId>): Promise<boolean> {
  const approval = await deps.store.approval(FollowUpJob.parse(job.data).approval);
  if (!approval) return false;
  const rows = await rowsWith(deps.store, approval);
  if (rows.some(({ id }) => deps.recovered.has(id))) return false;
  return deps.progress.isOver || moved.has(cardOf(approval));
}
