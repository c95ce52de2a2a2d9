import type { CustomerId, MessageTs, UserId } from './ids.ts';
import type { Role } from './principal.ts';
import type { Instant } from './time.ts';

/** What the bot remembers of a thread, in order. A `call` is always followed by its `result` before anything else speaks. */
export type Item =
  /** `redacted`: they deleted it, and the text is gone. */
  | { kind: 'person'; text: string; by: Speaker; ts: MessageTs; redacted?: true; at: Instant }
  /** What a person made of their message `ts` after it was answered; they alone wrote the text. */
  | { kind: 'edited'; text: string; by: Speaker; ts: MessageTs; redacted?: true; at: Instant }
  | { kind: 'assistant'; text: string; at: Instant }
  | { kind: 'call'; callId: string; name: string; arguments: string; at: Instant }
  | { kind: 'result'; callId: string; output: string; at: Instant }
  /** What the model thought, sealed by its provider; carried within a turn only and never saved. */
  | { kind: 'reasoning'; id: string; sealed: string; at: Instant }
  /** A fact from the bot itself, e.g. the outcome of an approval; never something a person wrote. `about`: whose request it tells of, and `customer`: for whom. */
  | { kind: 'note'; text: string; about?: UserId; customer?: CustomerId; at: Instant };

/** `name`: as Slack shows it, one line; whoever bears it chose it. `customer`: whose record their verified e-mail names; absent: nobody's, or an earlier release wrote it down. */
export interface Speaker {
  user: UserId;
  name?: string;
  role: Role;
  external: boolean;
  customer?: CustomerId;
  /** What was left of what a colleague may see when this was answered (`Principal.only`); absent: all of it. */
  only?: CustomerId | 'nobody';
}
