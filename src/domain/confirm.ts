import type { Approval, Approved, Pending, Withdrawn } from './approval.ts';
import type { Deadline } from './deadline.ts';
import { settledAs } from './decide.ts';
import { withdraw } from './endings.ts';
import type { Decision } from './ledger.ts';
import { maySee, standingOf } from './principal.ts';
import type { Principal } from './principal.ts';
import type { ClickRefusal } from './refusals.ts';
import type { Requirement, RuleCheck } from './requirement.ts';
import { ok, refuse } from './result.ts';
import type { Result } from './result.ts';
import type { Instant } from './time.ts';

export interface Answer {
  verdict: 'yes' | 'no';
  by: Principal;
  /** What the policy asks for now, and why. */
  needs: Requirement;
  rules: readonly RuleCheck[];
  /** For people, should they have to decide after all. */
  deadline: Deadline;
}

/** The requester's own yes or no. Where the policy has become stricter, their yes is only the beginning. */
export function confirm(
  approval: Approval,
  { verdict, by, needs, rules, deadline }: Answer,
  now: Instant,
): Result<Pending | Approved | Withdrawn, ClickRefusal> {
  if (by.person !== approval.requester.person || !maySee(by, approval.proposal.customer)) return refuse('not-yours');
  if (approval.status === 'pending') return refuse('already-decided');
  if (approval.status !== 'prepared') return refuse(settledAs(approval));
  if (now >= approval.expiresAt) return refuse('expired');
  if (verdict === 'no') return ok(withdraw(approval, 'declined', now));
  if (needs.kind === 'never') return refuse('forbidden');
  const confirmed = { ...approval, version: approval.version + 1, confirmedAt: now };
  if (needs.kind === 'people') return ok({ ...confirmed, ...deadline, needs, rules, status: 'pending' });
  const yes: Decision = { verdict: 'approve', by: by.person, slackUser: by.slackUser, ...standingOf(by), at: now };
  return ok({ ...confirmed, decisions: [yes], status: 'approved' });
}
