import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../../src/adapters/sql/schema.ts';

const FIRST = 'CREATE TABLE notes (text TEXT NOT NULL) STRICT';
const SECOND = "ALTER TABLE notes ADD COLUMN author TEXT NOT NULL DEFAULT 'unknown'";

let folder: string;
let connection: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-schema-'));
  connection = new DatabaseSync(join(folder, 'deskhand.db'));
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

const versions = (): unknown[] =>
  connection
    .prepare('SELECT version FROM schema_version')
    .all()
    .map((row) => row['version']);

describe('given a database with an older schema', () => {
  beforeEach(() => {
    migrate(connection, [FIRST]);
    connection.exec("INSERT INTO notes VALUES ('kept')");
  });

  test('when it is opened, then its rows are kept, and a copy from before lies beside it', () => {
    migrate(connection, [FIRST, SECOND]);

    expect(versions()).toEqual([1, 2]);
    expect(connection.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept', author: 'unknown' }]);
    const copy = new DatabaseSync(join(folder, 'deskhand.db.schema-1'));
    expect(copy.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept' }]);
    copy.close();
  });

  test('when a migration fails half-way, then nothing of it is left, and the next start tries again', () => {
    expect(() => migrate(connection, [FIRST, `${SECOND}; nonsense`])).toThrow('syntax error');

    expect(versions()).toEqual([1]);
    expect(connection.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept' }]);
    migrate(connection, [FIRST, SECOND]);
    expect(versions()).toEqual([1, 2]);
  });

  test('when it is already up to date, then nothing happens', () => {
    migrate(connection, [FIRST]);

    expect(versions()).toEqual([1]);
    expect(existsSync(join(folder, 'deskhand.db.schema-1'))).toBe(false);
  });
});

test('given a database from a newer Deskhand, when it is opened, then it is refused in words', () => {
  migrate(connection, [FIRST, SECOND]);

  expect(() => migrate(connection, [FIRST])).toThrow('the database has schema 2, this Deskhand knows only up to 1');
});
