import { openAuditFile, otherRelease } from '../adapters/sql/audit-file.ts';
import type { OpenedAuditFile } from '../adapters/sql/audit-file.ts';
import type { Environment } from '../settings.ts';
import { databaseIn } from './data-folder.ts';
import { Unusable } from './terminal.ts';

export interface OpenedAudit {
  folder: string;
  file: OpenedAuditFile;
}

/** The audit of DATA_DIR. Throws `Unusable` when there is none to be read; what SQLite throws when the file is damaged. */
export function openAudit(environment: Environment): OpenedAudit {
  const { folder, database } = databaseIn(environment);
  const file = openAuditFile(database);
  try {
    const other = otherRelease(file);
    if (other) throw new Unusable(`${database} was written by ${OTHER[other]}`);
    return { folder, file };
  } catch (error) {
    file.close();
    throw error;
  }
}

const OTHER = {
  older: 'an earlier Deskhand. Start this one on it once; that brings its audit up to date.',
  newer: 'a newer Deskhand. Use the audit command that came with it.',
} as const;
