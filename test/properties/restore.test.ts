import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Approval } from '../../src/domain/approval.ts';
import type { ApprovalId } from '../../src/domain/ids.ts';
import { runs, sayHow, seed } from './runs.ts';
import { LEAST_COMMANDS, policies, stories } from './store-commands.ts';
import { openDatabase } from './store-database.ts';
import { play, tell } from './store-play.ts';
import { openWorld } from './store-world.ts';
import type { World } from './store-world.ts';

const COPIES = runs(10, 400);

test('given a copy of the ledger made at any moment of any story, when the story has gone on to its end and the copy is put back, then nothing happens a second time, and the ledger tells the truth again', async ({
  onTestFailed,
}) => {
  onTestFailed(sayHow);
  const database = openDatabase();
  const count = { recovered: 0, refunds: 0 };
  const life = fc.record({
    policy: policies,
    checksVersions: fc.boolean(),
    story: stories,
    copiedAfter: fc.integer({ min: 1, max: LEAST_COMMANDS - 1 }),
    /** What people do afterwards, before everything is checked or behind it. */
    afterwards: stories,
    isDown: fc.boolean(),
  });
  const property = fc.asyncProperty(life, async ({ story, copiedAfter, afterwards, isDown, ...setting }) => {
    const world = await openWorld(database, setting);
    try {
      await tell(world, story.slice(0, copiedAfter));
      const setBack = await copy(world, database);
      await play(world, story.slice(copiedAfter));
      const family = lineage(world);
      count.refunds += world.company.journal.length;
      await setBack();
      Object.assign(world.company, { isDown });
      await world.restart();
      await play(world, afterwards);
      judgeCopy(world, family);
      expect(await database.store.holds()).toEqual([]);
      expect(database.verify()).toEqual([]);
      if (world.oracle.seen.has('recovered')) count.recovered += 1;
    } finally {
      await world.close();
    }
  });
  await fc.assert(property, { numRuns: COPIES, seed });
  database.close();

  // Most copies miss nothing that matters.
  expect(count.refunds).toBeGreaterThan(COPIES / 10);
  expect(count.recovered).toBeGreaterThanOrEqual(runs(1, COPIES / 40));
});

/** What puts everything back that a process keeps. */
async function copy(world: World, database: ReturnType<typeof openDatabase>): Promise<() => Promise<void>> {
  await database.settled();
  database.copy();
  const takenAt = world.company.truth;
  const { latest } = world.oracle;
  const ledger = new Map(world.oracle.ledger);
  const jobs = [...world.queue.values()].map(({ job, isDone }) => ({ job, isDone: isDone || job.kind === 'message' }));
  return async () => {
    await world.close();
    await database.setBack({ kind: 'restored', takenAt, at: world.company.truth });
    Object.assign(world.oracle, { ledger, latest, isSetBack: true });
    world.queue.clear();
    for (const kept of jobs) world.queue.set(kept.job.id, kept);
  };
}

/** By each request the first one that asked for the same. */
function lineage({ oracle }: World): (id: ApprovalId) => ApprovalId {
  const before = new Map(
    [...oracle.ledger.values()].flatMap((from) => nextOf(from).map((to) => [to, from.id] as const)),
  );
  const first = (id: ApprovalId): ApprovalId => {
    const earlier = before.get(id);
    return earlier === undefined ? id : first(earlier);
  };
  return first;
}

function nextOf(approval: Approval): readonly ApprovalId[] {
  if (approval.status === 'superseded') return [approval.by.id];
  return 'reopened' in approval && approval.reopened ? [approval.reopened.id] : [];
}

function judgeCopy({ oracle, company }: World, first: (id: ApprovalId) => ApprovalId): void {
  const keys = company.journal.map(({ key }) => key);
  const wishes = keys.map(first);
  expect(wishes.length).toBe(new Set(wishes).size);
  for (const { id, status } of oracle.ledger.values()) {
    const happened = keys.includes(id);
    expect({ id, status, happened }).toEqual({
      id,
      status,
      happened: status === 'unknown' ? happened : status === 'executed',
    });
  }
}
