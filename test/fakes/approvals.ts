import type { Approval, Approved, Executing, Pending, Prepared, Unknown } from '../../src/domain/approval.ts';
import type { Decision } from '../../src/domain/ledger.ts';
import type { Proposal } from '../../src/domain/proposal.ts';
import { ApprovalId, ConversationId, CustomerId, PersonId, Target, TeamId, UserId } from '../../src/domain/ids.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import { money } from '../../src/domain/money.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { HOUR } from '../../src/domain/time.ts';

export const NOON = Date.UTC(2026, 10, 20, 12);
const TEAM = TeamId.parse('T1');
export const THREAD = ConversationId.parse('T1:C1:1700000000.000100');

export const principal = (over: Partial<Principal> = {}): Principal => ({
  person: PersonId.parse('person_priya'),
  slackUser: UserId.parse('UPRIYA'),
  team: TEAM,
  role: 'agent',
  external: false,
  ...over,
});
export const alice = principal({
  person: PersonId.parse('person_alice'),
  slackUser: UserId.parse('UALICE'),
  role: 'customer',
  customerId: CustomerId.parse('cust_123'),
});
export const priya = principal();
export const tom = principal({ person: PersonId.parse('person_tom'), slackUser: UserId.parse('UTOM') });
export const lea = principal({ person: PersonId.parse('person_lea'), slackUser: UserId.parse('ULEA'), role: 'lead' });
export const admin = principal({
  person: PersonId.parse('person_admin'),
  slackUser: UserId.parse('UADMIN'),
  role: 'admin',
});

export const proposal = (over: Partial<Proposal> = {}): Proposal => ({
  action: 'refund_order',
  input: { order_id: 'ORD-12345', amount: { minor: 4800, currency: 'USD' }, reason: 'Arrived broken' },
  target: Target.parse('order:ORD-12345'),
  customer: CustomerId.parse('cust_123'),
  facts: [
    { label: 'Order', value: 'ORD-12345 · delivered' },
    { label: 'Paid', value: '$120.00' },
    { label: 'This refund', value: '$48.00' },
  ],
  basis: {
    customer: 'cust_123',
    status: 'delivered',
    deliveredAt: '2026-11-17T12:00:00Z',
    paid: 12_000,
    refunded: 0,
    currency: 'USD',
  },
  version: 3,
  reason: 'Arrived broken',
  cost: money(4_800, 'USD'),
  words: {
    title: 'Refund $48.00 to Alice Wonderland?',
    effect: 'Refund $48.00',
    done: 'Refunded $48.00',
    notDone: 'Not refunded',
    subject: 'the refund of $48.00 for ORD-12345',
    told: '$48.00 is on its way back.',
    finality: 'money out, cannot be undone',
  },
  ...over,
});

export const approvedBy = (who: Principal, at = NOON): Decision => ({
  verdict: 'approve',
  by: who.person,
  slackUser: who.slackUser,
  role: who.role,
  at,
});

export const pending = (over: Partial<Pending> = {}): Pending => ({
  status: 'pending',
  id: ApprovalId.parse('apr_000001'),
  version: 1,
  proposal: proposal(),
  conversation: THREAD,
  requester: {
    person: alice.person,
    slackUser: alice.slackUser,
    team: TEAM,
    role: 'customer',
    customerId: CustomerId.parse('cust_123'),
  },
  policyVersion: 'default-1',
  rules: [],
  needs: { kind: 'people', count: 1, role: 'agent' },
  openedAt: NOON,
  expiresAt: NOON + 2 * HOUR,
  edition: 1,
  questions: [],
  reminders: [],
  decisions: [],
  ...over,
});

export const prepared = (over: Partial<Prepared> = {}): Prepared => ({
  ...ledgerOf(pending()),
  needs: { kind: 'auto' },
  status: 'prepared',
  ...over,
});

export const approved = (over: Partial<Approved> = {}): Approved => ({
  ...ledgerOf(pending()),
  version: 2,
  decisions: [approvedBy(priya)],
  status: 'approved',
  ...over,
});
export const executing = (over: Partial<Executing> = {}): Executing => ({
  ...approved(),
  version: 3,
  status: 'executing',
  startedAt: NOON,
  firstStartedAt: NOON,
  attempt: 1,
  ...over,
});
export const unknown = (over: Partial<Unknown> = {}): Unknown => ({
  ...executing(),
  version: 4,
  status: 'unknown',
  why: 'timed out',
  since: NOON,
  ...over,
});

/** One approval in every state. */
export const inEveryState: readonly Approval[] = [
  prepared(),
  pending(),
  approved(),
  executing(),
  unknown(),
  {
    ...ledgerOf(approved()),
    version: 4,
    status: 'executed',
    startedAt: NOON,
    finishedAt: NOON,
    receipt: { reference: 're_1', status: 'succeeded' },
  },
  { ...approved(), version: 4, status: 'failed', finishedAt: NOON, refusal: 'card account closed' },
  { ...ledgerOf(pending()), version: 2, status: 'rejected', decisions: [{ ...approvedBy(priya), verdict: 'reject' }] },
  { ...ledgerOf(pending()), version: 2, status: 'expired', expiredAt: NOON },
  { ...ledgerOf(pending()), version: 2, status: 'withdrawn', withdrawnAt: NOON, why: 'taken-back' },
  {
    ...ledgerOf(pending()),
    version: 2,
    status: 'superseded',
    supersededAt: NOON,
    by: { id: ApprovalId.parse('apr_000009'), effect: 'Refund $20.00', edition: 2 },
  },
  { ...approved(), version: 3, status: 'stale', staleAt: NOON, changes: ['Already refunded: $0.00 → $30.00'] },
];
