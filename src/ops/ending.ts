import type { Logger } from 'pino';

export interface EndingDeps {
  /** Finishes what runs and saves the rest. */
  stop: () => Promise<void>;
  exit: (code: number) => void;
  /** Milliseconds that stopping may take; whatever is cut off is taken up at the next start. */
  patience: number;
}

/** Ends the process: the first wish stops what runs and sets the code, later ones change nothing. */
export function ending({ stop, exit, patience }: EndingDeps): (code: number) => void {
  let isEnding = false; // only the first wish counts
  return (code) => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => exit(1), patience).unref();
    stop().then(
      () => exit(code),
      () => exit(1),
    );
  };
}

export interface SignalDeps {
  end: (code: number) => void;
  exit: (code: number) => void;
  /** Milliseconds. */
  now: () => number;
}

/** Between two that a terminal and npm send for one Ctrl-C. Milliseconds. */
const ONE_PRESS = 500;

/** The first signal finishes what runs; the second one does not wait. */
export function onSignals(source: Pick<NodeJS.EventEmitter, 'on'>, { end, exit, now }: SignalDeps): void {
  let first: number | undefined; // when the first signal came
  const onSignal = (signal: string): void => {
    if (first === undefined) {
      first = now();
      end(0);
    } else if (signal !== 'SIGINT' || now() - first > ONE_PRESS) exit(1);
  };
  source.on('SIGINT', onSignal);
  source.on('SIGTERM', onSignal);
}

/** Crash-only: after a bug nothing is taken in any more, what was saved is taken up at the next start. */
export function onBugs(
  source: Pick<NodeJS.EventEmitter, 'on'>,
  log: Pick<Logger, 'fatal'>,
  end: (code: number) => void,
): void {
  const onBug = (error: unknown): void => {
    log.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'a bug; stopping');
    end(1);
  };
  source.on('uncaughtException', onBug);
  source.on('unhandledRejection', onBug);
}
