import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Instant } from '../domain/time.ts';

export interface ProcessFigures {
  /** Bytes. */
  memory: number;
  /** Milliseconds of user and system time since the start. */
  cpu: number;
  startedAt: Instant;
  /** Milliseconds that the event loop was held up at most, since this was asked last. */
  longestLag: number;
}

/** Milliseconds between two looks at the event loop. */
const LOOK_EVERY = 20;
const NANOSECONDS = 1_000_000;
const MICROSECONDS = 1_000;

/** Watches the event loop from now on. */
export function processFigures(): { read: () => ProcessFigures; stop: () => void } {
  const delay = monitorEventLoopDelay({ resolution: LOOK_EVERY });
  delay.enable();
  return {
    read: () => {
      const longest = delay.max / NANOSECONDS - LOOK_EVERY;
      delay.reset();
      const { user, system } = process.cpuUsage();
      return {
        memory: process.memoryUsage.rss(),
        cpu: (user + system) / MICROSECONDS,
        startedAt: performance.timeOrigin,
        longestLag: Math.max(longest, 0),
      };
    },
    stop: () => void delay.disable(),
  };
}
