import type { JobId } from '../../domain/ids.ts';
import { DAY } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Engine, Handlers } from '../../ports/engine.ts';
import type { Log } from '../../ports/log.ts';
import type { Driver } from '../sql/driver.ts';
import { attempt } from './attempt.ts';
import { countAttempt, finishJob, forgetJobsDoneBefore, insertJob, openJobs } from './jobs-table.ts';
import { openLanes } from './lanes.ts';
import type { Entry, Lanes } from './lanes.ts';
import { laterWrites } from './later-writes.ts';
import { timetable, wakeByTimer } from './timetable.ts';
import type { Wake } from '../../ports/wake.ts';

export interface EngineDeps {
  driver: Driver;
  now: () => Instant;
  log: Log;
  /** How many jobs run at a time, over all keys. */
  concurrency?: number;
  wake?: Wake;
}

export interface LocalEngine extends Engine {
  /** Takes up what has become due; its own timer does the same. */
  tick(): void;
}

const CONCURRENCY = 512;
/** A job id is refused for at least this long after the job was finished. */
const REMEMBER_DONE = 7 * DAY;
/** Milliseconds. A crash in this time runs a finished job again, which handlers allow for. */
const MARK_WITHIN = 50;

interface State {
  /** Absent until the start. */
  lanes?: Lanes;
  /** Enqueued before the start, which finds most of them in the database as well. */
  early: Entry[];
  /** In the database and not finished: whoever asks for one of these again is answered from memory. */
  open: Set<JobId>;
}

/** Jobs in the database, lanes in memory: for one process on one database. */
export function localEngine(deps: EngineDeps): LocalEngine {
  const { driver, now, log, concurrency = CONCURRENCY, wake = wakeByTimer } = deps;
  const clock = timetable({ now, wake });
  const after = (delay: number, then: () => void): void => clock.add(now() + delay, then);
  const callForFlush = (): void => after(MARK_WITHIN, () => void marks.flush());
  const marks = laterWrites({ driver, log, callForFlush });
  const arrival = arrivals(now);
  const state: State = { early: [], open: new Set() };

  const run = async (handlers: Handlers, entry: Entry): Promise<number | undefined> => {
    const { id } = entry.job;
    const again = await attempt({ handlers, log }, entry);
    if (again === undefined) state.open.delete(id);
    marks.add(again === undefined ? finishJob(id, now()) : countAttempt(id));
    return again;
  };
  const take = (entry: Entry): void => {
    state.open.add(entry.job.id);
    const { lanes } = state;
    if (!lanes) return void state.early.push(entry);
    clock.tick();
    const { runAt = 0 } = entry.job;
    if (runAt <= now()) lanes.add(entry);
    else clock.add(runAt, () => lanes.add(entry));
  };
  return {
    enqueue: async (job) => {
      if (state.open.has(job.id)) return false;
      const writing = driver.write([insertJob(job, arrival())]);
      void marks.flush();
      const isNew = await writing;
      if (isNew) take({ job, attempts: 0 });
      return isNew;
    },
    start: async (handlers) => {
      await driver.write([forgetJobsDoneBefore(now() - REMEMBER_DONE)]);
      const { entries, broken } = await openJobs(driver);
      if (broken.length > 0) log.error({ jobs: broken }, 'jobs that cannot be read are left alone');
      state.lanes = openLanes({ concurrency, run: (entry) => run(handlers, entry), after });
      for (const entry of [...entries, ...notIn(entries, state.early.splice(0))]) take(entry);
    },
    ...waitingIn(state),
    stop: async (patience) => {
      clock.stop();
      await state.lanes?.stop(patience);
      await marks.flush();
    },
    tick: () => clock.tick(),
  };
}

/** Before the start nothing waits behind a running job. */
const waitingIn = (state: State): Pick<Engine, 'waiting' | 'onWaiting'> => ({
  waiting: (key) => state.lanes?.waiting(key) ?? [],
  onWaiting: (key, tell) => state.lanes?.onWaiting(key, tell) ?? (() => {}),
});

/** Never goes back, although the machine's clock may: jobs without a time of their own keep their order. */
function arrivals(now: () => Instant): () => Instant {
  const latest = { at: 0 };
  return () => {
    latest.at = Math.max(latest.at, now());
    return latest.at;
  };
}

function notIn(known: readonly Entry[], entries: readonly Entry[]): readonly Entry[] {
  const ids = new Set(known.map(({ job }) => job.id));
  return entries.filter(({ job }) => !ids.has(job.id));
}
