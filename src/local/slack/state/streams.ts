import type { Part } from '../streaming/parts.ts';

/** A message that is, or was, written while people watch. */
export interface Stream {
  channel: string;
  ts: string;
  /** `stopped`: a person pressed Stop. `errored`: it took too long. */
  state: 'in_progress' | 'completed' | 'stopped' | 'errored';
  /** All tasks stand in one plan, instead of each where it came. */
  inPlan: boolean;
  parts: readonly Part[];
}

export interface Streams {
  get(channel: string, ts: string): Stream | undefined;
  /** Adds it, or replaces the one with the same ts. */
  put(stream: Stream): void;
  /** Those that are still being written. */
  open(): readonly Stream[];
}

export function createStreams(): Streams {
  const byPlace = new Map<string, Stream>();
  const place = (channel: string, ts: string): string => `${channel}:${ts}`;
  return {
    get: (channel, ts) => byPlace.get(place(channel, ts)),
    put: (stream) => void byPlace.set(place(stream.channel, stream.ts), stream),
    open: () => [...byPlace.values()].filter(({ state }) => state === 'in_progress'),
  };
}
