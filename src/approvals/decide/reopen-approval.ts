import type { Approval, Expired, Pending, Stale } from '../../domain/approval.ts';
import { deadlineAfter } from '../../domain/deadline.ts';
import { barredAs } from '../../domain/decide.ts';
import { reopen } from '../../domain/endings.ts';
import { ApprovalId } from '../../domain/ids.ts';
import { cardOf, ledgerOf } from '../../domain/ledger.ts';
import type { MessageRef } from '../../domain/outgoing.ts';
import type { Principal } from '../../domain/principal.ts';
import type { ClickRefusal } from '../../domain/refusals.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { cardPlace, reply } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { Job } from '../../ports/engine.ts';
import { ReopenJob } from '../../ports/jobs.ts';
import type { Change } from '../../ports/store.ts';
import { answerPress } from './answer-press.ts';
import type { ApprovalDeps } from '../deps.ts';
import { newestOf } from './newest.ts';
import { redraw } from '../redraw.ts';
import { replan } from './replan.ts';
import type { Replanned } from './replan.ts';
import { auditOf, doneBy, person } from '../report/audit-row.ts';
import { settle } from '../settle.ts';
import { whoPressed } from './who-decides.ts';
import { noteOn } from '../report/note-on.ts';

/** Proposes an expired or stale request again, with the facts as they are now. Pressed twice, it is proposed once. */
export async function reopenApproval(deps: ApprovalDeps, job: Job): Promise<void> {
  const press = ReopenJob.parse(job.data);
  deps.crashPoint('decide:start');
  if (await deps.store.isDone(job.id)) return settleAgain(deps, press);
  const outcome = await attempt(deps, press, job);
  if (outcome.ok) return settleBoth(deps, outcome.value);
  const { code, approval, by, sentence, newer } = outcome.refusal;
  const explained = sentence === undefined ? deps.explain(code, press, approval, newer) : deps.asMarkup(sentence);
  await answerPress(deps, { job, press: { ...press, verdict: 'reopen' }, by, refusal: code, sentence: explained });
}

interface Reopened {
  from: Expired | Stale;
  /** With what stands in its place. */
  to: Expired | Stale;
  next: Pending;
}

interface NotReopened {
  code: ClickRefusal;
  approval?: Approval;
  /** Who pressed, as far as that was found out. */
  by?: Principal;
  /** Why, in the company's figures or the policy's words; plain text. */
  sentence?: string;
  /** What waits in its stead. */
  newer?: MessageRef;
}

const settleBoth = async (deps: ApprovalDeps, { to, next }: Pick<Reopened, 'to' | 'next'>): Promise<void> =>
  void (await Promise.all([settle(deps, to), settle(deps, next)]));

/** The process died between the new request and what it makes due. */
async function settleAgain(deps: ApprovalDeps, press: ReopenJob): Promise<void> {
  const to = await deps.store.approval(press.approval);
  if (to?.status !== 'expired' && to?.status !== 'stale') return;
  const next = to.reopened && (await deps.store.approval(to.reopened.id));
  await Promise.all([to, ...(next ? [next] : [])].map((approval) => settle(deps, approval)));
}

async function attempt(deps: ApprovalDeps, press: ReopenJob, job: Job): Promise<Result<Reopened, NotReopened>> {
  const pressed = await whoPressed(deps, { ...press, card: { channel: press.channel, ts: press.message } });
  if (!pressed.ok) return pressed;
  const { approval, by } = pressed.value;
  const barred = barredAs(approval, { verdict: 'reject', by });
  if (barred) return refuse({ code: barred, approval, by });
  const now = deps.now();
  const reopened = await again(deps, approval, now);
  if (!reopened.ok) return refuse({ ...reopened.refusal, by });
  deps.crashPoint('decide:before-commit');
  const change = changeFor(deps.newId, { ...reopened.value, by }, now);
  if (!(await deps.store.commit({ ...change, done: job.id }))) return attempt(deps, press, job);
  deps.crashPoint('decide:after-commit');
  return reopened;
}

/** Nothing of it is open on the record, the facts allow it, and so does the policy. */
async function again(deps: ApprovalDeps, from: Approval, now: Instant): Promise<Result<Reopened, NotReopened>> {
  if (from.status !== 'expired' && from.status !== 'stale') return refuse({ code: 'not-now', approval: from });
  if (from.erasedAt !== undefined) return refuse({ code: 'not-now', approval: from });
  if (from.reopened) return refuse({ code: 'not-now', ...(await wentTo(deps, from)) });
  const waiting = await deps.store.openOn(from.proposal.target);
  if (waiting) return refuse({ code: 'not-now', approval: from, ...(await standing(deps, waiting)) });
  const planned = await replan(deps, from, from.proposal.input, now);
  if (!planned.ok) return refuse({ code: 'forbidden', approval: from, sentence: planned.refusal.sentence });
  const next = anew(deps, from, planned.value, now);
  const to = reopen(from, next);
  return to ? ok({ from, to, next }) : refuse({ code: 'not-now', approval: from });
}

async function wentTo({ store }: ApprovalDeps, from: Approval): Promise<{ approval: Approval; newer?: MessageRef }> {
  const { replaced, newer } = await newestOf(store, from);
  return { approval: replaced, ...(newer ? { newer } : {}) };
}

async function standing({ store }: ApprovalDeps, waiting: Approval): Promise<{ newer?: MessageRef }> {
  const newer = await store.placeOf(cardPlace(cardOf(waiting)));
  return newer ? { newer } : {};
}

/** The same wish of the same person, on a card of its own. Who changed it before still counts as having asked for it. */
function anew(deps: ApprovalDeps, from: Expired | Stale, { proposal, needs, rules }: Replanned, now: Instant): Pending {
  const { bundle: _bundle, ...kept } = ledgerOf(from);
  return {
    ...kept,
    ...deadlineAfter(now, deps.decideWithin, deps.hours),
    id: ApprovalId.parse(`apr_${deps.newId()}`),
    version: 1,
    proposal,
    needs,
    rules,
    decisions: [],
    edition: from.edition + 1,
    questions: from.questions.filter(({ answer }) => answer !== undefined),
    policyVersion: deps.policy.version,
    openedAt: now,
    status: 'pending',
  };
}

function changeFor(newId: () => string, { from, to, next, by }: Reopened & { by: Principal }, at: Instant): Change {
  const { subject, effect } = next.proposal.words;
  const note = `Request ${to.id} (${to.proposal.words.effect}): a colleague asked for it again. That is request ${next.id} (${effect}) now and waits for a decision; nothing has changed yet. The person has been told.`;
  return {
    append: { conversation: next.conversation, items: [noteOn(next, note, at)] },
    approvals: [{ to, from: from.version }, { to: next }],
    outgoing: [
      ...redraw(newId, [to, next]),
      ...reply(newId, next.conversation, `I've asked my colleagues again about ${subject}.`),
    ],
    audit: [doneBy(auditOf(to, at), 'reopened', person(by)), doneBy(auditOf(next, at), next.status, person(by))],
  };
}
