import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localEngine } from '../../src/adapters/engine/local.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { executeApproval } from '../../src/approvals/execute/execute-approval.ts';
import { reconcile } from '../../src/approvals/execute/reconcile.ts';
import { pauseExecutions } from '../../src/approvals/holds/pause-executions.ts';
import { resumeExecutions } from '../../src/approvals/holds/resume-executions.ts';
import { sweepApprovals } from '../../src/approvals/sweep-approvals.ts';
import type { Approved } from '../../src/domain/approval.ts';
import { ApprovalId, Target } from '../../src/domain/ids.ts';
import { ok } from '../../src/domain/result.ts';
import type { Handlers } from '../../src/ports/engine.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Action } from '../../src/tools/tool.ts';
import { NOON, admin, approved, proposal } from '../fakes/approvals.ts';
import { runs, sayHow, seed } from './runs.ts';

const INSTANTS = runs(40, 200);

/** In turns of the event loop. */
const turns = fc.nat({ max: 50 });
const story = fc.record({
  executions: fc.integer({ min: 10, max: 35 }),
  /** How many of them at a time. */
  abreast: fc.integer({ min: 2, max: 12 }),
  /** How long the company takes, one after another. */
  answers: fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 20 }),
  pauses: fc.array(fc.record({ after: turns, lasts: turns }), { minLength: 1, maxLength: 3 }),
});
type Driver = ReturnType<typeof openSqlite>['driver'];
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

test('given many executions at once, when an admin pauses them at any instant, then no intent is saved until they are resumed, and each happens once', async ({
  onTestFailed,
}) => {
  onTestFailed(sayHow);
  const count = { midway: 0 };
  const property = fc.asyncProperty(story, async (played) => {
    const { audit, journal, atPause, statuses } = await play(played);

    const states = audit
      .map(({ event }) => event)
      .filter((event) => ['paused', 'resumed', 'executing'].includes(event));
    expect(states.join(' ')).not.toMatch(/paused (?!resumed)/);
    expect(journal.toSorted()).toEqual(idsOf(played));
    expect(new Set(statuses)).toEqual(new Set(['executed']));
    if (atPause > 0 && atPause < played.executions) count.midway += 1;
  });
  await fc.assert(property, { numRuns: INSTANTS, seed });

  // Most instants are not before the first or after the last.
  expect(count.midway).toBeGreaterThan(INSTANTS / 4);
});

const idsOf = ({ executions }: Story): ApprovalId[] =>
  Array.from({ length: executions }, (_, index) => ApprovalId.parse(`apr_${String(index).padStart(6, '0')}`));

async function play(played: Story) {
  const sqlite = openSqlite(':memory:');
  const journal: ApprovalId[] = [];
  const { engine, store, deps } = openProcess(played, sqlite.driver, markAction(played, journal));
  await openAll(store, idsOf(played));
  await engine.start(handlersOf(deps));
  await sweepApprovals({ store, engine });
  const seen: number[] = [];
  for (const { after, lasts } of played.pauses) {
    await pass(after);
    await pauseExecutions(deps, admin);
    const begun = await intents(sqlite.driver);
    seen.push(begun);
    await pass(lasts);
    expect(await intents(sqlite.driver)).toBe(begun);
    await resumeExecutions(deps, admin);
  }
  const left = async () => (await store.approvalsIn(['approved', 'executing', 'unknown'])).length;
  for (let patience = 0; patience < 5_000 && (await left()) > 0; patience += 1) await turnOfTheLoop();
  const audit = await sqlite.driver.read('SELECT event FROM audit ORDER BY seq', []);
  const statuses = await Promise.all(idsOf(played).map(async (id) => (await store.approval(id))?.status));
  await engine.stop(0);
  sqlite.close();
  return {
    audit: audit.map(({ event }) => ({ event: String(event) })),
    journal,
    statuses,
    atPause: seen[0] ?? 0,
  };
}

const pass = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await turnOfTheLoop();
};

const intents = async (driver: Driver): Promise<number> =>
  Number((await driver.read("SELECT count(*) AS n FROM audit WHERE event = 'executing'", []))[0]?.['n']);

/** Each on a record of its own, so that all may run at once. */
async function openAll(store: Store, ids: readonly ApprovalId[]): Promise<void> {
  const all = ids.map((id): Approved =>
    approved({ id, version: 1, proposal: proposal({ target: Target.parse(`order:${id}`) }) }),
  );
  await store.commit({ approvals: all.map((to) => ({ to })), audit: [] });
}

/** Takes as long as the story says, and happens once per key. */
function markAction({ answers }: Story, journal: ApprovalId[]): Action {
  const state = { next: 0 };
  const slowly = async () => pass(answers[(state.next += 1) % answers.length] ?? 0);
  const receipt = (key: ApprovalId) =>
    ({ kind: 'executed', receipt: { reference: key, status: 'succeeded' } }) as const;
  return {
    spec: { name: 'refund_order', description: '', parameters: {} },
    call: async () => ({ kind: 'data', data: null }),
    prepare: async () => {
      await slowly();
      return ok(proposal());
    },
    execute: async (_, { key }) => {
      await slowly();
      journal.push(key);
      return receipt(key);
    },
    lookUp: async (_, key) => (journal.includes(key) ? receipt(key) : undefined),
  };
}

function openProcess({ abreast }: Story, driver: Driver, action: Action) {
  const store = sqlStore(driver);
  const now = () => NOON;
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const engine = localEngine({ driver, now, log, concurrency: abreast, wake: () => () => {} });
  const ids = { last: 0 };
  const deps = {
    store,
    engine,
    now,
    log,
    newId: () => `o${(ids.last += 1)}`,
    crashPoint: () => {},
    deliver: async () => {},
    actions: new Map([['refund_order', action]]),
  };
  return { engine, store, deps };
}

function handlersOf(deps: ReturnType<typeof openProcess>['deps']): Handlers {
  const never = async (): Promise<void> => {};
  return {
    message: never,
    deletion: never,
    edit: never,
    stop: never,
    click: never,
    confirm: never,
    reopen: never,
    undo: never,
    deadline: never,
    compensate: never,
    'follow-up': never,
    execute: (job) => executeApproval(deps, job),
    reconcile: (job) => reconcile(deps, job),
  };
}
