import type { App } from '@slack/bolt';
import type { Desk, Problem, Submission } from '../ports/desk.ts';
import type { Log } from '../ports/log.ts';
import { problemErrors } from './blocks/forms/problem-errors.ts';
import { errorText } from './error-text.ts';
import type { Explain } from './explain.ts';
import { DESK_PATIENCE } from './on-form.ts';
import { readSentForm } from './sent-form.ts';
import { sorryFor } from './sorry.ts';
import { TOO_SLOW, within } from './within.ts';

export interface SubmissionDeps {
  desk: Pick<Desk, 'submit'>;
  explain: Explain;
  log: Log;
  /** Absent `appId`: forms are not compared with it. */
  self: { appId?: string };
  /** Milliseconds the desk may take; less than Slack's three seconds when absent. */
  patience?: number;
}

const STILL_CHECKED = 'Still being checked: look at the card in a moment before you send this again.';

/** A form that was sent in closes, or stays open with all that was typed and with what is wrong with it. */
export function listenForSubmissions(deps: SubmissionDeps, app: App): void {
  app.view(/^/, async ({ ack, body }) => {
    const problem = await problemWith(deps, body);
    await (problem ? ack({ response_action: 'errors', errors: problem }) : ack());
  });
}

/** By block id. */
type Errors = Record<string, string>;

async function problemWith(deps: SubmissionDeps, body: unknown): Promise<Errors | undefined> {
  const sent = readSentForm(body, deps.self.appId);
  if (sent.kind === 'sent') return judge(deps, sent.submission);
  deps.log.warn({ reason: sent.kind }, 'a form was sent in that is none of ours; dropped');
  return undefined;
}

async function judge(deps: SubmissionDeps, submission: Submission): Promise<Errors | undefined> {
  const judged = await within(deps.patience ?? DESK_PATIENCE, submit(deps, submission));
  if (judged === TOO_SLOW) return errorsOf(deps, submission, onForm(STILL_CHECKED));
  return judged && errorsOf(deps, submission, judged);
}

/** An error is told in the form: whoever handles it later can neither answer there nor whisper to anybody. */
async function submit({ desk, log }: SubmissionDeps, submission: Submission): Promise<Problem | undefined> {
  try {
    const submitted = await desk.submit(submission);
    return submitted.ok ? undefined : submitted.refusal;
  } catch (error) {
    log.error({ approval: submission.approval, error: errorText(error) }, 'a form could not be served');
    return onForm(sorryFor(error, submission.user));
  }
}

const onForm = (message: string): Problem => ({ kind: 'field', field: 'form', message });

function errorsOf({ explain }: SubmissionDeps, submission: Submission, problem: Problem): Errors {
  const refused = problem.kind === 'refused' ? problem.refusal : undefined;
  const words = refused ? explain(refused.code, submission, refused.approval, refused.newer) : '';
  return { ...problemErrors(submission.entry, problem, words) };
}
