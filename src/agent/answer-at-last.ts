import { Unavailable } from '../domain/errors.ts';
import type { Job } from '../ports/engine.ts';
import { MessageJob } from '../ports/jobs.ts';
import { answer } from './answer.ts';
import type { AnswerDeps } from './answer.ts';
import { commitTurn } from './commit-turn.ts';
import { gather } from './gather.ts';
import { itemOf } from './question.ts';
import { recollect } from './recollect.ts';
import { NOTHING_YET, saying } from './turn.ts';
import { speakerOf } from './who-asks.ts';

/** Tries after which a message that the bot itself stumbles over is given up, so that it does not hold up its thread for ever. */
const MOST_TRIES = 3;

const SORRY =
  "I'm sorry, something went wrong on my side and I couldn't answer this. Nothing was changed. Please try to say it differently, or ask for a person.";

/** Answers, or in the end says that it cannot. An outage is never given up: it passes. */
export async function answerAtLast(deps: AnswerDeps, job: Job, attempt: number): Promise<void> {
  try {
    await answer(deps, job);
  } catch (error) {
    if (error instanceof Unavailable || attempt < MOST_TRIES) throw error;
    deps.log.error(
      { job: job.id, error: error instanceof Error ? error.name : typeof error },
      'a message was given up',
    );
    if (!(await apologise(deps, job))) throw error;
  }
}

/** For this message alone: those behind it are tried without it. False: it could not be saved now. */
async function apologise(deps: AnswerDeps, job: Job): Promise<boolean> {
  const { conversation, user, ts } = MessageJob.parse(job.data);
  const at = deps.now();
  const { items } = await deps.store.recall(conversation);
  const { parts, kept } = recollect(items, gather(job, deps.engine.waiting(conversation)));
  const own = parts.filter(({ message }) => message.ts === ts && !kept.has(ts));
  return commitTurn(deps, {
    job: job.id,
    conversation,
    user,
    before: [],
    asked: own.map(({ message }) => itemOf({ kind: 'person', message }, { by: speakerOf(user, undefined), at })),
    turn: saying(NOTHING_YET, SORRY, at),
    resumed: [],
    hasDraft: (await deps.store.draftOf(job.id)) !== undefined,
    alsoDone: own.flatMap(({ edits }) => edits),
    at,
  });
}
