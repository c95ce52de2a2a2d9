import type { ApprovalId, ChannelId, ConversationId, JobId, MessageTs, OutgoingId, UserId } from './ids.ts';
import type { Reminder } from './ledger.ts';
import type { Fact } from './proposal.ts';
import type { Instant } from './time.ts';

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
      /** The turn that may have shown it already while it was being written: it takes that message's place. */
      draft?: JobId;
      /** With a button by which the person leaves it with a colleague. */
      intake?: true;
      /** It tells how a request ended. */
      outcome?: true;
    }
  /** Draw or redraw the approval's card as the ledger stands when it is delivered. */
  | { id: OutgoingId; kind: 'card'; lane: string; approval: ApprovalId }
  /** Ask the requester in their thread whether to go ahead, or redraw that as the ledger stands. */
  | { id: OutgoingId; kind: 'confirmation'; lane: string; conversation: ConversationId; approval: ApprovalId }
  /** Remind in the thread of the approval's card; dropped when it needs no decision any more. */
  | { id: OutgoingId; kind: 'nudge'; lane: string; approval: ApprovalId; stage: Reminder['stage'] }
  | { id: OutgoingId; kind: 'hand-off'; lane: string; conversation: ConversationId; handOff: HandOff }
  /** Something that every colleague has to know, in the channel of the cards. */
  | { id: OutgoingId; kind: 'notice'; lane: string; notice: Notice };

/** Why nothing is carried out from `at` on, or that it goes on. */
export type Notice =
  | { kind: 'paused' | 'resumed'; by: UserId; at: Instant }
  /** `takenAt`: what happened after it is not known here. */
  | { kind: 'restored'; takenAt: Instant; at: Instant }
  /** Everything open was asked about; `recovered` of it had been carried out. */
  | { kind: 'reconciled'; recovered: number; at: Instant };

export interface HandOff {
  /** Whom the thread belongs to. */
  user: UserId;
  /** What the person wants, or what a colleague has to know of. */
  wants: string;
  /** Whose words these are; absent: the model's. */
  by?: 'deskhand';
  facts: readonly Fact[];
  /** Where they asked; absent: in the conversation. */
  from?: 'home';
  /** Who has taken it over already. */
  takenBy?: UserId;
}

/** Where a posted message is. */
export interface MessageRef {
  channel: ChannelId;
  ts: MessageTs;
}

export type OutgoingState = 'waiting' | 'sending' | 'sent' | 'dropped';
