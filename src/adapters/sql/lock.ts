import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Lock {
  release(): void;
}

/**
 * Keeps every other process out of the folder until it is released or this process ends, however it ends.
 * Keep the reference: a collected lock is no lock. Throws an `Error` in words when somebody holds it or the folder cannot be used.
 */
export function lockFolder(folder: string): Lock {
  const connection = open(folder);
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    connection.close();
    throw new Error(
      isBusy(cause)
        ? `another Deskhand is already running on ${folder}`
        : `cannot use deskhand.lock in ${folder}; remove that file`,
      { cause },
    );
  }
  return { release: () => connection.close() };
}

/** Undefined: somebody holds it. */
export function lockIfFree(folder: string): Lock | undefined {
  try {
    return lockFolder(folder);
  } catch (error) {
    if (error instanceof Error && isBusy(error.cause)) return undefined;
    throw error;
  }
}

function open(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return new DatabaseSync(join(folder, 'deskhand.lock'), { timeout: 0 });
  } catch (cause) {
    throw new Error(`cannot write in ${folder}`, { cause });
  }
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === 5;
