import { z } from 'zod';

const text = z.string().min(1).max(200);
/** The company's own ids: printable text that neither begins nor ends with a space, e.g. `cust_123`, `#W-12/7`. */
const record = z
  .string()
  .max(100)
  .regex(/^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u, 'not an id');

export const TeamId = text.brand('TeamId');
export type TeamId = z.infer<typeof TeamId>;
export const ChannelId = text.brand('ChannelId');
export type ChannelId = z.infer<typeof ChannelId>;
export const UserId = text.brand('UserId');
export type UserId = z.infer<typeof UserId>;
/** A Slack message's name within its channel: `seconds.micros`, e.g. `1700000000.000100`. */
export const MessageTs = z
  .string()
  .regex(/^\d+\.\d+$/)
  .brand('MessageTs');
export type MessageTs = z.infer<typeof MessageTs>;

/** One human being, however many Slack accounts: derived from the verified e-mail, else from the account. */
export const PersonId = text.brand('PersonId');
export type PersonId = z.infer<typeof PersonId>;
export const CustomerId = record.brand('CustomerId');
export type CustomerId = z.infer<typeof CustomerId>;
export const TicketId = record.brand('TicketId');
export type TicketId = z.infer<typeof TicketId>;
export const OrderId = record.brand('OrderId');
export type OrderId = z.infer<typeof OrderId>;
export const Sku = record.brand('Sku');
export type Sku = z.infer<typeof Sku>;

/** `team:channel:thread_ts`: one Slack thread. */
export const ConversationId = z
  .string()
  .regex(/^[^:]+:[^:]+:\d+\.\d+$/)
  .brand('ConversationId');
export type ConversationId = z.infer<typeof ConversationId>;
/** `apr_…`; also the idempotency key of what it executes. */
export const ApprovalId = z
  .string()
  .regex(/^apr_[a-z0-9]{6,40}$/)
  .brand('ApprovalId');
export type ApprovalId = z.infer<typeof ApprovalId>;
export const JobId = text.brand('JobId');
export type JobId = z.infer<typeof JobId>;
export const OutgoingId = text.brand('OutgoingId');
export type OutgoingId = z.infer<typeof OutgoingId>;
/** What a proposal would change, e.g. `order:ORD-12345`: at most one open approval each. */
export const Target = text.brand('Target');
export type Target = z.infer<typeof Target>;

export interface Thread {
  team: TeamId;
  channel: ChannelId;
  ts: MessageTs;
}

export const conversationOf = (thread: Thread): ConversationId =>
  ConversationId.parse(`${thread.team}:${thread.channel}:${thread.ts}`);

export function threadOf(id: ConversationId): Thread {
  const [team, channel, ts] = id.split(':');
  return { team: TeamId.parse(team), channel: ChannelId.parse(channel), ts: MessageTs.parse(ts) };
}
