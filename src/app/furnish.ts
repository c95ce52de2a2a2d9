import { randomBytes } from 'node:crypto';
import { localEngine } from '../adapters/engine/local.ts';
import { wakeByTimer } from '../adapters/engine/timetable.ts';
import { pooledFetch } from '../adapters/http/pooled-fetch.ts';
import { cache } from '../adapters/keyv/cache.ts';
import { countBusy } from '../adapters/sql/count-busy.ts';
import type { Sqlite } from '../adapters/sql/sqlite.ts';
import { sqlStore } from '../adapters/sql/store.ts';
import { deliverer } from '../deliver.ts';
import type { System } from '../domain/errors.ts';
import { MINUTE } from '../domain/time.ts';
import type { Measures } from '../measure/measures.ts';
import { steadyClock } from '../ops/clock.ts';
import { crashAt } from '../ops/crash.ts';
import type { Log } from '../ports/log.ts';
import { connectSlack } from '../slack/connect.ts';
import { Kept } from '../slack/freshly.ts';
import { toolbox } from '../tools/toolbox.ts';
import { companyOf, modelOf } from './outside.ts';
import type { BotSettings } from './settings.ts';

export interface Ground {
  log: Log;
  sqlite: Sqlite;
  measures: Measures;
  /** The bot cannot go on: a person must mend a setting. */
  onFatal: (error: Error) => void;
}

export type House = Awaited<ReturnType<typeof furnish>>;

/** Builds every part once; nothing runs yet. */
export async function furnish(settings: BotSettings, { log, sqlite, measures, onFatal }: Ground) {
  const driver = measures.onBusy ? countBusy(sqlite.driver, measures.onBusy) : sqlite.driver;
  const store = measures.store(sqlStore(driver));
  const now = steadyClock({ wall: Date.now, elapsed: () => performance.now(), mark: await store.latest() });
  const crashPoint = crashAt(settings.crashAt);
  const engine = measures.engine(localEngine({ driver, now, log }));
  const fetch = pooledFetch();
  const wire = { log, fetchFor: (system: System) => measures.fetch(system, fetch) };
  const company = companyOf(settings, wire);
  const profiles = cache(sqlite.connection, { namespace: 'people', ttl: 5 * MINUTE, schema: Kept });
  const outside = {
    wallClock: Date.now,
    wake: wakeByTimer,
    crm: company.crm,
    cache: profiles,
    fetch: wire.fetchFor('slack'),
  };
  const slack = await connectSlack({ log, now, crashPoint, engine, onFatal, ...outside, ...measures.edge }, settings);
  const deliver = deliverer({ store, messenger: measures.messenger(slack.messenger), now, crashPoint, log });
  return {
    log,
    now,
    crashPoint,
    engine,
    store,
    slack,
    deliver,
    crm: company.crm,
    model: measures.model(await modelOf(settings.model, wire)),
    newId,
    wake: wakeByTimer,
    /** Unguessable for whoever writes to the bot. */
    fence: randomBytes(4).toString('hex'),
    box: toolbox(company, store),
    settings,
  };
}

/** 80 bits: unguessable, and short enough to be read aloud. */
const newId = (): string => randomBytes(10).toString('hex');
