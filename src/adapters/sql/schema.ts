import { closeSync, openSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { CHAIN } from './migrations/chain.ts';
import { GROUND } from './migrations/ground.ts';
import { KEEP } from './migrations/keep.ts';
import { PLACES } from './migrations/places.ts';
import { QUEUE } from './migrations/queue.ts';
import { TALK } from './migrations/talk.ts';

/** Each brings the schema from the version of its index to the next; never edited once released. */
export const MIGRATIONS: readonly string[] = [GROUND, PLACES, QUEUE, CHAIN, KEEP, TALK];

/** Forward only, all or nothing; an older database is copied aside first. Throws an `Error` in words for a database from the future. */
export function migrate(connection: DatabaseSync, migrations: readonly string[] = MIGRATIONS): void {
  connection.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT');
  const found = versionOf(connection);
  if (found > migrations.length) {
    throw new Error(
      `the database has schema ${found}, this Deskhand knows only up to ${migrations.length}: start the newer Deskhand again, or restore the backup made before the upgrade`,
    );
  }
  if (found > 0 && found < migrations.length) copyAside(connection, found);
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Read again: another process may have migrated while this one waited for the lock.
    migrations.slice(versionOf(connection)).forEach((sql) => step(connection, sql));
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(connection: DatabaseSync): number {
  return Number(
    connection.prepare('SELECT coalesce(max(version), 0) AS version FROM schema_version').get()?.['version'],
  );
}

function step(connection: DatabaseSync, sql: string): void {
  connection.exec(sql);
  connection.exec('INSERT INTO schema_version SELECT coalesce(max(version), 0) + 1 FROM schema_version');
}

function copyAside(connection: DatabaseSync, version: number): void {
  const path = connection.location();
  if (!path) return;
  const copy = `${path}.schema-${version}`;
  rmSync(copy, { force: true });
  closeSync(openSync(copy, 'wx', 0o600)); // SQLite would let everybody read it
  connection.prepare('VACUUM INTO $1').run({ $1: copy });
}
