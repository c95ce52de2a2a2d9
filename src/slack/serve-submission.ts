import type { Approval } from '../domain/approval.ts';
import { refuse } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Problem, Submission } from '../ports/desk.ts';
import type { HomeWish } from '../ports/home.ts';
import { TOO_SLOW, within } from '../ports/within.ts';
import { noticeForm } from './blocks/forms/notice-form.ts';
import { problemErrors } from './blocks/forms/problem-errors.ts';
import { savedWords } from './blocks/forms/saved-words.ts';
import { errorText } from './error-text.ts';
import { DESK_PATIENCE } from './on-form.ts';
import type { SubmissionDeps } from './on-submission.ts';
import { readSentForm } from './sent-form.ts';
import { sorryFor } from './sorry.ts';

const STILL_CHECKED = 'Still being checked: look at the card in a moment before you send this again.';

/** What becomes of the form; none: it closes. */
type Answer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'clear' }
  | ReturnType<typeof becomes>;

interface Served {
  answer?: Answer;
  /** Once Slack has its answer. */
  after?: () => Promise<void>;
}

/** What Slack is told of a form that was sent in. */
export async function serveSubmission(deps: SubmissionDeps, body: unknown): Promise<Served> {
  const sent = readSentForm(body, deps.seal, deps.self.appId);
  if (sent.kind === 'sent') {
    const outcome = await submit(deps, sent.submission);
    return sent.wish ? overHome(deps, { ...sent, wish: sent.wish }, outcome) : onCard(deps, sent.submission, outcome);
  }
  deps.log.warn({ reason: sent.kind }, 'a form was sent in that is none of ours; dropped');
  return sent.kind === 'altered' ? { answer: becomes('Please open it again', ALTERED) } : {};
}

const ALTERED = 'This is not the form that was opened for you, or Deskhand was set up anew since. Nothing was changed.';

type Outcome = Result<Approval, Problem>;

/** An error is told in the form: whoever handles it later can neither answer there nor whisper to anybody. */
async function submit({ desk, log, patience }: SubmissionDeps, submission: Submission): Promise<Outcome> {
  try {
    const submitted = await within(patience ?? DESK_PATIENCE, desk.submit(submission));
    return submitted === TOO_SLOW ? onForm(STILL_CHECKED) : submitted;
  } catch (error) {
    log.error({ approval: submission.approval, error: errorText(error) }, 'a form could not be served');
    return onForm(sorryFor(error, submission.user));
  }
}

const onForm = (message: string): Outcome => refuse({ kind: 'field', field: 'form', message });

function onCard(deps: SubmissionDeps, submission: Submission, outcome: Outcome): Served {
  return outcome.ok ? {} : { answer: withProblem(deps, submission, outcome.refusal) };
}

/** Where the form stands over another: all of them go, and Home says what was saved. The one that approves says it itself. */
function overHome(
  deps: SubmissionDeps,
  { submission, wish }: { submission: Submission; wish: HomeWish },
  outcome: Outcome,
): Served {
  const { entry, team, user } = submission;
  const again = (notice?: string) => () =>
    deps.publishHome({ team, user }, { wish, ...(notice === undefined ? {} : { notice }) });
  if (!outcome.ok) return { answer: withProblem(deps, submission, outcome.refusal), after: again() };
  const saved = savedWords(entry, outcome.value);
  return entry.kind === 'approve'
    ? { answer: becomes('Approved', saved), after: again() }
    : { answer: { response_action: 'clear' }, after: again(saved) };
}

/** Beside its fields; what has none becomes the reason itself. */
function withProblem({ explain }: SubmissionDeps, submission: Submission, problem: Problem): Answer {
  const { entry } = submission;
  const refused = problem.kind === 'refused' ? problem.refusal : undefined;
  const words = refused ? explain(refused.code, submission, refused.approval, refused.newer) : '';
  // What took too long or met an error may still be saved.
  if (entry.kind === 'approve')
    return problem.kind === 'field' ? becomes('Please note', problem.message) : becomes('Not approved', words);
  return { response_action: 'errors', errors: { ...problemErrors(entry, problem, words) } };
}

const becomes = (title: string, words: string) =>
  ({ response_action: 'update', view: noticeForm(title, words) }) as const;
