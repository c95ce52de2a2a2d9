import type { Sqlite } from '../adapters/sql/sqlite.ts';
import { auditFollower } from '../adapters/sql/follow-audit.ts';
import { sqlVitals } from '../adapters/sql/vitals.ts';
import { MINUTE, SECOND } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import { openMeasures } from '../measure/open-measures.ts';
import { scrape } from '../measure/scrape.ts';
import { enoughSpace, seenWithin } from '../ops/checks.ts';
import { serveHealth } from '../ops/health.ts';
import type { Check } from '../ops/health.ts';
import { openMetrics } from '../ops/metrics.ts';
import type { Metrics } from '../ops/metrics.ts';
import { processFigures } from '../ops/process-figures.ts';
import type { Store } from '../ports/store.ts';
import type { Vitals } from '../ports/vitals.ts';
import type { House } from './furnish.ts';
import type { Watch } from './watch.ts';

export interface WatchDeps {
  port: number;
  dataDir: string;
  sqlite: Sqlite;
}

/** Apart from `watch.ts`, because it loads what only somebody who asks for figures needs. */
export async function openWatch({ port, dataDir, sqlite }: WatchDeps): Promise<Watch> {
  const metrics = openMetrics();
  const vitals = sqlVitals(sqlite.driver);
  const figures = processFigures();
  const elapsed = () => performance.now();
  const state = { isStopping: false };
  const ends: (() => unknown)[] = [figures.stop]; // what was started, to be ended in the opposite order
  return {
    measures: await openMeasures({ metrics, vitals, wallClock: Date.now, elapsed }),
    serve: async (house) => {
      const seen = lookAfter(house, elapsed);
      ends.push(seen.stop, followAudit(house, metrics, auditFollower(sqlite.driver)));
      const server = await serveHealth({
        port,
        checks: {
          draining: async () => (state.isStopping ? 'it is about to end' : undefined),
          ...storeChecks(vitals, house),
          ...seen.checks,
          disk: enoughSpace(dataDir),
        },
        notes: { executions: () => executionsNote(house.store) },
        metrics: () => scrape({ ...house, metrics, vitals, process: figures.read }),
      });
      ends.push(() => server.close());
      house.log.info({ port: server.port }, 'health and metrics are served');
    },
    drain: () => void (state.isStopping = true),
    close: async () => {
      for (const end of ends.toReversed()) await end();
    },
  };
}

/** Owed for longer: Slack does not take what the bot says. */
const LONGEST_OWED = 60 * SECOND;

const storeChecks = (vitals: Vitals, { now }: House): Record<string, Check> => ({
  store: () => vitals.probe().then(() => undefined),
  migrations: async () => ((await vitals.isCurrent()) ? undefined : 'another Deskhand has changed the schema'),
  outbox: async () => {
    const { message = now() } = await vitals.oldest(now());
    const age = now() - message;
    return age < LONGEST_OWED ? undefined : `the oldest message is owed for ${Math.round(age / SECOND)} s`;
  },
});

const LONGEST_AWAY = 30 * SECOND;
const TOKEN_KNOWN_FOR = 5 * MINUTE;

/** What is asked in the background, so that no check asks Slack. */
function lookAfter({ slack, log }: House, elapsed: () => Instant) {
  const connected = seenWithin(elapsed, LONGEST_AWAY, 'it was connected last');
  const token = seenWithin(elapsed, TOKEN_KNOWN_FOR, 'Slack took the token last');
  const lookAtSocket = () => void (slack.isReady() && connected.note());
  const lookAtToken = () =>
    void slack
      .checkToken()
      .then(token.note, (error: unknown) => log.warn({ error: nameOf(error) }, 'Slack did not confirm the token'));
  const timers = [setInterval(lookAtSocket, SECOND), setInterval(lookAtToken, MINUTE)];
  return {
    checks: { slack: connected.check, auth: token.check },
    stop: () => timers.forEach((timer) => clearInterval(timer)),
  };
}

/** At once, then every minute; resolves to what ends it. While the store cannot be read, what was known stays. */
function followAudit({ log }: House, { auditVerified }: Metrics, follow: () => Promise<boolean>): () => void {
  const look = () =>
    void follow().then(
      (holds) => auditVerified.set(holds ? 1 : 0),
      (error: unknown) => log.warn({ error: nameOf(error) }, 'the audit could not be followed'),
    );
  look();
  const timer = setInterval(look, MINUTE);
  return () => clearInterval(timer);
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** A pause is no illness: the bot answers, and people decide. */
async function executionsNote(store: Pick<Store, 'holds'>): Promise<string> {
  const holds = await store.holds();
  return holds.length === 0 ? 'running' : `held: ${holds.map(({ kind }) => kind).join(', ')}`;
}
