import { z } from 'zod';
import type { AuditHead } from '../../ports/audit.ts';
import { openAuditFile, otherRelease } from './audit-file.ts';
import type { AuditFile, OpenedAuditFile } from './audit-file.ts';
import { verifyAudit } from './audit-verify.ts';
import { isOfDatabase } from './storage-fault.ts';

export type BackupCheck =
  /** `doubt`: somebody changed its audit or its ledger by hand; in words. */
  | { kind: 'good'; head: AuditHead; isOlder: boolean; doubt?: string }
  /** No database, none of Deskhand's, damaged, or of a newer release: in words. */
  | { kind: 'bad'; why: string };

/** Reads all of a file that nobody writes to: its pages, its schema, its audit. */
export function checkBackup(path: string): BackupCheck {
  let file: OpenedAuditFile | undefined; // to be closed whatever happens
  try {
    file = openAuditFile(path);
    return check(file);
  } catch (error) {
    if (!isOfDatabase(error)) throw error;
    return bad('is not a whole database of Deskhand');
  } finally {
    file?.close();
  }
}

const bad = (why: string): BackupCheck => ({ kind: 'bad', why });

const Version = z.tuple([z.tuple([z.bigint()])]);

function check(file: AuditFile): BackupCheck {
  const [problem] = [...file.rows('PRAGMA integrity_check(1)')].flat();
  if (problem !== 'ok') return bad('is damaged');
  if (!Version.safeParse([...file.rows('SELECT max(version) FROM schema_version')]).success)
    return bad('is not a database of Deskhand');
  const release = otherRelease(file);
  if (release === 'newer') return bad('was written by a newer Deskhand: use the one that it came from');
  // Earlier releases did not chain their audit; it is chained when such a copy is brought up to date.
  if (release === 'older') return { kind: 'good', head: { seq: 0, hash: '' }, isOlder: true };
  const { head, faults } = verifyAudit(file, undefined);
  const [fault] = faults;
  const doubt = fault && `${fault.seq === undefined ? '' : `row ${fault.seq} of its audit `}${fault.what}`;
  return { kind: 'good', head, isOlder: false, ...(doubt === undefined ? {} : { doubt }) };
}
