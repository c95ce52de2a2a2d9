import type { Approval, Pending } from '../../domain/approval.ts';
import { takesLead } from '../../domain/decide.ts';
import type { Decision } from '../../domain/ledger.ts';
import type { Instant } from '../../domain/time.ts';
import type { Parameter } from './driver.ts';

/** `expires_at, waits_for, decided_at, decided_by, decided_before, changed_at, undo_until`: what queues are read by. */
export function queueColumns(approval: Approval): readonly Parameter[] {
  const [last, before] = decidersOf(approval).toReversed();
  const decided = [last?.at ?? null, last?.by ?? null, before?.by ?? null];
  return [approval.expiresAt, waitsFor(approval) ?? null, ...decided, changedAt(approval), undoUntil(approval) ?? null];
}

/** Who may not approve it, or not again: its requester, who changed it, who decided before. */
export function barredFrom({ requester, editor, decisions }: Pending): readonly string[] {
  const editors = editor ? [editor.person, ...editor.before] : [];
  return [...new Set<string>([requester.person, ...editors, ...decisions.map(({ by }) => by)])];
}

/** The lowest role that can approve it as it stands; of an unknown outcome, who can tell; undefined: it waits for nobody. */
function waitsFor(approval: Approval): 'agent' | 'lead' | 'company' | 'person' | undefined {
  if (approval.status === 'pending') return takesLead(approval) ? 'lead' : 'agent';
  if (approval.status === 'unknown') return approval.forPerson ? 'person' : 'company';
  return undefined;
}

/** In order; none until they are enough, and none where no people were asked. */
function decidersOf({ needs, decisions }: Approval): readonly Decision[] {
  if (needs.kind === 'auto') return [];
  return decisions.at(-1)?.verdict === 'reject' || decisions.length >= needs.count ? decisions : [];
}

const undoUntil = (approval: Approval): Instant | undefined =>
  approval.status === 'executed' && !approval.undoneBy ? approval.undoUntil : undefined;

function changedAt(approval: Approval): Instant {
  const { openedAt, decisions } = approval;
  switch (approval.status) {
    case 'prepared':
      return openedAt;
    case 'pending':
    case 'approved':
    case 'rejected':
      return decisions.at(-1)?.at ?? openedAt;
    case 'executing':
      return approval.startedAt;
    case 'unknown':
      return approval.since;
    case 'executed':
    case 'failed':
      return approval.finishedAt;
    case 'expired':
      return approval.expiredAt;
    case 'withdrawn':
      return approval.withdrawnAt;
    case 'superseded':
      return approval.supersededAt;
    case 'stale':
      return approval.staleAt;
  }
}
