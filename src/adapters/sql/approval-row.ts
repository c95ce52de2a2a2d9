import { z } from 'zod';
import type { Approval, Fact } from '../../domain/approval.ts';
import { ApprovalId, ConversationId, CustomerId, PersonId, Target, TeamId, UserId } from '../../domain/ids.ts';
import { Money } from '../../domain/money.ts';

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
  input: z.json(),
  target: Target,
  customer: CustomerId,
  facts: Facts,
  basis: z.json(),
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
const Receipt = z.object({ reference: z.string(), status: z.enum(['succeeded', 'pending']) });

const Ledger = z.object({
  id: ApprovalId,
  version: z.number().int().positive(),
  proposal: Proposal,
  quote: z.string().exactOptional(),
  conversation: ConversationId,
  requester: Requester,
  policyVersion: z.string(),
  rules: z.array(z.object({ rule: z.string(), passed: z.boolean() })),
  needs: z.discriminatedUnion('kind', [z.object({ kind: z.literal('auto') }), People]),
  openedAt: instant,
  expiresAt: instant,
  decisions: z.array(Decision),
});

const Attempt = { startedAt: instant, attempt: z.number().int().positive() };

/** The ledger row as it is saved; what it reads back is the domain's `Approval`, state by state. */
export const ApprovalRow: z.ZodType<Approval> = z.discriminatedUnion('status', [
  Ledger.extend({ status: z.literal('pending'), needs: People }),
  Ledger.extend({ status: z.literal('approved') }),
  Ledger.extend({ status: z.literal('executing'), ...Attempt }),
  Ledger.extend({ status: z.literal('unknown'), ...Attempt, why: z.string(), since: instant }),
  Ledger.extend({ status: z.literal('executed'), startedAt: instant, finishedAt: instant, receipt: Receipt }),
  Ledger.extend({ status: z.literal('failed'), finishedAt: instant, refusal: z.string() }),
  Ledger.extend({ status: z.literal('rejected') }),
  Ledger.extend({ status: z.literal('expired'), expiredAt: instant }),
  Ledger.extend({ status: z.literal('withdrawn'), withdrawnAt: instant }),
  Ledger.extend({
    status: z.literal('superseded'),
    supersededAt: instant,
    by: z.object({ id: ApprovalId, effect: z.string() }),
  }),
  Ledger.extend({ status: z.literal('stale'), staleAt: instant, changes: z.array(z.string()) }),
]);
