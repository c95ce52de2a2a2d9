import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Unavailable } from '../../domain/errors.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Traces } from '../../domain/traces.ts';
import { BACKUPS } from './backup-files.ts';
import type { Driver, Statement } from './driver.ts';
import { forgetLookUps } from './erase-customer.ts';
import { decide, forgetting, isBare, isFree } from './erase-conversation.ts';
import type { CopyOptions } from './erase-conversation.ts';
import { releaseOf } from './erase-open.ts';
import { whereabouts } from './erase-traces.ts';
import { parseRow } from './parse-row.ts';
import { rewrite } from './rewrite.ts';
import { openAsItIs } from './sqlite.ts';
import { isOfDatabase } from './storage-fault.ts';

type Outcome =
  | {
      kind: 'cleaned';
      /** Were open when the copy was made; they are ended in it. */
      ended: readonly ApprovalId[];
      /** Open in the database too, so their conversations stay as they are until they are not. */
      waiting: readonly ApprovalId[];
    }
  /** Nothing that was written about the customer was in it. */
  | { kind: 'untouched' }
  /** These had been sent, and nobody knows what became of them. `requests` and `until`: what was lost with it. */
  | { kind: 'deleted'; unclear: readonly ApprovalId[]; requests: number; until: Instant }
  /** Nobody can tell what is in it. */
  | { kind: 'unreadable' };

export type CopyErased = Outcome & { path: string };

/** The same in every copy of the database that lies in the folder: backups, and what was put aside before upgrades and restores. */
export async function eraseInCopies(
  folder: string,
  known: Traces,
  options: CopyOptions,
): Promise<readonly CopyErased[]> {
  const unfinished = [
    ...filesIn(folder, /^deskhand\.db\.restoring/),
    ...filesIn(join(folder, BACKUPS), /\.part(-journal|-wal|-shm)?$/),
  ];
  for (const path of unfinished) rmSync(path, { force: true });
  const paths = [
    ...filesIn(folder, /^deskhand\.db\.(schema-\d+|before-restore-[\dTZ.-]+Z)$/),
    ...filesIn(join(folder, BACKUPS), /\.db$/),
  ];
  const done: CopyErased[] = [];
  for (const path of paths) done.push({ path, ...(await eraseInCopy(path, known, options)) });
  return done;
}

const filesIn = (folder: string, names: RegExp): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).flatMap((name) => (names.test(name) ? [join(folder, name)] : [])) : [];

async function eraseInCopy(path: string, known: Traces, options: CopyOptions): Promise<Outcome> {
  try {
    const outcome = await clean(path, known, options);
    if (outcome.kind === 'deleted')
      for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true });
    return outcome;
  } catch (error) {
    if (isOfDatabase(error)) return { kind: 'unreadable' };
    throw error;
  }
}

async function clean(path: string, known: Traces, options: CopyOptions): Promise<Outcome> {
  const sqlite = openAsItIs(path);
  const { driver, connection } = sqlite;
  try {
    const { conversations } = await whereabouts(driver, known);
    const release = await releaseOf(driver);
    const found = await Promise.all(conversations.map((one) => decide(driver, one, { ...options, release })));
    const unclear = found.flatMap((one) => one.unclear);
    if (unclear.length > 0) return { kind: 'deleted', unclear, ...(await lostWith(driver)) };
    const isWritten = await driver.write([...found.flatMap(forgetting(options.at, release)), SAID]);
    if (!isWritten) throw new Unavailable('store', { cause: new Error('another program writes it') });
    await forgetLookUps(driver);
    // Even where nothing of theirs is left: earlier releases deleted without overwriting.
    if (!rewrite(connection)) throw new Unavailable('store', { cause: new Error('another program reads it') });
    if (found.every(isBare)) return { kind: 'untouched' };
    const ended = found.filter(isFree).flatMap((one) => one.ended.map(({ id }) => id));
    return { kind: 'cleaned', ended, waiting: found.flatMap((one) => one.waiting) };
  } finally {
    sqlite.close();
  }
}

interface Lost {
  requests: number;
  until: Instant;
}
const Lost = z.tuple([z.object({ requests: z.number().int(), until: z.number().int() })]);

async function lostWith(driver: Driver): Promise<Lost> {
  const sql = `SELECT (SELECT count(*) FROM approvals) AS requests, (SELECT coalesce(max(at), 0) FROM audit) AS until`;
  return parseRow(Lost, await driver.read(sql, []))[0];
}

const SAID: Statement = { sql: "UPDATE outbox SET json = '{}' WHERE state IN ('sent', 'dropped')", params: [] };
