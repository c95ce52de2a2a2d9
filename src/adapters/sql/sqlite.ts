import { hash } from 'node:crypto';
import { closeSync, fchmodSync, fstatSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { Unavailable } from '../../domain/errors.ts';
import { SECOND } from '../../domain/time.ts';
import { auditHash } from './audit-hash.ts';
import type { Driver, Parameter } from './driver.ts';
import { groupCommit } from './group-commit.ts';
import type { Session } from './group-commit.ts';
import { migrate } from './schema.ts';
import { orOutage } from './storage-fault.ts';

export interface Sqlite {
  driver: Driver;
  /** For Keyv, which brings its own SQL. */
  connection: DatabaseSync;
  close: () => void;
}

/** Milliseconds that a statement may wait for another program's lock; the whole process waits with it. */
const BUSY_TIMEOUT = 250;
/** For a command, which gives way to the bot that runs beside it. */
export const PATIENT_TIMEOUT = 10 * SECOND;

/**
 * Opens or creates the file and brings its schema up to date. `:memory:` is a database of its own that nobody else sees.
 * What is deleted or replaced is overwritten with zeros.
 */
export function openSqlite(path: string, busyTimeout = BUSY_TIMEOUT): Sqlite {
  return orOutage(() => {
    if (path !== ':memory:') createPrivately(path);
    const connection = new DatabaseSync(path, { timeout: busyTimeout, enableForeignKeyConstraints: true });
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
    addHashes(connection);
    migrate(connection);
    return { driver: driverOf(connection), connection, close: () => connection.close() };
  });
}

/** Opens a file that is there as it is, whatever its schema. What is deleted or replaced is overwritten with zeros. */
export const openAsItIs = (path: string): Sqlite =>
  orOutage(() => {
    const connection = new DatabaseSync(path, { timeout: PATIENT_TIMEOUT });
    connection.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
    addHashes(connection);
    return { driver: driverOf(connection), connection, close: () => connection.close() };
  });

/** What the audit's SQL asks for. */
function addHashes(connection: DatabaseSync): void {
  connection.function('audit_hash', { deterministic: true, varargs: true }, (previous, ...columns) =>
    auditHash(String(previous), columns),
  );
  connection.function('sha256', { deterministic: true }, (text) => hash('sha256', String(text)));
}

/** Nobody else on this machine may read it, whoever made it; SQLite gives its side files the same permissions. */
export function createPrivately(path: string): void {
  const file = openSync(path, 'a', 0o600);
  if ((fstatSync(file).mode & 0o077) !== 0) fchmodSync(file, 0o600);
  closeSync(file);
}

function driverOf(connection: DatabaseSync): Driver {
  const prepare = statementCache(connection);
  const isInPlace = fileGuard(connection);
  const session: Session = {
    begin: () => {
      if (!isInPlace()) throw new Unavailable('store', { cause: new Error('the database file was moved or removed') });
      prepare('BEGIN IMMEDIATE').run();
    },
    run: (sql) => void prepare(sql).run(),
    change: ({ sql, params }) => Number(prepare(sql).run(named(params)).changes),
    isInTransaction: () => connection.isOpen && connection.isTransaction,
  };
  return {
    read: async (sql, params) => orOutage(() => prepare(sql).all(named(params))),
    write: groupCommit(session),
  };
}

function statementCache(connection: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const statement = prepared.get(sql) ?? connection.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
}

/** node:sqlite binds `$1` by name. */
const named = (params: readonly Parameter[]): Record<string, Parameter> =>
  Object.fromEntries(params.map((value, index) => [`$${index + 1}`, value]));

/** SQLite goes on writing to a file that was removed under it, and all of that would be lost without an error. */
function fileGuard(connection: DatabaseSync): () => boolean {
  const path = connection.location();
  if (!path) return () => true;
  const inode = inodeOf(path);
  return () => inodeOf(path) === inode;
}

const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;
