import type { CustomerId, PersonId, Target, TeamId, UserId } from './ids.ts';
import type { Json } from './json.ts';
import type { Money } from './money.ts';
import type { Role } from './principal.ts';

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
  /** To the thread when done, a whole sentence: `$48.00 is on its way back.` */
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
  /** The customer's tier when it was read; absent: no policy row asks for it. */
  customerTier?: CustomerTier;
  /** Present: it moves no money and destroys nothing, so that `auto` needs nobody's click. */
  harmless?: true;
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

export type CustomerTier = 'standard' | 'premium';

export interface Requester {
  person: PersonId;
  slackUser: UserId;
  team: TeamId;
  role: Role;
  /** As in `Principal`. */
  roleFrom?: string;
  customerId?: CustomerId;
}
