import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../ports/engine.ts';

/** A job, and how often it was run in vain. */
export interface Entry {
  job: Job;
  attempts: number;
}

export interface Lanes {
  add(entry: Entry): void;
  /** Starts nothing more; resolves when what is running has ended, or after `patience` milliseconds. */
  stop(patience: number): Promise<void>;
}

export interface LaneDeps {
  /** How many jobs run at a time, over all lanes. */
  concurrency: number;
  /** Never rejects. Resolves to the milliseconds after which the same job is to run again; undefined: it is finished. */
  run: (entry: Entry) => Promise<number | undefined>;
  after: (delay: number, then: () => void) => void;
}

/** One entry at a time per key, in the order in which they were added; lanes take turns. */
export function openLanes({ concurrency, run, after }: LaneDeps): Lanes {
  /** What waits in each lane; a lane is here for as long as something in it waits or runs. */
  const lanes = new Map<string, Entry[]>();
  const ready: Entry[] = [];
  const running = new Set<Promise<void>>();
  const state = { isStopped: false };

  const startReady = (): void => {
    while (!state.isStopped && running.size < concurrency) {
      const entry = ready.shift();
      if (!entry) return;
      const work: Promise<void> = runOne(entry).finally(() => {
        running.delete(work);
        startReady();
      });
      running.add(work);
    }
  };
  const runOne = async (entry: Entry): Promise<void> => {
    const delay = await run(entry);
    if (delay === undefined) callNext(entry.job.key);
    else after(delay, () => makeReady({ ...entry, attempts: entry.attempts + 1 }));
  };
  const callNext = (key: string): void => {
    const next = lanes.get(key)?.shift();
    if (next) ready.push(next);
    else lanes.delete(key);
  };
  const makeReady = (entry: Entry): void => {
    ready.push(entry);
    startReady();
  };
  return {
    add: (entry) => {
      const lane = lanes.get(entry.job.key);
      if (lane) return void lane.push(entry);
      lanes.set(entry.job.key, []);
      makeReady(entry);
    },
    stop: async (patience) => {
      state.isStopped = true;
      const ended = new AbortController();
      await Promise.race([Promise.all(running), sleep(patience, undefined, { signal: ended.signal })]);
      ended.abort();
    },
  };
}
