import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Stored in the file; a file with another number was written by another release. */
const VERSION = 1;

const SCHEMA = `
CREATE TABLE records (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  owner TEXT NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record)),
  UNIQUE (kind, id)
) STRICT;
CREATE INDEX records_by_owner ON records (kind, owner);
CREATE TABLE writes (
  number INTEGER PRIMARY KEY,
  system TEXT NOT NULL,
  key TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  request TEXT NOT NULL CHECK (json_valid(request)),
  status INTEGER NOT NULL,
  answer TEXT NOT NULL CHECK (json_valid(answer)),
  at TEXT NOT NULL,
  UNIQUE (system, key)
) STRICT;
PRAGMA user_version = ${VERSION};
`;

/** Opens the file, or a new one that `seed` fills. Throws when another release wrote it. */
export function openDatabase(file: string, seed: (database: DatabaseSync) => void): DatabaseSync {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 2_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  const version = versionOf(database);
  if (version === VERSION) return database;
  if (version !== 0) {
    database.close();
    throw new Error(`${file} holds a company of version ${version}, expected ${VERSION}: delete it to start afresh`);
  }
  inTransaction(database, () => {
    database.exec(SCHEMA);
    seed(database);
  });
  return database;
}

/** All of `work` or, when it throws, nothing of it. */
export function inTransaction<Value>(database: DatabaseSync, work: () => Value): Value {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
