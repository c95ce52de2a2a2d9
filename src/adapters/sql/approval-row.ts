import { z } from 'zod';
import { REJECT_REASONS } from '../../domain/approval.ts';
import type { Approval } from '../../domain/approval.ts';
import { PersonId, UserId } from '../../domain/ids.ts';
import { Money } from '../../domain/money.ts';
import { Ledger, People, Replacement, Role, instant, roleFrom } from './ledger-row.ts';

const Statement = z.object({
  verdict: z.enum(['done', 'not-done']),
  by: PersonId,
  slackUser: UserId,
  role: Role,
  roleFrom,
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

export const Stage = z.enum(['half', 'last']);
const Reminders = z.array(z.object({ stage: Stage, at: instant }));
const Paused = z.object({ since: instant, left: z.number(), stages: z.array(Stage) });
const Held = z.object({ since: instant, why: z.enum(['paused', 'restored']), by: UserId.exactOptional() });
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
  Ledger.extend({ status: z.literal('approved'), held: Held.exactOptional() }),
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
    undoUntil: instant.exactOptional(),
    undoneBy: Replacement.exactOptional(),
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
