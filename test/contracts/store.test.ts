import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { lastingStoreContract, storeContract } from './store.contract.ts';
import type { LastingStoreRig } from './store.contract.ts';

storeContract('SQLite in memory', () => {
  const sqlite = openSqlite(':memory:');
  return { store: sqlStore(sqlite.driver), close: () => sqlite.close() };
});

const inFile = (): LastingStoreRig => {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-store-'));
  const open = () => openSqlite(join(folder, 'deskhand.db'));
  let sqlite = open();
  return {
    store: sqlStore(sqlite.driver),
    reopen: () => {
      sqlite.close();
      sqlite = open();
      return sqlStore(sqlite.driver);
    },
    close: () => {
      sqlite.close();
      rmSync(folder, { recursive: true });
    },
  };
};

storeContract('SQLite in a file', inFile);
lastingStoreContract('SQLite in a file', inFile);
