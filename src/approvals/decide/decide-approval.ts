import type { Approval } from '../../domain/approval.ts';
import { cardVersion } from '../../domain/bundle.ts';
import type { Policy } from '../../domain/policy.ts';
import type { MessageRef } from '../../domain/outgoing.ts';
import type { Principal } from '../../domain/principal.ts';
import type { ClickRefusal } from '../../domain/refusals.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import type { DeskRefusal } from '../../ports/desk.ts';
import type { Directory } from '../../ports/directory.ts';
import type { Job } from '../../ports/engine.ts';
import { ClickJob } from '../../ports/jobs.ts';
import type { Log } from '../../ports/log.ts';
import type { Messenger } from '../../ports/messenger.ts';
import type { Change, Store } from '../../ports/store.ts';
import { answerPress } from './answer-press.ts';
import { rowsWith } from '../bundle-order.ts';
import { decideRows } from './decide-rows.ts';
import type { Moved } from './decide-rows.ts';
import { newestOf } from './newest.ts';
import { redraw } from '../redraw.ts';
import { auditOf } from '../report/audit-row.ts';
import { outcomesChange } from '../report/report-outcome.ts';
import { settle } from '../settle.ts';
import type { SettleDeps } from '../settle.ts';
import { whoPressed } from './who-decides.ts';

export interface DecideDeps extends SettleDeps {
  store: Store;
  policy: Policy;
  directory: Directory;
  messenger: Messenger;
  /** The sentence for the person who pressed, as markup. `newer`: the card of what stands in this request's place. */
  explain: (
    refusal: ClickRefusal,
    press: Pick<ClickJob, 'approval' | 'user'>,
    approval: Approval | undefined,
    newer?: MessageRef,
  ) => string;
  now: () => Instant;
  newId: () => string;
  crashPoint: CrashPoint;
  log: Log;
}

/** One click: decided once, or answered with the reason why not. Running the job again decides nothing twice. */
export async function decideApproval(deps: DecideDeps, job: Job): Promise<void> {
  const click = ClickJob.parse(job.data);
  deps.crashPoint('decide:start');
  if (await deps.store.isDone(job.id)) return settleAgain(deps, click);
  const outcome = await attempt(deps, click, job);
  if (!outcome.ok) return tellWhyNot(deps, { job, click, ...outcome.refusal });
  await settleAll(deps, outcome.value);
}

/** The process died between the decision and what it makes due. */
async function settleAgain(deps: DecideDeps, click: ClickJob): Promise<void> {
  const approval = await deps.store.approval(click.approval);
  if (approval) await settleAll(deps, await rowsOf(deps, approval, click));
}

const settleAll = async (deps: DecideDeps, rows: readonly Approval[]): Promise<void> =>
  void (await Promise.all(rows.map((row) => settle(deps, row))));

/** `by`: who pressed, as far as that was found out. */
type NotDecided = DeskRefusal & { by?: Principal };

async function attempt(deps: DecideDeps, click: ClickJob, job: Job): Promise<Result<readonly Approval[], NotDecided>> {
  const pressed = await whoPressed(deps, { ...click, card: { channel: click.channel, ts: click.message } });
  if (!pressed.ok) return pressed;
  const { approval, by } = pressed.value;
  const rows = await rowsOf(deps, approval, click);
  const now = deps.now();
  const decided = await decideRows(deps, { rows, click: { verdict: click.verdict, by }, now });
  if (!decided.ok) return refuse({ ...decided.refusal, by });
  if (isOutdated(approval, rows, click)) return refuse({ code: 'superseded', approval, by });
  deps.crashPoint('decide:before-commit');
  if (!(await deps.store.commit({ ...changeFor(deps, decided.value, now), done: job.id })))
    return attempt(deps, click, job);
  deps.crashPoint('decide:after-commit');
  return ok(decided.value.map(({ to }) => to));
}

/** An approval is meant for the whole card, a rejection without a form for the row beside the button. */
const rowsOf = async ({ store }: DecideDeps, approval: Approval, { verdict }: ClickJob) =>
  verdict === 'approve' ? rowsWith(store, approval) : [approval];

/** A row was changed after the card was drawn on which this was pressed. */
const isOutdated = ({ bundle }: Approval, rows: readonly Approval[], { verdict, version }: ClickJob): boolean =>
  bundle !== undefined && verdict === 'approve' && version !== cardVersion(rows);

export function changeFor({ newId }: DecideDeps, moves: readonly Moved[], now: Instant): Change {
  const rejected = moves.flatMap(({ from, to }) => (to.status === 'rejected' ? { from, to } : []));
  if (rejected.length > 0) return outcomesChange(newId, { ended: rejected }, now);
  const moved = moves.map(({ to }) => to);
  return {
    approvals: moves.map(({ from, to }) => ({ to, from: from.version })),
    outgoing: redraw(newId, moved),
    audit: moved.map((to) => auditOf(to, now)),
  };
}

/** As the ledger stands, and where to go on when something stands in its place. */
async function tellWhyNot(deps: DecideDeps, { job, click, by, code, approval }: Refused): Promise<void> {
  const { replaced, newer } = approval ? await newestOf(deps.store, approval) : {};
  const sentence = deps.explain(code, click, replaced, newer);
  await answerPress(deps, { job, press: click, by, refusal: code, sentence });
}

interface Refused extends NotDecided {
  job: Job;
  click: ClickJob;
}
