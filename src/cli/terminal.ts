import type { Environment } from '../settings.ts';

export interface Terminal {
  environment: Environment;
  /** Resolves when there is room for more. */
  print(text: string): Promise<void>;
  /** A line for the person, not for the file they pipe into. */
  complain(line: string): void;
}

/** What the shell hears: all is well; something is wrong with the data; the command cannot be done as it was typed. */
export const EXIT = { well: 0, wrong: 1, unusable: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** What stands behind the command's name, to what the shell hears. */
export type Command = (args: readonly string[], terminal: Terminal) => Promise<Exit>;

/** What was typed cannot be done; the message says what to type instead. */
export class Unusable extends Error {}
