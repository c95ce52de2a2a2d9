import { z } from 'zod';
import { isOpen } from '../../domain/approval.ts';
import type { Approval } from '../../domain/approval.ts';
import { erase, isEnded } from '../../domain/erase.ts';
import type { Ended } from '../../domain/erase.ts';
import type { ApprovalId, ConversationId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { ApprovalRow } from './approval-row.ts';
import { noteErased } from './audit-erased.ts';
import type { Driver, Statement } from './driver.ts';
import { end, fateOf, noteEnded } from './erase-open.ts';
import type { Fate, Release } from './erase-open.ts';
import { TALKING, replaceWith } from './forget.ts';
import { jsonColumn, parseRow } from './parse-row.ts';

export interface CopyOptions {
  /** Knows what became of what was open when a copy was made. */
  database: Driver;
  at: Instant;
}
interface DecideOptions extends CopyOptions {
  release: Release;
}

/** A conversation of the copy, and what its requests become. */
export interface Decided {
  conversation: ConversationId;
  hasItems: boolean;
  /** Had ended, without their texts now. */
  bare: readonly Ended[];
  /** Were open, and are ended now, without their texts. */
  ended: readonly Ended[];
  /** Are open in the database too, so the conversation stays as it is. */
  waiting: readonly ApprovalId[];
  /** Were sent, and nobody knows what became of them. */
  unclear: readonly ApprovalId[];
}

/** Nothing that anybody wrote is in it any more. */
export const isBare = ({ hasItems, bare, ended, waiting }: Decided): boolean =>
  !hasItems && bare.length + ended.length + waiting.length === 0;

export const isFree = ({ waiting }: Decided): boolean => waiting.length === 0;

export async function decide(
  copy: Driver,
  conversation: ConversationId,
  { database, at, release }: DecideOptions,
): Promise<Decided> {
  const approvals = await approvalsOf(copy, conversation);
  const known = approvals.filter(isEnded).filter(({ erasedAt }) => erasedAt === undefined);
  const open = approvals.filter(isOpen);
  const fates = await Promise.all(open.map((one) => fateOf(database, { open: one, ...release }, at)));
  const of = (kind: Fate['kind']): readonly ApprovalId[] =>
    open.filter((_, index) => fates[index]?.kind === kind).map(({ id }) => id);
  return {
    conversation,
    hasItems: (await copy.read('SELECT 1 FROM items WHERE conversation = $1 LIMIT 1', [conversation])).length > 0,
    bare: known.map((approval) => erase(approval, at)),
    ended: fates.flatMap((fate) => (fate.kind === 'ended' ? [fate.ended] : [])),
    waiting: of('open'),
    unclear: of('unclear'),
  };
}

/** Nobody will take up in a copy what was under way there. */
export const forgetting =
  (at: Instant, { isChained, hasQueue, hasTalk }: Release) =>
  (decided: Decided): readonly Statement[] => {
    const { conversation, bare, ended } = decided;
    if (!isFree(decided)) return [];
    const notes = [...ended.map((one) => noteEnded(one, at)), ...[...bare, ...ended].map((one) => noteErased(one, at))];
    return [
      ...silence(conversation),
      ...(hasTalk ? unwritten(conversation) : []),
      ...bare.map((one) => replaceWith(one, hasQueue)),
      ...ended.flatMap((one) => end(one, hasQueue)),
      ...(isChained ? notes : []),
    ];
  };

const Rows = z.array(z.object({ json: jsonColumn(ApprovalRow) }));

async function approvalsOf(driver: Driver, conversation: ConversationId): Promise<readonly Approval[]> {
  const rows = await driver.read('SELECT json FROM approvals WHERE conversation = $1', [conversation]);
  return parseRow(Rows, rows).map(({ json }) => json);
}

const silence = (conversation: ConversationId): readonly Statement[] => [
  { sql: 'DELETE FROM items WHERE conversation = $1', params: [conversation] },
  {
    sql: `UPDATE outbox SET state = 'dropped' WHERE lane IN ($1, 'hand-off:' || $1) AND state IN ('waiting', 'sending')`,
    params: [conversation],
  },
  {
    sql: `UPDATE jobs SET done_at = coalesce(done_at, arrived_at), data = '{}'
          WHERE lane = $1 AND kind IN ${TALKING}`,
    params: [conversation],
  },
];

/** A reply that was being written when the copy was made is none of its business any more: it stands in Slack as it ended. */
const unwritten = (conversation: ConversationId): readonly Statement[] =>
  ['summaries', 'drafts'].map((table) => ({
    sql: `DELETE FROM ${table} WHERE conversation = $1`,
    params: [conversation],
  }));
