import type { Job } from '../../ports/engine.ts';

type Tell = (job: Job) => void;

export interface Listeners {
  /** What it returns ends it. */
  add(key: string, tell: Tell): () => void;
  tell(job: Job): void;
}

/** Who wants to hear of jobs of a key. */
export function openListeners(): Listeners {
  const byKey = new Map<string, Set<Tell>>();
  return {
    add: (key, tell) => {
      const those = byKey.get(key) ?? new Set();
      byKey.set(key, those.add(tell));
      return () => {
        those.delete(tell);
        if (those.size === 0 && byKey.get(key) === those) byKey.delete(key);
      };
    },
    tell: (job) => {
      for (const tell of byKey.get(job.key) ?? []) tell(job);
    },
  };
}
