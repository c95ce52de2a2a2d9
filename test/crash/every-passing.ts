import { expect } from 'vitest';
import { peopleOf } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import type { Worlds } from '../stage/worlds.ts';

/** Milliseconds; a start after a death takes its time where many are started at once. */
export const PATIENCE = 30_000;

/** `die` kills at this passing of a point and answers how often it died: from the first passing on, until one is not reached. */
export async function atEveryPassing(die: (pass: number) => Promise<number>, most: number): Promise<void> {
  let pass = 1;
  while (pass <= most && (await die(pass)) > 0) pass += 1;

  expect(pass, 'the point is on the way').toBeGreaterThan(1);
  expect(pass).toBeLessThanOrEqual(most);
}

/** Priya presses until the card no longer asks: what dies with the process is pressed again. */
export const pressUntilTaken = ({ slack }: Worlds, card: string): Promise<unknown> =>
  until(
    async () => {
      const now = slack.messages('C_APPROVALS').find(({ ts }) => ts === card);
      if (!now || !JSON.stringify(now.blocks).includes('approve_request')) return true;
      return peopleOf(slack)
        .press('UPRIYA', card)
        .catch(() => false);
    },
    'the press to arrive',
    PATIENCE,
  );
