import type { Approval } from '../domain/approval.ts';
import type { ConversationId, OutgoingId, UserId, ChannelId } from '../domain/ids.ts';
import type { Reminder } from '../domain/ledger.ts';
import type { HandOff, MessageRef, Notice } from '../domain/outgoing.ts';

export type Message =
  | { kind: 'reply'; conversation: ConversationId; markdown: string; links: readonly string[] }
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

/** Speaks to people. Never throws for what Slack answers: the answer is a value. */
export interface Messenger {
  /** At most one message; `id` travels in its metadata. */
  post(id: OutgoingId, message: Message): Promise<Posted>;
  /** Redraws a message of ours in place. Repeating it is harmless. */
  update(ref: MessageRef, message: Message): Promise<Posted>;
  /** Where the message with this id was posted; undefined when nowhere. Throws `Unavailable('slack')`. */
  find(id: OutgoingId, message: Message): Promise<MessageRef | undefined>;
  /** A line under the thread while the bot works; '' clears it. A status that cannot be shown is not an error. */
  setStatus(conversation: ConversationId, status: string): Promise<void>;
  /** Only this person sees it. */
  whisper(to: Whispered, text: string): Promise<void>;
}
