import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditFollower } from '../../../src/adapters/sql/follow-audit.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import type { Sqlite } from '../../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../../src/adapters/sql/store.ts';

let sqlite: Sqlite;
let follow: () => Promise<boolean>;
const note = async (rows: number): Promise<void> => {
  const audit = Array.from({ length: rows }, (_, at) => ({ at, event: 'approved', actor: 'policy', detail: { at } }));
  await sqlStore(sqlite.driver).commit({ audit });
};
/** As somebody with the file and a database program may do. */
const tamper = (sql: string): void =>
  sqlite.connection.exec(`DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted; ${sql}`);
beforeEach(async () => {
  sqlite = openSqlite(':memory:');
  follow = auditFollower(sqlite.driver);
});
afterEach(() => sqlite.close());

describe('given the audit of a running bot', () => {
  test('when nothing was written, and when it goes on over several portions, then it holds', async () => {
    const empty = await follow();
    await note(700);

    expect([empty, await follow(), await follow()]).toEqual([true, true, true]);
  });

  test.each([
    ['a row is changed', "UPDATE audit SET actor = 'somebody' WHERE seq = 600"],
    ['a row is taken out', 'DELETE FROM audit WHERE seq = 300'],
    ['the last row is taken away', 'DELETE FROM audit WHERE seq = 700'],
    ['the head is changed', "UPDATE audit_head SET hash = 'x'"],
    ['the head is set back', 'UPDATE audit_head SET seq = 3'],
  ])('when %s, then it does not hold', async (_, sql) => {
    await note(700);
    tamper(sql);

    expect(await follow()).toBe(false);
  });

  test('when a row is mended that did not hold, then it holds again', async () => {
    await note(10);
    tamper("UPDATE audit SET actor = 'somebody' WHERE seq = 5");
    const before = await follow();
    sqlite.connection.exec("UPDATE audit SET actor = 'policy' WHERE seq = 5");

    expect([before, await follow()]).toEqual([false, true]);
  });

  test('when what comes after a followed row is tampered with, then it is seen without following all again', async () => {
    await note(5);
    await follow();
    await note(5);
    tamper('DELETE FROM audit WHERE seq > 3');

    expect(await follow()).toBe(false);
  });
});
