import { join } from 'node:path';
import type { CustomerId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { noTraces } from '../../domain/traces.ts';
import { eraseInCopies } from './erase-copies.ts';
import type { CopyErased } from './erase-copies.ts';
import { eraseCustomer, noteCustomer } from './erase-customer.ts';
import type { Erasure } from './erase-customer.ts';
import { openAuditFile, otherRelease } from './audit-file.ts';
import { CLEAN } from './retain.ts';
import { rewrite } from './rewrite.ts';
import { PATIENT_TIMEOUT, openSqlite } from './sqlite.ts';

export interface ErasedEverywhere {
  live: Erasure;
  copies: readonly CopyErased[];
  /** False: another program reads an earlier state of the database, which its log keeps until then. */
  isClean: boolean;
}

export interface EraseOptions {
  now: () => Instant;
  /** No bot runs on the folder, and none can start. */
  isAlone: boolean;
  /** Milliseconds to wait for other programs. */
  patience?: number;
}

/** In the database and every copy of it in the folder. `other-release`: a bot runs that wrote another schema; nothing was done. */
export async function eraseEverywhere(
  folder: string,
  customer: CustomerId,
  { now, isAlone, patience = PATIENT_TIMEOUT }: EraseOptions,
): Promise<ErasedEverywhere | 'other-release'> {
  const path = join(folder, 'deskhand.db');
  if (!isAlone && isOfOtherRelease(path)) return 'other-release';
  const sqlite = openSqlite(path, patience);
  const { driver, connection } = sqlite;
  try {
    const live = await eraseCustomer(driver, noTraces(customer), now());
    const copies = await eraseInCopies(folder, live.traces, { database: driver, at: now() });
    if (!live.isKnown && copies.some(isAbout)) await noteCustomer(driver, { at: now(), customer, ...NOTHING });
    const isClean = rewrite(connection);
    if (isClean) await driver.write([CLEAN]);
    return { live, copies, isClean };
  } finally {
    sqlite.close();
  }
}

const isAbout = ({ kind }: CopyErased): boolean => kind === 'cleaned' || kind === 'deleted';

const NOTHING = { conversations: 0, shared: 0, items: 0, requests: 0, kept: 0 };

function isOfOtherRelease(path: string): boolean {
  const file = openAuditFile(path);
  try {
    return otherRelease(file) !== undefined;
  } finally {
    file.close();
  }
}
