import { MINUTE } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Wake } from '../../ports/wake.ts';

export interface Timetable {
  add(at: Instant, run: () => void): void;
  /** Runs what is due, in order of time, then of arrival. */
  tick(): void;
  /** Nothing is run any more. */
  stop(): void;
}

/** The longest sleep: after the machine's clock jumped or the machine slept, nothing is later than this. */
const LONGEST_SLEEP = MINUTE;

/** Any number of appointments, one timer. */
export function timetable({ now, wake }: { now: () => Instant; wake: Wake }): Timetable {
  const entries: { at: Instant; run: () => void }[] = [];
  const timer = { callOff: (): void => {}, isStopped: false };

  const sleep = (): void => {
    timer.callOff();
    const [first] = entries;
    if (first && !timer.isStopped) timer.callOff = wake(Math.min(Math.max(first.at - now(), 0), LONGEST_SLEEP), tick);
  };
  const tick = (): void => {
    if (timer.isStopped) return;
    for (const { run } of entries.splice(0, countUntil(entries, now()))) run();
    sleep();
  };
  return {
    add: (at, run) => {
      const before = countUntil(entries, at);
      entries.splice(before, 0, { at, run });
      if (before === 0) sleep();
    },
    tick,
    stop: () => {
      timer.isStopped = true;
      timer.callOff();
    },
  };
}

/** How many are at or before `until`. Halves the search: there may be ten thousand deadlines. */
function countUntil(entries: readonly { at: Instant }[], until: Instant): number {
  const range = { from: 0, to: entries.length };
  while (range.from < range.to) {
    const middle = (range.from + range.to) >> 1;
    const entry = entries[middle];
    if (entry && entry.at <= until) range.from = middle + 1;
    else range.to = middle;
  }
  return range.from;
}

export const wakeByTimer: Wake = (delay, run) => {
  const timer = setTimeout(run, delay);
  timer.unref();
  return () => clearTimeout(timer);
};
