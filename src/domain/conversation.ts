import type { CustomerId, MessageTs, UserId } from './ids.ts';
import type { Role } from './principal.ts';
import type { Instant } from './time.ts';

/** What the bot remembers of a thread, in order. A `call` is always followed by its `result` before anything else speaks. */
export type Item =
  | { kind: 'person'; text: string; by: Speaker; ts: MessageTs; at: Instant }
  | { kind: 'assistant'; text: string; at: Instant }
  | { kind: 'call'; callId: string; name: string; arguments: string; at: Instant }
  | { kind: 'result'; callId: string; output: string; at: Instant }
  /** A fact from the bot itself, e.g. the outcome of an approval; never something a person wrote. `about`: whose request it tells of. */
  | { kind: 'note'; text: string; about?: UserId; at: Instant };

/** `customer`: whose record their verified e-mail names; absent: nobody's, or an earlier release wrote it down. */
export interface Speaker {
  user: UserId;
  role: Role;
  external: boolean;
  customer?: CustomerId;
}
