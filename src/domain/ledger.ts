import type { ApprovalId, ConversationId, MessageTs, PersonId, UserId } from './ids.ts';
import type { Role } from './principal.ts';
import type { Proposal, Requester } from './proposal.ts';
import type { Requirement, RuleCheck } from './requirement.ts';
import type { Instant } from './time.ts';

export interface Decision {
  verdict: 'approve' | 'reject';
  by: PersonId | 'policy';
  /** Absent: the policy decided. */
  slackUser?: UserId;
  role?: Role;
  /** As in `Principal`. */
  roleFrom?: string;
  at: Instant;
  /** For colleagues only. */
  note?: string;
}

/** The colleague who changed the request before it was decided: counts as its proposer. */
export interface Editor {
  person: PersonId;
  slackUser: UserId;
  /** Absent in rows of earlier releases; `roleFrom` as in `Principal`. */
  role?: Role;
  roleFrom?: string;
  at: Instant;
  /** What the requester had asked for: `Refund $48.00` */
  was: string;
  /** Colleagues who changed it before; they do not approve it either. */
  before: readonly PersonId[];
}

/** What a colleague asked the requester. */
export interface Question {
  text: string;
  by: PersonId;
  slackUser: UserId;
  at: Instant;
  /** At most `QUOTE_LENGTH` characters; absent: not answered yet. */
  answer?: string;
}

/** Its row among those of one card: requests of one turn, decided together and carried out in order. */
export interface Bundle {
  /** The first row's id, which names the card. */
  id: ApprovalId;
  /** From 1. */
  step: number;
  of: number;
}

/** The request that took this one's place. */
export interface Replacement {
  id: ApprovalId;
  effect: string;
  edition: number;
}

/** A reminder that is still owed: `half` of the time is over, or this is the `last` call. */
export interface Reminder {
  stage: 'half' | 'last';
  at: Instant;
}

export const QUOTE_LENGTH = 300;

export interface Ledger {
  id: ApprovalId;
  /** Counts commits, from 1; the guard of every transition. */
  version: number;
  proposal: Proposal;
  conversation: ConversationId;
  requester: Requester;
  /** What the requester wrote last before it was proposed, at most `QUOTE_LENGTH` characters; absent when nobody wrote. */
  quote?: string;
  /** The message that asked; deleting it withdraws the request. */
  source?: MessageTs;
  /** 1, and one more each time the same request is changed. */
  edition: number;
  editor?: Editor;
  /** From the editor to the requester, said with the outcome. Unescaped plain text. */
  noteToRequester?: string;
  questions: readonly Question[];
  /** When the requester said yes to being asked; absent: they were not asked, or have not answered. */
  confirmedAt?: Instant;
  /** Absent: it has a card of its own. */
  bundle?: Bundle;
  /** When its personal texts were taken out; ids, sums and decisions stay. */
  erasedAt?: Instant;
  policyVersion: string;
  rules: readonly RuleCheck[];
  /** What the policy asked for when it was opened. */
  needs: Exclude<Requirement, { kind: 'never' }>;
  openedAt: Instant;
  /** Nothing is decided at or after this moment. */
  expiresAt: Instant;
  decisions: readonly Decision[];
}

export const unanswered = ({ questions }: Pick<Ledger, 'questions'>): readonly Question[] =>
  questions.filter(({ answer }) => answer === undefined);

/** What names the card on which this request stands. */
export const cardOf = ({ id, bundle }: Pick<Ledger, 'id' | 'bundle'>): ApprovalId => bundle?.id ?? id;

/** As the next state takes it over: what every state has, one version on. */
export const moved = (approval: Ledger): Ledger => ({ ...ledgerOf(approval), version: approval.version + 1 });

/** What every state has, without what only this one has. */
export function ledgerOf(approval: Ledger): Ledger {
  const { id, version, proposal, conversation, requester, edition, questions } = approval;
  const { policyVersion, rules, needs, openedAt, expiresAt, decisions } = approval;
  const { quote, source, editor, noteToRequester, confirmedAt, bundle, erasedAt } = approval;
  return {
    id,
    version,
    proposal,
    conversation,
    requester,
    edition,
    questions,
    policyVersion,
    rules,
    needs,
    openedAt,
    expiresAt,
    decisions,
    ...(quote === undefined ? {} : { quote }),
    ...(source === undefined ? {} : { source }),
    ...(editor === undefined ? {} : { editor }),
    ...(noteToRequester === undefined ? {} : { noteToRequester }),
    ...(confirmedAt === undefined ? {} : { confirmedAt }),
    ...(bundle === undefined ? {} : { bundle }),
    ...(erasedAt === undefined ? {} : { erasedAt }),
  };
}
