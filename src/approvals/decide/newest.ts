import type { Approval } from '../../domain/approval.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import { cardOf } from '../../domain/ledger.ts';
import type { MessageRef } from '../../domain/outgoing.ts';
import { cardPlace } from '../../domain/say.ts';
import type { Store } from '../../ports/store.ts';

/** Where a request went that was changed or proposed again. */
export interface Newest {
  /** The last of its line that was replaced: names what stands in its place. Itself, when nothing does. */
  replaced: Approval;
  /** The card of what stands in its place; absent when nothing does, or it was not posted yet. */
  newer?: MessageRef;
}

export async function newestOf(store: Store, approval: Approval): Promise<Newest> {
  const next = await replacementOf(store, approval);
  if (!next) return { replaced: approval };
  if (replacementIdOf(next)) return newestOf(store, next);
  const newer = await store.placeOf(cardPlace(cardOf(next)));
  return { replaced: approval, ...(newer ? { newer } : {}) };
}

async function replacementOf(store: Store, approval: Approval): Promise<Approval | undefined> {
  const id = replacementIdOf(approval);
  return id && store.approval(id);
}

function replacementIdOf(approval: Approval): ApprovalId | undefined {
  switch (approval.status) {
    case 'superseded':
      return approval.by.id;
    case 'expired':
    case 'stale':
      return approval.reopened?.id;
    case 'prepared':
    case 'pending':
    case 'approved':
    case 'executing':
    case 'unknown':
    case 'executed':
    case 'failed':
    case 'rejected':
    case 'withdrawn':
      return undefined;
  }
}
