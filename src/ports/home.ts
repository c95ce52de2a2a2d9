import type { Approval, Executed, Pending } from '../domain/approval.ts';
import type { Hold } from '../domain/hold.ts';
import type { TeamId, TicketId, UserId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Attention, Handled, QueueFilter, QueueOrder, QueuePage } from './queue.ts';

/** What of the queue is looked at. `page` counts from 0. */
export interface HomeWish {
  filter: QueueFilter;
  order: QueueOrder;
  page: number;
}

export interface Ticket {
  id: TicketId;
  subject: string;
  status: string;
  priority: string;
}

/** What somebody sees who opens the app's Home. */
export type Home =
  /** For agents and leads. */
  | {
      kind: 'queue';
      role: 'agent' | 'lead';
      wish: HomeWish;
      /** `page` holds at most `size` items; `wish.page` is one that exists. */
      page: QueuePage;
      size: number;
      others: QueuePage;
      handled: Handled;
      attention: Attention;
      decided: readonly Approval[];
      undoable: readonly Executed[];
      holds: readonly Hold[];
      /** Largest refund that this person approves alone; absent: the policy names no limit. */
      alone?: Money;
      /** From where `handled` and what failed are counted: the beginning of the day, or 24 hours ago. */
      since: Instant;
      at: Instant;
    }
  /** Admins configure, and do not approve: counts and what holds executions back. */
  | {
      kind: 'overview';
      waiting: number;
      attention: Attention;
      handled: Handled;
      holds: readonly Hold[];
      since: Instant;
      at: Instant;
    }
  /** For customers: their own. */
  | {
      kind: 'own';
      requests: readonly Approval[];
      /** Absent while the customer system does not answer. */
      tickets?: readonly Ticket[];
      /** When colleagues were told that they want a person; absent: not lately. */
      calledAt?: Instant;
      at: Instant;
    }
  /** Guests and people of other workspaces. */
  | { kind: 'stranger'; at: Instant };

export interface Visitor {
  team: TeamId;
  user: UserId;
}

export interface HomeDesk {
  /** Throws `Unavailable` when it cannot be told who this is. */
  open(visitor: Visitor, wish: HomeWish): Promise<Home>;
  /** A customer wants a person: colleagues get a card. The refusal is a sentence. Once for each press. */
  callPerson(visitor: Visitor, press: string): Promise<Result<'called', string>>;
}

/** A request as its colleague sees it before deciding, with the facts as the company tells them now. */
export interface Review {
  /** The rows of the card that wait, in order. */
  rows: readonly Pending[];
  /** Old against new, in words; empty: nothing that matters has changed. `unreadable`: the company does not answer. */
  changes: readonly string[] | 'unreadable';
  /** What holds executions back now. */
  holds: readonly Hold[];
  /** Of the card, all of its rows counted (`cardVersion`): a decision is sent in with it. */
  version: number;
}
