import { join } from 'node:path';
import { StartRefused } from '../../domain/errors.ts';
import { openAuditFile } from './audit-file.ts';
import type { OpenedAuditFile } from './audit-file.ts';
import { BACKUPS, backupsIn } from './backup-files.ts';
import { isDamage, isOfDatabase } from './storage-fault.ts';

/** A damaged database as a refusal that names what to put in its place; any other error as it came. */
export function toldOfDamage(error: unknown, folder: string): unknown {
  if (!isDamage(error)) return error;
  const good = backupsIn(folder).find(isWhole);
  const advice =
    good === undefined
      ? `There is no good backup in ${join(folder, BACKUPS)}. Keep a copy of the folder, then put a backup from elsewhere in place: npm run restore -- <file>.`
      : `The newest good backup is ${good}: npm run restore -- ${good}`;
  return new StartRefused(`the database ${join(folder, 'deskhand.db')} is damaged. ${advice}`, { cause: error });
}

function isWhole(path: string): boolean {
  let file: OpenedAuditFile | undefined; // to be closed whatever happens
  try {
    file = openAuditFile(path);
    const [found] = [...file.rows('PRAGMA quick_check(1)')].flat();
    return found === 'ok' && [...file.rows('SELECT max(version) FROM schema_version')].length === 1;
  } catch (error) {
    if (!isOfDatabase(error)) throw error;
    return false;
  } finally {
    file?.close();
  }
}
