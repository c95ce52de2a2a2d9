import { isOpen } from '../../domain/approval.ts';
import type { Open } from '../../domain/approval.ts';
import { recover } from '../../domain/execution.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import type { Execution } from '../../domain/receipt.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import { rowsWith } from '../bundle-order.ts';
import { endingsOn } from '../execute/conclude.ts';
import type { ConcludeDeps } from '../execute/conclude.ts';
import { redraw } from '../redraw.ts';
import { auditOf } from '../report/audit-row.ts';
import { settle } from '../settle.ts';
import type { SettleDeps } from '../settle.ts';

export interface AskDeps extends ConcludeDeps, SettleDeps {
  crashPoint: CrashPoint;
}

/** What became of a request that is open in an earlier copy; what the company knows of ends as it says, everything else stays. Throws `Unavailable`. */
export async function askCompany(deps: AskDeps, id: ApprovalId): Promise<'recovered' | 'as-it-was'> {
  const approval = await deps.store.approval(id);
  if (!approval || !isOpen(approval)) return 'as-it-was';
  const found = await deps.actions.get(approval.proposal.action)?.lookUp(approval.proposal.input, id);
  // What the company's own record contradicts is looked up and settled by people as ever.
  if (!found || (found.kind === 'unknown' && approval.status === 'unknown')) return drawAgain(deps, approval);
  deps.crashPoint('restore:before-commit');
  const isSaved = await end(deps, approval, found);
  deps.crashPoint('restore:after-commit');
  return isSaved ? 'recovered' : askCompany(deps, id);
}

/** Slack may show what came after the copy. */
async function drawAgain({ store, newId }: AskDeps, approval: Open): Promise<'as-it-was'> {
  await store.commit({ outgoing: redraw(newId, [approval]), audit: [] });
  return 'as-it-was';
}

/** Everybody is told, as of any outcome. False: somebody moved it first. */
async function end(deps: AskDeps, from: Open, found: Execution): Promise<boolean> {
  const at = deps.now();
  const to = recover(from, found, at);
  const { audit, ...change } = endingsOn(deps, await rowsWith(deps.store, from), [{ from, to }]);
  const step = auditOf(to, at);
  const row = { ...step, detail: { ...step.detail, recovered: true } };
  const isSaved = await deps.store.commit({
    ...change,
    audit: audit.map((other) => (other.approval === to.id ? row : other)),
  });
  if (isSaved) await settle(deps, to);
  return isSaved;
}
