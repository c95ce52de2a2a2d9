import { DAY } from '../domain/time.ts';
import type { DraftRow } from '../ports/memory.ts';
import { takeDraftAway } from '../ports/standing-draft.ts';
import type { DeliverDeps } from './delivery.ts';

/** What no reply will take the place of any more is taken away. A draft whose job is still open is left to the job's next run, for a day. */
export async function sweepDrafts(deps: DeliverDeps): Promise<void> {
  for (const draft of await deps.store.drafts()) await sweepDraft(deps, draft);
}

/** However late, and whoever owes it. */
const AT_ANY_TIME = Number.MAX_SAFE_INTEGER;

/** In this order: between two reads a reply may be saved, or said in the draft's place, which ends the draft. */
async function sweepDraft(deps: DeliverDeps, draft: DraftRow): Promise<void> {
  const { store, now, log } = deps;
  const { job, conversation, begunAt } = draft;
  if (!(await store.isDone(job))) return begunAt < now() - DAY ? abandon(deps, draft) : undefined;
  const owed = await store.unsent(AT_ANY_TIME, conversation);
  if (owed.some(({ outgoing }) => outgoing.kind === 'reply' && outgoing.draft === job)) return;
  const standing = await store.draftOf(job);
  if (standing && !(await takeDraftAway(deps, standing)))
    log.debug({ conversation }, 'a draft could not be taken away yet');
}

/** Its end is saved first: from then on no run of its job puts a reply in its place. */
async function abandon({ store, messenger, crashPoint, log }: DeliverDeps, { job, ref }: DraftRow): Promise<void> {
  crashPoint('draft:before-end');
  await store.endDraft(job);
  if (!ref || (await store.isDone(job))) return;
  const { kind } = await messenger.remove(ref);
  log.warn({ job, outcome: kind }, 'a draft that nobody finished in a day was given up');
}
