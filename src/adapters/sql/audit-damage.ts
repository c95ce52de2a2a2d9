import type { AuditFile } from './audit-file.ts';
import { isOfDatabase } from './storage-fault.ts';

/** What in the file is not as it was written, as far as that is known: `table items`. Undefined: the file is whole. */
export function damageIn(file: AuditFile): readonly string[] | undefined {
  const reports = reportsOn(file);
  if (reports.length === 1 && reports[0] === 'ok') return spoiltTexts(file);
  return placesIn(reports.join('\n'), file);
}

/** SQLite gives up where it cannot read on, with an error; what it said before still counts. */
function reportsOn(file: AuditFile): readonly string[] {
  const reports: string[] = [];
  try {
    for (const [report] of file.rows('PRAGMA integrity_check')) reports.push(String(report));
  } catch (error) {
    if (!isOfDatabase(error)) throw error;
    reports.push(error instanceof Error ? error.message : '');
  }
  return reports;
}

/** A report names a table, an index, or only the page at which one begins: `Tree 12 page 34: …`. */
function placesIn(reports: string, file: AuditFile): readonly string[] {
  const trees = new Set([...reports.matchAll(/\bTree (\d+) /g)].map(([, page]) => Number(page)));
  const words = new Set(reports.split(/\W+/));
  const places = [...file.rows('SELECT type, name, rootpage FROM sqlite_schema WHERE rootpage > 0')];
  return places
    .filter(([, name, page]) => trees.has(Number(page)) || words.has(String(name)))
    .map(([type, name]) => `${String(type)} ${String(name)}`);
}

/**
 * JSON that SQLite does not look into: the end of a long text may be on a page of its own. The ledger and the audit have
 * their hashes. The cache is there once a bot has started.
 */
const TEXTS = { items: 'json', outbox: 'json', jobs: 'data', holds: 'json', cache: 'value' } as const;

function spoiltTexts(file: AuditFile): readonly string[] | undefined {
  const tables = new Set([...file.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")].map(([name]) => name));
  const spoilt = Object.entries(TEXTS).filter(([table, column]) => {
    if (!tables.has(table)) return false;
    const [found] = file.rows(`SELECT 1 FROM ${table} WHERE NOT json_valid(${column}) LIMIT 1`);
    return found !== undefined;
  });
  return spoilt.length === 0 ? undefined : spoilt.map(([table]) => `table ${table}`);
}
