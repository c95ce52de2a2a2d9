import { OutgoingId } from '../../domain/ids.ts';
import { reply } from '../../domain/say.ts';
import { SECOND } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Job } from '../../ports/engine.ts';
import { MessageJob } from '../../ports/jobs.ts';
import type { Store } from '../../ports/store.ts';
import { DESKHAND } from '../report/audit-row.ts';

export interface MissedDeps {
  store: Store;
  deliver: (lane: string) => Promise<void>;
  now: () => Instant;
}

const SET_BACK =
  'I was set back to an earlier state and may have missed what happened here since. If this is still open, please write to me again.';

/** It may have been answered after the copy was made, which nobody here knows. */
export const mayBeAnswered = (job: Job, takenAt: Instant): boolean =>
  Number(MessageJob.parse(job.data).ts) * SECOND <= takenAt;

/** Whoever wrote is told so instead of being answered once more; once in each thread. */
export async function tellMissed(deps: MissedDeps, job: Job, takenAt: Instant): Promise<void> {
  const { conversation, addressed } = MessageJob.parse(job.data);
  const { summary, items } = await deps.store.recall(conversation);
  if (!addressed && summary.items.length + items.length === 0) return;
  const once = OutgoingId.parse(`restored:${takenAt}:${conversation}`);
  await deps.store.commit({
    outgoing: reply(() => once, conversation, SET_BACK),
    done: job.id,
    audit: [{ at: deps.now(), event: 'missed', ...DESKHAND, conversation, detail: {} }],
  });
  await deps.deliver(conversation);
}
