import type { Approval, Approved, Decision, Expired, Pending, Rejected, Superseded, Withdrawn } from './approval.ts';
import type { Principal } from './principal.ts';
import { refuse, ok } from './result.ts';
import type { Result } from './result.ts';
import type { Instant } from './time.ts';

export interface Click {
  verdict: Decision['verdict'];
  by: Principal;
  note?: string;
}

export type DecisionRefusal =
  | 'external'
  | 'customer'
  | 'admin'
  | 'own-request'
  | 'beneficiary'
  | 'same-person'
  | 'not-allowed'
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

export function withdraw(approval: Pending, now: Instant): Withdrawn {
  return { ...approval, status: 'withdrawn', version: approval.version + 1, withdrawnAt: now };
}

/** `next` is opened in the same commit. */
export function supersede(approval: Pending, next: Pending | Approved, now: Instant): Superseded {
  const by = { id: next.id, effect: next.proposal.words.effect };
  return { ...approval, status: 'superseded', version: approval.version + 1, supersededAt: now, by };
}

export function expire(approval: Pending | Approved, now: Instant): Expired {
  return { ...approval, status: 'expired', version: approval.version + 1, expiredAt: now };
}

/** Whatever the state, these people never decide. */
function barredAs(approval: Approval, { verdict, by }: Click): DecisionRefusal | undefined {
  if (by.person === approval.requester.person && verdict === 'approve') return 'own-request';
  if (by.external) return 'external';
  if (by.role === 'customer') return 'customer';
  if (by.role === 'admin') return 'admin';
  if (by.customerId === approval.proposal.customer && verdict === 'approve') return 'beneficiary';
  return undefined;
}

function settledAs(approval: Exclude<Approval, Pending>): DecisionRefusal {
  switch (approval.status) {
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
  const last = approval.decisions.length + 1 >= count;
  const leadBefore = approval.decisions.some((decision) => decision.role === 'lead');
  return strong || !last || leadBefore ? undefined : 'not-allowed';
}

function next(approval: Pending, click: Click, now: Instant): Pending | Approved | Rejected {
  const decision: Decision = {
    verdict: click.verdict,
    by: click.by.person,
    slackUser: click.by.slackUser,
    role: click.by.role,
    at: now,
    ...(click.note === undefined ? {} : { note: click.note }),
  };
  const moved = { ...approval, version: approval.version + 1, decisions: [...approval.decisions, decision] };
  if (click.verdict === 'reject') return { ...moved, status: 'rejected' };
  return moved.decisions.length >= approval.needs.count ? { ...moved, status: 'approved' } : moved;
}
