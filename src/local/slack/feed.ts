import type { Fields } from './json.ts';
import type { Message } from './state/messages.ts';
import type { Prompts } from './state/prompts.ts';
import type { Session } from './state/sessions.ts';
import type { View } from './state/views.ts';

/** What happens in the workspace, as the page and the tests see it. */
export type Change =
  | { type: 'message' | 'message_changed' | 'message_deleted'; channel: string; message: Message }
  | { type: 'ephemeral'; channel: string; user: string; message: Message }
  | { type: 'view_opened' | 'view_updated' | 'view_closed' | 'home'; user: string; view: View }
  | { type: 'status'; channel: string; threadTs: string; status: string }
  | { type: 'session'; session: Session }
  | { type: 'prompts'; channel: string; prompts: Prompts }
  | { type: 'log'; entry: LogEntry };

/** One line of traffic between the bot and this Slack. */
interface LogEntry {
  at: number;
  /** `call`: the bot called the Web API; `envelope`: we sent it an event; `ack`: it answered, or did not. */
  kind: 'call' | 'envelope' | 'ack';
  name: string;
  ok: boolean;
  detail: Fields;
}

export interface Feed {
  publish(change: Change): void;
  /** The returned function ends the subscription. */
  subscribe(listener: (change: Change) => void): () => void;
}

export function createFeed(): Feed {
  const listeners = new Set<(change: Change) => void>();
  return {
    publish: (change) => {
      for (const listener of listeners) listener(change);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
