import type { Measures } from '../measure/measures.ts';
import { UNMEASURED } from '../measure/measures.ts';
import type { House } from './furnish.ts';

/** Whoever watches over the bot from outside: figures while it works, and an address to ask how it is. */
export interface Watch {
  measures: Measures;
  /** From here on it can be asked. */
  serve(house: House): Promise<void>;
  /** Not ready any more: it is about to end. */
  drain(): void;
  close(): Promise<void>;
}

export const UNWATCHED: Watch = {
  measures: UNMEASURED,
  serve: async () => undefined,
  drain: () => undefined,
  close: async () => undefined,
};
