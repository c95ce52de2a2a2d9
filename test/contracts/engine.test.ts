import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localEngine } from '../../src/adapters/engine/local.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { engineContract } from './engine.contract.ts';

/** The engine's own timer never fires: tests call `tick`. */
const wake = () => () => {};

engineContract('the local engine in memory', () => {
  const sqlite = openSqlite(':memory:');
  return {
    open: (deps) => localEngine({ ...deps, driver: sqlite.driver, wake }),
    close: () => sqlite.close(),
  };
});

engineContract('the local engine in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-engine-'));
  let sqlite = openSqlite(join(folder, 'deskhand.db'));
  return {
    open: (deps) => {
      sqlite.close();
      sqlite = openSqlite(join(folder, 'deskhand.db'));
      return localEngine({ ...deps, driver: sqlite.driver, wake });
    },
    close: () => {
      sqlite.close();
      rmSync(folder, { recursive: true });
    },
  };
});
