import { resolve } from 'node:path';
import { backupPath } from '../adapters/sql/backup-files.ts';
import { takeBackup } from '../adapters/sql/backup-take.ts';
import { isDamage } from '../adapters/sql/storage-fault.ts';
import { Unavailable } from '../domain/errors.ts';
import { databaseIn, diskProblem } from './data-folder.ts';
import { EXIT, Unusable } from './terminal.ts';
import type { Command } from './terminal.ts';
import { typed } from './typed.ts';
import { USAGE } from './usage.ts';
import { counted } from './words.ts';

const HOW_TO = `Type:\n${USAGE.backup}`;

/** Copies the database of DATA_DIR, whether the bot runs or not. */
export const backup: Command = async (args, terminal) => {
  const { values, positionals } = typed(args, { to: { type: 'string' } }, HOW_TO);
  if (positionals.length > 0) throw new Unusable(HOW_TO);
  const { folder, database } = databaseIn(terminal.environment);
  const to = values.to === undefined ? backupPath(folder, Date.now()) : resolve(values.to);
  const taken = take(database, to);
  switch (taken.kind) {
    case 'exists':
      throw new Unusable(`${to} is there already. Name another file.`);
    case 'bad':
      terminal.complain(`No backup was made: the copy of ${database} ${taken.why}.`);
      return EXIT.wrong;
    case 'taken':
      await terminal.print(`Backed up ${counted(taken.rows, 'row')} of the audit and all they tell of to ${to}.\n`);
      if (taken.doubt === undefined) return EXIT.well;
      terminal.complain(`But the database was changed by hand: ${taken.doubt}. See npm run audit -- verify.`);
      return EXIT.wrong;
  }
};

function take(database: string, to: string): ReturnType<typeof takeBackup> {
  try {
    return takeBackup(database, to, Date.now);
  } catch (error) {
    if (isDamage(error)) return { kind: 'bad', why: 'cannot be made, because the database is damaged' };
    if (error instanceof Unavailable) return { kind: 'bad', why: 'could not be written or read; is the disk full?' };
    const problem = diskProblem(error);
    if (problem !== undefined) return { kind: 'bad', why: `could not be written to ${to} (${problem})` };
    throw error;
  }
}
