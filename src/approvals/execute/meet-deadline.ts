import { isUndecided } from '../../domain/approval.ts';
import type { Approval, Approved, Pending, Prepared } from '../../domain/approval.ts';
import { remind } from '../../domain/deadline.ts';
import { expire } from '../../domain/endings.ts';
import { isTooLate } from '../../domain/execution.ts';
import type { Reminder } from '../../domain/ledger.ts';
import { nudge } from '../../domain/say.ts';
import { closeUndo } from '../../domain/undo.ts';
import type { Instant } from '../../domain/time.ts';
import type { Job } from '../../ports/engine.ts';
import { ApprovalJob } from '../../ports/jobs.ts';
import type { AuditRow, Change } from '../../ports/store.ts';
import { rowsWith } from '../bundle-order.ts';
import { drawCards } from '../redraw.ts';
import { endingsOn } from './conclude.ts';
import { settleOutcome } from './execute-approval.ts';
import type { ExecuteDeps } from './execute-approval.ts';
import { DESKHAND, auditOf, doneBy } from '../report/audit-row.ts';

/** Whatever is due on this approval's card: somebody is reminded, or its time is up and everybody is told. Nothing when the deadline moved. */
export async function meetDeadline(deps: ExecuteDeps, job: Job): Promise<void> {
  const { approval: id } = ApprovalJob.parse(job.data);
  const approval = await deps.store.approval(id);
  if (!approval) return;
  const rows = await rowsWith(deps.store, approval);
  // The job was due then, whatever a clock that was set back says now.
  const change = dueOn(deps, rows, Math.max(deps.now(), job.runAt ?? 0));
  if (change) {
    deps.crashPoint('deadline:before-commit');
    await deps.store.commit(change);
    deps.crashPoint('deadline:after-commit');
    // Something else may be due, or somebody was faster.
    return meetDeadline(deps, job);
  }
  await settleOutcome(deps, id);
}

/** One commit's worth, in the order of weight; undefined when nothing is due any more. */
function dueOn(deps: ExecuteDeps, rows: readonly Approval[], now: Instant): Change | undefined {
  const undecided = rows.flatMap((row) => (isUndecided(row) && now >= row.expiresAt ? [row] : []));
  const late = rows.flatMap((row) => (row.status === 'approved' && isTooLate(row, now) ? [row] : []));
  const over: readonly (Prepared | Pending | Approved)[] = undecided.length > 0 ? undecided : late;
  const ended = over.map((from) => ({ from, to: expire(from, now) }));
  if (ended.length > 0) return endingsOn(deps, rows, ended);
  return undoOverOn(deps, rows, now) ?? reminderOn(deps, rows, now);
}

/** What was carried out a while ago is not taken back with one press any more. */
function undoOverOn({ newId }: ExecuteDeps, rows: readonly Approval[], now: Instant): Change | undefined {
  const over = rows.flatMap((from) =>
    from.status === 'executed' && from.undoUntil !== undefined && now >= from.undoUntil
      ? [{ from, to: closeUndo(from) }]
      : [],
  );
  if (over.length === 0) return undefined;
  return {
    approvals: over.map(({ from, to }) => ({ to, from: from.version })),
    outgoing: drawCards(
      newId,
      over.map(({ to }) => to),
    ),
    audit: over.map(({ to }) => doneBy(auditOf(to, now), 'undo-over', DESKHAND)),
  };
}

/** One nudge a card, however many rows of it wait. */
function reminderOn({ newId }: ExecuteDeps, rows: readonly Approval[], now: Instant): Change | undefined {
  const reminded = rows.flatMap((from) => {
    const due = from.status === 'pending' ? remind(from, now) : undefined;
    return due ? [{ ...due, from }] : [];
  });
  const [first] = reminded;
  if (!first) return undefined;
  return {
    approvals: reminded.map(({ from, to }) => ({ to, from: from.version })),
    outgoing: [nudge(newId, first.to, first.stage)],
    audit: reminded.map(({ to, stage }) => remindedRow(to, stage, now)),
  };
}

const remindedRow = (approval: Pending, stage: Reminder['stage'], at: Instant): AuditRow =>
  doneBy(auditOf(approval, at), `reminded:${stage}`, DESKHAND);
