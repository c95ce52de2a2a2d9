import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toldOfDamage } from '../../../src/adapters/sql/damaged.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import { Unavailable } from '../../../src/domain/errors.ts';
import { startFailure } from '../../../src/ops/start-failure.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-damaged-'));
  mkdirSync(join(folder, 'backups'));
  writeFileSync(join(folder, 'deskhand.db'), 'no database at all, but long enough to look like something'.repeat(20));
});
afterEach(() => rmSync(folder, { recursive: true }));

const backup = (name: string): string => join(folder, 'backups', name);
function startIn(place: string): unknown {
  try {
    openSqlite(join(place, 'deskhand.db')).close();
    return 'it opened';
  } catch (error) {
    return error;
  }
}

test('given a damaged database, when the bot starts, then it is refused, and the newest backup that is whole is named', () => {
  for (const name of ['older.db', 'newer.db']) openSqlite(backup(name)).close();
  utimesSync(backup('older.db'), 1_000, 1_000);
  writeFileSync(backup('newest.db'), 'damaged as well');

  const { code, message } = startFailure(toldOfDamage(startIn(folder), folder));

  expect(code).toBe(78);
  expect(message).toBe(
    `Deskhand cannot run: the database ${join(folder, 'deskhand.db')} is damaged. The newest good backup is ${backup('newer.db')}: npm run restore -- ${backup('newer.db')}`,
  );
});

test('given no good backup, when the bot starts on a damaged database, then that is said', () => {
  const { message } = startFailure(toldOfDamage(startIn(folder), folder));

  expect(message).toContain(`There is no good backup in ${join(folder, 'backups')}.`);
});

test('given another failure, when the bot starts, then it is told as it is', () => {
  const errors = [new Unavailable('store'), new Unavailable('slack'), new Error('another Deskhand is already running')];

  expect(errors.map((error) => toldOfDamage(error, folder))).toEqual(errors);
});
