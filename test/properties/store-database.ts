import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import type { Store } from '../../src/ports/store.ts';

/** One for many stories, one after another: opening a new one takes as long as half a story. */
export interface Database {
  store: Store;
  /** What was begun to be written is written. */
  settled(): Promise<void>;
  /** As if it were new. */
  empty(): void;
  close(): void;
}

const TABLES = ['items', 'approvals', 'outbox', 'places', 'audit', 'done'];

export function openDatabase(): Database {
  const sqlite = openSqlite(':memory:');
  const { driver, connection } = sqlite;
  connection.exec('DROP TRIGGER audit_is_never_deleted');
  return {
    store: sqlStore(driver),
    settled: async () => void (await driver.write([])),
    empty: () => connection.exec(TABLES.map((table) => `DELETE FROM ${table}`).join(';')),
    close: () => sqlite.close(),
  };
}
