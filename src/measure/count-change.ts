import type { Approval, ApprovalStatus } from '../domain/approval.ts';
import { isOpen } from '../domain/approval.ts';
import type { ApprovalId } from '../domain/ids.ts';
import { cardOf } from '../domain/ledger.ts';
import { SECOND } from '../domain/time.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { AuditRow, Change } from '../ports/store.ts';

/** The last known state of everything in which something may still happen. */
export type Known = Map<ApprovalId, ApprovalStatus>;

/** Counts what a change that was saved says about the ledger. */
export function countChange(metrics: Metrics, known: Known, { approvals = [], audit }: Change): void {
  const stayed = new Set(audit.filter(({ event }) => STAYS.has(event)).map(({ approval }) => approval));
  const entered = approvals.map(({ to }) => to).filter((to) => known.get(to.id) !== to.status && !stayed.has(to.id));
  for (const to of entered) {
    metrics.actions.inc({ type: to.proposal.action, state: to.status });
    if (to.status === 'unknown' && to.amount !== undefined) metrics.mismatches.inc();
  }
  for (const latency of latencies(entered)) metrics.decisionLatency.observe(latency / SECOND);
  for (const { to } of approvals) keep(known, to);
  for (const row of audit) countRefusal(metrics, row);
}

/** Steps of what has ended already: its state is the same before and after. */
const STAYS: ReadonlySet<string> = new Set(['reopened', 'undone', 'undo-over', 'erased']);

function keep(known: Known, approval: Approval): void {
  if (isOpen(approval)) known.set(approval.id, approval.status);
  else known.delete(approval.id);
}

/** Milliseconds, one for each card on which a person decided. */
function latencies(entered: readonly Approval[]): readonly number[] {
  const decided = entered.flatMap((approval) => {
    const last = approval.decisions.at(-1);
    const isDecided = approval.status === 'approved' || approval.status === 'rejected';
    return isDecided && last && last.by !== 'policy' ? [[cardOf(approval), last.at - approval.openedAt] as const] : [];
  });
  return [...new Map(decided).values()];
}

const REFUSED = 'refused:';
/** Not a person's decision: the model asked for what the policy never allows. */
const FORBIDDEN = 'policy';

/** A refused command names no request. */
function countRefusal(metrics: Metrics, { event, approval }: AuditRow): void {
  if (!event.startsWith(REFUSED)) return;
  const reason = event.slice(REFUSED.length);
  if (reason === FORBIDDEN) metrics.proposalsForbidden.inc();
  else if (approval !== undefined) metrics.decisionsRefused.inc({ reason });
}
