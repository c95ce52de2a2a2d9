import { z } from 'zod';
import { Unavailable } from '../../domain/errors.ts';

const SqliteError = z.object({ code: z.literal('ERR_SQLITE_ERROR'), errcode: z.number() });
const ClosedConnection = z.object({ code: z.literal('ERR_INVALID_STATE') });

/** Primary result codes that speak of the disk, the file or its locks. https://www.sqlite.org/rescode.html */
const FAULTS: readonly number[] = [
  3 /* PERM */, 5 /* BUSY */, 6 /* LOCKED */, 7 /* NOMEM */, 8 /* READONLY */, 10 /* IOERR */, 11 /* CORRUPT */,
  13 /* FULL */, 14 /* CANTOPEN */, 15 /* PROTOCOL */, 22 /* NOLFS */, 26 /* NOTADB */,
];

/** Whether the storage failed, as opposed to a statement that the schema refused. */
export function isStorageFault(error: unknown): boolean {
  if (error instanceof Unavailable || ClosedConnection.safeParse(error).success) return true;
  const sqlite = SqliteError.safeParse(error);
  return sqlite.success && FAULTS.includes(sqlite.data.errcode & 0xff);
}

/** Whatever the database says of itself, a table that is missing too. */
export const isOfDatabase = (error: unknown): boolean => isStorageFault(error) || SqliteError.safeParse(error).success;

/** The file is not what SQLite wrote. */
export function isDamage(error: unknown): boolean {
  const sqlite = SqliteError.safeParse(error instanceof Unavailable ? error.cause : error);
  return sqlite.success && DAMAGE.includes(sqlite.data.errcode & 0xff);
}

const DAMAGE: readonly number[] = [11 /* CORRUPT */, 26 /* NOTADB */];

/** A storage fault as the outage it is; any other error as it came. */
export function asOutage(error: unknown): Error {
  if (error instanceof Unavailable) return error;
  if (isStorageFault(error)) return new Unavailable('store', { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

export function orOutage<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw asOutage(error);
  }
}
