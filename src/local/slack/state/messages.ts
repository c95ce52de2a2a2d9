import type { Block } from '../blocks/parts.ts';
import type { Fields } from '../json.ts';
import type { SlackFile } from './files.ts';

/** A message as Slack's Web API shows it. */
export interface Message {
  type: 'message';
  ts: string;
  user: string;
  team: string;
  text: string;
  /** `tombstone`: it was deleted, and its replies are still there. `bot_message`: it was streamed. */
  subtype?: string;
  /** Present in a message that people watched, or watch, being written. */
  streaming_state?: 'in_progress' | 'completed' | 'errored';
  files?: readonly SlackFile[];
  hidden?: boolean;
  blocks?: readonly Block[];
  client_msg_id?: string;
  thread_ts?: string;
  parent_user_id?: string;
  reply_count?: number;
  reply_users?: readonly string[];
  reply_users_count?: number;
  latest_reply?: string;
  edited?: { user: string; ts: string };
  bot_id?: string;
  app_id?: string;
  bot_profile?: Fields;
  metadata?: Fields;
  reactions?: readonly Reaction[];
}

export interface Reaction {
  name: string;
  users: readonly string[];
  count: number;
}

export interface Messages {
  get(channel: string, ts: string): Message | undefined;
  /** Adds it, or replaces the one with the same ts. */
  put(channel: string, message: Message): void;
  remove(channel: string, ts: string): void;
  /** Oldest first; replies included. */
  list(channel: string): readonly Message[];
  /** The root and its replies, whichever ts of the thread is given. */
  thread(channel: string, ts: string): readonly Message[];
}

export function createMessages(): Messages {
  const byChannel = new Map<string, Map<string, Message>>();
  const list = (channel: string): readonly Message[] => [...(byChannel.get(channel)?.values() ?? [])];
  const get = (channel: string, ts: string): Message | undefined => byChannel.get(channel)?.get(ts);
  return {
    get,
    list,
    put: (channel, message) => {
      const known = byChannel.get(channel) ?? new Map<string, Message>();
      byChannel.set(channel, known.set(message.ts, message));
    },
    remove: (channel, ts) => void byChannel.get(channel)?.delete(ts),
    thread: (channel, ts) => {
      const root = rootOf(get(channel, ts)) ?? ts;
      return list(channel).filter((message) => message.ts === root || message.thread_ts === root);
    },
  };
}

/** The ts of the thread a message stands in or would start. */
export const rootOf = (message: Message | undefined): string | undefined => message?.thread_ts ?? message?.ts;

export const isReply = (message: Message): boolean =>
  message.thread_ts !== undefined && message.thread_ts !== message.ts;
