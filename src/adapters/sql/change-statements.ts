import type { HoldChange } from '../../domain/hold.ts';
import type { ConversationId, JobId } from '../../domain/ids.ts';
import type { Item } from '../../domain/conversation.ts';
import type { Outgoing } from '../../domain/outgoing.ts';
import { placeOf } from '../../domain/say.ts';
import { DAY, toIso } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Spending, Summary } from '../../ports/memory.ts';
import type { AuditRow, Change } from '../../ports/store.ts';
import { move, open } from './approval-statements.ts';
import type { Statement } from './driver.ts';

/** Everything a change writes. The guards come first, and what leaves a target free comes before what takes it. */
export function statementsOf({
  append,
  approvals = [],
  outgoing = [],
  holds = [],
  done,
  alsoDone = [],
  redact,
  spent,
  audit,
}: Change): readonly Statement[] {
  return [
    ...[...(done ? [done] : []), ...alsoDone].map((job) => finish(job, madeAt({ append, audit }))),
    ...approvals.flatMap((transition) => move(transition)),
    ...approvals.flatMap((transition) => open(transition)),
    ...(append ? remembered(append) : []),
    ...(redact ? emptied(redact) : []),
    ...(spent ? [...spent.on.map((who) => count(who, spent)), forgetDays(spent)] : []),
    ...outgoing.map((message) => owe(message, madeAt({ append, audit }))),
    ...holds.map(changeHold),
    ...audit.map((row) => note(row, done)),
  ];
}

const finish = (job: JobId, at: Instant): Statement => ({
  sql: 'INSERT INTO done (job, saved_at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
  params: [job, at],
  expectRows: 1,
});

const remembered = ({ conversation, items, summary }: NonNullable<Change['append']>): readonly Statement[] => [
  ...items.map((item) => remember(conversation, item)),
  ...(summary ? [shorten(conversation, summary)] : []),
];

const remember = (conversation: ConversationId, item: Item): Statement => ({
  sql: `INSERT INTO items (conversation, position, json)
        SELECT $1, coalesce(max(position), 0) + 1, $2 FROM items WHERE conversation = $1`,
  params: [conversation, JSON.stringify(item)],
});

const shorten = (conversation: ConversationId, { items, through }: Summary): Statement => ({
  sql: `INSERT INTO summaries (conversation, through, json) VALUES ($1, $2, $3)
        ON CONFLICT (conversation) DO UPDATE SET through = excluded.through, json = excluded.json`,
  params: [conversation, through, JSON.stringify(items)],
});

const EMPTIED = "json_set(value, '$.text', '', '$.redacted', json('true'))";
const IS_IT = (value: string) =>
  `json_extract(${value}, '$.ts') = $2 AND json_extract(${value}, '$.kind') IN ('person', 'edited')`;

function emptied({ conversation, ts }: NonNullable<Change['redact']>): readonly Statement[] {
  const params = [conversation, ts];
  return [
    {
      sql: `UPDATE items SET json = ${EMPTIED.replace('value', 'json')} WHERE conversation = $1 AND ${IS_IT('json')}`,
      params,
    },
    {
      sql: `UPDATE summaries SET json = (
              SELECT json_group_array(CASE WHEN ${IS_IT('value')} THEN ${EMPTIED} ELSE json(value) END) FROM json_each(summaries.json))
            WHERE conversation = $1`,
      params,
    },
  ];
}

const count = (who: string, { day, usage }: Spending): Statement => ({
  sql: `INSERT INTO spent (day, who, turns, input, cached, output) VALUES ($1, $2, 1, $3, $4, $5)
        ON CONFLICT (day, who) DO UPDATE SET turns = turns + 1, input = input + excluded.input,
          cached = cached + excluded.cached, output = output + excluded.output`,
  params: [day, who, usage.input, usage.cached, usage.output],
});

/** What was used on a day limits that day alone; it is kept for a week. */
const forgetDays = ({ day }: Spending): Statement => ({
  sql: 'DELETE FROM spent WHERE day < $1',
  params: [toIso(Date.parse(day) - 7 * DAY).slice(0, day.length)],
});

/** When a change was made: the latest moment among what it writes down; 0: it names none. */
const madeAt = ({ append, audit }: Pick<Change, 'audit'> & { append: Change['append'] | undefined }): Instant =>
  Math.max(0, ...[...(append?.items ?? []), ...audit].map(({ at }) => at));

/** What has an id that was saved before is not said again. */
const owe = (outgoing: Outgoing, at: Instant): Statement => ({
  sql: `INSERT INTO outbox (id, lane, kind, place, json, state, attempts, not_before, saved_at)
        VALUES ($1, $2, $3, $4, $5, 'waiting', 0, 0, $6) ON CONFLICT DO NOTHING`,
  params: [outgoing.id, outgoing.lane, outgoing.kind, placeOf(outgoing) ?? null, JSON.stringify(outgoing), at],
});

const changeHold = (change: HoldChange): Statement =>
  'put' in change
    ? {
        sql: 'INSERT INTO holds (kind, json) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        params: [change.put.kind, JSON.stringify(change.put)],
        expectRows: 1,
      }
    : { sql: 'DELETE FROM holds WHERE kind = $1', params: [change.lift], expectRows: 1 };

/** The hash is reckoned behind the head as it stands in this transaction. */
export const note = (
  { at, event, actor, role, roleFrom, approval, conversation, detail }: AuditRow,
  job?: JobId,
): Statement => ({
  sql: `INSERT INTO audit (seq, at, event, actor, role, role_from, approval, conversation, job, detail, hash)
        SELECT head.seq + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9,
               audit_hash(head.hash, head.seq + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9)
        FROM audit_head AS head`,
  params: [
    at,
    event,
    actor,
    role ?? null,
    roleFrom ?? null,
    approval ?? null,
    conversation ?? null,
    job ?? null,
    JSON.stringify(detail),
  ],
});
