import type { Change, Feed } from './feed.ts';

export interface Wait<Found> {
  /** Looks now, and again after every change; undefined: not yet. */
  look: () => Found | undefined;
  /** Milliseconds. */
  timeout: number;
  /** For the error, when the time is over. */
  seen: () => string;
}

/** Rejects with what was seen instead. */
export function waitFor<Found>(feed: Feed, wait: Wait<Found>): Promise<Found> {
  return new Promise((resolve, reject) => {
    const found = wait.look();
    if (found !== undefined) return resolve(found);
    const timer = setTimeout(() => {
      end();
      reject(new Error(`nothing fitting within ${wait.timeout} ms; seen: ${wait.seen()}`));
    }, wait.timeout);
    const end = feed.subscribe((_change: Change) => {
      const later = wait.look();
      if (later === undefined) return;
      clearTimeout(timer);
      end();
      resolve(later);
    });
    return undefined;
  });
}
