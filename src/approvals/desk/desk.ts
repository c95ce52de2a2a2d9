import type { Approval } from '../../domain/approval.ts';
import { refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Desk, DeskRefusal, Form, Press, Problem, Submission } from '../../ports/desk.ts';
import { notPossible } from './at-desk.ts';
import type { AtDesk, Submitted } from './at-desk.ts';
import { askForm, submitQuestion } from './ask-requester.ts';
import type { ApprovalDeps } from '../deps.ts';
import { editForm, submitEdit } from './edit-approval.ts';
import { newestOf } from '../decide/newest.ts';
import { rejectForm, submitRejection } from './reject-approval.ts';
import { reviewForm, submitApproval } from './review-approval.ts';
import { settleForm, submitFinding } from './settle-by-form.ts';
import { detailsForm } from './show-details.ts';
import { whoDecides, whoPressed } from '../decide/who-decides.ts';

/** Serves the forms that colleagues open from a card. */
export function desk(deps: ApprovalDeps): Desk {
  return {
    open: async (press) => {
      const form = await openForm(deps, press);
      return form.ok ? form : refuse(await withNewest(deps, form.refusal));
    },
    submit: async (submission) => {
      const saved = await untilSaved(() => submitOnce(behind(deps), submission));
      if (saved.ok || saved.refusal.kind === 'field') return saved;
      return refuse({ kind: 'refused', refusal: await withNewest(deps, saved.refusal.refusal) });
    },
  };
}

async function openForm(deps: ApprovalDeps, press: Press): Promise<Result<Form, DeskRefusal>> {
  const pressed = await whoPressed(deps, press);
  return pressed.ok ? formFor(deps, press.form, pressed.value) : pressed;
}

async function formFor(deps: ApprovalDeps, form: Press['form'], at: AtDesk): Promise<Result<Form, DeskRefusal>> {
  switch (form) {
    case 'review':
      return reviewForm(deps, at);
    case 'edit':
      return editForm(deps, at);
    case 'reject':
      return rejectForm(deps, at);
    case 'ask':
      return askForm(deps, at);
    case 'details':
      return detailsForm(deps, at);
    case 'settle-done':
      return settleForm(deps, at, 'done');
    case 'settle-not-done':
      return settleForm(deps, at, 'not-done');
  }
}

async function submitOnce(deps: ApprovalDeps, submission: Submission): Promise<Submitted> {
  const approval = await deps.store.approval(submission.approval);
  if (!approval) return refuse({ kind: 'refused', refusal: { code: 'not-found' } });
  const by = await whoDecides(deps, submission);
  if (!by) return notPossible('role-unknown', approval);
  const { entry } = submission;
  switch (entry.kind) {
    case 'approve':
      return submitApproval(deps, { approval, by }, submission.version);
    case 'edit':
      return submitEdit(deps, { approval, by }, entry);
    case 'reject':
      return submitRejection(deps, { approval, by }, entry);
    case 'ask':
      return submitQuestion(deps, { approval, by }, entry);
    case 'settle':
      return submitFinding(deps, { approval, by }, entry);
  }
}

/** Times that a form is tried when others were first, before its sender is asked to send it again. */
const MOST_TRIES = 5;

async function untilSaved(submit: () => Promise<Submitted>): Promise<Result<Approval, Problem>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const submitted = await submit();
    if (submitted !== 'moved') return submitted;
  }
  throw new Error(`a form could not be saved in ${MOST_TRIES} tries`);
}

/** Slack waits for the form's answer, not for what is said because of it: that is in the outbox, and a timer says what fails. */
function behind(deps: ApprovalDeps): ApprovalDeps {
  const { deliver, log } = deps;
  return {
    ...deps,
    deliver: async (lane) =>
      void deliver(lane).catch((error: unknown) => log.warn({ lane, error: String(error) }, 'not said yet')),
  };
}

async function withNewest({ store }: ApprovalDeps, refusal: DeskRefusal): Promise<DeskRefusal> {
  if (!refusal.approval) return refusal;
  const { replaced, newer } = await newestOf(store, refusal.approval);
  return { code: refusal.code, approval: replaced, ...(newer ? { newer } : {}) };
}
