import type { Approval, ApprovalStatus } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import type { ApprovalId, ConversationId, CustomerId, JobId, MessageTs, OutgoingId, Target } from '../domain/ids.ts';
import type { Hold, HoldChange } from '../domain/hold.ts';
import type { Json } from '../domain/json.ts';
import type { Money } from '../domain/money.ts';
import type { MessageRef, Outgoing, OutgoingState } from '../domain/outgoing.ts';
import type { Role } from '../domain/principal.ts';
import type { Instant } from '../domain/time.ts';
import type { Drafts, MemoryReads, Spending, Summary } from './memory.ts';
import type { QueueReads } from './queue.ts';

/** `from` is the version it had when read; absent opens a new approval. */
export interface Transition {
  to: Approval;
  from?: number;
}

export interface AuditRow {
  at: Instant;
  /** `approved`, `executed`, `refused:own-request`, … */
  event: string;
  /** PersonId, `slack:<team>:<user>` of somebody who is no more than that, `policy`, `deskhand`, or `operator` at the command line. */
  actor: string;
  /** The actor's, at that moment, and what gave it to them; absent: not a person, or nobody wrote it down. */
  role?: Role;
  roleFrom?: string;
  approval?: ApprovalId;
  conversation?: ConversationId;
  detail: Json;
}

export interface Change {
  /** `summary` replaces the earlier one. */
  append?: { conversation: ConversationId; items: readonly Item[]; summary?: Summary };
  /** Empties what this message said, wherever the thread remembers it. */
  redact?: { conversation: ConversationId; ts: MessageTs };
  spent?: Spending;
  approvals?: readonly Transition[];
  outgoing?: readonly Outgoing[];
  /** Putting up what stands already, or taking down what does not, writes nothing and is `false`. */
  holds?: readonly HoldChange[];
  /** The job this change finishes: a second change with the same `done` writes nothing and is `false`. */
  done?: JobId;
  /** Jobs that this change finishes beside it, with the same guard. */
  alsoDone?: readonly JobId[];
  audit: readonly AuditRow[];
}

export interface OutboxRow {
  outgoing: Outgoing;
  state: OutgoingState;
  /** Tries that ended in an error. */
  attempts: number;
  notBefore: Instant;
}

/** What must not be lost. Throws `Unavailable('store')` when the disk or the database fails. */
export interface Store extends QueueReads, MemoryReads, Drafts {
  /**
   * All of it in one transaction, or nothing and `false`: somebody moved an approval first, opened one on the same target or
   * finished the job, or a hold stands and an approval was to become `executing`.
   */
  commit(change: Change): Promise<boolean>;
  isDone(job: JobId): Promise<boolean>;
  /** The latest moment that the audit knows; 0 when it is empty. */
  latest(): Promise<Instant>;

  /** What holds executions back now; empty: nothing. */
  holds(): Promise<readonly Hold[]>;

  /** All that is kept of it, in order, however long ago; empty for a thread the bot does not know. */
  items(conversation: ConversationId): Promise<readonly Item[]>;

  approval(id: ApprovalId): Promise<Approval | undefined>;
  /** Oldest first. */
  approvalsIn(statuses: readonly ApprovalStatus[]): Promise<readonly Approval[]>;
  /** For many, a portion at a time: the first `limit` in the order of saving, or those behind `after`. */
  portionIn(status: ApprovalStatus, limit: number, after?: ApprovalId): Promise<readonly Approval[]>;
  /** Every state, oldest first. */
  approvalsOf(conversation: ConversationId): Promise<readonly Approval[]>;
  openOn(target: Target): Promise<Approval | undefined>;
  /** Of this customer, newest first, at most `limit`. */
  approvalsFor(customer: CustomerId, limit: number): Promise<readonly Approval[]>;
  /** Costs of this customer's approvals of `action` opened at or after `since` (and, if given, before `before`) that are open or executed, one sum a currency. */
  valueOf(customer: CustomerId, action: string, since: Instant, before?: Instant): Promise<readonly Money[]>;

  /** Not yet sent or dropped and due at `now`, oldest first; of one lane, or of all. */
  unsent(now: Instant, lane?: string): Promise<readonly OutboxRow[]>;
  /** Saved before the post: from here on its outcome may be unknown. */
  markSending(id: OutgoingId): Promise<void>;
  /** What has a place stands at `ref` from now on; a draft that stood there is over. */
  markSent(id: OutgoingId, ref: MessageRef): Promise<void>;
  /** Tried in vain: again at `notBefore`. `ambiguous` keeps it in `sending`, because it may have been posted. */
  markFailed(id: OutgoingId, notBefore: Instant, ambiguous: boolean): Promise<void>;
  /** Given up for good. */
  markDropped(id: OutgoingId): Promise<void>;
  /** Where what has this place (`placeOf` in domain/say) stands; undefined when it was not posted yet. */
  placeOf(place: string): Promise<MessageRef | undefined>;
}
