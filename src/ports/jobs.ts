import { z } from 'zod';
import { ApprovalId, ChannelId, ConversationId, MessageTs, TeamId, UserId } from '../domain/ids.ts';

/** The data of a `message` job: one message a person wrote, as plain text. */
export const MessageJob = z.object({
  team: TeamId,
  channel: ChannelId,
  user: UserId,
  ts: MessageTs,
  conversation: ConversationId,
  /** Slack's escapes decoded, the mention of the bot removed; may be empty. */
  text: z.string(),
  /** Names of attached files; they are never read. */
  files: z.array(z.string()),
  /** A mention or a direct message starts a conversation; anything else only continues a known one. */
  addressed: z.boolean(),
});
export type MessageJob = z.infer<typeof MessageJob>;

/** The data of a `click` job: somebody pressed a deciding button. */
export const ClickJob = z.object({
  approval: ApprovalId,
  /** The card's version of the ledger row when it was drawn. */
  version: z.number().int(),
  verdict: z.enum(['approve', 'reject']),
  team: TeamId,
  user: UserId,
  channel: ChannelId,
  message: MessageTs,
  /** Where Slack takes an answer that only this person sees, for half an hour; works where they are no member. */
  responseUrl: z.string().exactOptional(),
});
export type ClickJob = z.infer<typeof ClickJob>;

/** The data of `execute`, `reconcile` and `expire` jobs. */
export const ApprovalJob = z.object({ approval: ApprovalId });
export type ApprovalJob = z.infer<typeof ApprovalJob>;

/** The data of a `follow-up` job. */
export const FollowUpJob = z.object({ approval: ApprovalId, conversation: ConversationId });
export type FollowUpJob = z.infer<typeof FollowUpJob>;
