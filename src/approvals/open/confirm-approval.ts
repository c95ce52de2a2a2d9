import type { Approval, Approved, Pending, Withdrawn } from '../../domain/approval.ts';
import { confirm } from '../../domain/confirm.ts';
import type { Item } from '../../domain/conversation.ts';
import { deadlineAfter } from '../../domain/deadline.ts';
import type { Principal } from '../../domain/principal.ts';
import type { ClickRefusal } from '../../domain/refusals.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { askToConfirm, confirmationPlace, reply } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { Job } from '../../ports/engine.ts';
import { ConfirmJob } from '../../ports/jobs.ts';
import type { Change } from '../../ports/store.ts';
import { answerPress } from '../decide/answer-press.ts';
import type { ApprovalDeps } from '../deps.ts';
import { policyNow } from '../policy-now.ts';
import { redraw } from '../redraw.ts';
import { auditOf } from '../report/audit-row.ts';
import { settle } from '../settle.ts';
import { A_COLLEAGUE_CHECKS } from '../report/sentences.ts';
import { isOnItsMessage, whoDecides } from '../decide/who-decides.ts';
import { noteOn } from '../report/note-on.ts';

/** The requester's own yes or no, once. Whatever else is pressed is answered with the reason why it does nothing. */
export async function confirmApproval(deps: ApprovalDeps, job: Job): Promise<void> {
  const press = ConfirmJob.parse(job.data);
  deps.crashPoint('decide:start');
  if (await deps.store.isDone(job.id)) return settleAgain(deps, press);
  const outcome = await attempt(deps, press, job);
  if (outcome.ok) return settle(deps, outcome.value);
  const { code, by } = outcome.refusal;
  const approval = await deps.store.approval(press.approval);
  await answerPress(deps, { job, press, by, refusal: code, sentence: deps.explain(code, press, approval) });
}

/** The process died between the answer and what it makes due. */
async function settleAgain(deps: ApprovalDeps, press: ConfirmJob): Promise<void> {
  const approval = await deps.store.approval(press.approval);
  if (approval) await settle(deps, approval);
}

type Confirmed = Pending | Approved | Withdrawn;

/** `by`: who pressed, as far as that was found out. */
interface NotConfirmed {
  code: ClickRefusal;
  by?: Principal;
}

async function attempt(deps: ApprovalDeps, press: ConfirmJob, job: Job): Promise<Result<Confirmed, NotConfirmed>> {
  const approval = await deps.store.approval(press.approval);
  if (!approval) return refuse({ code: 'not-found' });
  const place = confirmationPlace(approval.id);
  if (!(await isOnItsMessage(deps, { press, place, lane: approval.conversation })))
    return refuse({ code: 'card-mismatch' });
  const by = await whoDecides(deps, press);
  if (!by) return refuse({ code: 'role-unknown' });
  const now = deps.now();
  const current = await policyNow(deps, approval, now);
  const deadline = deadlineAfter(now, deps.decideWithin, deps.hours);
  const confirmed = confirm(approval, { ...current, verdict: press.verdict, by, deadline }, now);
  if (!confirmed.ok) return refuse({ code: confirmed.refusal, by });
  deps.crashPoint('decide:before-commit');
  const change = changeFor(deps.newId, approval, confirmed.value, now);
  if (!(await deps.store.commit({ ...change, done: job.id }))) return attempt(deps, press, job);
  deps.crashPoint('decide:after-commit');
  return ok(confirmed.value);
}

function changeFor(newId: () => string, from: Approval, to: Confirmed, at: Instant): Change {
  const { id, conversation, proposal } = to;
  const { said, note } = tellingOf(to);
  const items: Item[] = note === '' ? [] : [noteOn(to, `Request ${id} (${proposal.words.effect}): ${note}`, at)];
  return {
    append: { conversation, items },
    approvals: [{ to, from: from.version }],
    outgoing: [
      askToConfirm(newId, to),
      ...(to.status === 'pending' ? redraw(newId, [to]) : []),
      ...reply(newId, conversation, said),
    ],
    audit: [auditOf(to, at)],
  };
}

/** To the person and to the model; the outcome of what is carried out is told when there is one. */
function tellingOf({ status }: Confirmed): { said: string; note: string } {
  switch (status) {
    case 'approved':
      return { said: '', note: '' };
    case 'pending':
      return {
        said: A_COLLEAGUE_CHECKS,
        note: 'the person said yes, and a colleague must decide now. Nothing has changed yet; do not ask for it again. The person has been told.',
      };
    case 'withdrawn':
      return {
        said: "OK, I've left it.",
        note: 'the person was asked whether to go ahead and wants something else. It was withdrawn; nothing was changed. The person has been told.',
      };
  }
}
