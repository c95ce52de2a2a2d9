import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WAITING, sweepApprovals, sweeper } from '../../src/approvals/sweep-approvals.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import type { Sqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import type { Approval } from '../../src/domain/approval.ts';
import { Unavailable } from '../../src/domain/errors.ts';
import { ApprovalId, Target } from '../../src/domain/ids.ts';
import type { Engine } from '../../src/ports/engine.ts';
import type { Store } from '../../src/ports/store.ts';
import { approved, executing, inEveryState, pending, prepared, proposal, unknown } from '../fakes/approvals.ts';

let sqlite: Sqlite;
let store: Store;
let enqueued: string[];
let disk: { isFull: boolean };
let engine: Engine;
beforeEach(() => {
  sqlite = openSqlite(':memory:');
  store = sqlStore(sqlite.driver);
  enqueued = [];
  disk = { isFull: false };
  engine = {
    enqueue: async ({ id }) => {
      if (disk.isFull) throw new Unavailable('store');
      return enqueued.push(id) > 0;
    },
    waiting: () => [],
    onWaiting: () => () => {},
    start: async () => {},
    stop: async () => {},
  };
});
afterEach(() => sqlite.close());

const open = (approvals: readonly Approval[]) =>
  store.commit({ approvals: approvals.map((to) => ({ to: { ...to, version: 1 } })), audit: [] });
const named = (number: number) => ({
  id: ApprovalId.parse(`apr_${String(number).padStart(6, '0')}`),
  proposal: proposal({ target: Target.parse(`order:${number}`) }),
});
const many = Array.from({ length: 1_001 }, (_, index) => pending(named(index)));

describe('given approvals in every state', () => {
  test('when they are swept, then each open one has its jobs and no other', async () => {
    const [asked, waiting, agreed, running, lost] = [
      prepared(named(1)),
      pending(named(2)),
      approved(named(3)),
      executing(named(4)),
      unknown(named(5)),
    ];
    await open([asked, waiting, agreed, running, lost]);
    await open(inEveryState.slice(5).map((approval, index) => ({ ...approval, ...named(10 + index) })));

    await sweepApprovals({ store, engine });

    const looked = enqueued.filter((id) => id.startsWith(`reconcile:${lost.id}:`));
    expect(looked.length).toBeGreaterThan(3);
    expect(enqueued.filter((id) => !looked.includes(id)).toSorted()).toEqual(
      [
        `deadline:${asked.id}:${asked.expiresAt}`,
        `deadline:${waiting.id}:${waiting.expiresAt}`,
        `execute:${agreed.id}`,
        `execute:${running.id}`,
      ].toSorted(),
    );
  });
});

describe('given more than a thousand that wait', () => {
  const ids = many.map(({ id, expiresAt }) => `deadline:${id}:${expiresAt}`);
  beforeEach(() => open(many));

  test('when they are swept, then each has its job, once', async () => {
    await sweepApprovals({ store, engine });

    expect(enqueued).toEqual(ids);
  });

  test('when a timer sweeps them, then a portion comes at each call, until none is left', async () => {
    const sweep = sweeper({ store, engine }, WAITING);

    await sweep();
    const afterOne = enqueued.length;
    while (await sweep());

    expect(afterOne).toBeLessThanOrEqual(200);
    expect(enqueued).toEqual(ids);
    expect(await sweep()).toBe(false);
  });

  test('when the disk fails for a while, then what could not be saved comes again', async () => {
    const sweep = sweeper({ store, engine }, WAITING);
    await sweep();
    disk.isFull = true;
    await expect(sweep()).rejects.toThrow(Unavailable);
    await expect(sweep()).rejects.toThrow(Unavailable);
    disk.isFull = false;
    while (await sweep());

    expect(enqueued).toEqual(ids);
  });

  test('when one is decided while they are swept, then the others still come, each once', async () => {
    const sweep = sweeper({ store, engine }, WAITING);
    await sweep();
    const last = many[Number(enqueued.length) - 1];
    await store.commit({
      approvals: [{ to: approved({ ...last, status: 'approved', version: 2 }), from: 1 }],
      audit: [],
    });
    while (await sweep());

    expect(enqueued).toEqual(ids);
  });
});
