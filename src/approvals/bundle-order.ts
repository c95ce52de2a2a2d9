import type { Approval, Executed, Expired, Failed, Stale } from '../domain/approval.ts';
import { isOpen } from '../domain/approval.ts';
import { earlier, rowsOf } from '../domain/bundle.ts';
import type { Store } from '../ports/store.ts';

/** The rows of its card in order, as the ledger stands; itself alone when it has a card of its own. */
export async function rowsWith(
  store: Pick<Store, 'approvalsOf'>,
  approval: Approval,
): Promise<readonly [Approval, ...Approval[]]> {
  const [first, ...others] = approval.bundle
    ? rowsOf(approval, await store.approvalsOf(approval.conversation))
    : [approval];
  return first ? [first, ...others] : [approval];
}

/** It was to happen and did not: what stands behind it on its card is not carried out either. */
export type Broken = Failed | Stale | Expired;

export const isBroken = (approval: Approval): approval is Broken =>
  approval.status === 'failed' || approval.status === 'stale' || approval.status === 'expired';

export const brokenBefore = (approval: Approval, rows: readonly Approval[]): Broken | undefined =>
  earlier(approval, rows).find(isBroken);

const isDone = (approval: Approval): approval is Executed => approval.status === 'executed';

/** What was done before it on its card, last first; empty while something before it is open, and for all but the first row that broke. */
export function doneBefore(approval: Broken, rows: readonly Approval[]): readonly Executed[] {
  const before = earlier(approval, rows);
  return before.some((row) => isOpen(row) || isBroken(row)) ? [] : before.filter(isDone).toReversed();
}
