import type { Instant } from '../domain/time.ts';
import type { Step, ToolChoice } from '../ports/model.ts';
import { answerWords, brokenWords, NO_ANSWER, tooLongWords, unsaidWords } from './own-words.ts';
import { choiceFor, hear, over } from './running.ts';
import type { Progress, Running, Thinking } from './running.ts';
import { MOST_RETHINKS, MOST_STEPS } from './turn-limits.ts';
import { saying } from './turn.ts';
import type { Turn } from './turn.ts';

interface Thought {
  step: Step;
  /** What it was asked with. */
  choice: ToolChoice;
  now: Instant;
}

/** What a step comes to that calls nothing: the end of the turn, or another try. */
export function conclude(run: Running, progress: Thinking, thought: Thought): Progress {
  const { step, now } = thought;
  if (step.ending !== undefined) return broken(run, progress, { ...step, ending: step.ending }, now);
  const heard = mayRethink(run, progress, now) ? hear(run, progress) : progress;
  if (heard !== progress) return { ...heard, rethinks: heard.rethinks + 1 };
  if (step.text !== '') return over(saying(progress.turn, answerWords(step.text), now));
  return empty(run, progress, thought);
}

/** Only while something can still be looked up for what was written meanwhile; else it is the next turn's. */
const mayRethink = (run: Running, progress: Thinking, now: Instant): boolean =>
  progress.rethinks < MOST_RETHINKS && choiceFor(run, progress, now) !== 'none';

type Broken = Step & { ending: NonNullable<Step['ending']> };

/** What was cut may come out whole; what was refused or filtered will be so again. */
function broken({ request }: Running, progress: Thinking, step: Broken, now: Instant): Progress {
  if (step.ending === 'cut' && mayRetry(progress, 'cut')) return retry(progress, 'cut');
  const { turn } = progress;
  return over(saying(turn, brokenWords(turn, step, request.isFollowUp ?? false), now));
}

/** Some servers leave nothing of an answer that calls although it may not. */
function empty(run: Running, progress: Thinking, { choice, now }: Thought): Progress {
  const { turn } = progress;
  const words = unsaidWords(turn, run.request.items);
  if (words !== '' || mayBeSilent(run, turn)) return over(saying(turn, words, now));
  if (mayRetry(progress, 'empty')) return retry(progress, 'empty');
  return over(saying(turn, choice === 'none' ? tooLongWords(turn) : NO_ANSWER, now));
}

/** What was asked for or taken back speaks for itself, and a bare "thanks" behind a note needs no answer. */
function mayBeSilent({ request, before }: Running, { opened, takenBack, isOverLimit, items }: Turn): boolean {
  if (request.isFollowUp || isOverLimit || opened.length > 0 || takenBack.length > 0) return true;
  const isFirstThought = !items.some(({ kind }) => kind === 'call');
  return isFirstThought && before.findLast(({ kind }) => kind !== 'person')?.kind === 'note';
}

const mayRetry = ({ retried, steps }: Thinking, why: 'empty' | 'cut'): boolean =>
  !retried.includes(why) && steps < MOST_STEPS;

const retry = (progress: Thinking, why: 'empty' | 'cut'): Thinking => ({
  ...progress,
  retried: [...progress.retried, why],
});
