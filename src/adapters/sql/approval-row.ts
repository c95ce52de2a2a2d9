import { z } from 'zod';
import { REJECT_REASONS } from '../../domain/approval.ts';
import type { Approval } from '../../domain/approval.ts';
import type { Fact } from '../../domain/proposal.ts';
import {
  ApprovalId,
  ConversationId,
  CustomerId,
  MessageTs,
  PersonId,
  Target,
  TeamId,
  UserId,
} from '../../domain/ids.ts';
import { Money } from '../../domain/money.ts';
import { parsedJson } from './parse-row.ts';

const instant = z.number().int();
export const Role = z.enum(['customer', 'agent', 'lead', 'admin']);
export const Facts: z.ZodType<Fact[]> = z.array(z.object({ label: z.string(), value: z.string() }));

const Words = z.object({
  title: z.string(),
  effect: z.string(),
  done: z.string(),
  notDone: z.string(),
  subject: z.string(),
  told: z.string(),
  finality: z.string(),
});

const Proposal = z.object({
  action: z.string(),
  input: parsedJson,
  target: Target,
  customer: CustomerId,
  customerTier: z.enum(['standard', 'premium']).exactOptional(),
  harmless: z.literal(true).exactOptional(),
  facts: Facts,
  basis: parsedJson,
  version: z.number().int().exactOptional(),
  reason: z.string(),
  cost: Money.exactOptional(),
  words: Words,
});

const Requester = z.object({
  person: PersonId,
  slackUser: UserId,
  team: TeamId,
  role: Role,
  customerId: CustomerId.exactOptional(),
});

const Decision = z.object({
  verdict: z.enum(['approve', 'reject']),
  by: z.union([z.literal('policy'), PersonId]),
  slackUser: UserId.exactOptional(),
  role: Role.exactOptional(),
  at: instant,
  note: z.string().exactOptional(),
});

const People = z.object({
  kind: z.literal('people'),
  count: z.union([z.literal(1), z.literal(2)]),
  role: z.enum(['agent', 'lead']),
});
const Editor = z.object({
  person: PersonId,
  slackUser: UserId,
  at: instant,
  was: z.string(),
  before: z.array(PersonId).default([]),
});
const Question = z.object({
  text: z.string(),
  by: PersonId,
  slackUser: UserId,
  at: instant,
  answer: z.string().exactOptional(),
});
const Bundle = z.object({ id: ApprovalId, step: z.number().int().positive(), of: z.number().int().positive() });
/** The first release counted no editions: what replaced something was at least the second. */
const Replacement = z.object({ id: ApprovalId, effect: z.string(), edition: z.number().int().positive().default(2) });
const Statement = z.object({
  verdict: z.enum(['done', 'not-done']),
  by: PersonId,
  slackUser: UserId,
  role: Role,
  at: instant,
  note: z.string(),
  reference: z.string().exactOptional(),
  amount: Money.exactOptional(),
});
const Receipt = z.object({
  reference: z.string(),
  status: z.enum(['succeeded', 'pending']),
  amount: Money.exactOptional(),
});

const Ledger = z.object({
  id: ApprovalId,
  version: z.number().int().positive(),
  proposal: Proposal,
  quote: z.string().exactOptional(),
  source: MessageTs.exactOptional(),
  edition: z.number().int().positive().default(1),
  editor: Editor.exactOptional(),
  noteToRequester: z.string().exactOptional(),
  questions: z.array(Question).default([]),
  confirmedAt: instant.exactOptional(),
  bundle: Bundle.exactOptional(),
  conversation: ConversationId,
  requester: Requester,
  policyVersion: z.string(),
  rules: z.array(z.object({ rule: z.string(), passed: z.boolean() })),
  needs: z.discriminatedUnion('kind', [z.object({ kind: z.literal('auto') }), People]),
  openedAt: instant,
  expiresAt: instant,
  decisions: z.array(Decision),
});

export const Stage = z.enum(['half', 'last']);
const Reminders = z.array(z.object({ stage: Stage, at: instant }));
const Paused = z.object({ since: instant, left: z.number(), stages: z.array(Stage) });
const Rejection = z.object({
  reason: z.enum(REJECT_REASONS),
  said: z.string().exactOptional(),
  takesOver: z.boolean(),
});
const Attempt = { startedAt: instant, firstStartedAt: instant, attempt: z.number().int().positive() };
const settledBy = z.array(Statement).exactOptional();
const reopened = Replacement.exactOptional();

const States = z.discriminatedUnion('status', [
  Ledger.extend({ status: z.literal('prepared') }),
  Ledger.extend({
    status: z.literal('pending'),
    needs: People,
    reminders: Reminders.default([]),
    paused: Paused.exactOptional(),
  }),
  Ledger.extend({ status: z.literal('approved') }),
  Ledger.extend({ status: z.literal('executing'), ...Attempt }),
  Ledger.extend({
    status: z.literal('unknown'),
    ...Attempt,
    why: z.string(),
    amount: Money.exactOptional(),
    since: instant,
    forPerson: z.object({ since: instant, statements: z.array(Statement) }).exactOptional(),
  }),
  Ledger.extend({
    status: z.literal('executed'),
    startedAt: instant,
    finishedAt: instant,
    receipt: Receipt,
    settledBy,
  }),
  Ledger.extend({ status: z.literal('failed'), finishedAt: instant, refusal: z.string(), settledBy }),
  Ledger.extend({ status: z.literal('rejected'), rejection: Rejection.exactOptional() }),
  Ledger.extend({ status: z.literal('expired'), expiredAt: instant, reopened }),
  Ledger.extend({
    status: z.literal('withdrawn'),
    withdrawnAt: instant,
    why: z.enum(['taken-back', 'message-deleted', 'declined']).default('taken-back'),
  }),
  Ledger.extend({
    status: z.literal('superseded'),
    supersededAt: instant,
    by: Replacement,
    editedBy: UserId.exactOptional(),
  }),
  Ledger.extend({ status: z.literal('stale'), staleAt: instant, changes: z.array(z.string()), reopened }),
]);

/** Rows of the first release knew one attempt's time only. */
const upgraded = (row: unknown): unknown =>
  typeof row === 'object' && row !== null && 'startedAt' in row && !('firstStartedAt' in row)
    ? { ...row, firstStartedAt: row.startedAt }
    : row;

/** The ledger row as it is saved; what it reads back is the domain's `Approval`, state by state. */
export const ApprovalRow: z.ZodType<Approval> = z.preprocess(upgraded, States);
