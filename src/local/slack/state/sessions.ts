import { z } from 'zod';

/** https://docs.slack.dev/ai/agent-sessions */
export const SessionStatus = z.enum(['active', 'processing', 'suspended', 'closed']);
type SessionStatus = z.infer<typeof SessionStatus>;

/** What people see about the bot's work in a thread, above it. */
export interface Session {
  channel: string;
  threadTs: string;
  status: SessionStatus;
  title?: string;
}

export interface Sessions {
  /** Adds it, or replaces the one of the same thread. */
  put(session: Session): void;
  get(channel: string, threadTs: string): Session | undefined;
  list(): readonly Session[];
}

export function createSessions(): Sessions {
  const byThread = new Map<string, Session>();
  const key = (channel: string, threadTs: string): string => `${channel}:${threadTs}`;
  return {
    put: (session) => void byThread.set(key(session.channel, session.threadTs), session),
    get: (channel, threadTs) => byThread.get(key(channel, threadTs)),
    list: () => [...byThread.values()],
  };
}
