import { isPending } from '../../domain/approval.ts';
import type { Approval, ApprovalStatus, Pending } from '../../domain/approval.ts';
import { cardVersion } from '../../domain/bundle.ts';
import { Unavailable } from '../../domain/errors.ts';
import { changesSince } from '../../domain/execution.ts';
import type { PersonId } from '../../domain/ids.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { SECOND } from '../../domain/time.ts';
import type { DeskRefusal, Form } from '../../ports/desk.ts';
import type { Review } from '../../ports/home.ts';
import { TOO_SLOW, within } from '../../ports/within.ts';
import { rowsWith } from '../bundle-order.ts';
import { changeFor } from '../decide/decide-approval.ts';
import { decideRows } from '../decide/decide-rows.ts';
import type { ApprovalDeps } from '../deps.ts';
import { actionOf } from '../execute/execute-approval.ts';
import { notPossible, save } from './at-desk.ts';
import type { AtDesk, Submitted } from './at-desk.ts';

/** How long the company may take, so that the form still opens while Slack lets it. */
const READ_WITHIN = 1.5 * SECOND;

type ReviewDeps = Pick<ApprovalDeps, 'store' | 'policy' | 'actions' | 'now' | 'log'>;

/** For whoever may approve it now: the request with the facts as the company tells them. `patience`: milliseconds. */
export async function reviewForm(
  deps: ReviewDeps,
  { approval, by }: AtDesk,
  patience = READ_WITHIN,
): Promise<Result<Form, DeskRefusal>> {
  const all = await rowsWith(deps.store, approval);
  const tried = await decideRows(deps, { rows: all, click: { verdict: 'approve', by }, now: deps.now() });
  if (!tried.ok) return tried;
  const rows = all.filter(isPending);
  const [first] = rows;
  if (!first) return refuse({ code: 'not-now', approval });
  const [changes, holds] = await Promise.all([changesOf(deps, rows, patience), deps.store.holds()]);
  return ok({ kind: 'review', approval: first, rows, changes, holds, version: cardVersion(all) });
}

/** Approves every row of the card that waits, as the form showed them. */
export async function submitApproval(
  deps: ApprovalDeps,
  { approval, by }: AtDesk,
  version: number,
): Promise<Submitted> {
  const rows = await rowsWith(deps.store, approval);
  const before = rows.find((row) => wasApproved(row, by.person));
  if (before) return ok(before);
  const now = deps.now();
  const decided = await decideRows(deps, { rows, click: { verdict: 'approve', by }, now });
  if (!decided.ok) return notPossible(decided.refusal.code, decided.refusal.approval ?? approval);
  if (isOutdated(approval, rows, version)) return notPossible('superseded', approval);
  const moved = decided.value.map(({ to }) => to);
  return (await save(deps, changeFor(deps, decided.value, now), moved)) ? ok(moved[0] ?? approval) : 'moved';
}

/** The form was opened before a row of its card was changed, or on a request that this ledger does not know yet. */
const isOutdated = (approval: Approval, rows: readonly Approval[], version: number): boolean =>
  approval.bundle ? version !== cardVersion(rows) : version > approval.version;

/** The same form sent twice: their yes still stands. */
const wasApproved = ({ status, decisions }: Approval, person: PersonId): boolean =>
  !CAME_TO_NOTHING.has(status) && decisions.some(({ by, verdict }) => by === person && verdict === 'approve');

const CAME_TO_NOTHING: ReadonlySet<ApprovalStatus> = new Set([
  'rejected',
  'expired',
  'withdrawn',
  'superseded',
  'stale',
]);

/** What would keep it from being carried out if it were approved now; of several rows, with the row's name. */
async function changesOf(deps: ReviewDeps, rows: readonly Pending[], patience: number): Promise<Review['changes']> {
  try {
    const read = await within(patience, Promise.all(rows.map((row) => changesOn(deps, row))));
    if (read === TOO_SLOW) return 'unreadable';
    const name = ({ proposal }: Pending): string => (rows.length === 1 ? '' : `${proposal.words.effect}: `);
    return rows.flatMap((row, index) => (read[index] ?? []).map((change) => `${name(row)}${change}`));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    deps.log.warn({ approval: rows[0]?.id, system: error.system }, 'the facts could not be read for a form');
    return 'unreadable';
  }
}

async function changesOn(deps: ReviewDeps, row: Pending): Promise<readonly string[]> {
  const fresh = await actionOf(deps, row).prepare(row.proposal.input, deps.now());
  return changesSince(row.proposal, fresh);
}
