import type { Approved } from '../../domain/approval.ts';
import { holdBack } from '../../domain/execution.ts';
import type { Hold } from '../../domain/hold.ts';
import type { Instant } from '../../domain/time.ts';
import { redraw } from '../redraw.ts';
import { DESKHAND, auditOf, doneBy } from '../report/audit-row.ts';
import { releaseHeld } from './release-held.ts';
import type { ReleaseDeps } from './release-held.ts';

interface HoldDeps extends ReleaseDeps {
  now: () => Instant;
  newId: () => string;
}

/** Its turn came while nothing is carried out: it waits, and its card says for what. */
export async function holdApproved(deps: HoldDeps, approval: Approved, hold: Hold): Promise<void> {
  const at = deps.now();
  const to = holdBack(approval, hold, at);
  const isHeld = await deps.store.commit({
    approvals: [{ to, from: approval.version }],
    outgoing: redraw(deps.newId, [to]),
    audit: [doneBy(auditOf(to, at), 'held', DESKHAND)],
  });
  // Whoever took the hold away did not see this one.
  if (isHeld && (await deps.store.holds()).length === 0) await releaseHeld(deps);
}
