import type { HoldChange } from '../../domain/hold.ts';
import type { ConversationId, JobId } from '../../domain/ids.ts';
import type { Item } from '../../domain/conversation.ts';
import type { Outgoing } from '../../domain/outgoing.ts';
import { placeOf } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
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
  audit,
}: Change): readonly Statement[] {
  return [
    ...(done ? [finish(done, madeAt({ append, audit }))] : []),
    ...approvals.flatMap((transition) => move(transition)),
    ...approvals.flatMap((transition) => open(transition)),
    ...(append ? append.items.map((item) => remember(append.conversation, item)) : []),
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

const remember = (conversation: ConversationId, item: Item): Statement => ({
  sql: `INSERT INTO items (conversation, position, json)
        SELECT $1, coalesce(max(position), 0) + 1, $2 FROM items WHERE conversation = $1`,
  params: [conversation, JSON.stringify(item)],
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
