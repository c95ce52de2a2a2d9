import type { Job } from '../ports/engine.ts';
import { MessageJob } from '../ports/jobs.ts';
import type { Memory } from '../ports/memory.ts';
import { afterTurn, untilSaved } from './commit-turn.ts';
import { hold } from './hold.ts';
import type { HoldDeps } from './hold.ts';
import { isOver } from './put-off.ts';
import { showTurn } from './show-turn.ts';
import type { ShowDeps } from './show-turn.ts';
import { takeTurn } from './take-turn.ts';
import type { TakeTurnDeps } from './take-turn.ts';
import { NOTHING_YET } from './turn.ts';

export type AnswerDeps = TakeTurnDeps & ShowDeps & HoldDeps;

/** What one person wrote in a row, answered once. A thread reply in a thread that the bot does not know is not for it. */
export async function answer(deps: AnswerDeps, job: Job): Promise<void> {
  const message = MessageJob.parse(job.data);
  const { conversation, team, user } = message;
  deps.crashPoint('turn:start');
  if (await isOver(deps.store, job.id)) return afterTurn(deps, conversation);
  const memory = await deps.store.recall(conversation);
  if (!isForUs(message, memory)) return;
  // However often its turn is run, the message was written before what happens meanwhile.
  const saidAt = deps.now();
  const items = [...memory.summary.items, ...memory.items];
  const shown = await showTurn(deps, { job: job.id, conversation, to: { team, user }, items });
  const isHeld = await hold(deps, job, { begunAt: saidAt, before: items });
  const known = isHeld ? [] : [memory]; // as it is now, for the first run alone
  const begun = { job, message, saidAt, shown, used: NOTHING_YET.usage };
  await shown.end(await untilSaved(() => takeTurn(deps, begun, known.shift())));
}

const isForUs = ({ addressed }: MessageJob, { summary, items }: Memory): boolean =>
  addressed || summary.items.length + items.length > 0;
