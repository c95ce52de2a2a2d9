import { eraseEverywhere } from '../adapters/sql/erase-everywhere.ts';
import { lockIfFree } from '../adapters/sql/lock.ts';
import { Unavailable } from '../domain/errors.ts';
import { CustomerId } from '../domain/ids.ts';
import { databaseIn } from './data-folder.ts';
import { EXIT, Unusable } from './terminal.ts';
import type { Command } from './terminal.ts';
import { tellErased } from './tell-erased.ts';
import { typed } from './typed.ts';
import { USAGE } from './usage.ts';

const HOW_TO = `Type:\n${USAGE.erase}`;

/** Forgets one customer in DATA_DIR, whether the bot runs or not. */
export const erase: Command = async (args, terminal) => {
  const { values, positionals } = typed(args, { customer: { type: 'string' } }, HOW_TO);
  const customer = CustomerId.safeParse(values.customer);
  if (!customer.success || positionals.length > 0) throw new Unusable(HOW_TO);
  const { folder } = databaseIn(terminal.environment);
  const lock = lockIfFree(folder);
  try {
    const erased = await eraseEverywhere(folder, customer.data, { now: Date.now, isAlone: lock !== undefined });
    if (erased === 'other-release')
      throw new Unusable(`The Deskhand that runs on ${folder} is of another release than this command. Stop it first.`);
    const { exit, done, left } = tellErased(customer.data, folder, erased);
    for (const line of left) terminal.complain(line);
    if (done.length > 0) await terminal.print(`${done.join('\n')}\n`);
    return exit;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    terminal.complain(
      `Not everything is erased: another program held ${folder}, or the disk failed. Please run this again.`,
    );
    return EXIT.wrong;
  } finally {
    lock?.release();
  }
};
