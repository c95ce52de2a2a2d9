import { Unavailable } from '../domain/errors.ts';
import type { Item } from '../domain/conversation.ts';
import type { Job } from '../ports/engine.ts';
import { MessageJob } from '../ports/jobs.ts';
import { answer } from './answer.ts';
import type { AnswerDeps } from './answer.ts';
import { commitTurn } from './commit-turn.ts';
import { NOTHING_YET, saying } from './turn.ts';

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
    await apologise(deps, job);
  }
}

async function apologise(deps: AnswerDeps, job: Job): Promise<void> {
  const { conversation, user, text, ts } = MessageJob.parse(job.data);
  const at = deps.now();
  const asked: Item[] = [{ kind: 'person', text, ts, at, by: { user, role: 'customer', external: true } }];
  const turn = saying(NOTHING_YET, SORRY, at);
  await commitTurn(deps, { job: job.id, conversation, user, before: [], asked, turn, resumed: [], at });
}
