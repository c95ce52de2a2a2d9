import { describe, expect, test } from 'vitest';
import { statementsOf } from '../../../src/adapters/sql/change-statements.ts';
import { memoryReads } from '../../../src/adapters/sql/memory-reads.ts';
import { TALK } from '../../../src/adapters/sql/migrations/talk.ts';
import { MIGRATIONS, migrate } from '../../../src/adapters/sql/schema.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import type { Sqlite } from '../../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../../src/adapters/sql/store.ts';
import type { Driver, Parameter } from '../../../src/adapters/sql/driver.ts';
import type { Item } from '../../../src/domain/conversation.ts';
import { MessageTs, UserId } from '../../../src/domain/ids.ts';
import { NOON, THREAD } from '../../fakes/approvals.ts';

interface Asked {
  sql: string;
  params: readonly Parameter[];
}

/** How SQLite would find the rows of these statements. */
function plansOf(statements: readonly Asked[]): readonly string[] {
  const { connection, close } = openSqlite(':memory:');
  const plans = statements.flatMap(({ sql, params }) => {
    const named = Object.fromEntries(params.map((value, index) => [`$${index + 1}`, value]));
    return connection
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(named)
      .map(({ detail }) => String(detail));
  });
  close();
  return plans;
}

describe('given many threads', () => {
  const ofThread = (table: string) => `SEARCH ${table} USING PRIMARY KEY (conversation=?)`;

  test('when one is recalled or counted, then nothing of the others is looked at', async () => {
    const asked: Asked[] = [];
    const driver: Driver = {
      read: async (sql, params) => (asked.push({ sql, params }), []),
      write: async () => true,
    };
    await memoryReads(driver).recall(THREAD);
    await memoryReads(driver).spent('2026-11-20', ['all', 'person:1', 'thread:1']);

    expect(plansOf(asked)).toEqual([
      ofThread('summaries'),
      'SEARCH items USING PRIMARY KEY (conversation=? AND position>?)',
      'SEARCH spent USING PRIMARY KEY (day=? AND who=?)',
    ]);
  });

  test('when a message is redacted, then nothing of the others is looked at', () => {
    const redact = { conversation: THREAD, ts: MessageTs.parse('1.1') };

    expect(plansOf(statementsOf({ redact, audit: [] })).filter((plan) => !plan.includes('json_each'))).toEqual([
      ofThread('items'),
      ofThread('summaries'),
      expect.stringMatching(/^CORRELATED SCALAR SUBQUERY/),
    ]);
  });

  test('when a turn is counted, then days that are over are found by their name', () => {
    const usage = { input: 1, cached: 0, output: 1 };
    const plans = plansOf(statementsOf({ spent: { day: '2026-11-20', on: ['all'], usage }, audit: [] }));

    expect(plans.filter((plan) => plan.includes('spent'))).toEqual(['SEARCH spent USING PRIMARY KEY (day<?)']);
  });
});

/** As the release before left it: what this one added is taken away. */
function backOneRelease({ connection }: Sqlite): void {
  connection.exec('DROP TABLE summaries; DROP TABLE spent; DROP TABLE drafts');
  connection.prepare('DELETE FROM schema_version WHERE version > ?').run(MIGRATIONS.indexOf(TALK));
}

test('given a database of the release before, when it is upgraded, then its threads are recalled whole and can be shortened', async () => {
  const sqlite = openSqlite(':memory:');
  backOneRelease(sqlite);
  const old: Item = {
    kind: 'person',
    text: 'hello',
    by: { user: UserId.parse('U1'), role: 'customer', external: false },
    ts: MessageTs.parse('1.1'),
    at: NOON,
  };
  const note: Item = { kind: 'note', text: 'done', about: UserId.parse('U1'), at: NOON };
  for (const [index, item] of [old, note].entries())
    sqlite.connection.prepare('INSERT INTO items VALUES (?, ?, ?)').run(THREAD, index + 1, JSON.stringify(item));

  migrate(sqlite.connection);

  const store = sqlStore(sqlite.driver);
  expect(await store.recall(THREAD)).toEqual({ summary: { items: [], through: 0 }, items: [old, note] });
  expect([await store.spent('2026-11-20', ['all']), await store.drafts()]).toEqual([new Map(), []]);
  const summary = { items: [old], through: 1 };
  await store.commit({ append: { conversation: THREAD, items: [], summary }, audit: [] });
  expect(await store.recall(THREAD)).toEqual({ summary, items: [note] });
  sqlite.close();
});
