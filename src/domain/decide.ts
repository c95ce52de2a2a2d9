import type { Approval, Approved, Pending, Rejected, Rejection } from './approval.ts';
import type { Decision } from './ledger.ts';
import { standingOf } from './principal.ts';
import type { Principal } from './principal.ts';
import { refuse, ok } from './result.ts';
import type { Result } from './result.ts';
import type { Instant } from './time.ts';

export type Click =
  | { verdict: 'approve'; by: Principal }
  /** Without a `rejection`: a row is dropped from its card. `note` is for colleagues. */
  | { verdict: 'reject'; by: Principal; note?: string; rejection?: Rejection };

export type DecisionRefusal =
  | 'external'
  | 'customer'
  | 'admin'
  | 'own-request'
  | 'beneficiary'
  | 'same-person'
  | 'not-allowed'
  | 'unconfirmed'
  | 'already-decided'
  | 'already-running'
  | 'expired'
  | 'withdrawn'
  | 'superseded';

/** The next state, or why this click decides nothing. A pending approval that lacks a second person stays pending. */
export function decide(
  approval: Approval,
  click: Click,
  now: Instant,
): Result<Pending | Approved | Rejected, DecisionRefusal> {
  const barred = barredAs(approval, click);
  if (barred) return refuse(barred);
  if (approval.status !== 'pending') return refuse(settledAs(approval));
  if (now >= approval.expiresAt) return refuse('expired');
  const weak = tooWeak(approval, click);
  return weak ? refuse(weak) : ok(next(approval, click, now));
}

/** Whatever the state, these people never decide. */
export function barredAs(
  approval: Approval,
  { verdict, by }: { verdict: Decision['verdict']; by: Principal },
): DecisionRefusal | undefined {
  if (verdict === 'approve' && isProposer(approval, by)) return 'own-request';
  if (by.external) return 'external';
  if (by.role === 'customer') return 'customer';
  if (by.role === 'admin') return 'admin';
  if (by.customerId === approval.proposal.customer && verdict === 'approve') return 'beneficiary';
  return undefined;
}

const isProposer = ({ requester, editor }: Approval, { person }: Principal): boolean =>
  person === requester.person || person === editor?.person || (editor?.before.includes(person) ?? false);

/** Why nothing can be decided about it any more, or not yet. */
export function settledAs(approval: Exclude<Approval, Pending>): DecisionRefusal {
  switch (approval.status) {
    case 'prepared':
      return 'unconfirmed';
    case 'approved':
    case 'executing':
      return 'already-running';
    case 'expired':
      return 'expired';
    case 'withdrawn':
      return 'withdrawn';
    case 'superseded':
      return 'superseded';
    case 'unknown':
    case 'executed':
    case 'failed':
    case 'rejected':
    case 'stale':
      return 'already-decided';
  }
}

/** Where two must agree, at least one of them has the required role; where one decides, that one has it. */
function tooWeak(approval: Pending, { verdict, by }: Click): DecisionRefusal | undefined {
  const { count, role } = approval.needs;
  const strong = role === 'agent' || by.role === 'lead';
  if (verdict === 'reject') return strong || count === 2 ? undefined : 'not-allowed';
  if (approval.decisions.some((decision) => decision.by === by.person)) return 'same-person';
  return strong || !takesLead(approval) ? undefined : 'not-allowed';
}

/** Whoever approves it next must be a lead. */
export function takesLead({ needs, decisions }: Pending): boolean {
  const last = decisions.length + 1 >= needs.count;
  const leadBefore = decisions.some((decision) => decision.role === 'lead');
  return needs.role === 'lead' && last && !leadBefore;
}

function next(approval: Pending, click: Click, now: Instant): Pending | Approved | Rejected {
  const moved = {
    ...approval,
    version: approval.version + 1,
    decisions: [...approval.decisions, decisionOf(click, now)],
  };
  if (click.verdict === 'reject') return reject(moved, click.rejection);
  return moved.decisions.length >= approval.needs.count ? { ...withoutClock(moved), status: 'approved' } : moved;
}

function decisionOf(click: Click, at: Instant): Decision {
  const { person, slackUser } = click.by;
  const note = click.verdict === 'reject' && click.note !== undefined ? { note: click.note } : {};
  return { verdict: click.verdict, by: person, slackUser, ...standingOf(click.by), at, ...note };
}

const reject = (moved: Pending, rejection: Rejection | undefined): Rejected => ({
  ...withoutClock(moved),
  status: 'rejected',
  ...(rejection === undefined ? {} : { rejection }),
});

/** What only a pending approval has. */
function withoutClock({ reminders: _reminders, paused: _paused, ...ledger }: Pending) {
  return ledger;
}
