import type { Approved, Executed, Executing, Execution, Failed, Proposal, Stale, Unknown } from './approval.ts';
import { canonical } from './json.ts';
import { refuse, ok } from './result.ts';
import type { Refusal, Result } from './result.ts';
import { MINUTE, SECOND } from './time.ts';
import type { Instant } from './time.ts';

/** What was approved but not begun within this time is not executed any more: the world has moved on. */
export const BEGIN_WITHIN = 15 * MINUTE;
/** When to look an unknown outcome up, counted from the moment it became unknown. */
export const LOOK_UP_AFTER = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE] as const;
/** The longest a request can still be on its way. */
export const REQUEST_LIFETIME = 60 * SECOND;

/** Nothing may begin any more, whatever the facts say. */
export function isTooLate({ decisions, openedAt }: Approved, now: Instant): boolean {
  const approvedAt = decisions.at(-1)?.at ?? openedAt;
  return now >= approvedAt + BEGIN_WITHIN;
}

/** `fresh` is the same request with the facts as the company tells them now. */
export function begin(
  approval: Approved,
  fresh: Result<Proposal, Refusal>,
  now: Instant,
): Result<Executing, Stale | 'too-late'> {
  if (isTooLate(approval, now)) return refuse('too-late');
  const changes = fresh.ok ? changesBetween(approval.proposal, fresh.value) : [fresh.refusal.message];
  if (changes.length > 0) {
    return refuse({ ...approval, status: 'stale', version: approval.version + 1, staleAt: now, changes });
  }
  const version = fresh.ok ? fresh.value.version : undefined;
  const proposal = version === undefined ? approval.proposal : { ...approval.proposal, version };
  return ok({ ...approval, status: 'executing', version: approval.version + 1, proposal, startedAt: now, attempt: 1 });
}

/** The same key once more, after a look-up found nothing. */
export function sendAgain(approval: Executing | Unknown, now: Instant): Executing {
  const { id, version, attempt } = approval;
  return { ...ledgerOf(approval), id, status: 'executing', version: version + 1, startedAt: now, attempt: attempt + 1 };
}

export function finish(approval: Executing | Unknown, execution: Execution, now: Instant): Executed | Failed | Unknown {
  const moved = { ...ledgerOf(approval), version: approval.version + 1 };
  const { startedAt, attempt } = approval;
  switch (execution.kind) {
    case 'executed':
      return { ...moved, status: 'executed', startedAt, finishedAt: now, receipt: execution.receipt };
    case 'failed':
      return { ...moved, status: 'failed', finishedAt: now, refusal: execution.refusal };
    case 'unknown':
      return { ...moved, status: 'unknown', startedAt, attempt, why: execution.why, since: now };
  }
}

/** What every state has, without what only this one has. */
function ledgerOf(approval: Executing | Unknown) {
  const { id, proposal, conversation, requester, policyVersion, rules, needs, openedAt, expiresAt, decisions, quote } =
    approval;
  const ledger = { id, proposal, conversation, requester, policyVersion, rules, needs, openedAt, expiresAt, decisions };
  return quote === undefined ? ledger : { ...ledger, quote };
}

function changesBetween(approved: Proposal, fresh: Proposal): string[] {
  if (canonical(approved.basis) === canonical(fresh.basis)) return [];
  const before = new Map(approved.facts.map(({ label, value }) => [label, value]));
  const changed = fresh.facts.filter(({ label, value }) => before.has(label) && before.get(label) !== value);
  const lines = changed.map(({ label, value }) => `${label}: ${before.get(label)} → ${value}`);
  return lines.length > 0 ? lines : ['the record was changed in the meantime'];
}
