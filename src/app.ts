import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { answerAtLast } from './agent/answer-at-last.ts';
import { followUp } from './agent/follow-up.ts';
import { desk } from './approvals/desk/desk.ts';
import { approvalHandlers } from './approvals/handlers.ts';
import { UNDERWAY, WAITING, sweepApprovals, sweeper } from './approvals/sweep-approvals.ts';
import { localEngine } from './adapters/engine/local.ts';
import { crmOver } from './adapters/http/crm.ts';
import { httpClient } from './adapters/http/client.ts';
import { knowledgeOver } from './adapters/http/knowledge.ts';
import { pooledFetch } from './adapters/http/pooled-fetch.ts';
import type { Fetch } from './adapters/http/pooled-fetch.ts';
import { ordersOver } from './adapters/http/orders.ts';
import { chatModel } from './adapters/openai/chat.ts';
import { responsesModel } from './adapters/openai/responses.ts';
import { cache } from './adapters/keyv/cache.ts';
import { lockFolder } from './adapters/sql/lock.ts';
import { openSqlite } from './adapters/sql/sqlite.ts';
import type { Sqlite } from './adapters/sql/sqlite.ts';
import { sqlStore } from './adapters/sql/store.ts';
import { secretsOf } from './config.ts';
import type { Config, Endpoint, ModelConfig } from './config.ts';
import { deliverer, doubtUnsent } from './deliver.ts';
import type { System } from './domain/errors.ts';
import { MINUTE, SECOND } from './domain/time.ts';
import { steadyClock } from './ops/clock.ts';
import { crashAt } from './ops/crash.ts';
import { makeLog } from './ops/log.ts';
import type { Company } from './ports/company.ts';
import type { Handlers } from './ports/engine.ts';
import type { Log } from './ports/log.ts';
import type { Model } from './ports/model.ts';
import type { SlackConfig } from './slack-settings.ts';
import { connectSlack } from './slack/connect.ts';
import { Kept } from './slack/freshly.ts';
import { escape } from './slack/blocks/text.ts';
import { toolbox } from './tools/toolbox.ts';

/** Everything decided: no world is missing any more. */
export interface BotSettings extends Config {
  slack: SlackConfig;
  model: ModelConfig;
  crm: Endpoint;
  knowledge: Endpoint;
  orders: Endpoint;
  approvalsChannel: string;
}

export interface Bot {
  /** Takes no new event, ends what runs, closes the store. */
  stop(): Promise<void>;
}

const DRAIN = 20 * SECOND;
const LOOK_FOR_DUE = SECOND;

/** Takes the lock, opens the store, takes up what was open and connects. Throws `StartRefused` or an `Error` in words. */
export async function startBot(settings: BotSettings, onFatal: (error: Error) => void): Promise<Bot> {
  const log = makeLog(settings.logLevel, secretsOf(settings));
  const lock = lockFolder(settings.dataDir);
  const sqlite = openSqlite(join(settings.dataDir, 'deskhand.db'));
  const house = await furnish(settings, { log, sqlite, onFatal });
  const { engine, slack, deliver } = house;
  await doubtUnsent(house);
  const work = workOf(house);
  await engine.start(handlersOf(work));
  await sweepApprovals(house, UNDERWAY);
  const sweep = sweeper(house, WAITING);
  const lookAround = () => Promise.all([deliver.due(), sweep()]);
  const timer = setInterval(
    () =>
      void lookAround().catch((error: unknown) =>
        log.error({ error: String(error) }, 'what is due could not be looked for'),
      ),
    LOOK_FOR_DUE,
  );
  await slack.start(desk(work));
  const closeHealth = await health(settings, house);
  return {
    stop: async () => {
      await slack.stop();
      await engine.stop(DRAIN);
      clearInterval(timer);
      await lookAround().catch(() => undefined);
      await closeHealth?.();
      sqlite.close();
      lock.release();
    },
  };
}

interface Ground {
  log: Log;
  sqlite: Sqlite;
  /** The bot cannot go on: a person must mend a setting. */
  onFatal: (error: Error) => void;
}

type House = Awaited<ReturnType<typeof furnish>>;

/** Builds every part once; nothing runs yet. */
async function furnish(settings: BotSettings, { log, sqlite, onFatal }: Ground) {
  const store = sqlStore(sqlite.driver);
  const now = steadyClock({ wall: Date.now, elapsed: () => performance.now(), mark: await store.latest() });
  const crashPoint = crashAt(settings.crashAt);
  const engine = localEngine({ driver: sqlite.driver, now, log });
  const fetch = pooledFetch();
  const company = companyOf(settings, { log, fetch });
  const profiles = cache(sqlite.connection, { namespace: 'people', ttl: 5 * MINUTE, schema: Kept });
  const slack = await connectSlack(
    { log, now, wallClock: Date.now, crashPoint, engine, crm: company.crm, cache: profiles, onFatal, fetch },
    settings,
  );
  const deliver = deliverer({ store, messenger: slack.messenger, now, crashPoint, log });
  const box = toolbox(company, store);
  return {
    log,
    now,
    crashPoint,
    engine,
    store,
    slack,
    deliver,
    model: modelOf(settings.model, { log, fetch }),
    newId,
    box,
    settings,
  };
}

type Work = ReturnType<typeof workOf>;

/** What the use cases need, each of them less. */
function workOf(house: House) {
  const { box, slack, settings } = house;
  return {
    ...house,
    messenger: slack.messenger,
    directory: slack.directory,
    deliver: (lane: string) => house.deliver.lane(lane),
    policy: settings.policy,
    decideWithin: settings.decideWithin,
    ...(settings.businessHours && { hours: settings.businessHours }),
    explain: slack.explain,
    asMarkup: escape,
    actions: box.actions,
    findTool: box.find,
    toolsFor: box.toolsFor,
    isAction: (name: string) => box.actions.has(name),
  };
}

const handlersOf = (work: Work): Handlers => ({
  message: (job, attempt) => answerAtLast(work, job, attempt),
  'follow-up': (job) => followUp(work, job),
  ...approvalHandlers(work),
});

interface Wire {
  log: Log;
  fetch: Fetch;
}

function companyOf(settings: BotSettings, { log, fetch }: Wire): Company {
  const client = (system: System, { url, token }: Endpoint) =>
    httpClient({ baseUrl: url, system, log, fetch, ...(token === undefined ? {} : { token }) });
  return {
    crm: crmOver(client('crm', settings.crm)),
    knowledge: knowledgeOver(client('knowledge', settings.knowledge)),
    orders: ordersOver(client('orders', settings.orders)),
  };
}

function modelOf({ api, apiKey, baseUrl, model }: ModelConfig, wire: Wire): Model {
  const settings = { apiKey, model, ...wire, ...(baseUrl === undefined ? {} : { baseUrl }) };
  return api === 'chat' ? chatModel(settings) : responsesModel(settings);
}

async function health(
  { healthPort }: BotSettings,
  { slack, store, now }: House,
): Promise<(() => Promise<void>) | undefined> {
  if (healthPort === undefined) return undefined;
  // Off by default: its server is not loaded for nothing.
  const { serveHealth } = await import('./ops/health.ts');
  return serveHealth(healthPort, {
    slack: async () => (slack.isReady() ? undefined : 'not connected'),
    store: async () => void (await store.unsent(now())),
  });
}

/** 80 bits: unguessable, and short enough to be read aloud. */
const newId = (): string => randomBytes(10).toString('hex');
