import type { ApprovalStatus } from '../domain/approval.ts';
import type { ApprovalId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import type { Instant } from '../domain/time.ts';

/** Since when the oldest of its kind waits; absent: none does. */
export interface Oldest {
  /** A job that is due and not finished. */
  job?: Instant;
  /** A message that is owed. */
  message?: Instant;
  /** A request whose outcome is unknown, counted from its first sending. */
  unknown?: Instant;
  /** An unknown outcome that a person must settle. */
  forPerson?: Instant;
}

/** How the database is, for whoever watches over the bot; each answers within milliseconds. Throws `Unavailable('store')`. */
export interface Vitals {
  /** Writes something that changes nothing, and waits for the disk. */
  probe: () => Promise<void>;
  /** The schema is the one that this program knows. */
  isCurrent: () => Promise<boolean>;
  oldest: (now: Instant) => Promise<Oldest>;
  /** Jobs that are due in the longest lane. */
  deepestLane: (now: Instant) => Promise<number>;
  /** Carried out since then, one sum a currency. */
  refundsSince: (instant: Instant) => Promise<readonly Money[]>;
  /** Everything in which something may still happen. */
  openStates: () => Promise<readonly { id: ApprovalId; status: ApprovalStatus }[]>;
}
