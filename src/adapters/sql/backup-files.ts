import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toIso } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';

/** In the data folder, where backups are put unless somebody names another file. */
export const BACKUPS = 'backups';

/** `2026-01-10T12-00-00.000Z`: colons are no part of a name everywhere. */
export const stampOf = (instant: Instant): string => toIso(instant).replaceAll(':', '-');

export const backupPath = (folder: string, at: Instant): string => join(folder, BACKUPS, `deskhand-${stampOf(at)}.db`);

/** Newest first. */
export function backupsIn(folder: string): readonly string[] {
  const backups = join(folder, BACKUPS);
  const names = existsSync(backups) ? readdirSync(backups).filter((name) => name.endsWith('.db')) : [];
  return names
    .map((name) => join(backups, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs || (a < b ? 1 : -1));
}

/** Its folder too, for nobody else to read. */
export function makePrivateFolder(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
}

/** A file, or the names in a folder, are on disk when it returns. */
export function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
