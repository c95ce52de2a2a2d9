import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApprovalStatus } from '../../src/domain/approval.ts';
import { LEAST_COMMANDS, stories } from './pure-commands.ts';
import { play } from './pure-play.ts';
import { approvalsIn, openWorld } from './pure-setting.ts';
import { runs, sayHow, seed } from './runs.ts';

const SEQUENCES = runs(2_000, 20_000);

test('given any story of requests, presses, delays, crashes and changes, then no promise of the ledger is ever broken', ({
  onTestFailed,
}) => {
  onTestFailed(sayHow);
  const ends = new Map<ApprovalStatus, number>();
  const count = { commands: 0, refunds: 0, bundles: 0, settled: 0 };
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), stories, (keyed, strictPolicy, story) => {
      const world = openWorld(keyed, strictPolicy);

      play(world, story);

      count.commands += story.length;
      count.refunds += world.company.journal.length;
      for (const approval of approvalsIn(world)) {
        ends.set(approval.status, (ends.get(approval.status) ?? 0) + 1);
        if (approval.bundle) count.bundles += 1;
        if ('settledBy' in approval) count.settled += 1;
      }
    }),
    { numRuns: SEQUENCES, seed },
  );

  expect(count.commands).toBeGreaterThanOrEqual(SEQUENCES * LEAST_COMMANDS);
  // They get everywhere.
  expect(ends.size).toBe(12);
  expect(Math.min(...ends.values())).toBeGreaterThan(SEQUENCES / 200);
  expect(count.refunds).toBeGreaterThan(SEQUENCES / 10);
  expect(count.bundles).toBeGreaterThan(SEQUENCES / 20);
  expect(count.settled).toBeGreaterThan(0);
});
