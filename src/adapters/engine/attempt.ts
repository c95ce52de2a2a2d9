import { MINUTE, SECOND } from '../../domain/time.ts';
import type { Handlers, Job } from '../../ports/engine.ts';
import type { Log } from '../../ports/log.ts';
import type { Entry } from './lanes.ts';

/** Milliseconds before the first, second, … repetition; the last one is used for all that follow. */
const BACKOFF = [1 * SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE] as const;
const LONGEST_BACKOFF = 10 * MINUTE;

/** Never rejects. Resolves to the milliseconds before the next attempt, undefined when the job is finished. */
export async function attempt(
  { handlers, log }: { handlers: Handlers; log: Log },
  { job, attempts }: Entry,
): Promise<number | undefined> {
  try {
    await handlers[job.kind](job, attempts + 1);
    return undefined;
  } catch (error) {
    const again = BACKOFF[attempts] ?? LONGEST_BACKOFF;
    log.error({ ...namesOf(job), ...placeOf(error), attempt: attempts + 1, again }, 'job failed, it will be run again');
    return again;
  }
}

const namesOf = ({ id, kind }: Job): { job: string; kind: string } => ({ job: id, kind });

/** What happened where; never the error's message, which may quote a person. */
function placeOf(error: unknown): { error: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const frame = error.stack?.split('\n').find((line) => line.startsWith('    at '));
  return frame ? { error: error.name, at: frame.trim() } : { error: error.name };
}
