import type { Approval, Executed, Stale } from '../../domain/approval.ts';
import { stopRest } from '../../domain/bundle.ts';
import { offerUndo } from '../../domain/undo.ts';
import type { Instant } from '../../domain/time.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Action } from '../../tools/tool.ts';
import { doneBefore, isBroken, rowsWith } from '../bundle-order.ts';
import type { Broken } from '../bundle-order.ts';
import type { Outcome } from '../report/outcome-words.ts';
import { outcomesChange } from '../report/report-outcome.ts';
import type { Ending } from '../report/report-outcome.ts';

export interface ConcludeDeps {
  store: Store;
  actions: ReadonlyMap<string, Action>;
  now: () => Instant;
  newId: () => string;
}

/** Commits an outcome with everything that is said about it; what stood behind it on its card ends with it, unless it was done. False: somebody moved it first. */
export async function conclude(deps: ConcludeDeps, given: Ending): Promise<boolean> {
  const ended = { ...given, to: withUndo(deps, given.to) };
  const rows = await rowsWith(deps.store, ended.to);
  if (await deps.store.commit(endingsOn(deps, rows, [ended]))) return true;
  const now = await deps.store.approval(ended.from.id);
  // Only a row behind it was moved by somebody: it is this one's outcome still.
  return now?.version === ended.from.version ? conclude(deps, ended) : false;
}

/** What people settled among themselves is not touched again with one press. */
function withUndo({ actions }: ConcludeDeps, to: Outcome): Outcome {
  if (to.status !== 'executed' || to.settledBy || to.receipt.status !== 'succeeded') return to;
  return actions.get(to.proposal.action)?.compensate?.(to.proposal, to.receipt) ? offerUndo(to) : to;
}

/** Rows of one card that end alike and together, and those that end because of them. */
export function endingsOn(deps: ConcludeDeps, rows: readonly Approval[], ended: readonly Ending[]): Change {
  const at = deps.now();
  const after = rows.map((row) => ended.find(({ to }) => to.id === row.id)?.to ?? row);
  const [first] = ended.flatMap(({ to }) => (isBroken(to) ? [to] : []));
  const stopped = first ? stopRest(first, after, at).map((to) => ({ from: fromOf(after, to), to })) : [];
  const remains = first ? doneBefore(first, after).flatMap((done) => remainsOf(deps, done)) : [];
  return outcomesChange(deps.newId, { ended, stopped, remains }, at);
}

/** A row whose turn came although one before it was not done. */
export function stopLate(deps: ConcludeDeps, approval: Approval, broken: Broken): Change {
  const at = deps.now();
  const stopped = stopRest(broken, [approval], at).map((to) => ({ from: approval, to }));
  return outcomesChange(deps.newId, { ended: [], stopped }, at);
}

function fromOf(rows: readonly Approval[], { id }: Stale): Approval {
  const from = rows.find((row) => row.id === id);
  if (!from) throw new Error(`${id} was stopped, but is none of the rows`);
  return from;
}

/** What was done and cannot be taken back is named; the rest is offered to be taken back. */
function remainsOf({ actions }: ConcludeDeps, { proposal, receipt, bundle }: Executed): string[] {
  if (actions.get(proposal.action)?.compensate?.(proposal, receipt)) return [];
  return [`Step ${bundle?.step ?? 1} (${proposal.words.done}) was done before and cannot be taken back.`];
}
