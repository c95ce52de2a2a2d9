import type { AuditHead } from '../../ports/audit.ts';
import { AUDIT_COLUMNS, hashBehind } from './audit-file.ts';
import type { AuditFile, Columns } from './audit-file.ts';
import type { Fault } from './audit-verify.ts';

/** What became of the row behind the last good one, judged by those that follow it. */
export function blame(file: AuditFile, good: AuditHead): Fault {
  const seq = good.seq + 1;
  const [row, next] = firstTwo(file, good);
  if (!row || seqOf(row) > seq) {
    const where = whereIs(file, good);
    return { seq, what: where === undefined ? 'is missing' : movedTo(where) };
  }
  const found = { seq: seqOf(row), at: Number(row[1]) };
  if (found.seq < seq) return { ...found, what: 'was added before the first row' };
  return { ...found, what: whatOf(file, good, { row, next }) };
}

const seqOf = ([seq]: Columns): number => Number(seq);
const movedTo = (where: number): string => `was moved: what belongs here stands at row ${where}`;

/** Something stands where the row should be. */
function whatOf(file: AuditFile, good: AuditHead, { row, next }: { row: Columns; next: Columns | undefined }): string {
  const seq = good.seq + 1;
  const where = whereIs(file, good);
  if (where !== undefined) return where === seq + 1 && !isSwapped(row, next) ? 'was added' : movedTo(where);
  if (!next || isRight(hashOf(row), next, seq + 1)) return 'was changed';
  if (isRight(hashBehind(good.hash, row), next, seq + 1)) return 'has a hash that was changed';
  if (isRight(hashOf(row), next, seq + 2)) return 'is missing: those behind it were numbered anew';
  return 'was changed, and so was what follows it';
}

const hashOf = (columns: Columns): string => String(columns.at(-1));

/** Whether a row would be the right one there, behind a row with that hash. */
const isRight = (previous: string, columns: Columns, seq: number): boolean =>
  hashBehind(previous, columns, BigInt(seq)) === columns.at(-1);

/** Two neighbours that changed places. */
const isSwapped = (row: Columns, next: Columns | undefined): boolean =>
  next !== undefined && isRight(hashOf(next), row, seqOf(next));

function firstTwo(file: AuditFile, { seq }: AuditHead): readonly [Columns?, Columns?] {
  const [row, next] = rowsBehind(file, seq, 2);
  return row ? (next ? [row, next] : [row]) : [];
}

/** Where the row stands that was behind the last good one. */
function whereIs(file: AuditFile, good: AuditHead): number | undefined {
  for (const columns of rowsBehind(file, good.seq, -1))
    if (isRight(good.hash, columns, good.seq + 1)) return seqOf(columns);
  return undefined;
}

/** At most `limit` of them, or all (-1). What stands before the first row is behind nothing. */
const rowsBehind = (file: AuditFile, seq: number, limit: number): Iterable<Columns> =>
  file.rows(
    `SELECT ${AUDIT_COLUMNS} FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2`,
    seq === 0 ? -9_000_000_000_000_000 : seq,
    limit,
  );
