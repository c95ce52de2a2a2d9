import { z } from 'zod';
import { Unavailable } from '../../domain/errors.ts';
import type { Driver } from './driver.ts';

/** Tells whoever counts when another program's lock made a read or a write fail. */
export function countBusy(driver: Driver, onBusy: () => void): Driver {
  const watched = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } catch (error) {
      if (isBusy(error)) onBusy();
      throw error;
    }
  };
  return {
    read: (sql, params) => watched(driver.read(sql, params)),
    write: (statements) => watched(driver.write(statements)),
  };
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const Busy = z.object({ errcode: z.number().refine((code) => (code & 0xff) === 5) });

const isBusy = (error: unknown): boolean => error instanceof Unavailable && Busy.safeParse(error.cause).success;
