import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { auditHash } from './audit-hash.ts';
import { MIGRATIONS } from './schema.ts';

/** A row as it stands in the file, column by column: numbers are bigints, and what should not be there may be. */
export type Columns = readonly SQLOutputValue[];

export interface AuditFile {
  /** What the SQL finds, a row at a time; all of it as it was when the file was opened. */
  rows(sql: string, ...params: readonly SQLInputValue[]): Iterable<Columns>;
}

export interface OpenedAuditFile extends AuditFile {
  /** False: somebody began to write while it was read as if nobody did. */
  wasAtRest(): boolean;
  close(): void;
}

/** Of all columns, in the order in which a row's hash ties them together; the hash itself is the last. */
export const AUDIT_COLUMNS = 'seq, at, event, actor, role, role_from, approval, conversation, job, detail, hash';

/** Opens a database without changing anything in its folder, whether a bot runs on it or not. Throws what SQLite throws. */
export function openAuditFile(path: string): OpenedAuditFile {
  const isAtRest = !existsSync(`${path}-wal`);
  const connection = new DatabaseSync(isAtRest ? immutable(path) : path, { readOnly: true, timeout: 5_000 });
  try {
    connection.exec('BEGIN');
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    ...auditFileOver(connection),
    wasAtRest: () => !isAtRest || !existsSync(`${path}-wal`),
    close: () => connection.close(),
  };
}

export const auditFileOver = (connection: DatabaseSync): AuditFile => ({
  rows: (sql, ...params) => read(connection, sql, params),
});

/** What the hash of a row must be, whatever hash it has; `seq`: as if it stood there. */
export function hashBehind(previous: string, columns: Columns, seq = columns[0] ?? null): string {
  const tied = columns.slice(0, -1);
  tied[0] = seq;
  return auditHash(previous, tied);
}

/** Written by another release; undefined: by this one. */
export function otherRelease(file: AuditFile): 'older' | 'newer' | undefined {
  const [version] = [...file.rows('SELECT max(version) FROM schema_version')][0] ?? [];
  const known = BigInt(MIGRATIONS.length);
  if (version === known) return undefined;
  return typeof version === 'bigint' && version > known ? 'newer' : 'older';
}

/** At rest a database has no log beside it, and SQLite would make one even to read it. */
function immutable(path: string): URL {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return url;
}

function* read(connection: DatabaseSync, sql: string, params: readonly SQLInputValue[]): Generator<Columns> {
  const statement = connection.prepare(sql);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  // node:sqlite binds `$1` by name.
  const named = Object.fromEntries(params.map((value, index) => [`$${index + 1}`, value]));
  // Its type knows only of objects. A copy of each array would take as long as reading it.
  for (const row of statement.iterate(named)) yield Array.isArray(row) ? row : Object.values(row);
}
