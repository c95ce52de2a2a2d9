import type { Approval, Executed, Pending } from '../domain/approval.ts';
import type { CustomerId, PersonId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

/** What a colleague wants to see of it: `money` costs something, `orders` and `tickets` by the record that would change. A card is seen when one of its rows is. */
export type QueueFilter = 'all' | 'money' | 'orders' | 'tickets';
/** `deadline`: soonest first; `amount`: largest first, counted in whatever currency; `oldest`: asked first. */
export type QueueOrder = 'deadline' | 'amount' | 'oldest';

/** Who looks: what they may decide depends on their role, and on whether they asked for it, changed it, decided it before or would gain by it. */
export interface Looker {
  person: PersonId;
  role: 'agent' | 'lead';
  customer?: CustomerId;
}

export interface QueueQuestion {
  who: Looker;
  filter: QueueFilter;
  order: QueueOrder;
  now: Instant;
  limit: number;
  offset: number;
}

/** A card with several rows is one item: the first row that waits. `total` counts cards. */
export interface QueuePage {
  items: readonly Pending[];
  total: number;
}

export interface Handled {
  /** Cards that people have decided since then: one of two who must agree has not yet. */
  total: number;
  /** Those of them that this person decided, alone or with another. */
  own: number;
  /** Milliseconds from asked to decided, of all of them; absent: none was decided. */
  median?: number;
}

export interface Attention {
  /** Approved and not begun: while something holds executions back, they wait for it. */
  approved: number;
  /** Outcomes that are looked up. */
  unknown: number;
  /** Outcomes that a person must settle. */
  forPerson: number;
  /** Failed since then. */
  failed: number;
}

/** What Home shows; each answers within milliseconds when ten thousand requests wait. */
export interface QueueReads {
  /** Waits for a decision that this person may take now. */
  mayDecide(question: QueueQuestion): Promise<QueuePage>;
  /** Waits for somebody else; soonest deadline first. */
  waitsForOthers(question: Pick<QueueQuestion, 'who' | 'now' | 'limit'>): Promise<QueuePage>;
  handledSince(since: Instant, who: PersonId): Promise<Handled>;
  attentionSince(since: Instant): Promise<Attention>;
  /** Decided by people, latest decision first. */
  latestDecided(limit: number): Promise<readonly Approval[]>;
  /** Executed and still to be taken back with one press at `now`, latest first. */
  undoable(now: Instant, limit: number): Promise<readonly Executed[]>;
  /** What this person asked for, latest first; what was replaced since is not among it. */
  askedBy(person: PersonId, limit: number): Promise<readonly Approval[]>;
}
