import { afterEach, describe, expect, test } from 'vitest';
import { openPace } from '../../src/agent/pace.ts';
import { JobId } from '../../src/domain/ids.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { alice, NOON, tom } from '../fakes/approvals.ts';
import { openHouse, THREAD } from '../fakes/house.ts';
import type { House } from '../fakes/house.ts';
import { says } from '../fakes/model.ts';
import type { Scripted } from '../fakes/model.ts';

const job = (count: number): JobId => JobId.parse(`msg:${count}`);
const GO = { kind: 'go' };

describe('given three turns a minute', () => {
  test('when a fourth is wanted, then it waits until the first is a minute old, and is told once', () => {
    const pace = openPace(3);
    const paced = [0, 10, 20, 30, 40].map((seconds, count) =>
      pace.take(alice.person, job(count), NOON + seconds * SECOND),
    );

    expect(paced).toEqual([
      GO,
      GO,
      GO,
      { kind: 'wait', until: NOON + MINUTE, isFirst: true },
      { kind: 'wait', until: NOON + MINUTE, isFirst: false },
    ]);
    expect(pace.take(alice.person, job(5), NOON + MINUTE)).toEqual(GO);
    expect(pace.take(alice.person, job(6), NOON + MINUTE)).toEqual({
      kind: 'wait',
      until: NOON + MINUTE + 10 * SECOND,
      isFirst: true,
    });
  });

  test('when a job is run again, then it counts once, and its notice is not lost', () => {
    const pace = openPace(1);
    const turns = [1, 1, 2, 2].map((count) => pace.take(alice.person, job(count), NOON));

    expect(turns).toMatchObject([GO, GO, { isFirst: true }, { isFirst: true }]);
  });

  test('when somebody else writes, then nobody counts for them', () => {
    const pace = openPace(1);

    expect([alice, tom].map(({ person }, count) => pace.take(person, job(count), NOON))).toEqual([GO, GO]);
  });

  test.each([undefined, 0])('when the number is %s, then nobody waits', (number) => {
    const pace = openPace(number);
    const paced = Array.from({ length: 100 }, (_, count) => pace.take(alice.person, job(count), NOON));

    expect(paced.every(({ kind }) => kind === 'go')).toBe(true);
  });
});

describe('given somebody who writes faster than they may', () => {
  let house: House;
  afterEach(() => house.close());

  const SLOW_DOWN = /^That's a lot at once: I'll answer the rest together in about 60 seconds\.$/;
  const answering = (...script: readonly Scripted[]) =>
    openHouse({ script: [says('First.'), ...script], turnsPerMinute: 1 });
  const asked = () =>
    house.model.requests.map(({ items }) => items.flatMap((item) => (item.kind === 'person' ? item.text : [])));

  test('when they have to wait, then they are told once, and all they wrote is answered together', async () => {
    house = await answering(says('All of it.'));
    for (const text of ['one', 'two', 'three', 'four']) await house.ask(text);
    expect(house.replies()).toEqual(['First.', expect.stringMatching(SLOW_DOWN)]);
    await house.wait(MINUTE);

    expect(house.replies()).toEqual(['First.', expect.stringMatching(SLOW_DOWN), 'All of it.']);
    expect(asked()).toEqual([['one'], ['one', 'two', 'three', 'four']]);
    expect(house.messenger.statuses).toContain('');
  });

  test('when they change or delete what waits, then it is answered as it reads now', async () => {
    house = await answering(says('Fine.'));
    for (const text of ['one', 'two', 'three']) await house.ask(text);
    await house.enqueue(house.deletionJob(2));
    await house.enqueue(house.editJob(3, 'three, changed'));
    await house.wait(MINUTE);

    expect(asked().at(-1)).toEqual(['one', 'three, changed']);
    expect(JSON.stringify(await house.store.items(THREAD))).not.toContain('two');
  });

  test('when all that waits is deleted, then nothing is answered', async () => {
    house = await answering();
    for (const text of ['one', 'two']) await house.ask(text);
    await house.enqueue(house.deletionJob(2));
    await house.wait(MINUTE);

    expect(house.model.requests).toHaveLength(1);
  });

  test('when somebody else is answered meanwhile, then what follows belongs to whoever asked for it', async () => {
    house = await answering(says('Hello Priya.'), says('Second.'));
    await house.ask('one');
    await house.ask('two');
    await house.ask('hello', { user: 'UPRIYA' });
    await house.wait(MINUTE);
    await house.wait(MINUTE);
    await house.ask('three');

    expect(house.replies().slice(-2)).toEqual(['Second.', expect.stringMatching(/^I'm sorry/)]);
    expect(asked()[2]).toEqual(['one', 'hello', 'two']);
    expect(asked()[3]).toEqual(['one', 'hello', 'two', 'three']);
  });

  test('when they write more before their time has come, and both wait for another turn, then it is told in the order in which they wrote', async () => {
    const priyas = Promise.withResolvers<void>();
    house = await answering(async () => {
      await priyas.promise;
      return says('Hello Priya.');
    }, says('Second.'));
    await house.ask('one');
    await house.ask('two');
    await house.send('hello', { user: 'UPRIYA' });
    await house.send('three');
    await house.pass(MINUTE);
    priyas.resolve();
    await house.idle();

    expect(asked().at(-1)).toEqual(['one', 'hello', 'two', 'three']);
    expect(house.replies().slice(-2)).toEqual(['Hello Priya.', 'Second.']);
  });

  test('when the process dies while it puts something off, then it is answered once', async () => {
    const script = [says('First.'), says('Second.'), says('Third.')];
    const death = { isNear: false };
    house = await openHouse({
      script,
      turnsPerMinute: 1,
      overStore: (store) => ({
        ...store,
        commit: async (change) => {
          if (!death.isNear) return store.commit(change);
          throw new Error('dead');
        },
      }),
    });
    await house.ask('one');
    death.isNear = true;
    await house.ask('two');
    death.isNear = false;
    await house.restart();
    await house.wait(2 * MINUTE);

    expect(house.replies()).toEqual(['First.', 'Second.']);
  });

  test('when no model is needed, then it counts for nothing', async () => {
    house = await answering(says('Second.'));
    for (const text of ['', '', 'one']) await house.ask(text);

    expect(house.replies().at(-1)).toBe('First.');
  });
});
