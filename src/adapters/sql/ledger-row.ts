import { z } from 'zod';
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

export const instant = z.number().int();
export const Role = z.enum(['customer', 'agent', 'lead', 'admin']);
export const Facts: z.ZodType<Fact[]> = z.array(z.object({ label: z.string(), value: z.string() }));

export const roleFrom = z.string().exactOptional();

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
  roleFrom,
  customerId: CustomerId.exactOptional(),
});

const Decision = z.object({
  verdict: z.enum(['approve', 'reject']),
  by: z.union([z.literal('policy'), PersonId]),
  slackUser: UserId.exactOptional(),
  role: Role.exactOptional(),
  roleFrom,
  at: instant,
  note: z.string().exactOptional(),
});

export const People = z.object({
  kind: z.literal('people'),
  count: z.union([z.literal(1), z.literal(2)]),
  role: z.enum(['agent', 'lead']),
});
const Editor = z.object({
  person: PersonId,
  slackUser: UserId,
  role: Role.exactOptional(),
  roleFrom,
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
export const Replacement = z.object({
  id: ApprovalId,
  effect: z.string(),
  edition: z.number().int().positive().default(2),
});
/** What every state of an approval holds. */
export const Ledger = z.object({
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
  erasedAt: instant.exactOptional(),
  conversation: ConversationId,
  requester: Requester,
  policyVersion: z.string(),
  rules: z.array(z.object({ rule: z.string(), passed: z.boolean() })),
  needs: z.discriminatedUnion('kind', [z.object({ kind: z.literal('auto') }), People]),
  openedAt: instant,
  expiresAt: instant,
  decisions: z.array(Decision),
});
