import { z } from 'zod';
import { ApprovalId, ChannelId, ConversationId, MessageTs, TeamId, UserId } from '../domain/ids.ts';

/** Larger files are not read, in bytes. */
export const LARGEST_FILE = 100_000;

/** The data of a `message` job: one message a person wrote, as plain text. */
export const MessageJob = z.object({
  team: TeamId,
  channel: ChannelId,
  user: UserId,
  ts: MessageTs,
  conversation: ConversationId,
  /** Slack's escapes decoded, the mention of the bot removed; may be empty. */
  text: z.string(),
  /** Names of attached files. */
  files: z.array(z.string()),
  /** Those of them that are text and may be read; absent: none. Sizes in bytes. */
  readable: z.array(z.object({ name: z.string(), url: z.string(), size: z.number().int() })).exactOptional(),
  /** People of other companies read this channel. */
  shared: z.boolean().exactOptional(),
  /** A mention or a direct message starts a conversation; anything else only continues a known one. */
  addressed: z.boolean(),
});
export type MessageJob = z.infer<typeof MessageJob>;

/** Somebody pressed a button of a card. */
const PressJob = z.object({
  approval: ApprovalId,
  /** The card's version of the ledger row when it was drawn. */
  version: z.number().int(),
  team: TeamId,
  user: UserId,
  channel: ChannelId,
  message: MessageTs,
  /** Where Slack takes an answer that only this person sees, for half an hour; works where they are no member. */
  responseUrl: z.string().exactOptional(),
});

/** The data of a `click` job: a deciding button. On a card with rows, `approve` decides them all, `reject` drops this one. */
export const ClickJob = PressJob.extend({ verdict: z.enum(['approve', 'reject']) });
export type ClickJob = z.infer<typeof ClickJob>;

/** The data of a `confirm` job: the requester answers in their thread whether to go ahead. */
export const ConfirmJob = PressJob.extend({ verdict: z.enum(['yes', 'no']) });
export type ConfirmJob = z.infer<typeof ConfirmJob>;

/** The data of a `reopen` job: an expired or stale request is to be proposed again. */
export const ReopenJob = PressJob;
export type ReopenJob = z.infer<typeof ReopenJob>;

/** The data of an `undo` job: what was carried out is to be taken back. `message` is absent when it was pressed in Home. */
export const UndoJob = PressJob.omit({ channel: true, message: true }).extend({
  channel: ChannelId.exactOptional(),
  message: MessageTs.exactOptional(),
});
export type UndoJob = z.infer<typeof UndoJob>;

/** The data of a `deletion` job. */
export const DeletionJob = z.object({ conversation: ConversationId, ts: MessageTs });
export type DeletionJob = z.infer<typeof DeletionJob>;

/** The data of an `edit` job: how the message `ts` reads now. */
export const EditJob = MessageJob.omit({ addressed: true });
export type EditJob = z.infer<typeof EditJob>;

/** The data of a `stop` job. */
export const StopJob = z.object({ conversation: ConversationId, user: UserId });
export type StopJob = z.infer<typeof StopJob>;

/** The data of `execute`, `reconcile`, `deadline` and `compensate` jobs. */
export const ApprovalJob = z.object({ approval: ApprovalId });
export type ApprovalJob = z.infer<typeof ApprovalJob>;

/** The data of a `follow-up` job. */
export const FollowUpJob = z.object({ approval: ApprovalId, conversation: ConversationId });
export type FollowUpJob = z.infer<typeof FollowUpJob>;
