import type { JobId } from '../domain/ids.ts';
import type { Job } from '../ports/engine.ts';
import type { Store } from '../ports/store.ts';
import type { AnswerDeps } from './answer.ts';

/** A turn that runs hears of Stop itself and answers it; by the time that this job runs, there is none. */
export async function stopTurn(_deps: AnswerDeps, _job: Job): Promise<void> {}

/** Those of them that no turn has answered. One that was answered may still wait behind other work of its thread. */
export async function unanswered(store: Pick<Store, 'isDone'>, stops: readonly JobId[]): Promise<readonly JobId[]> {
  const isDone = await Promise.all(stops.map((stop) => store.isDone(stop)));
  return stops.filter((_, index) => !isDone[index]);
}
