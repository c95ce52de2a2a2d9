import type { Approval, Pending, Rejection, Statement, Unknown } from '../domain/approval.ts';
import type { ApprovalId, TeamId, UserId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { ClickRefusal } from '../domain/refusals.ts';
import type { Result } from '../domain/result.ts';
import type { Review } from './home.ts';

/** What a colleague may do with a card by way of a form. */
export type FormKind = 'review' | 'edit' | 'reject' | 'ask' | 'details' | 'settle-done' | 'settle-not-done';

/** Somebody pressed a button that opens a form. */
export interface Press {
  form: FormKind;
  approval: ApprovalId;
  team: TeamId;
  user: UserId;
  /** The card it was pressed on; absent: it was pressed in Home or in a form. */
  card?: MessageRef;
}

/** What a form shows, as the ledger stands when it is opened. */
export type Form =
  /** Deciding from Home. */
  | ({ kind: 'review'; approval: Pending } & Review)
  /** `amount` is absent where the action has none to change; `most`: what is left to give. */
  | { kind: 'edit'; approval: Pending; amount?: { now: Money; most?: Money } }
  /** `said`: the usual sentence to the requester. */
  | { kind: 'reject'; approval: Pending; said: string }
  | { kind: 'ask'; approval: Pending }
  /** `rows`: all of its card in order, the latest of each; absent: it has a card of its own. `earlier`: other requests for the same customer, newest first. */
  | { kind: 'details'; approval: Approval; rows?: readonly Approval[]; earlier: readonly Approval[] }
  /** `amount`: what was moved as far as anybody knows; absent where no money is. */
  | { kind: 'settle'; approval: Unknown; verdict: Statement['verdict']; amount?: Money };

export interface DeskRefusal {
  code: ClickRefusal;
  /** As the ledger stands now; absent when it is not known. */
  approval?: Approval;
  /** The card of what stands in its place. */
  newer?: MessageRef;
}

/** Longest note, message or question that a colleague writes, in characters. */
export const NOTE_LENGTH = 500;

/** A form that was sent in: the version it was opened on, who sent it, what it holds. */
export interface Submission {
  approval: ApprovalId;
  version: number;
  team: TeamId;
  user: UserId;
  entry: Entry;
}
export type Entry =
  /** Its version is that of the card (`cardVersion`). */
  | { kind: 'approve' }
  /** `amount` is decimal text as it was typed. */
  | { kind: 'edit'; amount?: string; note: string }
  /** `reason` is absent when none was chosen. */
  | { kind: 'reject'; reason?: Rejection['reason']; note: string; said: string; takesOver: boolean }
  | { kind: 'ask'; question: string }
  /** `amount` is decimal text as it was typed; absent: as the form showed it. */
  | { kind: 'settle'; verdict: Statement['verdict']; note: string; reference: string; amount?: string };

export type FieldName = 'reason' | 'amount' | 'note' | 'said' | 'question' | 'reference' | 'form';
/** What is wrong with a form, for the person who sent it. `form`: not one field's fault. */
export type Problem = { kind: 'field'; field: FieldName; message: string } | { kind: 'refused'; refusal: DeskRefusal };

/** Serves forms while Slack waits for the answer, at most three seconds. */
export interface Desk {
  /** Why this person may not use it, or what to show. */
  open(press: Press): Promise<Result<Form, DeskRefusal>>;
  /** Saved when it answers; a second time it changes nothing. */
  submit(submission: Submission): Promise<Result<Approval, Problem>>;
}
