import { z } from 'zod';
import { ApprovalId, ChannelId, ConversationId, MessageTs, OutgoingId, UserId } from '../../domain/ids.ts';
import type { MessageRef, Outgoing } from '../../domain/outgoing.ts';
import { Facts, Stage } from './approval-row.ts';

const base = { id: OutgoingId, lane: z.string() };

export const OutgoingRow: z.ZodType<Outgoing> = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('reply'),
    conversation: ConversationId,
    markdown: z.string(),
    links: z.array(z.string()),
  }),
  z.object({ ...base, kind: z.literal('card'), approval: ApprovalId }),
  z.object({ ...base, kind: z.literal('confirmation'), conversation: ConversationId, approval: ApprovalId }),
  z.object({ ...base, kind: z.literal('nudge'), approval: ApprovalId, stage: Stage }),
  z.object({
    ...base,
    kind: z.literal('hand-off'),
    conversation: ConversationId,
    handOff: z.object({
      user: UserId,
      wants: z.string(),
      by: z.literal('deskhand').exactOptional(),
      facts: Facts,
      takenBy: UserId.exactOptional(),
    }),
  }),
]);

export const RefRow: z.ZodType<MessageRef> = z.object({ channel: ChannelId, ts: MessageTs });
