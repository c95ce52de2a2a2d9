import type { Message } from './messages.ts';

/** A message only one person sees. It is in no history. */
export interface Ephemeral {
  channel: string;
  user: string;
  message: Message;
}

export interface Ephemerals {
  /** Adds it, or replaces the one with the same ts. */
  put(ephemeral: Ephemeral): void;
  get(channel: string, ts: string): Ephemeral | undefined;
  remove(channel: string, ts: string): void;
  list(user: string): readonly Ephemeral[];
}

export function createEphemerals(): Ephemerals {
  const byPlace = new Map<string, Ephemeral>();
  const place = (channel: string, ts: string): string => `${channel}:${ts}`;
  return {
    put: (ephemeral) => void byPlace.set(place(ephemeral.channel, ephemeral.message.ts), ephemeral),
    get: (channel, ts) => byPlace.get(place(channel, ts)),
    remove: (channel, ts) => void byPlace.delete(place(channel, ts)),
    list: (user) => [...byPlace.values()].filter((ephemeral) => ephemeral.user === user),
  };
}
