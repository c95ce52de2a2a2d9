import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countBusy } from '../../../src/adapters/sql/count-busy.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import type { Sqlite } from '../../../src/adapters/sql/sqlite.ts';
import { sqlVitals } from '../../../src/adapters/sql/vitals.ts';

let folder: string;
let sqlite: Sqlite;
const path = () => join(folder, 'deskhand.db');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-vitals-'));
  sqlite = openSqlite(path());
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true });
});

describe('given a database in a file', () => {
  test('when it is probed twice, then something is written each time', async () => {
    const { probe } = sqlVitals(sqlite.driver);
    const size = () => statSync(`${path()}-wal`).size;
    const sizes = [size()];
    await probe();
    sizes.push(size());
    await probe();
    sizes.push(size());

    expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
    expect(new Set(sizes).size).toBe(3);
  });

  test('when another program holds its lock, then the probe fails and the busy one is counted', async () => {
    const counted = { busy: 0 };
    const { probe } = sqlVitals(countBusy(sqlite.driver, () => (counted.busy += 1)));
    const other = openSqlite(path());
    other.connection.exec('BEGIN IMMEDIATE');
    const failed = await probe().catch((error: unknown) => String(error));
    other.connection.exec('COMMIT');
    other.close();
    await probe();

    expect([failed, counted.busy]).toEqual(['Unavailable: store is unavailable', 1]);
  });

  test('when another program has brought its schema further, then it is not current any more', async () => {
    const { isCurrent } = sqlVitals(sqlite.driver);
    const before = await isCurrent();
    sqlite.connection.exec('INSERT INTO schema_version SELECT max(version) + 1 FROM schema_version');

    expect([before, await isCurrent()]).toEqual([true, false]);
  });

  test('when jobs are due and others not yet, then the oldest due one and the longest lane are told', async () => {
    const { oldest, deepestLane } = sqlVitals(sqlite.driver);
    const before = await oldest(1_000);
    for (const [id, lane, runAt] of [
      ['a', 'one', 900],
      ['b', 'two', 700],
      ['c', 'two', 800],
      ['d', 'three', 5_000],
    ] as const)
      sqlite.connection.exec(
        `INSERT INTO jobs (id, lane, kind, data, run_at, arrived_at, attempts) VALUES ('${id}', '${lane}', 'message', '{}', ${runAt}, 1, 0)`,
      );

    expect([before, await oldest(1_000), await oldest(600)]).toEqual([{}, { job: 700 }, {}]);
    expect(await deepestLane(1_000)).toBe(2);
  });
});
