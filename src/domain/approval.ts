import type { ApprovalId, ConversationId, CustomerId, PersonId, Target, TeamId, UserId } from './ids.ts';
import type { Json } from './json.ts';
import type { Money } from './money.ts';
import type { Role } from './principal.ts';
import type { Instant } from './time.ts';

type ActionName = string;

/** One line of a card: read from the company or computed from it, never from the model. Unescaped. */
export interface Fact {
  label: string;
  value: string;
}

/** The action's own sentences, frozen with the proposal, so that every state is drawn from the ledger row alone. Unescaped plain text. */
export interface Words {
  /** Card header, a question: `Refund $48.00 to Alice Wonderland?` */
  title: string;
  /** The deciding button, at most 40 characters: `Refund $48.00` */
  effect: string;
  /** After it happened: `Refunded $48.00` */
  done: string;
  /** After a definite no: `Not refunded` */
  notDone: string;
  /** What is asked for, inside a sentence: `the refund of $48.00 for ORD-12345` */
  subject: string;
  /** To the thread when done, a whole sentence: `$48.00 is on its way back, usually in 5-10 days.` */
  told: string;
  /** On the card's last line: `money out, cannot be undone` */
  finality: string;
}

/** What is asked for, frozen: exactly `input` is shown, approved and executed. */
export interface Proposal {
  action: ActionName;
  input: Json;
  target: Target;
  /** Whose record it is: the beneficiary. */
  customer: CustomerId;
  facts: readonly Fact[];
  /** The part of the facts that must still be true when it is executed. */
  basis: Json;
  /** The record's version when read; sent to the company, not part of what was approved. */
  version?: number;
  /** The model's line, at most 200 characters, marked as its own wherever it is shown. */
  reason: string;
  cost?: Money;
  words: Words;
}

export interface Requester {
  person: PersonId;
  slackUser: UserId;
  team: TeamId;
  role: Role;
  customerId?: CustomerId;
}

export interface Decision {
  verdict: 'approve' | 'reject';
  by: PersonId | 'policy';
  /** Absent: the policy decided. */
  slackUser?: UserId;
  role?: Role;
  at: Instant;
  note?: string;
}

/** Who must say yes. `role` is the lowest role that at least one of them must have. */
export type Requirement =
  | { kind: 'auto' }
  | { kind: 'people'; count: 1 | 2; role: 'agent' | 'lead' }
  | { kind: 'never'; rule: string };
export type PeopleRequirement = Extract<Requirement, { kind: 'people' }>;

/** One line of the policy check on the card. */
export interface RuleCheck {
  rule: string;
  passed: boolean;
}

interface Receipt {
  /** The company's id for what was done: a refund id, a ticket id, an order id. */
  reference: string;
  /** `pending`: the company accepted it and is still working on it. */
  status: 'succeeded' | 'pending';
}

export type Execution =
  | { kind: 'executed'; receipt: Receipt }
  | { kind: 'failed'; refusal: string }
  | { kind: 'unknown'; why: string };

export const QUOTE_LENGTH = 300;

interface Ledger {
  id: ApprovalId;
  /** Counts commits, from 1; the guard of every transition. */
  version: number;
  proposal: Proposal;
  conversation: ConversationId;
  requester: Requester;
  /** What the requester wrote last before it was proposed, at most `QUOTE_LENGTH` characters; absent when nobody wrote. */
  quote?: string;
  policyVersion: string;
  rules: readonly RuleCheck[];
  /** What the policy asked for when it was opened. */
  needs: Exclude<Requirement, { kind: 'never' }>;
  openedAt: Instant;
  /** Nothing is decided at or after this moment. */
  expiresAt: Instant;
  decisions: readonly Decision[];
}

export interface Pending extends Ledger {
  status: 'pending';
  needs: PeopleRequirement;
}
export interface Approved extends Ledger {
  status: 'approved';
}
export interface Executing extends Ledger {
  status: 'executing';
  startedAt: Instant;
  /** Counts sendings of the same key, from 1. */
  attempt: number;
}
export interface Unknown extends Ledger {
  status: 'unknown';
  startedAt: Instant;
  attempt: number;
  why: string;
  since: Instant;
}
export interface Executed extends Ledger {
  status: 'executed';
  startedAt: Instant;
  finishedAt: Instant;
  receipt: Receipt;
}
export interface Failed extends Ledger {
  status: 'failed';
  finishedAt: Instant;
  refusal: string;
}
export interface Rejected extends Ledger {
  status: 'rejected';
}
export interface Expired extends Ledger {
  status: 'expired';
  expiredAt: Instant;
}
export interface Withdrawn extends Ledger {
  status: 'withdrawn';
  withdrawnAt: Instant;
}
/** The requester asked for something else instead. */
export interface Superseded extends Ledger {
  status: 'superseded';
  supersededAt: Instant;
  by: { id: ApprovalId; effect: string };
}
export interface Stale extends Ledger {
  status: 'stale';
  staleAt: Instant;
  /** In words, old against new. */
  changes: readonly string[];
}

export type Approval =
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
  'pending',
  'approved',
  'executing',
  'unknown',
] as const satisfies readonly ApprovalStatus[];

export const isOpen = (approval: Approval): boolean => (OPEN_STATUSES as readonly string[]).includes(approval.status);
