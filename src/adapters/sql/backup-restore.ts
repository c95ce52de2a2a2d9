import { copyFileSync, existsSync, linkSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../domain/time.ts';
import type { AuditHead } from '../../ports/audit.ts';
import { appendAnchor, readAnchors } from './audit-anchors.ts';
import { openAuditFile } from './audit-file.ts';
import { checkBackup } from './backup-check.ts';
import { flush, stampOf } from './backup-files.ts';
import { missingFrom } from './backup-missing.ts';
import type { Missing } from './backup-missing.ts';
import { markAsCopy } from './backup-take.ts';
import { emptyLog } from './rewrite.ts';
import { createPrivately, openSqlite } from './sqlite.ts';
import { isOfDatabase } from './storage-fault.ts';

export type Restored =
  /** `aside`: there was a database, and where it is now; `missing`: what only that knows; `doubt`: as in `BackupCheck`. */
  | { kind: 'restored'; takenAt: Instant; aside?: { path: string; missing?: Missing }; doubt?: string }
  | { kind: 'bad'; why: string };

/**
 * Puts a copy in the place of the database, which is kept beside it. Nobody may have the database open: the caller holds the
 * folder's lock. Interrupted, it is done again.
 */
export function restore(folder: string, backup: string, now: Instant): Restored {
  const checked = checkBackup(backup);
  if (checked.kind === 'bad') return checked;
  const part = join(folder, 'deskhand.db.restoring');
  removeAll(part);
  createPrivately(part);
  copyFileSync(backup, part);
  if (checked.isOlder) bringUpToDate(folder, part);
  const takenAt = takenAtOf(part) ?? Math.ceil(statSync(backup).mtimeMs);
  markAsCopy(part, takenAt);
  const copied = checkBackup(part);
  if (copied.kind === 'bad') return copied;
  flush(part);
  const database = join(folder, 'deskhand.db');
  const aside = existsSync(database) ? putAside(database, `${database}.before-restore-${stampOf(now)}`) : undefined;
  const missing = aside === undefined ? undefined : missingFrom(part, aside);
  appendAnchor(folder, { at: now, ...agreed(folder, part, copied.head), restored: true });
  renameSync(part, database);
  flush(folder);
  return {
    kind: 'restored',
    takenAt,
    ...(aside === undefined ? {} : { aside: { path: aside, ...(missing && { missing }) } }),
    ...(copied.doubt === undefined ? {} : { doubt: copied.doubt }),
  };
}

/** The newest row before the copy and the anchors part: behind it the copy tells another story, as when something was erased in it. */
function agreed(folder: string, path: string, head: AuditHead): AuditHead {
  const file = openAuditFile(path);
  try {
    const at = (seq: number): AuditHead => {
      const [[hash] = ['']] = file.rows('SELECT hash FROM audit WHERE seq = $1', seq);
      return { seq, hash: String(hash) };
    };
    const anchors = readAnchors(folder)?.anchors ?? [];
    const parted = anchors.find(({ seq, hash }) => seq <= head.seq && at(seq).hash !== hash);
    return parted ? at(parted.seq - 1) : head;
  } finally {
    file.close();
  }
}

/** With what SQLite put beside it. */
function removeAll(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true });
}

function bringUpToDate(folder: string, part: string): void {
  openSqlite(part).close();
  for (const name of readdirSync(folder).filter((name) => name.startsWith('deskhand.db.restoring.schema-')))
    rmSync(join(folder, name));
}

/** Undefined: the copy was made by hand. */
function takenAtOf(path: string): Instant | undefined {
  const taken = "SELECT json_extract(json, '$.takenAt') AS at FROM holds WHERE kind = 'restored'";
  const at = withDatabase(path, true, (connection) => connection.prepare(taken).get()?.['at']);
  return typeof at === 'number' ? at : undefined;
}

/** The name stays until the copy takes it in one step; a log beside it would be read as the copy's own. */
function putAside(database: string, aside: string): string {
  tidy(database);
  linkSync(database, aside);
  for (const end of ['-wal', '-shm'])
    if (existsSync(`${database}${end}`)) renameSync(`${database}${end}`, `${aside}${end}`);
  return aside;
}

/** What is in the log goes into the file; a damaged one is put aside as it is, and so it is only read before it is known. */
function tidy(database: string): void {
  try {
    withDatabase(database, true, (connection) => connection.prepare('SELECT max(version) FROM schema_version').get());
    withDatabase(database, false, emptyLog);
  } catch (error) {
    if (!isOfDatabase(error)) throw error;
  }
}

function withDatabase<Value>(path: string, readOnly: boolean, work: (connection: DatabaseSync) => Value): Value {
  const connection = new DatabaseSync(path, { readOnly });
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}
