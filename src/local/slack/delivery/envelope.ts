import { z } from 'zod';
import type { Fields } from '../json.ts';

export type EnvelopeKind = 'events_api' | 'interactive' | 'slash_commands';

/** What the app is told, whichever way it travels. */
export interface Envelope {
  kind: EnvelopeKind;
  payload: Fields;
}

/** The app's answer; not acknowledged when it came too late, with an error, or not at all. */
export type Ack = { acked: true; payload: Fields } | { acked: false };

/** One sending of an envelope. */
export interface Attempt extends Envelope {
  envelopeId: string;
  /** 0 for the first. */
  number: number;
}

/** The way to the app. */
export interface Transport {
  /** Resolves when the app can be reached, or everything stops. */
  ready: () => Promise<void>;
  isReady: () => boolean;
  /** Never rejects. */
  attempt: (attempt: Attempt) => Promise<Ack>;
  stop: () => void;
}

/** What an envelope is called in a log: `message`, `block_actions`, `/support`. */
export function nameOf({ payload }: Envelope): string {
  const named = Named.safeParse(payload).data;
  return named?.event?.type ?? named?.type ?? named?.command ?? 'unknown';
}

const Named = z.object({
  event: z.object({ type: z.string().optional() }).optional(),
  type: z.string().optional(),
  command: z.string().optional(),
});
