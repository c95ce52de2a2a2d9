export interface Timers {
  /** Resolves after the time, or at once when everything stops. */
  sleep(milliseconds: number): Promise<void>;
  stopped(): boolean;
  stop(): void;
}

export function createTimers(): Timers {
  const sleepers = new Map<NodeJS.Timeout, () => void>();
  let stopped = false; // from then on nothing sleeps
  return {
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        if (stopped) return resolve();
        const timer = setTimeout(() => {
          sleepers.delete(timer);
          resolve();
        }, milliseconds);
        return sleepers.set(timer, resolve);
      }),
    stopped: () => stopped,
    stop: () => {
      stopped = true;
      for (const [timer, wake] of sleepers) {
        clearTimeout(timer);
        wake();
      }
      sleepers.clear();
    },
  };
}
