import { AUDIT_COLUMNS } from '../adapters/sql/audit-file.ts';
import { jsonIn } from '../domain/json.ts';
import { DAY } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Told } from './audit.ts';
import { COLUMN_NAMES, printedRow } from './printed-row.ts';
import type { PrintedRow } from './printed-row.ts';
import type { OpenedAudit } from './open-audit.ts';
import { EXIT, Unusable } from './terminal.ts';
import type { Terminal } from './terminal.ts';

export interface ExportWish {
  /** The first moment, and the first that is not asked for any more. */
  from: Instant;
  until: Instant;
  format: 'csv' | 'jsonl';
}

/** What was typed behind `export`. Throws `Unusable`. */
export function exportWish({ from, to, format = 'csv' }: { from?: string; to?: string; format?: string }): ExportWish {
  if (format !== 'csv' && format !== 'jsonl') throw new Unusable(`--format is ${format}. Type csv or jsonl.`);
  const first = from === undefined ? 0 : dayOf('--from', from);
  const until = to === undefined ? Number.MAX_SAFE_INTEGER : dayOf('--to', to) + DAY;
  if (until <= first) throw new Unusable('--to is before --from. Type the earlier day behind --from.');
  return { from: first, until, format };
}

function dayOf(option: string, text: string): Instant {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // `2026-02-30` is read as a day of March.
  if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(text)) return at;
  throw new Unusable(`${option} is ${text}, which is no day. Type it as 2026-01-31.`);
}

/** Rows that are printed together. */
const PORTION = 500;

/** All columns of every row of that time, in order, a portion at a time. */
export const exportAudit =
  ({ from, until, format }: ExportWish, terminal: Terminal) =>
  async ({ file }: OpenedAudit): Promise<Told> => {
    const line = format === 'csv' ? csvLine : jsonLine;
    // The plus keeps SQLite from sorting: it would have to keep all of them.
    const rows = file.rows(`SELECT ${AUDIT_COLUMNS} FROM audit WHERE +at >= $1 AND +at < $2 ORDER BY seq`, from, until);
    let portion = format === 'csv' ? [`${COLUMN_NAMES.join(',')}\r\n`] : []; // what waits to be printed
    for (const columns of rows) {
      portion.push(line(printedRow(columns)));
      if (portion.length < PORTION) continue;
      await terminal.print(portion.join(''));
      portion = [];
    }
    return { exit: EXIT.well, text: portion.join('') };
  };

/** RFC 4180. */
const csvLine = (row: PrintedRow): string => `${COLUMN_NAMES.map((name) => cell(row[name] ?? '')).join(',')}\r\n`;

/** Spreadsheets take what begins like this for a formula and would work it out; some forgive what is blank before it. */
const FORMULA = /^[\t\r\n]|^\s*[=+\-@＝＋－＠]/;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const jsonLine = (row: PrintedRow): string =>
  `${JSON.stringify(Object.fromEntries(COLUMN_NAMES.map((name) => [name, jsonValue(name, row[name] ?? '')])))}\n`;

function jsonValue(name: string, text: string): unknown {
  if (name === 'seq') return Number(text);
  if (name === 'detail') return jsonIn(text) ?? text;
  return text === '' ? null : text;
}
