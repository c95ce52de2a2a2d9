import { setTimeout as wait } from 'node:timers/promises';
import { SECOND } from '../domain/time.ts';
import { whenAgain } from './posted.ts';

/** Between one try and the next, at least; together less than a start may take. Milliseconds. */
const PAUSES = [1 * SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND] as const;
/** A start does not wait longer, whatever Slack says. */
const LONGEST_PAUSE = 10 * SECOND;

/** Milliseconds, for a person who waits. */
const SHORT_PAUSES = [1 * SECOND, 3 * SECOND] as const;

/** For the start: while Slack is there and says that it cannot at this moment, it is asked again. Throws whatever else goes wrong, and the last answer. */
export async function askedAgain<Answer>(
  ask: () => Promise<Answer>,
  sleep: (milliseconds: number) => Promise<unknown> = wait,
  pauses: readonly number[] = PAUSES,
): Promise<Answer> {
  for (const pause of pauses) {
    try {
      return await ask();
    } catch (error) {
      const after = whenAgain(error);
      if (after === undefined) throw error;
      await sleep(Math.min(Math.max(after, pause), LONGEST_PAUSE));
    }
  }
  return ask();
}

/** For somebody who waits for an answer: twice more, within seconds. */
export const askedTwiceMore = <Answer>(
  ask: () => Promise<Answer>,
  sleep?: (milliseconds: number) => Promise<unknown>,
): Promise<Answer> => askedAgain(ask, sleep, SHORT_PAUSES);
