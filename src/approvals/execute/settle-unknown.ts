import type { Approval, Executed, Failed, Unknown } from '../../domain/approval.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import { cardOf } from '../../domain/ledger.ts';
import type { ClickRefusal } from '../../domain/refusals.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { drawCard } from '../../domain/say.ts';
import { hear } from '../../domain/testimony.ts';
import type { Finding } from '../../domain/testimony.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import { conclude } from './conclude.ts';
import type { ConcludeDeps } from './conclude.ts';
import { settleAgainJob } from '../jobs.ts';
import { auditOf, doneBy, person } from '../report/audit-row.ts';
import { settle } from '../settle.ts';
import type { SettleDeps } from '../settle.ts';

export interface SettleUnknownDeps extends SettleDeps, ConcludeDeps {
  crashPoint: CrashPoint;
}

export interface FindingOn {
  approval: ApprovalId;
  finding: Finding;
}

/** What a colleague found out about an outcome that the company could not tell. Somebody else's finding in the same moment is taken into account. */
export async function settleUnknown(
  deps: SettleUnknownDeps,
  input: FindingOn,
): Promise<Result<Approval, { code: ClickRefusal; approval?: Approval }>> {
  const approval = await deps.store.approval(input.approval);
  if (!approval) return refuse({ code: 'not-found' });
  const settled = hear(approval, input.finding, deps.now());
  if (!settled.ok) return refuse({ code: settled.refusal, approval });
  await deps.engine.enqueue(settleAgainJob(settled.value, deps.now()));
  deps.crashPoint('settle-unknown:before-commit');
  if (!(await save(deps, approval, settled.value, input))) return settleUnknown(deps, input);
  deps.crashPoint('settle-unknown:after-commit');
  await settle(deps, settled.value);
  return ok(settled.value);
}

/** Where a second person has to say the same first, there is no outcome to tell yet: the card shows what was said. */
async function save(
  deps: SettleUnknownDeps,
  from: Approval,
  to: Unknown | Executed | Failed,
  { finding: { verdict, by } }: FindingOn,
): Promise<boolean> {
  if (to.status !== 'unknown') return conclude(deps, { from, to });
  return deps.store.commit({
    approvals: [{ to, from: from.version }],
    outgoing: [drawCard(deps.newId, cardOf(to))],
    audit: [doneBy(auditOf(to, deps.now()), `stated:${verdict}`, person(by))],
  });
}
