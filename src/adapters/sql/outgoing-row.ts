import { z } from 'zod';
import { ApprovalId, ChannelId, ConversationId, JobId, MessageTs, OutgoingId, UserId } from '../../domain/ids.ts';
import type { MessageRef, Notice, Outgoing } from '../../domain/outgoing.ts';
import { Stage } from './approval-row.ts';
import { Facts } from './ledger-row.ts';

const base = { id: OutgoingId, lane: z.string() };

const at = z.number().int();
const NoticeRow: z.ZodType<Notice> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['paused', 'resumed']), by: UserId, at }),
  z.object({ kind: z.literal('restored'), takenAt: at, at }),
  z.object({ kind: z.literal('reconciled'), recovered: z.number().int(), at }),
]);

export const OutgoingRow: z.ZodType<Outgoing> = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('reply'),
    conversation: ConversationId,
    markdown: z.string(),
    links: z.array(z.string()),
    draft: JobId.exactOptional(),
    intake: z.literal(true).exactOptional(),
    outcome: z.literal(true).exactOptional(),
  }),
  z.object({ ...base, kind: z.literal('card'), approval: ApprovalId }),
  z.object({ ...base, kind: z.literal('confirmation'), conversation: ConversationId, approval: ApprovalId }),
  z.object({ ...base, kind: z.literal('nudge'), approval: ApprovalId, stage: Stage }),
  z.object({ ...base, kind: z.literal('notice'), notice: NoticeRow }),
  z.object({
    ...base,
    kind: z.literal('hand-off'),
    conversation: ConversationId,
    handOff: z.object({
      user: UserId,
      wants: z.string(),
      by: z.literal('deskhand').exactOptional(),
      facts: Facts,
      from: z.literal('home').exactOptional(),
      takenBy: UserId.exactOptional(),
    }),
  }),
]);

export const RefRow: z.ZodType<MessageRef> = z.object({ channel: ChannelId, ts: MessageTs });
