import { auditFileOver } from '../../src/adapters/sql/audit-file.ts';
import { verifyAudit } from '../../src/adapters/sql/audit-verify.ts';
import type { Fault } from '../../src/adapters/sql/audit-verify.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import type { Hold } from '../../src/domain/hold.ts';
import type { Store } from '../../src/ports/store.ts';

/** One for many stories, one after another: opening a new one takes as long as half a story. */
export interface Database {
  store: Store;
  /** What was begun to be written is written. */
  settled(): Promise<void>;
  /** What is wrong with the audit, its chain and the ledger beside it. */
  verify(): readonly Fault[];
  /** As if it were new. */
  empty(): void;
  /** Remembers all that is in it now. */
  copy(): void;
  /** Puts the copy in place, as an earlier one. */
  setBack(hold: Hold): Promise<void>;
  close(): void;
}

const TABLES = ['items', 'approvals', 'barred', 'outbox', 'places', 'audit', 'done', 'holds'];
const COPIED = [...TABLES, 'audit_head'];

const NEVER_DELETED = `CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`;

export function openDatabase(): Database {
  const sqlite = openSqlite(':memory:');
  const { driver, connection } = sqlite;
  const store = sqlStore(driver);
  const settled = async (): Promise<void> => void (await driver.write([]));
  const rewrite = (tables: readonly string[], sql: (table: string) => string): void => {
    connection.exec('DROP TRIGGER audit_is_never_deleted');
    connection.exec(`${tables.map(sql).join(';')}; ${NEVER_DELETED}`);
  };
  return {
    store,
    settled,
    verify: () => verifyAudit(auditFileOver(connection), undefined).faults,
    empty: () => {
      rewrite(TABLES, (table) => `DELETE FROM ${table}`);
      connection.exec("UPDATE audit_head SET seq = 0, hash = ''");
    },
    copy: () =>
      rewrite(COPIED, (table) => {
        const copied = `temp.copy_${table}`;
        return `DROP TABLE IF EXISTS ${copied}; CREATE TABLE ${copied} AS SELECT * FROM ${table}`;
      }),
    setBack: async (hold) => {
      await settled();
      rewrite(COPIED, (table) => `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM temp.copy_${table}`);
      await store.commit({ holds: [{ put: hold }], audit: [] });
    },
    close: () => sqlite.close(),
  };
}
