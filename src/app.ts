import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { answerAtLast } from './agent/answer-at-last.ts';
import { followUp } from './agent/follow-up.ts';
import { decideApproval } from './approvals/decide-approval.ts';
import type { DecideDeps } from './approvals/decide-approval.ts';
import { executeApproval } from './approvals/execute-approval.ts';
import { expireApproval } from './approvals/expire-approval.ts';
import { reconcile } from './approvals/reconcile.ts';
import { sweepApprovals } from './approvals/sweep-approvals.ts';
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
import { crashAt } from './ops/crash.ts';
import { serveHealth } from './ops/health.ts';
import { makeLog } from './ops/log.ts';
import type { Company } from './ports/company.ts';
import type { Handlers } from './ports/engine.ts';
import type { Log } from './ports/log.ts';
import type { Model } from './ports/model.ts';
import type { SlackConfig } from './slack-settings.ts';
import { connectSlack } from './slack/connect.ts';
import { Kept } from './slack/freshly.ts';
import { whisper } from './slack/blocks/whispers.ts';
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
  await sweepApprovals(house);
  await engine.start(handlersOf(house));
  const timer = setInterval(
    () => void deliver.due().catch((error: unknown) => log.error({ error: String(error) }, 'nothing could be said')),
    LOOK_FOR_DUE,
  );
  await slack.start();
  const closeHealth = await health(settings, house);
  return {
    stop: async () => {
      await slack.stop();
      await engine.stop(DRAIN);
      clearInterval(timer);
      await deliver.due().catch(() => undefined);
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
  const now = Date.now;
  const crashPoint = crashAt(settings.crashAt);
  const engine = localEngine({ driver: sqlite.driver, now, log });
  const fetch = pooledFetch();
  const company = companyOf(settings, { log, fetch });
  const profiles = cache(sqlite.connection, { namespace: 'people', ttl: 5 * MINUTE, schema: Kept });
  const slack = await connectSlack(
    { log, now, crashPoint, engine, crm: company.crm, cache: profiles, onFatal, fetch },
    settings,
  );
  const store = sqlStore(sqlite.driver);
  const deliver = deliverer({ store, messenger: slack.messenger, now, crashPoint, log });
  const box = toolbox(company);
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

function handlersOf(house: House): Handlers {
  const { box, slack, settings } = house;
  const common = { ...house, deliver: (lane: string) => house.deliver.lane(lane) };
  const turn = {
    ...common,
    policy: settings.policy,
    decideWithin: settings.decideWithin,
    findTool: box.find,
    toolsFor: box.toolsFor,
    isAction: (name: string) => box.actions.has(name),
  };
  const execution = { ...common, actions: box.actions };
  return {
    message: (job, attempt) => answerAtLast({ ...turn, ...slack }, job, attempt),
    'follow-up': (job) => followUp(turn, job),
    click: (job) => decideApproval({ ...turn, ...slack, explain }, job),
    execute: (job) => executeApproval(execution, job),
    reconcile: (job) => reconcile(execution, job),
    expire: (job) => expireApproval(execution, job),
  };
}

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
  return serveHealth(healthPort, {
    slack: async () => (slack.isReady() ? undefined : 'not connected'),
    store: async () => void (await store.unsent(now())),
  });
}

/** The whisper for a click that decided nothing. */
const explain: DecideDeps['explain'] = (refusal, click, approval) =>
  whisper(refusal, { clicker: click.user, reference: click.approval, ...(approval && { approval }) });

/** 80 bits: unguessable, and short enough to be read aloud. */
const newId = (): string => randomBytes(10).toString('hex');
