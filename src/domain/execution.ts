import type { Approved, Executed, Executing, Failed, Open, Stale, Unknown } from './approval.ts';
import { goStale } from './endings.ts';
import type { Hold } from './hold.ts';
import { canonical } from './json.ts';
import { ledgerOf, moved } from './ledger.ts';
import type { Proposal } from './proposal.ts';
import type { Execution } from './receipt.ts';
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
export const isTooLate = (approval: Approved, now: Instant): boolean => now >= tooLateAt(approval);

export const tooLateAt = ({ decisions, openedAt }: Approved): Instant =>
  (decisions.at(-1)?.at ?? openedAt) + BEGIN_WITHIN;

/** `fresh` is the same request with the facts as the company tells them now. */
export function begin(
  approval: Approved,
  fresh: Result<Proposal, Refusal>,
  now: Instant,
): Result<Executing, Stale | 'too-late'> {
  if (isTooLate(approval, now)) return refuse('too-late');
  const changes = changesSince(approval.proposal, fresh);
  if (changes.length > 0) return refuse(goStale(approval, changes, now));
  const version = fresh.ok ? fresh.value.version : undefined;
  const proposal = version === undefined ? approval.proposal : { ...approval.proposal, version };
  const sent = { startedAt: now, firstStartedAt: now, attempt: 1 };
  return ok({ ...moved(approval), proposal, status: 'executing', ...sent });
}

/** Nothing is carried out at the moment: it waits. What it waited for before is forgotten. */
export function holdBack(approval: Approved, hold: Hold, now: Instant): Approved {
  const by = hold.kind === 'paused' ? { by: hold.slackUser } : {};
  return { ...moved(approval), status: 'approved', held: { since: now, why: hold.kind, ...by } };
}

/** The same key once more, after a look-up found nothing. */
export function sendAgain(approval: Executing | Unknown, now: Instant): Executing {
  const { attempt, firstStartedAt } = approval;
  return { ...moved(approval), status: 'executing', startedAt: now, firstStartedAt, attempt: attempt + 1 };
}

/** What the company's journal says of a request that is open in an earlier copy of the ledger: when it was sent is not in there. */
export function recover(approval: Open, execution: Execution, now: Instant): Executed | Failed | Unknown {
  if (approval.status === 'executing' || approval.status === 'unknown') return finish(approval, execution, now);
  const sent = { startedAt: now, firstStartedAt: now, attempt: 1 };
  return finish({ ...ledgerOf(approval), status: 'executing', ...sent }, execution, now);
}

export function finish(approval: Executing | Unknown, execution: Execution, now: Instant): Executed | Failed | Unknown {
  const { startedAt, firstStartedAt, attempt } = approval;
  switch (execution.kind) {
    case 'executed':
      return { ...moved(approval), status: 'executed', startedAt, finishedAt: now, receipt: execution.receipt };
    case 'failed':
      return { ...moved(approval), status: 'failed', finishedAt: now, refusal: execution.refusal };
    case 'unknown':
      return {
        ...moved(approval),
        status: 'unknown',
        startedAt,
        firstStartedAt,
        attempt,
        why: execution.why,
        ...(execution.amount === undefined ? {} : { amount: execution.amount }),
        since: now,
        ...('forPerson' in approval ? { forPerson: approval.forPerson } : {}),
      };
  }
}

/** In words, old against new; none: nothing that matters. */
export const changesSince = (approved: Proposal, fresh: Result<Proposal, Refusal>): readonly string[] =>
  fresh.ok ? changesBetween(approved, fresh.value) : [fresh.refusal.message];

function changesBetween(approved: Proposal, fresh: Proposal): string[] {
  if (canonical(approved.basis) === canonical(fresh.basis)) return [];
  const before = new Map(approved.facts.map(({ label, value }) => [label, value]));
  const changed = fresh.facts.filter(({ label, value }) => before.has(label) && before.get(label) !== value);
  const lines = changed.map(({ label, value }) => `${label}: ${oldAgainstNew(before.get(label) ?? '', value)}`);
  return lines.length > 0 ? lines : ['the record was changed in the meantime'];
}

/** Of `Open → Resolved` and `Pending → Resolved` only the beginning: what is asked for is the same. */
function oldAgainstNew(before: string, now: string): string {
  const [end = ''] = / (?:→ \S+|\(unchanged\))$/.exec(before) ?? [];
  const cut = now.endsWith(end) ? end.length : 0;
  return `${before.slice(0, before.length - cut)} → ${now.slice(0, now.length - cut)}`;
}
