import { AUDIT_COLUMNS } from '../adapters/sql/audit-file.ts';
import type { Columns } from '../adapters/sql/audit-file.ts';

export const COLUMN_NAMES: readonly string[] = AUDIT_COLUMNS.split(', ');

/** One row of the audit, ready to be printed; '' stands for what it does not say. */
export type PrintedRow = Readonly<Record<string, string>>;

/** `at` as ISO 8601, to the millisecond; everything else as it stands. */
export const printedRow = (columns: Columns): PrintedRow =>
  Object.fromEntries(
    COLUMN_NAMES.map((name, index) => [name, name === 'at' ? isoTime(columns[index]) : text(columns[index])]),
  );

const text = (column: Columns[number] | undefined): string =>
  column === null || column === undefined ? '' : column instanceof Uint8Array ? 'bytes' : String(column);

function isoTime(column: Columns[number] | undefined): string {
  const date = new Date(Number(column));
  return Number.isNaN(date.getTime()) ? text(column) : date.toISOString();
}
