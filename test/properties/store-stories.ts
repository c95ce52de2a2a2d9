import fc from 'fast-check';
import { expect } from 'vitest';
import { runs, seed } from './runs.ts';
import { LEAST_COMMANDS, policies, stories } from './store-commands.ts';
import { openDatabase } from './store-database.ts';
import { play } from './store-play.ts';
import { openWorld } from './store-world.ts';

const STORIES = runs(100, 10_000);

/** What even a short run comes by. */
const COMMON = [
  'prepared > approved',
  'prepared > withdrawn',
  'prepared > expired',
  'pending > superseded',
  'pending > expired',
  'pending > rejected',
  'pending > withdrawn',
  'approved > executing',
  'approved > stale',
  'executing > failed',
  'executing > unknown',
  'unknown > executed',
  'asked-requester',
  'answered',
];
/** What takes many. */
const RARE = ['prepared > pending', 'unknown > executing', 'unknown > unknown', 'executing > executing', 'reopened'];

/** Plays stories until one breaks a promise; `checksVersions` is said of the company in all of them. */
export async function tellStories(checksVersions: boolean): Promise<void> {
  const seen = new Set<string>();
  const count = { commands: 0, refunds: 0 };
  const database = openDatabase();
  const property = fc.asyncProperty(policies, stories, async (policy, story) => {
    const world = await openWorld(database, { checksVersions, policy });
    try {
      await play(world, story);
      expect(database.verify()).toEqual([]);
    } finally {
      await world.close();
    }
    count.commands += story.length;
    count.refunds += world.company.journal.length;
    for (const name of world.oracle.seen) seen.add(name);
  });
  // Each company has stories of its own.
  await fc.assert(property, { numRuns: STORIES, seed: seed + Number(checksVersions) });
  database.close();

  expect(count.commands).toBeGreaterThanOrEqual(STORIES * LEAST_COMMANDS);
  expect(count.refunds).toBeGreaterThan(STORIES / 5);
  // They get everywhere.
  expect([...seen]).toEqual(expect.arrayContaining([...COMMON, ...runs([], RARE)]));
}
