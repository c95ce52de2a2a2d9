import type { Approved, Expired, Pending, Prepared, Stale, Superseded, Withdrawn } from './approval.ts';
import type { Editor, Ledger, Replacement } from './ledger.ts';
import { moved } from './ledger.ts';
import type { Instant } from './time.ts';

/** Before anything was done, it ends. */
export function withdraw(approval: Prepared | Pending, why: Withdrawn['why'], now: Instant): Withdrawn {
  return { ...moved(approval), status: 'withdrawn', withdrawnAt: now, why };
}

/** `next` is opened in the same commit. `editor`: the colleague who changed it; absent: the requester did. */
export function supersede(
  approval: Prepared | Pending,
  next: Ledger,
  now: Instant,
  editor?: Pick<Editor, 'slackUser'>,
): Superseded {
  const edited = editor === undefined ? {} : { editedBy: editor.slackUser };
  return { ...moved(approval), status: 'superseded', supersededAt: now, by: replacementBy(next), ...edited };
}

export function expire(approval: Prepared | Pending | Approved, now: Instant): Expired {
  return { ...moved(approval), status: 'expired', expiredAt: now };
}

/** It was proposed again; undefined when it was before. */
export function reopen<Ended extends Expired | Stale>(approval: Ended, next: Ledger): Ended | undefined {
  if (approval.reopened !== undefined) return undefined;
  return { ...approval, version: approval.version + 1, reopened: replacementBy(next) };
}

export function goStale(approval: Approved, changes: readonly string[], now: Instant): Stale {
  return { ...moved(approval), status: 'stale', staleAt: now, changes };
}

const replacementBy = ({ id, edition, proposal }: Ledger): Replacement => ({
  id,
  effect: proposal.words.effect,
  edition,
});
