import type { Approval, Executed, Failed, Statement, Unknown } from './approval.ts';
import type { ClickRefusal } from './refusals.ts';
import { barredAs } from './decide.ts';
import { moved } from './ledger.ts';
import type { Money } from './money.ts';
import { standingOf } from './principal.ts';
import type { Principal } from './principal.ts';
import { ok, refuse } from './result.ts';
import type { Result } from './result.ts';
import { MINUTE } from './time.ts';
import type { Instant } from './time.ts';

/** An outcome that is still unknown this long after the first sending is for a person to settle. */
export const ASK_PERSON_AFTER = 30 * MINUTE;

/** From here on a person settles it; look-ups have ended. Asking again keeps what was said. */
export function askPerson(approval: Unknown, now: Instant): Unknown {
  const forPerson = approval.forPerson ?? { since: now, statements: [] };
  return { ...approval, version: approval.version + 1, forPerson };
}

export interface Finding {
  verdict: Statement['verdict'];
  by: Principal;
  /** How they know; not empty. */
  note: string;
  /** The company's id for what was done, if they know it. */
  reference?: string;
  /** What was moved; absent: what was asked for. */
  amount?: Money;
}

/**
 * What a colleague found out, settled at once where one decision was enough. Above the two-person limit two people must
 * say the same; two that differ leave it unknown, and only the later statement stands.
 */
export function hear(
  approval: Approval,
  finding: Finding,
  now: Instant,
): Result<Unknown | Executed | Failed, ClickRefusal> {
  const barred = barredAs(approval, { verdict: 'approve', by: finding.by });
  if (barred) return refuse(barred);
  if (approval.status !== 'unknown') return refuse('already-decided');
  if (!approval.forPerson) return refuse('already-running');
  const { since, statements } = approval.forPerson;
  const agreeing = statements.filter((statement) => isSameFinding(statement, finding));
  if (agreeing.some(({ by }) => by === finding.by.person)) return refuse('same-person');
  if (isTooWeak(approval, agreeing, finding.by)) return refuse('not-allowed');
  const last = statementOf(finding, now);
  const saidSo = [...agreeing, last];
  const enough = saidSo.length >= (approval.needs.kind === 'people' ? approval.needs.count : 1);
  if (enough) return ok(settled(approval, saidSo, last));
  return ok({ ...approval, version: approval.version + 1, forPerson: { since, statements: saidSo } });
}

const isSameFinding = (statement: Statement, { verdict, amount }: Finding): boolean =>
  statement.verdict === verdict && statement.amount?.minor === amount?.minor;

/** What colleagues found out about its outcome, first to last. */
export function statementsOf(approval: Approval): readonly Statement[] {
  if (approval.status === 'unknown') return approval.forPerson?.statements ?? [];
  return 'settledBy' in approval ? (approval.settledBy ?? []) : [];
}

/** Who settles must be allowed to approve; of two that agree, one has the higher role. */
function isTooWeak({ needs }: Unknown, agreeing: readonly Statement[], { role }: Principal): boolean {
  if (needs.kind !== 'people' || needs.role === 'agent' || role === 'lead') return false;
  const isFirstOfTwo = needs.count === 2 && agreeing.length === 0;
  return !isFirstOfTwo && !agreeing.some((other) => other.role === 'lead');
}

function settled(
  approval: Unknown,
  settledBy: readonly Statement[],
  { verdict, at, amount }: Statement,
): Executed | Failed {
  const ended = { ...moved(approval), finishedAt: at, settledBy };
  if (verdict === 'not-done') return { ...ended, status: 'failed', refusal: 'checked by hand, it did not happen' };
  const reference = settledBy.findLast((statement) => statement.reference !== undefined)?.reference ?? approval.id;
  const receipt = { reference, status: 'succeeded' as const, ...(amount === undefined ? {} : { amount }) };
  return { ...ended, status: 'executed', startedAt: approval.startedAt, receipt };
}

function statementOf({ verdict, by, note, reference, amount }: Finding, at: Instant): Statement {
  const statement = { verdict, by: by.person, slackUser: by.slackUser, ...standingOf(by), at, note };
  return {
    ...statement,
    ...(reference === undefined ? {} : { reference }),
    ...(amount === undefined ? {} : { amount }),
  };
}
