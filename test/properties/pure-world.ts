import { isOpen } from '../../src/domain/approval.ts';
import type { Approval, Pending, Prepared } from '../../src/domain/approval.ts';
import { rowsOf, stopRest } from '../../src/domain/bundle.ts';
import { deadlineAfter } from '../../src/domain/deadline.ts';
import { ApprovalId, Target } from '../../src/domain/ids.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import { money } from '../../src/domain/money.ts';
import type { Proposal } from '../../src/domain/proposal.ts';
import { pending, proposal } from '../fakes/approvals.ts';
import type { Order } from './pure-company.ts';
import { isBroken, watch } from './pure-oracle.ts';
import { approvalsIn, DECIDE_WITHIN, nowIn, policyFor } from './pure-setting.ts';
import type { World } from './pure-setting.ts';

export interface Transition {
  from?: Approval;
  to: Approval;
}

/** What a command comes to, worked out from the ledger as it stands; `afterwards` happens once it is written. */
export interface Plan {
  transitions: readonly Transition[];
  afterwards?: () => void;
}
export const NOTHING: Plan = { transitions: [] };

/** All of it or nothing, as the store does it: every version as it was read, one open approval for a record. */
export function commit(world: World, transitions: readonly Transition[]): boolean {
  if (transitions.some(({ from, to }) => world.ledger.get(from?.id ?? to.id)?.version !== from?.version)) return false;
  const after = new Map(world.ledger);
  for (const { to } of transitions) after.set(to.id, to);
  if (transitions.some(({ to, from }) => !from && isTaken(after, to))) return false;
  const now = nowIn(world);
  for (const { from, to } of transitions) watch(world, from, Object.freeze(to), now);
  Object.assign(world, { ledger: after, mark: now });
  return true;
}

/** What comes to nothing takes the rows behind it along. */
export function ended(world: World, from: Approval, to: Approval): readonly Transition[] {
  const rows = isBroken(to) ? rowsOf(to, approvalsIn(world)) : [];
  const stopped = stopRest(to, rows, nowIn(world));
  return [
    { from, to },
    ...stopped.flatMap((row) => rows.filter(({ id }) => id === row.id).map((was) => ({ from: was, to: row }))),
  ];
}

const isTaken = (ledger: ReadonlyMap<ApprovalId, Approval>, { id, proposal: { target } }: Approval): boolean =>
  [...ledger.values()].some((other) => other.id !== id && other.proposal.target === target && isOpen(other));

const TEMPLATE = proposal();

export function proposalFor(order: Order, amount: number): Proposal {
  const { id, paid, refunded, status, version } = order;
  return {
    ...TEMPLATE,
    input: { order_id: id, amount: { minor: amount, currency: 'USD' }, reason: 'Arrived broken' },
    target: Target.parse(`order:${id}`),
    basis: { status, paid, refunded },
    cost: money(amount, 'USD'),
    version,
  };
}

const LEDGER = pending();

/** A new one, not yet saved. */
export function opened(
  world: World,
  { proposal: wanted, ...over }: Partial<Ledger> & { proposal: Proposal },
): Prepared | Pending {
  const now = nowIn(world);
  Object.assign(world, { ids: world.ids + 1 });
  const id = ApprovalId.parse(`apr_${String(world.ids).padStart(6, '0')}`);
  const { reminders, expiresAt } = deadlineAfter(now, DECIDE_WITHIN);
  const needs = over.needs ?? policyFor(wanted.cost?.minor ?? 0, world.strictPolicy);
  const { status: _status, reminders: _reminders, ...ledger } = LEDGER;
  const row = { ...ledger, ...over, id, version: 1, proposal: wanted, openedAt: now, expiresAt };
  return needs.kind === 'auto'
    ? { ...row, needs, status: 'prepared' }
    : { ...row, needs, status: 'pending', reminders };
}
