import { statSync } from 'node:fs';
import { z } from 'zod';
import { OPEN_STATUSES } from '../../domain/approval.ts';
import { ConversationId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Keeping, Portion } from '../../ports/keeping.ts';
import { statementsOf } from './change-statements.ts';
import type { Driver, Statement } from './driver.ts';
import { forget } from './forget.ts';
import { parseRow } from './parse-row.ts';
import { rewrite } from './rewrite.ts';
import type { Sqlite } from './sqlite.ts';

export function sqlKeeping({ driver, connection }: Pick<Sqlite, 'driver' | 'connection'>): Keeping {
  return {
    quietSince: (instant, limit, after) => portion(driver, { instant, limit, after: after ?? '' }),
    forget: async (conversation, at) => {
      const outcome = await forget(driver, conversation, at);
      return outcome.kind === 'forgotten' ? outcome.forgotten : undefined;
    },
    clear: async (before) => {
      await driver.write(
        MARKS.map(({ table, key, old }) => clearing(`DELETE FROM ${table} WHERE ${key} IN (${old})`, before)),
      );
      const left = await Promise.all(MARKS.map(({ old }) => driver.read(old, [before])));
      return left.some((rows) => rows.length > 0);
    },
    note: async ({ conversations, items, requests }, at) => {
      const detail = { conversations, items, requests };
      await driver.write(statementsOf({ audit: [{ at, event: 'forgotten', actor: 'deskhand', detail }] }));
    },
    leftovers: async () => {
      const path = connection.location();
      const may = (await count(driver, 'SELECT count(*) AS number FROM leftovers')) > 0;
      return may ? (path ? statSync(path).size : 0) : undefined;
    },
    writes: () => count(driver, 'SELECT total_changes() AS number'),
    rewrite: async () => {
      if (!rewrite(connection)) return false;
      return driver.write([CLEAN]);
    },
  };
}

export const CLEAN: Statement = { sql: 'DELETE FROM leftovers', params: [] };

const Numbers = z.tuple([z.object({ number: z.number().int() })]);

const count = async (driver: Driver, sql: string): Promise<number> =>
  parseRow(Numbers, await driver.read(sql, []))[0].number;

/** Marks to be deleted at a time: some milliseconds. */
const SOME = 500;

/** A name is refused for as long as its mark stands; messages are looked for among the oldest only. */
const MARKS = [
  {
    table: 'outbox',
    key: 'seq',
    old: `SELECT seq FROM (SELECT seq, state, saved_at FROM outbox ORDER BY seq LIMIT ${2 * SOME})
          WHERE state IN ('sent', 'dropped') AND saved_at < $1 LIMIT ${SOME}`,
  },
  {
    table: 'done',
    key: 'job',
    old: `SELECT job FROM done WHERE saved_at > 0 AND saved_at < $1 ORDER BY saved_at LIMIT ${SOME}`,
  },
  { table: 'jobs', key: 'seq', old: `SELECT seq FROM jobs WHERE done_at < $1 ORDER BY done_at LIMIT ${SOME}` },
];

const clearing = (sql: string, before: Instant): Statement => ({ sql, params: [before] });

const Rows = z.array(z.object({ conversation: ConversationId, quiet: z.number().int() }));

/** From one conversation to the next by the index alone; of each, its last words and its requests are looked at. */
async function portion(
  driver: Driver,
  { instant, limit, after }: { instant: Instant; limit: number; after: string },
): Promise<Portion> {
  const rows = parseRow(Rows, await driver.read(WALK, [after, limit, instant, ...OPEN_STATUSES]));
  const last = rows.length < limit ? undefined : rows.at(-1)?.conversation;
  const quiet = rows.filter((row) => row.quiet === 1).map(({ conversation }) => conversation);
  return { quiet, ...(last === undefined ? {} : { last }) };
}

const WALK = `WITH RECURSIVE walk (conversation, number) AS (
    SELECT min(conversation), 1 FROM items WHERE conversation > $1
    UNION ALL
    SELECT (SELECT min(conversation) FROM items WHERE conversation > walk.conversation), number + 1
    FROM walk WHERE number < $2 AND walk.conversation IS NOT NULL)
  SELECT conversation,
    (SELECT json_extract(json, '$.at') FROM items
     WHERE items.conversation = walk.conversation ORDER BY position DESC LIMIT 1) < $3
    AND NOT EXISTS (SELECT 1 FROM approvals WHERE approvals.conversation = walk.conversation
      AND (changed_at >= $3 OR status IN ($4, $5, $6, $7, $8))) AS quiet
  FROM walk WHERE conversation IS NOT NULL`;
