import type { Approval, Approved, Stale } from './approval.ts';
import { isOpen, isPending } from './approval.ts';
import { goStale } from './endings.ts';
import { cardOf } from './ledger.ts';
import { stricterOfPeople } from './requirement.ts';
import type { Instant } from './time.ts';

/** Rows on one card. */
export const MOST_ROWS = 5;

/**
 * What people must decide of one turn's requests becomes one card with a row each: they need what the strictest of them
 * needs, and their order is that of the requests. A single one stays as it is.
 */
export function bundled(opened: readonly Approval[]): readonly Approval[] {
  const rows = opened.filter(isPending);
  const [first, ...rest] = rows;
  if (!first || rest.length === 0) return opened;
  const needs = rest.reduce((strictest, row) => stricterOfPeople(strictest, row.needs), first.needs);
  return opened.map((approval) =>
    isPending(approval)
      ? { ...approval, needs, bundle: { id: first.id, step: rows.indexOf(approval) + 1, of: rows.length } }
      : approval,
  );
}

/** The rows of this approval's card in order, itself alone when it has a card of its own. Of a row that was edited, the last edition. */
export function rowsOf(approval: Approval, inThread: readonly Approval[]): readonly Approval[] {
  if (!approval.bundle) return [approval];
  const rows = inThread.filter((other) => other.bundle && cardOf(other) === cardOf(approval));
  const latest = new Map(rows.toSorted((a, b) => a.edition - b.edition).map((row) => [row.bundle?.step ?? 0, row]));
  return [...latest.entries()].toSorted(([a], [b]) => a - b).map(([, row]) => row);
}

/** Whether every row before this one has ended. */
export function isItsTurn(approval: Approved, rows: readonly Approval[]): boolean {
  return !earlier(approval, rows).some(isOpen);
}

/** The rows behind one that came to nothing: they are not carried out. */
export function stopRest(ended: Approval, rows: readonly Approval[], now: Instant): readonly Stale[] {
  const step = ended.bundle?.step ?? 0;
  const why = `step ${step} (${ended.proposal.words.effect}) was not done, so this was not either`;
  return rows
    .filter((row): row is Approved => row.status === 'approved' && (row.bundle?.step ?? 0) > step)
    .map((row) => goStale(row, [why], now));
}

/** The rows before this one, first to last. */
export function earlier(approval: Approval, rows: readonly Approval[]): readonly Approval[] {
  return rows.filter((row) => (row.bundle?.step ?? 0) < (approval.bundle?.step ?? 0));
}

/** What a press on the whole card was made on: another number once a row was changed, so that nobody decides what they did not see. */
export function cardVersion(rows: readonly Approval[]): number {
  const [first, ...others] = rows;
  if (first && others.length === 0) return first.version;
  return rows.reduce((sum, { edition }) => sum + edition, 0);
}
