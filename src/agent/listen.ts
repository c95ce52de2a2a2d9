import type { JobId, MessageTs } from '../domain/ids.ts';
import type { Engine, Job } from '../ports/engine.ts';
import { DeletionJob, MessageJob } from '../ports/jobs.ts';
import { gather, isStopBy, jobsOf } from './gather.ts';
import type { Gathered, Part } from './gather.ts';
import { isTooLong } from './words.ts';

/** What came while the turn ran. */
export type News =
  | { kind: 'person'; message: MessageJob }
  /** One of its messages reads otherwise now. */
  | { kind: 'edited'; message: MessageJob };

/** A turn's ear on its thread. */
export interface Heard {
  /** When it began to listen. */
  begun: Gathered;
  /** From now on this belongs to the turn too. */
  takeIn: () => readonly News[];
  /** Given when somebody presses Stop or deletes one of its messages. */
  signal: AbortSignal;
  /** Jobs, beside its own, that this turn makes up for by what it was told so far. */
  jobs: () => readonly JobId[];
  /** As it stands now: for a turn that was interrupted. */
  now: () => Gathered;
  end: () => void;
}

export function listenTo(engine: Pick<Engine, 'waiting' | 'onWaiting'>, own: Job): Heard {
  const { user } = MessageJob.parse(own.data);
  const interruption = new AbortController();
  const now = (): Gathered => gather(own, engine.waiting(own.key));
  const begun = now();
  const state = { parts: begun.parts };
  const has = (ts: MessageTs): boolean => state.parts.some(({ message }) => message.ts === ts);
  const end = engine.onWaiting(own.key, (job) => {
    if (isStopBy(job, user) || (job.kind === 'deletion' && has(DeletionJob.parse(job.data).ts))) interruption.abort();
  });
  return {
    begun,
    takeIn: () => {
      if (interruption.signal.aborted || engine.waiting(own.key).length === 0) return [];
      const known = state.parts;
      const { parts } = now();
      const fresh = untilComplex(parts.filter(({ message }) => !has(message.ts)));
      const changed = parts.filter((part) => isChanged(part, known) && isPlain(part));
      state.parts = [...known.map((part) => changed.find((other) => isSame(other, part)) ?? part), ...fresh];
      return [
        ...changed.map(({ message }): News => ({ kind: 'edited', message })),
        ...fresh.map(({ message }): News => ({ kind: 'person', message })),
      ];
    },
    signal: interruption.signal,
    jobs: () => [...state.parts.flatMap(jobsOf), ...begun.gone].filter((job) => job !== own.id),
    now,
    end,
  };
}

const isSame = (one: Part, other: Part): boolean => one.message.ts === other.message.ts;

const isChanged = (part: Part, known: readonly Part[]): boolean =>
  known.some((other) => isSame(other, part) && other.edits.length < part.edits.length);

/** What has to be read or refused first is the next turn's, with all that stands behind it. */
function untilComplex(parts: readonly Part[]): readonly Part[] {
  const end = parts.findIndex((part) => !isPlain(part));
  return end === -1 ? parts : parts.slice(0, end);
}

const isPlain = ({ message }: Part): boolean =>
  message.text !== '' && !isTooLong(message) && message.readable === undefined;
