import { z } from 'zod';
import type { Approval } from '../../domain/approval.ts';
import { erase, isEnded } from '../../domain/erase.ts';
import type { Ended } from '../../domain/erase.ts';
import type { ApprovalId, ConversationId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Forgotten } from '../../ports/keeping.ts';
import { ApprovalRow } from './approval-row.ts';
import { noteErased } from './audit-erased.ts';
import type { Driver, Statement } from './driver.ts';
import { jsonColumn, parseRow } from './parse-row.ts';

export type Forgetting =
  | { kind: 'forgotten'; forgotten: Forgotten }
  /** A request in it may still be decided, carried out or taken back. */
  | { kind: 'open'; approvals: readonly ApprovalId[] }
  /** Somebody waits for an answer in it, or something was not said yet. */
  | { kind: 'busy' };

/** The texts of a conversation and of its requests, in one transaction; nothing while something in it is open. */
export async function forget(driver: Driver, conversation: ConversationId, at: Instant): Promise<Forgetting> {
  const { items, approvals } = await contents(driver, conversation);
  const open = approvals.filter((approval) => !isEnded(approval) || canBeUndone(approval, at)).map(({ id }) => id);
  if (open.length > 0) return { kind: 'open', approvals: open };
  const known = approvals.filter(isEnded).filter(({ erasedAt }) => erasedAt === undefined);
  const forgotten = { items, requests: known.length };
  if (items + known.length === 0) return { kind: 'forgotten', forgotten };
  const written = await driver.write([
    deleteItems(conversation, items),
    { sql: 'DELETE FROM summaries WHERE conversation = $1', params: [conversation] },
    ...known.flatMap((approval) => eraseApproval(approval, at)),
    { sql: 'INSERT INTO leftovers VALUES (1) ON CONFLICT DO NOTHING', params: [] },
  ]);
  return written ? { kind: 'forgotten', forgotten } : { kind: 'busy' };
}

const Items = z.tuple([z.object({ items: z.number().int() })]);
const Approvals = z.array(z.object({ json: jsonColumn(ApprovalRow) }));

async function contents(
  driver: Driver,
  conversation: ConversationId,
): Promise<{ items: number; approvals: readonly Approval[] }> {
  const counted = await driver.read('SELECT count(*) AS items FROM items WHERE conversation = $1', [conversation]);
  const rows = await driver.read('SELECT json FROM approvals WHERE conversation = $1', [conversation]);
  return { items: parseRow(Items, counted)[0].items, approvals: parseRow(Approvals, rows).map(({ json }) => json) };
}

const canBeUndone = (approval: Ended, at: Instant): boolean =>
  approval.status === 'executed' && approval.undoUntil !== undefined && approval.undoUntil > at;

/** Kinds of jobs that read or write what was said in a thread. */
export const TALKING = "('message', 'deletion', 'edit', 'stop', 'follow-up', 'compensate')";

/** All that were counted or none: a turn that runs, or that somebody has just begun, needs what was said before. */
const deleteItems = (conversation: ConversationId, items: number): Statement => ({
  sql: `DELETE FROM items WHERE conversation = $1
        AND NOT EXISTS (SELECT 1 FROM jobs
          WHERE done_at IS NULL AND lane = $1 AND kind IN ${TALKING})
        AND NOT EXISTS (SELECT 1 FROM outbox
          WHERE lane IN ($1, 'hand-off:' || $1) AND state IN ('waiting', 'sending'))`,
  params: [conversation],
  expectRows: items,
});

const eraseApproval = (approval: Ended, at: Instant): readonly Statement[] => {
  const bare = erase(approval, at);
  return [replaceWith(bare), noteErased(bare, at)];
};

/** Not if it has moved on since. `hasQueue`: false in a copy of an earlier release, where nothing could be taken back. */
export const replaceWith = (bare: Ended, hasQueue = true): Statement => ({
  sql: `UPDATE approvals SET json = $2, target = $3${hasQueue ? ', undo_until = NULL' : ''} WHERE id = $1 AND version = $4 AND status = $5
        AND json_extract(json, '$.erasedAt') IS NULL`,
  params: [bare.id, JSON.stringify(bare), bare.proposal.target, bare.version, bare.status],
  expectRows: 1,
});
