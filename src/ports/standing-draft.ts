import { Unavailable } from '../domain/errors.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { CrashPoint } from './crash-point.ts';
import type { DraftRow, Drafts } from './memory.ts';
import type { Messenger } from './messenger.ts';

interface DraftDeps {
  store: Drafts;
  messenger: Messenger;
  crashPoint: CrashPoint;
}

/** Where this draft stands: one whose place was never saved is looked for. Undefined: nowhere, and its row is gone. */
export async function standingDraft(
  deps: DraftDeps,
  { job, conversation, begunAt, ref }: DraftRow,
): Promise<MessageRef | 'unclear' | undefined> {
  if (ref) return ref;
  const found = await deps.messenger.findDraft(conversation, begunAt).catch(unclear);
  if (found === 'unclear') return found;
  if (found) await deps.store.placeDraft(job, found);
  else await endDraft(deps, job);
  return found;
}

/** False: Slack has not done it, or nobody knows; the row stays, so that it is tried again. */
export async function takeDraftAway(deps: DraftDeps, draft: DraftRow): Promise<boolean> {
  const ref = await standingDraft(deps, draft);
  if (ref === undefined) return true;
  if (ref === 'unclear') return false;
  const { kind } = await deps.messenger.remove(ref);
  if (kind === 'later' || kind === 'ambiguous') return false;
  await endDraft(deps, draft.job);
  return true;
}

async function endDraft({ store, crashPoint }: DraftDeps, job: DraftRow['job']): Promise<void> {
  crashPoint('draft:before-end');
  await store.endDraft(job);
}

function unclear(error: unknown): 'unclear' {
  if (!(error instanceof Unavailable)) throw error;
  return 'unclear';
}
