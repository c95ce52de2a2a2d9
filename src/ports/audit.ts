import type { Instant } from '../domain/time.ts';

/** The newest row of the audit; `seq` 0 and '' of an empty one. Its hash stands for all rows up to it. */
export interface AuditHead {
  seq: number;
  hash: string;
}

/** The head as it was at a moment, kept where the database is not: what was cut off or written anew since then is seen by it. */
export interface Anchor extends AuditHead {
  at: Instant;
  /** An earlier copy was put in place: anchors before this one that reach beyond it do not count any more. */
  restored?: true;
  /** Was to be posted on this day. */
  posted?: true;
}
