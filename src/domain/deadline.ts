import { workingTimeAfter, workingTimeBetween } from './business-hours.ts';
import type { BusinessHours } from './business-hours.ts';
import type { Pending } from './approval.ts';
import { QUOTE_LENGTH, unanswered } from './ledger.ts';
import type { Question, Reminder } from './ledger.ts';
import { HOUR } from './time.ts';
import type { Instant } from './time.ts';

export interface Deadline {
  expiresAt: Instant;
  reminders: readonly Reminder[];
}

/** How much of the time is over when somebody is reminded. */
const SHARE: Record<Reminder['stage'], number> = { half: 0.5, last: 0.8 };
const STAGES: readonly Reminder['stage'][] = ['half', 'last'];
/** Longest wait for the requester's answer, of the clock on the wall, until the request's own time runs on. */
export const LONGEST_PAUSE = 24 * HOUR;

/** `span` in milliseconds of working time from `from` on; every hour is one when no `hours` are given. */
export function deadlineAfter(
  from: Instant,
  span: number,
  hours?: BusinessHours,
  stages: readonly Reminder['stage'][] = STAGES,
): Deadline {
  const after = (share: number): Instant => workingTimeAfter(from, span * share, hours);
  return { expiresAt: after(1), reminders: stages.map((stage) => ({ stage, at: after(SHARE[stage]) })) };
}

/** The next moment at which something is due by itself. */
export const nextDue = ({ reminders, expiresAt }: Pending): Instant => reminders[0]?.at ?? expiresAt;

/** The reminder that is due now, and the approval without it and without those it makes needless; undefined: none is. */
export function remind(approval: Pending, now: Instant): { stage: Reminder['stage']; to: Pending } | undefined {
  const due = approval.reminders.filter(({ at }) => at <= now).at(-1);
  if (!due || now >= approval.expiresAt) return undefined;
  const reminders = approval.reminders.filter(({ at }) => at > now);
  return { stage: due.stage, to: { ...approval, version: approval.version + 1, reminders } };
}

/**
 * The clock stands until the requester answers, at most `LONGEST_PAUSE`. Asking again leaves a standing clock alone, and
 * nothing stops one that has run out.
 */
export function pause(approval: Pending, question: Question, now: Instant, hours?: BusinessHours): Pending {
  const moved = { ...approval, version: approval.version + 1, questions: [...approval.questions, question] };
  if (approval.paused || now >= approval.expiresAt) return moved;
  const left = workingTimeBetween(now, approval.expiresAt, hours);
  const paused = { since: now, left, stages: approval.reminders.map(({ stage }) => stage) };
  return { ...moved, reminders: [], paused, expiresAt: workingTimeAfter(now + LONGEST_PAUSE, left, hours) };
}

const answered = (questions: readonly Question[], answer: string): Question[] =>
  questions.map((question) => (question.answer === undefined ? { ...question, answer: quoted(answer) } : question));

/** What they write next may be the answer that the first words were not: it is added to the last question's. */
function more(questions: readonly Question[], answer: string): readonly Question[] {
  const last = questions.at(-1);
  if (!last) return questions;
  return [...questions.slice(0, -1), { ...last, answer: quoted(`${last.answer ?? ''} … ${answer}`) }];
}

const quoted = (text: string): string => text.slice(0, QUOTE_LENGTH);

const DELETED = '(deleted)';

/** Without these words, which the requester deleted, in what they answered; undefined: they do not stand there. */
export function withoutAnswer(approval: Pending, words: string): Pending | undefined {
  const gone = quoted(words);
  const holds = ({ answer = '' }: Question): boolean => gone !== '' && answer.includes(gone);
  if (!approval.questions.some(holds)) return undefined;
  const questions = approval.questions.map((question) =>
    holds(question) ? { ...question, answer: (question.answer ?? '').replaceAll(gone, DELETED) } : question,
  );
  return { ...approval, version: approval.version + 1, questions };
}

/**
 * The requester has answered: a clock that stands runs on from where it stood, or from where it is once it stood for too
 * long. One that was set anew by a change since the question runs on as it is.
 */
export function resume(approval: Pending, answer: string, now: Instant, hours?: BusinessHours): Pending {
  const { paused, ...running } = approval;
  if (running.questions.length === 0) return approval;
  const questions =
    unanswered(approval).length > 0 ? answered(running.questions, answer) : more(running.questions, answer);
  const moved = { ...running, version: approval.version + 1, questions };
  if (!paused || now >= approval.expiresAt) return moved;
  const left = Math.min(paused.left, workingTimeBetween(now, approval.expiresAt, hours));
  return { ...moved, ...deadlineAfter(now, left, hours, paused.stages) };
}
