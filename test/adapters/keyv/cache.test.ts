import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cache } from '../../../src/adapters/keyv/cache.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import type { Sqlite } from '../../../src/adapters/sql/sqlite.ts';
import { Unavailable } from '../../../src/domain/errors.ts';
import { MINUTE } from '../../../src/domain/time.ts';

const Profile = z.object({ name: z.string(), groups: z.array(z.string()) });
const alice = { name: 'Алиса', groups: ['S1', 'S2'] };
const bob = { name: 'Bob', groups: [] };

describe('given caches on the connection of the bot', () => {
  let sqlite: Sqlite;
  const profiles = (ttl = MINUTE, namespace = 'profiles') =>
    cache(sqlite.connection, { namespace, ttl, schema: Profile });
  const rows = (): number => Number(sqlite.connection.prepare('SELECT count(*) AS count FROM cache').get()?.['count']);

  beforeEach(() => {
    sqlite = openSqlite(':memory:');
  });
  afterEach(() => {
    if (sqlite.connection.isOpen) sqlite.close();
  });

  test('when a value is set, then it is there, also for the next process, until it is deleted', async () => {
    await profiles().set('T1:U1', bob);
    await profiles().set('T1:U1', alice);

    expect(await profiles().get('T1:U1')).toEqual(alice);
    await profiles().delete('T1:U1');
    expect(await profiles().get('T1:U1')).toBeUndefined();
  });

  test('when its time is over, then it is gone, and the next set sweeps its row', async () => {
    await profiles(1).set('T1:U1', alice);

    await expect.poll(() => profiles(1).get('T1:U1'), { interval: 2 }).toBeUndefined();

    await profiles(1).set('T1:U2', alice);
    await expect.poll(async () => (await profiles().set('T1:U3', bob), rows()), { interval: 2 }).toBe(1);
  });

  test('when two namespaces use one key, then they do not mix', async () => {
    const [people, robots] = [profiles(MINUTE, 'people'), profiles(MINUTE, 'robots')];
    await Promise.all([people.set('1', alice), robots.set('1', bob)]);

    expect([await people.get('1'), await robots.get('1')]).toEqual([alice, bob]);
    await people.delete('1');
    expect([await people.get('1'), await robots.get('1')]).toEqual([undefined, bob]);
  });

  test('when a value of another shape was saved, then it counts as absent', async () => {
    const strings = cache(sqlite.connection, { namespace: 'profiles', ttl: MINUTE, schema: z.string() });
    await strings.set('T1:U1', 'an older shape');

    expect(await profiles().get('T1:U1')).toBeUndefined();
  });

  test('when it was used, then the commits of the bot wait for the disk as before', async () => {
    await profiles().set('T1:U1', alice);

    expect(sqlite.connection.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  });

  test('when the database fails, then every verb is an outage', async () => {
    const broken = profiles();
    await broken.set('T1:U1', alice);
    sqlite.close();

    const answers = await Promise.allSettled([broken.get('T1:U1'), broken.set('T1:U1', bob), broken.delete('T1:U1')]);

    expect(answers.map((answer) => answer.status === 'rejected' && answer.reason instanceof Unavailable)).toEqual([
      true,
      true,
      true,
    ]);
  });
});
