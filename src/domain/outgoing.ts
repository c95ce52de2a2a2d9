import type { ApprovalId, ChannelId, ConversationId, MessageTs, OutgoingId, UserId } from './ids.ts';
import type { Fact } from './approval.ts';

/** Something the bot owes people, saved before it is said. Everything with the same `lane` is said in order. */
export type Outgoing =
  /** Model or bot text to a thread, Markdown, not yet sanitised; `links` came from the company and may stay live. */
  | {
      id: OutgoingId;
      kind: 'reply';
      lane: string;
      conversation: ConversationId;
      markdown: string;
      links: readonly string[];
    }
  /** Draw or redraw the approval's card as the ledger stands when it is delivered. */
  | { id: OutgoingId; kind: 'card'; lane: string; approval: ApprovalId }
  | { id: OutgoingId; kind: 'hand-off'; lane: string; conversation: ConversationId; handOff: HandOff };

export interface HandOff {
  /** Whom the thread belongs to. */
  user: UserId;
  /** The model's or the bot's line on what the person wants. */
  wants: string;
  facts: readonly Fact[];
}

/** Where a posted message is. */
export interface MessageRef {
  channel: ChannelId;
  ts: MessageTs;
}

export type OutgoingState = 'waiting' | 'sending' | 'sent' | 'dropped';
