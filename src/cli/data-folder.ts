import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mistakes, path } from '../settings.ts';
import type { Environment } from '../settings.ts';
import { Unusable } from './terminal.ts';

export interface DataFolder {
  folder: string;
  database: string;
}

/** Where the bot keeps what it knows. Throws `Unusable`. */
export function dataFolder(environment: Environment): DataFolder {
  const found = mistakes();
  const folder = path(environment, 'DATA_DIR', found) ?? './data';
  if (found.lines.length > 0) throw new Unusable(found.lines.join('\n'));
  if (!existsSync(folder))
    throw new Unusable(
      `There is no folder ${folder}. Set DATA_DIR to the folder that the bot uses, in the environment or in .env.`,
    );
  return { folder, database: join(folder, 'deskhand.db') };
}

export function databaseIn(environment: Environment): DataFolder {
  const place = dataFolder(environment);
  if (existsSync(place.database)) return place;
  throw new Unusable(
    `There is no deskhand.db in ${place.folder}. Set DATA_DIR to the folder that the bot uses, in the environment or in .env.`,
  );
}

/** `no space left on device`, of `ENOSPC: no space left on device, copyfile …`; undefined: the disk is not to blame. */
export function diskProblem(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return /^E[A-Z]+: ([^,]+)/.exec(error.message)?.[1];
}
