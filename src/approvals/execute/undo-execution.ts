import { isOpen } from '../../domain/approval.ts';
import type { Approval, Approved, Executed, Pending, Rejected } from '../../domain/approval.ts';
import { decide } from '../../domain/decide.ts';
import type { Principal } from '../../domain/principal.ts';
import type { ClickRefusal } from '../../domain/refusals.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import { undo } from '../../domain/undo.ts';
import type { Job } from '../../ports/engine.ts';
import { UndoJob } from '../../ports/jobs.ts';
import type { Change } from '../../ports/store.ts';
import { rowsWith } from '../bundle-order.ts';
import { answerPress } from '../decide/answer-press.ts';
import { whoPressed } from '../decide/who-decides.ts';
import type { ApprovalDeps } from '../deps.ts';
import { drawCards } from '../redraw.ts';
import { auditOf, doneBy, person } from '../report/audit-row.ts';
import { noteOn } from '../report/note-on.ts';
import { settle } from '../settle.ts';
import { requestToTakeBack } from './take-back.ts';

/** A colleague takes back what was carried out a moment ago: a request of its own, which they decide with the same press. Pressed twice, it is asked for once. */
export async function undoExecution(deps: ApprovalDeps, job: Job): Promise<void> {
  const press = UndoJob.parse(job.data);
  if (await deps.store.isDone(job.id)) return settleAgain(deps, press);
  const outcome = await attempt(deps, press, job);
  if (outcome.ok) return settleBoth(deps, outcome.value);
  const { code, approval, sentence, by } = outcome.refusal;
  const explained = sentence === undefined ? deps.explain(code, press, approval) : deps.asMarkup(sentence);
  await answerPress(deps, {
    job,
    press: { ...press, verdict: 'undo' },
    refusal: code,
    sentence: explained,
    ...(by && { by }),
  });
}

interface Undone {
  from: Executed;
  to: Executed;
  /** Pending: it needs a second person. */
  request: Pending | Approved;
}

interface NotUndone {
  code: ClickRefusal;
  approval?: Approval;
  by?: Principal;
  /** Why, in the company's or the policy's words; plain text. */
  sentence?: string;
}

const settleBoth = async (deps: ApprovalDeps, { to, request }: Pick<Undone, 'to' | 'request'>): Promise<void> =>
  void (await Promise.all([settle(deps, to), settle(deps, request)]));

/** The process died between the request and what it makes due. */
async function settleAgain(deps: ApprovalDeps, press: UndoJob): Promise<void> {
  const to = await deps.store.approval(press.approval);
  const request = to?.status === 'executed' && to.undoneBy ? await deps.store.approval(to.undoneBy.id) : undefined;
  const moved = [to, request].filter((approval) => approval !== undefined);
  await Promise.all(moved.map((approval) => settle(deps, approval)));
}

async function attempt(deps: ApprovalDeps, press: UndoJob, job: Job): Promise<Result<Undone, NotUndone>> {
  const { channel, message } = press;
  const card = channel === undefined || message === undefined ? {} : { card: { channel, ts: message } };
  const pressed = await whoPressed(deps, { ...press, ...card });
  if (!pressed.ok) return pressed;
  const { approval, by } = pressed.value;
  const undone = await takeBack(deps, approval, by);
  if (!undone.ok) return refuse({ approval, by, ...undone.refusal });
  deps.crashPoint('undo:before-commit');
  if (!(await deps.store.commit({ ...changeFor(deps, undone.value, by), done: job.id })))
    return attempt(deps, press, job);
  deps.crashPoint('undo:after-commit');
  return undone;
}

type TakenBack = Result<Undone, Pick<NotUndone, 'code' | 'sentence'>>;

/** Whoever may not decide such a change does not take it back either. Throws `Unavailable`. */
async function takeBack(deps: ApprovalDeps, from: Approval, by: Principal): Promise<TakenBack> {
  const done = stillUndoable(from, deps.now());
  if (!done.ok) return refuse({ code: done.refusal });
  const rows = await rowsWith(deps.store, from);
  if (rows.some(isOpen)) return refuse({ code: 'already-running', sentence: NOT_ALL_ENDED });
  const reason = `Taken back within a minute: ${from.proposal.words.done}.`;
  const asked = await requestToTakeBack(deps, done.value, reason);
  if (!asked?.ok) return refuse({ code: 'not-now', sentence: cannot(asked?.refusal) });
  const decided = decide(asked.value, { verdict: 'approve', by }, deps.now());
  return decided.ok ? ok(undone(done.value, decided.value)) : refuse({ code: decided.refusal });
}

const NOT_ALL_ENDED =
  'Another request on this card has not ended yet. Nothing was changed; please try again when it has.';

function stillUndoable(from: Approval, now: Instant): Result<Executed, ClickRefusal> {
  if (from.status !== 'executed') return refuse('not-now');
  if (from.undoneBy) return refuse('undone');
  return from.undoUntil !== undefined && now < from.undoUntil ? ok(from) : refuse('undo-over');
}

function undone(from: Executed, decided: Pending | Approved | Rejected): Undone {
  if (decided.status === 'rejected') throw new Error(`${from.id} was rejected by a press that approves`);
  const request = { ...decided, version: 1 };
  const { id, edition, proposal } = request;
  return { from, to: undo(from, { id, edition, effect: proposal.words.effect }), request };
}

const cannot = (why = 'the company has no way to do that'): string =>
  `This cannot be taken back: ${why.replace(/\.$/, '')}. Nothing was changed.`;

/** Nobody in the thread is told before it has happened. */
function changeFor({ newId, now }: ApprovalDeps, { from, to, request }: Undone, by: Principal): Change {
  const at = now();
  const note = `A colleague takes back “${from.proposal.words.done}” (${from.id}) by request ${request.id} (${request.proposal.words.effect}). Its outcome is not known yet.`;
  return {
    append: { conversation: from.conversation, items: [noteOn(request, note, at)] },
    approvals: [{ to, from: from.version }, { to: request }],
    outgoing: drawCards(newId, [to, request]),
    audit: [doneBy(auditOf(to, at), 'undone', person(by)), auditOf(request, at)],
  };
}
