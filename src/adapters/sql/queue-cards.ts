import { z } from 'zod';
import { isPending } from '../../domain/approval.ts';
import type { QueueFilter, QueueOrder, QueuePage, QueueQuestion } from '../../ports/queue.ts';
import { ApprovalRow } from './approval-row.ts';
import type { Driver } from './driver.ts';
import { jsonColumn, parseRow } from './parse-row.ts';

/** Cards that wait and that this person may decide (`own`), or that somebody else must (`others`): the first waiting row of each. */
export async function readCards(
  driver: Driver,
  whose: 'own' | 'others',
  { who, filter, order, now, limit, offset }: QueueQuestion,
): Promise<QueuePage> {
  const sql = statement(whose, filter, order);
  const rows = await driver.read(sql, [who.person, who.role, who.customer ?? null, now, limit, offset]);
  const parsed = parseRow(Rows, rows);
  return { items: parsed.flatMap(({ json }) => (json && isPending(json) ? json : [])), total: parsed[0]?.total ?? 0 };
}

const Rows = z.array(z.object({ total: z.number().int(), json: jsonColumn(ApprovalRow).nullable() }));

/** A card is wanted when one of its waiting rows is. */
const WANTED: Record<QueueFilter, string> = {
  all: '',
  money: anyRow('minor > 0'),
  orders: anyRow("target LIKE 'order:%' OR target LIKE 'customer:%:new-order'"),
  tickets: anyRow("target LIKE 'ticket:%' OR target LIKE 'customer:%:new-ticket:%'"),
};

function anyRow(condition: string): string {
  return `AND max(CASE WHEN ${condition} THEN 1 ELSE 0 END) = 1`;
}

/** What is the same in this order comes in the order of saving. */
const ORDERS: Record<QueueOrder, string> = {
  deadline: 'due, first',
  amount: 'amount DESC, due, first',
  oldest: 'asked, first',
};

/**
 * The same rule as `decide` of the domain has for an approval of all waiting rows together. One pass over what waits, in
 * an index that holds all it looks at; only the rows that are shown are read. There is one row at least, for the total.
 */
const statement = (whose: 'own' | 'others', filter: QueueFilter, order: QueueOrder): string => `
  WITH waiting AS (
    SELECT card, min(seq) AS first, min(expires_at) AS due, min(opened_at) AS asked, coalesce(max(minor), -1) AS amount,
      max(CASE WHEN customer = $3 OR (waits_for = 'lead' AND $2 <> 'lead') THEN 1 ELSE 0 END) AS is_barred
    FROM approvals WHERE waits_for IN ('agent', 'lead') GROUP BY card
    HAVING min(expires_at) > $4 ${WANTED[filter]}),
  barred_cards AS (
    SELECT a.card FROM barred b JOIN approvals a ON a.id = b.approval WHERE b.person = $1),
  found AS MATERIALIZED (SELECT * FROM waiting WHERE ${WHOSE[whose]}),
  page AS (SELECT * FROM found ORDER BY ${ORDERS[order]} LIMIT $5 OFFSET $6)
  SELECT counted.total, a.json FROM (SELECT count(*) AS total FROM found) counted
  LEFT JOIN page ON 1 = 1 LEFT JOIN approvals a ON a.seq = page.first
  ORDER BY ${ORDERS[order]}`;

const WHOSE = {
  own: 'is_barred = 0 AND card NOT IN (SELECT card FROM barred_cards)',
  others: '(is_barred = 1 OR card IN (SELECT card FROM barred_cards))',
};
