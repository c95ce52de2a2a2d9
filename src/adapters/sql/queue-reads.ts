import { z } from 'zod';
import type { Executed } from '../../domain/approval.ts';
import type { QueueReads } from '../../ports/queue.ts';
import { ApprovalRow } from './approval-row.ts';
import type { Driver } from './driver.ts';
import { jsonColumn, parseRow } from './parse-row.ts';
import { readCards } from './queue-cards.ts';

export function queueReads(driver: Driver): QueueReads {
  return {
    mayDecide: (question) => readCards(driver, 'own', question),
    waitsForOthers: (question) =>
      readCards(driver, 'others', { ...question, filter: 'all', order: 'deadline', offset: 0 }),
    handledSince: async (since, who) => {
      const [{ total, own, median }] = parseRow(HandledRow, await driver.read(HANDLED, [since, who]));
      return { total, own, ...(median === null ? {} : { median }) };
    },
    attentionSince: async (since) => parseRow(AttentionRow, await driver.read(ATTENTION, [since]))[0],
    latestDecided: async (limit) => jsonOf(await driver.read(LATEST, [limit])),
    undoable: async (now, limit) =>
      jsonOf(await driver.read(UNDOABLE, [now, limit])).filter((row): row is Executed => row.status === 'executed'),
    askedBy: async (person, limit) => jsonOf(await driver.read(ASKED, [person, limit])),
  };
}

/** The median of an even number is the lower of the two in the middle. */
const HANDLED = `WITH handled AS (
    SELECT card, max(decided_at) - min(opened_at) AS took,
      max(CASE WHEN decided_by = $2 OR decided_before = $2 THEN 1 ELSE 0 END) AS own
    FROM approvals WHERE decided_at >= $1 GROUP BY card)
  SELECT count(*) AS total, coalesce(sum(own), 0) AS own,
    (SELECT took FROM handled ORDER BY took LIMIT 1 OFFSET (SELECT (count(*) - 1) / 2 FROM handled)) AS median
  FROM handled`;

const ATTENTION = `SELECT
    (SELECT count(*) FROM approvals WHERE status = 'approved') AS approved,
    (SELECT count(*) FROM approvals WHERE status = 'unknown' AND waits_for = 'company') AS "unknown",
    (SELECT count(*) FROM approvals WHERE status = 'unknown' AND waits_for = 'person') AS "forPerson",
    (SELECT count(*) FROM approvals WHERE status = 'failed' AND changed_at >= $1) AS failed`;

const LATEST = `SELECT json FROM approvals WHERE decided_at IS NOT NULL ORDER BY decided_at DESC, seq DESC LIMIT $1`;
const UNDOABLE = `SELECT json FROM approvals WHERE undo_until > $1 ORDER BY undo_until DESC, seq DESC LIMIT $2`;
/** What took the place of a replaced request has the same requester. */
const ASKED = `SELECT json FROM approvals WHERE requester = $1 AND status <> 'superseded'
  ORDER BY opened_at DESC, seq DESC LIMIT $2`;

const count = z.number().int();
const HandledRow = z.tuple([z.object({ total: count, own: count, median: count.nullable() })]);
const AttentionRow = z.tuple([z.object({ approved: count, unknown: count, forPerson: count, failed: count })]);
const Rows = z.array(z.object({ json: jsonColumn(ApprovalRow) }));

const jsonOf = (rows: unknown) => parseRow(Rows, rows).map(({ json }) => json);
