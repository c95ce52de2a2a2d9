import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { backupsIn } from '../adapters/sql/backup-files.ts';
import { restore as putInPlace } from '../adapters/sql/backup-restore.ts';
import type { Restored } from '../adapters/sql/backup-restore.ts';
import { lockIfFree } from '../adapters/sql/lock.ts';
import { dataFolder, diskProblem } from './data-folder.ts';
import { EXIT, Unusable } from './terminal.ts';
import type { Command } from './terminal.ts';
import { typed } from './typed.ts';
import { USAGE } from './usage.ts';
import { counted, duration, moment } from './words.ts';

const HOW_TO = `Type:\n${USAGE.restore}`;

type Aside = NonNullable<Extract<Restored, { kind: 'restored' }>['aside']>;

/** Puts a backup in the place of the database of DATA_DIR, which is kept. */
export const restore: Command = async (args, terminal) => {
  const { positionals } = typed(args, {}, HOW_TO);
  const { folder, database } = dataFolder(terminal.environment);
  const [named, ...more] = positionals;
  if (named === undefined || more.length > 0) throw new Unusable(`${HOW_TO}\n${newest(folder)}`);
  const file = resolve(named);
  if (!existsSync(file)) throw new Unusable(`There is no ${file}. ${newest(folder)}`);
  if (file === resolve(database)) throw new Unusable(`${file} is the database itself. ${newest(folder)}`);
  const lock = lockIfFree(folder);
  if (!lock) throw new Unusable(`Deskhand is running on ${folder}. Stop it first.`);
  try {
    const restored = tryIn(folder, file);
    if (restored.kind === 'bad') {
      terminal.complain(`Nothing was put in place: ${file} ${restored.why}.`);
      return EXIT.wrong;
    }
    await terminal.print(`${restoredWords(database, restored).join('\n')}\n`);
    const { doubt } = restored;
    if (doubt === undefined) return EXIT.well;
    terminal.complain(`The backup was changed by hand: ${doubt}. See npm run audit -- verify.`);
    return EXIT.wrong;
  } finally {
    lock.release();
  }
};

function tryIn(folder: string, file: string): Restored {
  try {
    return putInPlace(folder, file, Date.now());
  } catch (error) {
    const problem = diskProblem(error);
    if (problem !== undefined)
      return { kind: 'bad', why: `could not be copied (${problem}); mend that and run this again` };
    throw error;
  }
}

function restoredWords(
  database: string,
  { takenAt, aside }: Extract<Restored, { kind: 'restored' }>,
): readonly string[] {
  const age = duration(Date.now() - takenAt);
  return [
    `The copy was made on ${moment(takenAt)}, ${age} ago. ${database} is as it was then.`,
    ...(aside === undefined ? [] : asideWords(aside)),
    'Deskhand starts in quarantine: nothing is carried out until the company was asked what became of every open request.',
  ];
}

function asideWords({ path, missing }: Aside): readonly string[] {
  const was = `What was there before is in ${path}`;
  if (!missing)
    return [`${was}. It is damaged or of another release, so nobody can tell what of it is not in the copy.`];
  const { rows, erased } = missing;
  return [
    rows === 0
      ? `${was}. Nothing was written there since.`
      : `${was}. ${counted(rows, 'row')} of the audit ${rows === 1 ? 'is' : 'are'} only there: what was written since the copy was made.`,
    ...erased.map(
      (customer) =>
        `${customer} was erased after this copy was made: run npm run erase -- --customer ${inShell(customer)} now.`,
    ),
  ];
}

/** An id of the company's may hold what the shell reads as its own. */
const inShell = (id: string): string => (/^[\w.:@/-]+$/.test(id) ? id : `'${id.replaceAll("'", `'\\''`)}'`);

function newest(folder: string): string {
  const [path] = backupsIn(folder);
  return path === undefined ? `There are no backups in ${folder}.` : `The newest backup is ${path}.`;
}
