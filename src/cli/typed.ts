import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { Unusable } from './terminal.ts';

/** What was typed behind a command's name. Throws `Unusable` with what is wrong with it and `howTo`. */
export function typed<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  howTo: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [problem = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new Unusable(`${problem}. ${howTo}`, { cause: error });
  }
}
