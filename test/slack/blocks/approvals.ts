import type { Approval, Executed, Executing, Pending } from '../../../src/domain/approval.ts';
import type { Proposal, Requester } from '../../../src/domain/proposal.ts';
import type { RuleCheck } from '../../../src/domain/requirement.ts';
import { ledgerOf } from '../../../src/domain/ledger.ts';
import { ApprovalId, ConversationId, CustomerId, PersonId, Target, TeamId, UserId } from '../../../src/domain/ids.ts';
import { MINUTE } from '../../../src/domain/time.ts';

export const NOON = Date.UTC(2026, 10, 21, 12);

export const refund: Proposal = {
  action: 'refund_order',
  input: { orderId: 'ORD-12345', amount: { minor: 4800, currency: 'USD' } },
  target: Target.parse('order:ORD-12345'),
  customer: CustomerId.parse('cust_123'),
  facts: [
    { label: 'Order', value: 'ORD-12345 · delivered 3 days ago' },
    { label: 'Customer', value: 'Alice Wonderland · cust_123 · premium' },
    { label: 'Paid', value: '$120.00' },
    { label: 'This refund', value: '$48.00' },
  ],
  basis: {},
  reason: 'Arrived broken; asked for money back.',
  words: {
    title: 'Refund $48.00 to Alice Wonderland?',
    effect: 'Refund $48.00',
    done: 'Refunded $48.00',
    notDone: 'Not refunded',
    subject: 'the refund of $48.00 for ORD-12345',
    told: '$48.00 is on its way back.',
    finality: 'money out, cannot be undone',
  },
};

export const ticket: Proposal = {
  ...refund,
  action: 'update_ticket',
  target: Target.parse('ticket:TKT_001'),
  facts: [
    { label: 'Ticket', value: 'TKT_001 · Login Issue' },
    { label: 'Status', value: 'Open → Resolved' },
  ],
  reason: 'Customer confirmed that the reset link worked.',
  words: {
    title: 'Set TKT_001 to Resolved?',
    effect: 'Set to Resolved',
    done: 'TKT_001 set to Resolved',
    notDone: 'Not changed',
    subject: 'the change of TKT_001',
    told: 'TKT_001 is resolved.',
    finality: 'can be reopened',
  },
};

export const alice: Requester = {
  person: PersonId.parse('alice@example.com'),
  slackUser: UserId.parse('UALICE'),
  team: TeamId.parse('T1'),
  role: 'customer',
  customerId: CustomerId.parse('cust_123'),
};

export const approvedBy = (user: string, at: number) =>
  ({ verdict: 'approve', by: PersonId.parse(user), slackUser: UserId.parse(user), role: 'agent', at }) as const;

export const pending = (change: Partial<Pending> = {}): Pending => ({
  status: 'pending',
  id: ApprovalId.parse('apr_7f3k00'),
  version: 1,
  proposal: refund,
  conversation: ConversationId.parse('T1:C1:1700000000.000100'),
  requester: alice,
  policyVersion: 'default-1',
  rules: [
    { rule: 'within 30 days of delivery (day 3)', passed: true },
    { rule: '$48.00 is within $200.00', passed: true },
  ],
  needs: { kind: 'people', count: 1, role: 'agent' },
  openedAt: NOON,
  expiresAt: NOON + 120 * MINUTE,
  edition: 1,
  questions: [],
  reminders: [],
  decisions: [],
  ...change,
});

/** One approval in every state. */
export function everyState(
  proposal: Proposal,
  rules: readonly RuleCheck[] = pending().rules,
): { [Status in Approval['status']]: Extract<Approval, { status: Status }> } {
  const asked = pending({ proposal, rules });
  const decided = { ...ledgerOf(asked), version: 2, decisions: [approvedBy('UPRIYA', NOON + 12 * MINUTE)] };
  const startedAt = NOON + 13 * MINUTE;
  return {
    prepared: { ...ledgerOf(asked), needs: { kind: 'auto' }, status: 'prepared' },
    pending: asked,
    approved: { ...decided, status: 'approved' },
    executing: {
      ...decided,
      status: 'executing',
      startedAt,
      firstStartedAt: startedAt,
      attempt: 1,
    } satisfies Executing,
    unknown: {
      ...decided,
      status: 'unknown',
      startedAt,
      firstStartedAt: startedAt,
      attempt: 1,
      why: 'no answer in time',
      since: startedAt,
    },
    executed: {
      ...decided,
      status: 'executed',
      startedAt,
      finishedAt: startedAt,
      receipt: { reference: 're_1', status: 'succeeded' },
    } satisfies Executed,
    failed: { ...decided, status: 'failed', finishedAt: startedAt, refusal: 'the card account is closed.' },
    rejected: {
      ...decided,
      status: 'rejected',
      decisions: [{ ...approvedBy('UTOM', NOON + 20 * MINUTE), verdict: 'reject', note: 'no photo' }],
      rejection: { reason: 'not-enough-evidence', takesOver: false },
    },
    expired: { ...ledgerOf(asked), status: 'expired', expiredAt: asked.expiresAt + 1 },
    withdrawn: { ...ledgerOf(asked), status: 'withdrawn', withdrawnAt: NOON + 9 * MINUTE, why: 'taken-back' },
    superseded: {
      ...ledgerOf(asked),
      status: 'superseded',
      supersededAt: NOON + 9 * MINUTE,
      by: { id: ApprovalId.parse('apr_9c2d00'), effect: proposal.words.effect, edition: 2 },
    },
    stale: {
      ...decided,
      status: 'stale',
      staleAt: startedAt,
      changes: ['refunded $0.00 → $30.00', 'left $120.00 → $90.00'],
    },
  };
}

/** As one row of a card with several; each with an id of its own. */
export const rowOf = <Row extends Approval>(approval: Row, step: number, of: number): Row => ({
  ...approval,
  id: ApprovalId.parse(`apr_7f3k0${step - 1}`),
  bundle: { id: ApprovalId.parse('apr_7f3k00'), step, of },
});
