import type { Instant } from '../domain/time.ts';
import { SECOND } from '../domain/time.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Desk } from '../ports/desk.ts';
import type { Engine } from '../ports/engine.ts';
import type { Messenger } from '../ports/messenger.ts';
import type { Store } from '../ports/store.ts';
import type { Vitals } from '../ports/vitals.ts';
import { countChange } from './count-change.ts';
import type { Known } from './count-change.ts';
import { countFetch } from './count-fetch.ts';
import type { Measures } from './measures.ts';
import { watchTurns } from './turns.ts';
import type { Turns } from './turns.ts';

export interface MeasureDeps {
  metrics: Metrics;
  vitals: Pick<Vitals, 'openStates'>;
  /** The machine's own clock. */
  wallClock: () => Instant;
  /** Milliseconds since some moment. */
  elapsed: () => number;
}

/** Counts from here on; what was open before is read once, so that only new states count. */
export async function openMeasures({ metrics, vitals, wallClock, elapsed }: MeasureDeps): Promise<Measures> {
  const known: Known = new Map((await vitals.openStates()).map(({ id, status }) => [id, status]));
  const turns = watchTurns(metrics, elapsed);
  // Its rise is watched for: the first must be one.
  metrics.decisionsRefused.inc({ reason: 'own-request' }, 0);
  return {
    store: (store) => countedStore({ metrics, known, turns }, store),
    engine: (engine) => countedEngine(metrics, engine),
    handlers: turns.handlers,
    model: turns.model,
    messenger: (messenger) => countedMessenger(metrics, messenger),
    desk: (desk) => countedDesk(metrics, desk),
    fetch: (system, fetch) => countFetch({ metrics, wallClock }, system, fetch),
    edge: {
      onEvent: ({ kind }) => metrics.events.inc({ result: kind }),
      onArrival: () => {
        const begun = elapsed();
        return () => metrics.eventAck.observe((elapsed() - begun) / SECOND);
      },
    },
    onBusy: () => metrics.storeBusy.inc(),
  };
}

function countedStore(
  { metrics, known, turns }: { metrics: Metrics; known: Known; turns: Turns },
  store: Store,
): Store {
  return {
    ...store,
    commit: async (change) => {
      const isSaved = await store.commit(change);
      if (isSaved) {
        countChange(metrics, known, change);
        turns.saved(change);
      }
      return isSaved;
    },
  };
}

/** An event that cannot be saved is not acknowledged, and the edge hears of it only as an error. */
const countedEngine = (metrics: Metrics, engine: Engine): Engine => ({
  ...engine,
  enqueue: async (job) => {
    try {
      return await engine.enqueue(job);
    } catch (error) {
      if (job.kind === 'message' || job.kind === 'deletion') metrics.events.inc({ result: 'unsaved' });
      throw error;
    }
  },
});

const countedMessenger = (metrics: Metrics, messenger: Messenger): Messenger => ({
  ...messenger,
  post: async (id, message) => {
    const posted = await messenger.post(id, message);
    if (posted.kind === 'ambiguous') metrics.ambiguous.inc();
    return posted;
  },
});

/** Forms are refused while Slack waits; the audit does not hold that. */
const countedDesk = (metrics: Metrics, desk: Desk): Desk => ({
  ...desk,
  submit: async (submission) => {
    const submitted = await desk.submit(submission);
    if (!submitted.ok && submitted.refusal.kind === 'refused')
      metrics.decisionsRefused.inc({ reason: submitted.refusal.refusal.code });
    return submitted;
  },
});
