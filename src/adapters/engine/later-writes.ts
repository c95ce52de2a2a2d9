import type { Log } from '../../ports/log.ts';
import type { Driver, Statement } from '../sql/driver.ts';

export interface LaterWrites {
  add(statement: Statement): void;
  /** Never rejects: what cannot be written now is kept for the next time. */
  flush(): Promise<void>;
}

export interface LaterWritesDeps {
  driver: Driver;
  log: Log;
  /** Called when something waits for which no flush was called for yet. */
  callForFlush: () => void;
}

/** Collects writes whose loss in a crash does no harm, so that they share the wait for the disk with others. */
export function laterWrites({ driver, log, callForFlush }: LaterWritesDeps): LaterWrites {
  const kept: Statement[] = [];
  const state = { isFlushCalledFor: false };
  return {
    add: (statement) => {
      kept.push(statement);
      if (!state.isFlushCalledFor) callForFlush();
      state.isFlushCalledFor = true;
    },
    flush: async () => {
      state.isFlushCalledFor = false;
      if (kept.length === 0) return;
      const batch = kept.splice(0);
      try {
        await driver.write(batch);
      } catch (error) {
        kept.unshift(...batch);
        log.warn({ writes: batch.length, error: error instanceof Error ? error.name : typeof error }, 'not yet marked');
      }
    },
  };
}
