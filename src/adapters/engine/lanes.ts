import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../ports/engine.ts';
import { openListeners } from './listeners.ts';

/** A job, and how often it was run in vain. */
export interface Entry {
  job: Job;
  attempts: number;
}

export interface Lanes {
  add(entry: Entry): void;
  /** What waits behind the running one of this key, in order. */
  waiting(key: string): readonly Job[];
  onWaiting(key: string, tell: (job: Job) => void): () => void;
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
  const listeners = openListeners();

  const runOne = async (entry: Entry): Promise<void> => {
    // What comes in the same moment stands behind it before it begins.
    await Promise.resolve();
    const delay = await run(entry);
    if (delay === undefined) callNext(entry.job.key);
    else after(delay, () => pool.add({ ...entry, attempts: entry.attempts + 1 }));
  };
  const pool = openPool(concurrency, runOne);
  const callNext = (key: string): void => {
    const next = lanes.get(key)?.shift();
    if (next) pool.add(next);
    else lanes.delete(key);
  };
  return {
    add: (entry) => {
      const lane = lanes.get(entry.job.key);
      if (lane) {
        lane.push(entry);
        listeners.tell(entry.job);
        return;
      }
      lanes.set(entry.job.key, []);
      pool.add(entry);
    },
    waiting: (key) => (lanes.get(key) ?? []).map(({ job }) => job),
    onWaiting: (key, tell) => listeners.add(key, tell),
    stop: (patience) => pool.stop(patience),
  };
}

/** Runs what is added in the order in which it was added, `concurrency` at a time. */
function openPool(concurrency: number, work: (entry: Entry) => Promise<void>) {
  const ready: Entry[] = [];
  const running = new Set<Promise<void>>();
  const state = { isStopped: false };

  const startReady = (): void => {
    while (!state.isStopped && running.size < concurrency) {
      const entry = ready.shift();
      if (!entry) return;
      const run: Promise<void> = work(entry).finally(() => {
        running.delete(run);
        startReady();
      });
      running.add(run);
    }
  };
  return {
    add: (entry: Entry): void => {
      ready.push(entry);
      startReady();
    },
    stop: async (patience: number): Promise<void> => {
      state.isStopped = true;
      const ended = new AbortController();
      await Promise.race([Promise.all(running), sleep(patience, undefined, { signal: ended.signal })]);
      ended.abort();
    },
  };
}
