import type { Approval } from '../../domain/approval.ts';
import type { ConversationId, JobId } from '../../domain/ids.ts';
import type { Item } from '../../domain/conversation.ts';
import type { Outgoing } from '../../domain/outgoing.ts';
import { placeOf } from '../../domain/say.ts';
import type { AuditRow, Change, Transition } from '../../ports/store.ts';
import type { Statement } from './driver.ts';

/** Everything a change writes. The guards come first, and what leaves a target free comes before what takes it. */
export function statementsOf({ append, approvals = [], outgoing = [], done, audit }: Change): readonly Statement[] {
  return [
    ...(done ? [finish(done)] : []),
    ...approvals.flatMap((transition) => move(transition)),
    ...approvals.flatMap((transition) => open(transition)),
    ...(append ? append.items.map((item) => remember(append.conversation, item)) : []),
    ...outgoing.map(owe),
    ...audit.map(note),
  ];
}

const finish = (job: JobId): Statement => ({
  sql: 'INSERT INTO done (job) VALUES ($1) ON CONFLICT DO NOTHING',
  params: [job],
  expectRows: 1,
});

function move({ to, from }: Transition): Statement[] {
  if (from === undefined) return [];
  expectNext(to, from);
  return [
    {
      sql: 'UPDATE approvals SET version = $3, status = $4, json = $5 WHERE id = $1 AND version = $2',
      params: [to.id, from, to.version, to.status, JSON.stringify(to)],
      expectRows: 1,
    },
  ];
}

function open({ to, from }: Transition): Statement[] {
  if (from !== undefined) return [];
  expectNext(to, 0);
  const { target, customer, action, cost } = to.proposal;
  const subject = [target, to.conversation, customer, action];
  return [
    {
      sql: `INSERT INTO approvals
              (id, version, status, target, conversation, customer, action, opened_at, minor, currency, json)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
      params: [
        to.id,
        to.version,
        to.status,
        ...subject,
        to.openedAt,
        cost?.minor ?? null,
        cost?.currency ?? null,
        JSON.stringify(to),
      ],
      expectRows: 1,
    },
  ];
}

/** Two transitions from one version would both pass the guard if the version did not move. */
function expectNext({ id, version }: Approval, from: number): void {
  if (version !== from + 1) throw new Error(`${id} goes from version ${from} to ${version}, expected ${from + 1}`);
}

const remember = (conversation: ConversationId, item: Item): Statement => ({
  sql: `INSERT INTO items (conversation, position, json)
        SELECT $1, coalesce(max(position), 0) + 1, $2 FROM items WHERE conversation = $1`,
  params: [conversation, JSON.stringify(item)],
});

/** What has an id that was saved before is not said again. */
const owe = (outgoing: Outgoing): Statement => ({
  sql: `INSERT INTO outbox (id, lane, kind, place, json, state, attempts, not_before)
        VALUES ($1, $2, $3, $4, $5, 'waiting', 0, 0) ON CONFLICT DO NOTHING`,
  params: [outgoing.id, outgoing.lane, outgoing.kind, placeOf(outgoing) ?? null, JSON.stringify(outgoing)],
});

const note = ({ at, event, actor, approval, conversation, detail }: AuditRow): Statement => ({
  sql: 'INSERT INTO audit (at, event, actor, approval, conversation, detail) VALUES ($1, $2, $3, $4, $5, $6)',
  params: [at, event, actor, approval ?? null, conversation ?? null, JSON.stringify(detail)],
});
