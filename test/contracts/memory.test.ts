import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { memoryContract } from './memory.contract.ts';

memoryContract('SQLite in memory', () => {
  const sqlite = openSqlite(':memory:');
  return { store: sqlStore(sqlite.driver), close: () => sqlite.close() };
});
