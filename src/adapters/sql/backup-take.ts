import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../domain/time.ts';
import { checkBackup } from './backup-check.ts';
import { flush, makePrivateFolder } from './backup-files.ts';
import { PATIENT_TIMEOUT, createPrivately } from './sqlite.ts';
import { orOutage } from './storage-fault.ts';

export type BackupTaken =
  /** `doubt`: as in `BackupCheck`. */
  { kind: 'taken'; rows: number; doubt?: string } | { kind: 'bad'; why: string } | { kind: 'exists' };

/**
 * A copy of a database that may be in use, as it is at one moment. Whoever puts the copy in its place, by hand too, starts
 * without executions until it is known what happened since. It has its name only once it is whole, checked and on disk.
 */
export function takeBackup(database: string, to: string, now: () => Instant): BackupTaken {
  if (existsSync(to)) return { kind: 'exists' };
  const part = `${to}.part`;
  makePrivateFolder(part);
  rmSync(part, { force: true });
  createPrivately(part);
  try {
    copy(database, part);
    markAsCopy(part, now());
    const checked = checkBackup(part);
    if (checked.kind === 'bad') return checked;
    flush(part);
    renameSync(part, to);
    flush(dirname(to));
    const { head, doubt } = checked;
    return { kind: 'taken', rows: head.seq, ...(doubt === undefined ? {} : { doubt }) };
  } finally {
    rmSync(part, { force: true });
  }
}

const copy = (from: string, to: string): void =>
  orOutage(() => {
    const connection = new DatabaseSync(from, { readOnly: true, timeout: PATIENT_TIMEOUT });
    try {
      connection.prepare('VACUUM INTO $1').run({ $1: to });
    } finally {
      connection.close();
    }
  });

/** In the copy only. `takenAt` is when it was finished: nothing that came after that is in it. Earlier releases knew no holds. */
export const markAsCopy = (path: string, takenAt: Instant): void =>
  orOutage(() => {
    const connection = new DatabaseSync(path);
    try {
      const holds = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'holds'").get();
      if (holds === undefined) return;
      const hold = { kind: 'restored', takenAt, at: takenAt };
      connection
        .prepare('INSERT OR REPLACE INTO holds (kind, json) VALUES ($1, $2)')
        .run({ $1: hold.kind, $2: JSON.stringify(hold) });
    } finally {
      connection.close();
    }
  });
