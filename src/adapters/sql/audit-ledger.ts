import { isPending } from '../../domain/approval.ts';
import type { Approval } from '../../domain/approval.ts';
import { ApprovalRow } from './approval-row.ts';
import { LEDGER_COLUMNS, ledgerColumns } from './approval-statements.ts';
import type { AuditFile, Columns } from './audit-file.ts';
import type { Parameter } from './driver.ts';
import { jsonColumn } from './parse-row.ts';
import { barredFrom } from './queue-columns.ts';

/** `json`, then what is kept beside it: `id`, `version` and the others. All requests, or the one with this id. */
export const ledgerRows = (file: AuditFile, id: string | undefined): Iterable<Columns> =>
  id === undefined
    ? file.rows(`SELECT json, ${LEDGER_COLUMNS} FROM approvals ORDER BY seq`)
    : file.rows(`SELECT json, ${LEDGER_COLUMNS} FROM approvals WHERE id = $1`, id);

/** Who may not approve what, as the file says; of all requests, or of one. */
export function barredIn(file: AuditFile, id: string | undefined): Map<string, ReadonlySet<string>> {
  const rows =
    id === undefined
      ? file.rows('SELECT approval, person FROM barred')
      : file.rows('SELECT approval, person FROM barred WHERE approval = $1', id);
  const people = Map.groupBy(rows, ([approval]) => String(approval));
  return new Map(
    [...people].map(([approval, found]) => [approval, new Set(found.map(([, person]) => String(person)))]),
  );
}

const NAMES = LEDGER_COLUMNS.split(/,\s+/);
const Json = jsonColumn(ApprovalRow);

/** What beside its JSON is not what the JSON makes of it; undefined: nothing. */
export function changedBeside([json, ...columns]: Columns, barred: ReadonlySet<string> = NOBODY): string | undefined {
  const approval = Json.safeParse(json).data;
  if (!approval) return 'the JSON is none of Deskhand';
  const expected = ledgerColumns(approval);
  const changed = NAMES.filter((_, index) => !isSame(columns[index], expected[index]));
  if (changed.length > 0) return `${changed.length === 1 ? 'column' : 'columns'} ${changed.join(', ')}`;
  return isBarred(approval, barred) ? undefined : 'table barred';
}

const NOBODY: ReadonlySet<string> = new Set();

const isSame = (found: Columns[number] | undefined, expected: Parameter | undefined): boolean =>
  found === expected || (typeof found === 'bigint' && Number(found) === expected);

function isBarred(approval: Approval, people: ReadonlySet<string>): boolean {
  const expected = isPending(approval) ? barredFrom(approval) : [];
  return expected.length === people.size && expected.every((person) => people.has(person));
}
