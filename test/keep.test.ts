import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqlKeeping } from '../src/adapters/sql/retain.ts';
import { ChannelId, JobId, MessageTs, TeamId, conversationOf } from '../src/domain/ids.ts';
import { DAY, SECOND } from '../src/domain/time.ts';
import { keeper } from '../src/keep.ts';
import type { Keeping } from '../src/ports/keeping.ts';
import { faultsIn, hitsIn, tempFolder } from './cli/support.ts';
import { NOW, THREAD, openHouse } from './fakes/house.ts';
import type { House } from './fakes/house.ts';
import { calls, says } from './fakes/model.ts';

const threadAt = (number: number) =>
  conversationOf({
    team: TeamId.parse('T1'),
    channel: ChannelId.parse('C1'),
    ts: MessageTs.parse(`1700000000.${String(number).padStart(6, '0')}`),
  });
const OTHER = threadAt(200);
const OLD = 'CANARY-old';
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let place: ReturnType<typeof tempFolder>;
let house: House;
let keeping: Keeping;
beforeEach(async () => {
  place = tempFolder();
  house = await openHouse({ path: place.database });
  keeping = sqlKeeping(house.sqlite);
});
afterEach(() => {
  house.close();
  place.remove();
});

const stepper = (retainDays = 30, over: Partial<Keeping> = {}) =>
  keeper({
    keeping: { ...keeping, ...over },
    now: () => house.clock.now,
    retainDays,
    crashPoint: () => undefined,
    log: silent,
  });
async function toItsRest(step: () => Promise<boolean>): Promise<number> {
  for (let steps = 1; steps < 1_000; steps += 1) if (!(await step())) return steps;
  throw new Error('it never rests');
}
async function refundAsked(): Promise<string> {
  const reason = `${OLD} reason`;
  house.model.goOn(calls(['refund_order', { order_id: 'ORD-12345', amount: '48.00', currency: null, reason }]));
  house.model.goOn(says(`${OLD} reply`));
  await house.ask(`${OLD} message`);
  await house.wait(SECOND);
  return String((await house.sqlite.driver.read('SELECT id FROM approvals', []))[0]?.['id']);
}
const hello = async (thread = OTHER): Promise<void> => {
  house.model.goOn(says('Hello.'));
  await house.ask('hello', { thread });
  await house.wait(SECOND);
};
const rows = async (sql: string): Promise<number> =>
  Number((await house.sqlite.driver.read(`SELECT count(*) AS number FROM ${sql}`, []))[0]?.['number']);

describe('given a request that ended, and thirty days to keep its texts', () => {
  beforeEach(async () => {
    const id = await refundAsked();
    await house.click('UPRIYA', 'approve', id);
    await house.wait(SECOND);
  });

  test('when they are over, then its texts are gone from every file, and ids, sums and the audit stay', async () => {
    await house.wait(31 * DAY);
    await hello();
    await toItsRest(stepper());

    expect(hitsIn(place.folder, [OLD, 'Wonderland'])).toEqual([]);
    expect(faultsIn(place.database)).toEqual([]);
    expect(await house.store.items(THREAD)).toEqual([]);
    expect(await house.store.approvalsOf(THREAD)).toMatchObject([
      { status: 'executed', erasedAt: house.clock.now, proposal: { cost: { minor: 4_800 } } },
    ]);
    expect(await house.store.items(OTHER)).toHaveLength(2);
    expect((await house.audit()).slice(-2)).toEqual(['erased by deskhand', 'forgotten by deskhand']);
  });

  test('when they are over, then what was remembered of it in short is gone, too', async () => {
    const items = [{ kind: 'assistant' as const, text: OLD, at: house.clock.now }];
    await house.store.commit({ append: { conversation: THREAD, items, summary: { items, through: 2 } }, audit: [] });
    await house.wait(31 * DAY);
    await toItsRest(stepper());

    expect(await house.store.recall(THREAD)).toEqual({ summary: { items: [], through: 0 }, items: [] });
    expect(hitsIn(place.folder, [OLD])).toEqual([]);
  });

  test.each([
    ['they are not over', () => house.wait(29 * DAY)],
    [
      'somebody has written there since',
      () => house.wait(20 * DAY).then(() => hello(THREAD).then(() => house.wait(15 * DAY))),
    ],
  ])('when %s, then nothing is forgotten', async (_, live) => {
    await live();
    const before = await house.store.items(THREAD);
    await toItsRest(stepper());

    expect(await house.store.items(THREAD)).toEqual(before);
    expect(hitsIn(place.folder, [OLD])).not.toEqual([]);
  });

  test('when a day has passed, then it looks again; before that it rests', async () => {
    const looked: number[] = [];
    const quietSince: Keeping['quietSince'] = async (...wish) => {
      looked.push(house.clock.now - NOW);
      return keeping.quietSince(...wish);
    };
    house.clock.now = NOW;
    const step = stepper(30, { quietSince });

    for (const hour of [0, 1, 23, 24, 25, 49]) {
      house.clock.now = NOW + (hour * DAY) / 24;
      await toItsRest(step);
    }

    expect(looked.map((at) => (24 * at) / DAY)).toEqual([0, 24, 49]);
  });

  test('when it dies in the middle, then the next start goes on', async () => {
    await house.wait(31 * DAY);
    const dies: Keeping['note'] = async () => {
      throw new Error('died');
    };
    await expect(toItsRest(stepper(30, { note: dies }))).rejects.toThrow('died');
    expect(await keeping.leftovers()).toBeGreaterThan(0);

    await toItsRest(stepper());

    expect(await keeping.leftovers()).toBeUndefined();
    expect(hitsIn(place.folder, [OLD])).toEqual([]);
  });
});

test('given a request that still waits, when its days are over, then it stays as it is', async () => {
  const id = await refundAsked();
  house.clock.now += 40 * DAY;
  await toItsRest(stepper());

  expect(await house.status(id)).toBe('pending');
  expect(await house.store.items(THREAD)).not.toEqual([]);
});

test('given a thread in which somebody waits for an answer, when its days are over, then it stays as it is', async () => {
  await hello(THREAD);
  const sql = `INSERT INTO jobs (id, lane, kind, data, arrived_at, attempts) VALUES ('msg:late', $1, 'message', '{}', 1, 0)`;
  await house.sqlite.driver.write([{ sql, params: [THREAD] }]);
  house.clock.now += 40 * DAY;
  await toItsRest(stepper());

  expect(await house.store.items(THREAD)).toHaveLength(2);
});

describe('given marks of what was said and done', () => {
  beforeEach(() => hello());

  test('when texts are kept for a day, then the marks still stand for a week, and then go', async () => {
    house.clock.now += 6 * DAY;
    await toItsRest(stepper(1));
    const before = [await rows('done'), await rows('outbox'), await rows('jobs')];
    house.clock.now += 2 * DAY;
    await toItsRest(stepper(1));

    expect(before).toEqual([1, 1, 1]);
    expect([await rows('done'), await rows('outbox'), await rows('jobs')]).toEqual([0, 0, 0]);
  });

  test('when something is still to be said or done, then its mark stays', async () => {
    await house.sqlite.driver.write([
      { sql: "UPDATE outbox SET state = 'waiting'", params: [] },
      { sql: 'UPDATE jobs SET done_at = NULL', params: [] },
    ]);
    house.clock.now += 100 * DAY;
    await toItsRest(stepper());

    expect([await rows('outbox'), await rows('jobs')]).toEqual([1, 1]);
  });
});

test('given more conversations than one step takes, when their days are over, then all go, a few at a time', async () => {
  const items = (at: number) => [{ kind: 'assistant' as const, text: OLD, at }];
  const all = Array.from({ length: 130 }, (_, index) => threadAt(1_000 + index));
  await Promise.all(
    all.map((conversation, index) =>
      house.store.commit({
        append: { conversation, items: items(index === 77 ? NOW + 35 * DAY : NOW) },
        done: JobId.parse(`job:${index}`),
        audit: [],
      }),
    ),
  );
  house.clock.now += 40 * DAY;

  expect(await toItsRest(stepper())).toBeGreaterThan(15);

  const left = await house.sqlite.driver.read('SELECT conversation FROM items', []);
  expect(left).toEqual([{ conversation: all[77] }]);
});

describe('given bytes of what was forgotten', () => {
  beforeEach(async () => {
    await hello(THREAD);
    house.clock.now += 40 * DAY;
  });

  test('when nobody stops writing, then the file is written anew all the same, within the hour', async () => {
    let count = 0; // what was written
    const step = stepper(30, { writes: async () => (count += 1) });
    for (let steps = 0; steps < 20; steps += 1) await step();
    expect(await keeping.leftovers()).toBeGreaterThan(0);

    house.clock.now += DAY / 24;
    await toItsRest(step);

    expect(await keeping.leftovers()).toBeUndefined();
  });

  test('when the file is large, then it waits for the next start', async () => {
    await toItsRest(stepper(30, { leftovers: async () => 1e9 }));

    expect(await keeping.leftovers()).toBeGreaterThan(0);
  });
});
