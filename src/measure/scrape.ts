import type { HoldKind } from '../domain/hold.ts';
import { DAY, SECOND } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { ProcessFigures } from '../ops/process-figures.ts';
import type { Store } from '../ports/store.ts';
import type { Vitals } from '../ports/vitals.ts';

export interface ScrapeDeps {
  metrics: Metrics;
  vitals: Pick<Vitals, 'oldest' | 'deepestLane' | 'refundsSince'>;
  store: Pick<Store, 'holds'>;
  slack: { isReady(): boolean };
  process: () => ProcessFigures;
  now: () => Instant;
}

/** What a scrape is answered: what was counted, and how things stand at this moment. Throws `Unavailable('store')`. */
export async function scrape(deps: ScrapeDeps): Promise<string> {
  const { metrics, slack, process } = deps;
  await readStore(deps);
  metrics.slackConnected.set(slack.isReady() ? 1 : 0);
  const figures = process();
  metrics.memory.set(figures.memory);
  metrics.cpu.reset();
  metrics.cpu.inc(figures.cpu / SECOND);
  metrics.startedAt.set(figures.startedAt / SECOND);
  metrics.loopLag.set(figures.longestLag / SECOND);
  return metrics.text();
}

const HOLDS: readonly HoldKind[] = ['paused', 'restored'];

async function readStore({ metrics, vitals, store, now }: ScrapeDeps): Promise<void> {
  const at = now();
  const [oldest, depth, refunds, holds] = await Promise.all([
    vitals.oldest(at),
    vitals.deepestLane(at),
    vitals.refundsSince(at - (at % DAY)),
    store.holds(),
  ]);
  const age = (since: Instant = at): number => Math.max(at - since, 0) / SECOND;
  metrics.inboxAge.set(age(oldest.job));
  metrics.outboxAge.set(age(oldest.message));
  metrics.unknownAge.set(age(oldest.unknown));
  metrics.forPersonAge.set(age(oldest.forPerson));
  metrics.queueDepth.set(depth);
  metrics.refundsToday.reset(); // after midnight a currency may be absent
  for (const { minor, currency } of refunds) metrics.refundsToday.set({ currency }, minor);
  for (const kind of HOLDS) metrics.executionsHeld.set({ kind }, holds.some((hold) => hold.kind === kind) ? 1 : 0);
}
