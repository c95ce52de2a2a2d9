import type { HoldKind } from './hold.ts';
import type { PersonId, UserId } from './ids.ts';
import type { Ledger, Reminder, Replacement } from './ledger.ts';
import type { Money } from './money.ts';
import type { Role } from './principal.ts';
import type { Receipt } from './receipt.ts';
import type { PeopleRequirement } from './requirement.ts';
import type { Instant } from './time.ts';

/** The policy lets it run by itself, but it moves something: the requester is asked in their thread whether to go ahead. */
export interface Prepared extends Ledger {
  status: 'prepared';
}
export interface Pending extends Ledger {
  status: 'pending';
  needs: PeopleRequirement;
  /** Still owed, soonest first. */
  reminders: readonly Reminder[];
  /** The clock stands since then, because the requester was asked something: `left` is the working time in milliseconds. */
  paused?: { since: Instant; left: number; stages: readonly Reminder['stage'][] };
}
export interface Approved extends Ledger {
  status: 'approved';
  /** Present: it waits until what holds executions back is gone. `by`: the admin who paused them. */
  held?: { since: Instant; why: HoldKind; by?: UserId };
}

interface Sent {
  /** When this attempt began. */
  startedAt: Instant;
  /** Counts sendings of the same key, from 1. */
  attempt: number;
  firstStartedAt: Instant;
}
export interface Executing extends Ledger, Sent {
  status: 'executing';
}
export interface Unknown extends Ledger, Sent {
  status: 'unknown';
  why: string;
  /** What the company says was moved, where that is not what was asked for. */
  amount?: Money;
  since: Instant;
  /** Present: the company cannot tell, a person must. Holds what they said so far. */
  forPerson?: { since: Instant; statements: readonly Statement[] };
}

/** What somebody found out about an unknown outcome. */
export interface Statement {
  verdict: 'done' | 'not-done';
  by: PersonId;
  slackUser: UserId;
  role: Role;
  /** As in `Principal`. */
  roleFrom?: string;
  at: Instant;
  /** How they know. */
  note: string;
  /** The company's id for what was done, if they know it. */
  reference?: string;
  /** What was moved, where that is not what was asked for. */
  amount?: Money;
}

export interface Executed extends Ledger {
  status: 'executed';
  startedAt: Instant;
  finishedAt: Instant;
  receipt: Receipt;
  /** Until then one press asks the company to take it back; absent: it cannot, or no longer. */
  undoUntil?: Instant;
  /** The request that takes it back. */
  undoneBy?: Replacement;
  /** Present: people settled it, the company could not tell. */
  settledBy?: readonly Statement[];
}
export interface Failed extends Ledger {
  status: 'failed';
  finishedAt: Instant;
  refusal: string;
  settledBy?: readonly Statement[];
}

export const REJECT_REASONS = [
  'outside-policy',
  'not-enough-evidence',
  'wrong-amount',
  'offer-something-else',
  'suspected-abuse',
  'other',
] as const;
export interface Rejection {
  reason: (typeof REJECT_REASONS)[number];
  /** To the requester, in the colleague's words; absent: the usual sentence. Unescaped plain text. */
  said?: string;
  /** The colleague takes the conversation over. */
  takesOver: boolean;
}
export interface Rejected extends Ledger {
  status: 'rejected';
  /** Absent: a row that was dropped from its card. */
  rejection?: Rejection;
}
export interface Expired extends Ledger {
  status: 'expired';
  expiredAt: Instant;
  /** It was proposed again. */
  reopened?: Replacement;
}
export interface Withdrawn extends Ledger {
  status: 'withdrawn';
  withdrawnAt: Instant;
  /** They took it back, deleted the message that asked, or did not want it when they were asked. */
  why: 'taken-back' | 'message-deleted' | 'declined';
}
/** The requester asked for something else instead, or a colleague changed it. */
export interface Superseded extends Ledger {
  status: 'superseded';
  supersededAt: Instant;
  by: Replacement;
  /** Absent: the requester changed their mind. */
  editedBy?: UserId;
}
export interface Stale extends Ledger {
  status: 'stale';
  staleAt: Instant;
  /** In words, old against new. */
  changes: readonly string[];
  reopened?: Replacement;
}

export type Approval =
  | Prepared
  | Pending
  | Approved
  | Executing
  | Unknown
  | Executed
  | Failed
  | Rejected
  | Expired
  | Withdrawn
  | Superseded
  | Stale;
export type ApprovalStatus = Approval['status'];

/** States in which something may still happen: one such approval per target. */
export const OPEN_STATUSES = [
  'prepared',
  'pending',
  'approved',
  'executing',
  'unknown',
] as const satisfies readonly ApprovalStatus[];

export const isPending = (approval: Approval): approval is Pending => approval.status === 'pending';

/** Neither its requester nor colleagues have ended it yet. */
export const isUndecided = (approval: Approval): approval is Prepared | Pending =>
  approval.status === 'prepared' || approval.status === 'pending';

export type Open = Extract<Approval, { status: (typeof OPEN_STATUSES)[number] }>;

export const isOpen = (approval: Approval): approval is Open =>
  (OPEN_STATUSES as readonly string[]).includes(approval.status);
