import type { DatabaseSync } from 'node:sqlite';
import { orOutage } from './storage-fault.ts';

/**
 * The whole file anew: SQLite leaves copies of what was deleted where it moved rows from one page to another. `false`: another
 * program reads an earlier state, which stays in the log until it has ended.
 */
export const rewrite = (connection: DatabaseSync): boolean =>
  orOutage(() => {
    connection.exec('VACUUM');
    return emptyLog(connection);
  });

/** What was written reaches the file, and nothing of it stays in the log. */
export function emptyLog(connection: DatabaseSync): boolean {
  return connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
}
