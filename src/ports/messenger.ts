import type { Approval } from '../domain/approval.ts';
import type { ConversationId, OutgoingId, TeamId, UserId, ChannelId } from '../domain/ids.ts';
import type { Reminder } from '../domain/ledger.ts';
import type { HandOff, MessageRef, Notice } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';

export type Message =
  /** `intake`: with a button by which the person leaves it with a colleague. */
  | { kind: 'reply'; conversation: ConversationId; markdown: string; links: readonly string[]; intake?: true }
  /** `rows`: the requests of this card in order, one or several. */
  | { kind: 'card'; rows: readonly Approval[] }
  | { kind: 'confirmation'; approval: Approval }
  /** In the thread of `card`. */
  | { kind: 'nudge'; approval: Approval; stage: Reminder['stage']; card: MessageRef }
  | { kind: 'hand-off'; conversation: ConversationId; handOff: HandOff }
  | { kind: 'notice'; notice: Notice };

/** How a post ended. `ambiguous`: it may have been posted; look it up before posting again. */
export type Posted =
  | { kind: 'posted'; ref: MessageRef }
  | { kind: 'ambiguous'; why: string }
  | { kind: 'later'; after: number /* milliseconds */; why: string }
  | { kind: 'refused'; why: string };

interface Whispered {
  /** Absent: pressed in Home, which is no channel; told in their direct messages. */
  channel?: ChannelId;
  user: UserId;
  thread?: string;
  /** Slack's own address for answering this click; undefined when there is none. */
  responseUrl?: string | undefined;
}

/** A reply that people watch being written. It counts only once `update` has put what was saved in its place. */
export interface Draft {
  ref: MessageRef;
  /** The whole text so far; what is not sent yet is sent with the next one. Links of these hosts may stay live. Never rejects. */
  show(markdown: string, links: readonly string[]): void;
}

/** Whom a draft is written for. */
export interface Recipient {
  team: TeamId;
  user: UserId;
}

/** Speaks to people. Never throws for what Slack answers: the answer is a value. */
export interface Messenger {
  /** At most one message; `id` travels in its metadata. */
  post(id: OutgoingId, message: Message): Promise<Posted>;
  /** Redraws a message of ours in place. Repeating it is harmless; a draft is none any more. */
  update(ref: MessageRef, message: Message): Promise<Posted>;
  /** Where the message with this id was posted; undefined when nowhere. Throws `Unavailable('slack')`. */
  find(id: OutgoingId, message: Message): Promise<MessageRef | undefined>;
  /** Begins to show a reply; undefined: this cannot be shown now, and nothing is left behind. An outcome that is not known throws `Unavailable('slack')`. */
  openDraft(conversation: ConversationId, to: Recipient, markdown: string): Promise<Draft | undefined>;
  /** A draft of ours in this thread that was begun at or after `since` and never finished; never one that has become a message. Undefined: none. Throws `Unavailable('slack')`. */
  findDraft(conversation: ConversationId, since: Instant): Promise<MessageRef | undefined>;
  /** Takes a message of ours away. Repeating it is harmless. */
  remove(ref: MessageRef): Promise<Posted>;
  /** The text of a file that a person attached; undefined: it cannot be read, or is none. */
  readFile(url: string): Promise<string | undefined>;
  /** A line under the thread while the bot works; '' clears it. A status that cannot be shown is not an error. */
  setStatus(conversation: ConversationId, status: string): Promise<void>;
  /** Only this person sees it. */
  whisper(to: Whispered, text: string): Promise<void>;
}
