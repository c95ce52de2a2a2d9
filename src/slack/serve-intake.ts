import { Unavailable } from '../domain/errors.ts';
import { threadOf } from '../domain/ids.ts';
import { refuse } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { TOO_SLOW, within } from '../ports/within.ts';
import { noticeForm } from './blocks/forms/notice-form.ts';
import { PHRASE_TEXT } from './blocks/limits.ts';
import { mrkdwn } from './blocks/text.ts';
import { errorText } from './error-text.ts';
import type { IntakePress } from './intake-press.ts';
import { DESK_PATIENCE } from './on-form.ts';
import type { OnIntakeDeps } from './on-intake.ts';
import { openIntake } from './open-intake.ts';
import type { SentIntake } from './sent-intake.ts';
import { sorryFor } from './sorry.ts';

/** Opens the form, or says to whoever asked why not. */
export async function answerPress(deps: OnIntakeDeps, press: IntakePress | undefined): Promise<void> {
  if (!press) return deps.log.warn({}, 'a form for the team was asked for in a way that is none of ours; dropped');
  const whyNot = await openOrSorry(deps, press);
  if (whyNot !== undefined) await deps.messenger.whisper(press.to, mrkdwn(whyNot, PHRASE_TEXT));
}

/** An error is told here: whoever handles it later knows of no place to tell it in. */
async function openOrSorry(deps: OnIntakeDeps, press: IntakePress): Promise<string | undefined> {
  try {
    return await openIntake({ ...deps, patience: deps.patience ?? DESK_PATIENCE }, press);
  } catch (error) {
    deps.log.error({ user: press.from.user, error: errorText(error) }, 'a form for the team could not be opened');
    return sorryFor(error, press.from.user);
  }
}

type Answer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ReturnType<typeof noticeForm> };

/** What becomes of the form, none: it closes; and what is said once Slack has its answer. */
interface Served {
  answer?: Answer;
  after?: () => Promise<void>;
}

const ALTERED = 'This is not the form that was opened for you, or Deskhand was set up anew since. Nothing was sent.';
const WENT_WRONG = 'Something went wrong on my side. Nothing you typed is lost; please send it again in a moment.';
const STILL_SAVED = 'This is still being saved: wait a moment before you send it again.';

/** What becomes of a form that was sent in. */
export async function serveSent(deps: OnIntakeDeps, sent: SentIntake): Promise<Served> {
  if (sent.kind === 'sent') return answerTo(deps, sent, await submit(deps, sent));
  deps.log.warn({ reason: sent.kind }, 'a form was sent in that is none of ours; dropped');
  return sent.kind === 'altered'
    ? { answer: { response_action: 'update', view: noticeForm('Please open it again', ALTERED) } }
    : {};
}

type Sent = Extract<SentIntake, { kind: 'sent' }>;

/** Nothing that was typed is lost: with whatever goes wrong, the form stays open. */
async function submit({ intake, log, patience }: OnIntakeDeps, { from, entry }: Sent): Promise<Result<string, string>> {
  try {
    const left = await within(patience ?? DESK_PATIENCE, intake.submit(from, entry));
    return left === TOO_SLOW ? refuse(STILL_SAVED) : left;
  } catch (error) {
    log.error({ user: from.user, error: errorText(error) }, 'a form for the team could not be saved');
    return refuse(error instanceof Unavailable ? sorryFor(error, from.user) : WENT_WRONG);
  }
}

function answerTo({ messenger }: OnIntakeDeps, { from, origin }: Sent, left: Result<string, string>): Served {
  if (!left.ok) return { answer: { response_action: 'errors', errors: { subject: left.refusal } } };
  const { channel, ts: thread } = threadOf(origin.conversation);
  const to = { channel, user: from.user, thread, responseUrl: origin.responseUrl };
  return { after: () => messenger.whisper(to, mrkdwn(left.value, PHRASE_TEXT)) };
}
