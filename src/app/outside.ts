import { crmOver } from '../adapters/http/crm.ts';
import { wakeByTimer } from '../adapters/engine/timetable.ts';
import { httpClient } from '../adapters/http/client.ts';
import { knowledgeOver } from '../adapters/http/knowledge.ts';
import type { Fetch } from '../adapters/http/pooled-fetch.ts';
import { ordersOver } from '../adapters/http/orders.ts';
import type { Endpoint, ModelConfig } from '../config.ts';
import type { System } from '../domain/errors.ts';
import type { Company } from '../ports/company.ts';
import type { Log } from '../ports/log.ts';
import type { Model } from '../ports/model.ts';
import type { BotSettings } from './settings.ts';

export interface Wire {
  log: Log;
  /** For one of the systems. */
  fetchFor: (system: System) => Fetch;
}

export function companyOf(settings: BotSettings, { log, fetchFor }: Wire): Company {
  const client = (system: System, { url, token }: Endpoint) =>
    httpClient({ baseUrl: url, system, log, fetch: fetchFor(system), ...(token === undefined ? {} : { token }) });
  return {
    crm: crmOver(client('crm', settings.crm)),
    knowledge: knowledgeOver(client('knowledge', settings.knowledge)),
    orders: ordersOver(client('orders', settings.orders)),
  };
}

/** Loads only the API in use. */
export async function modelOf({ api, apiKey, baseUrl, model }: ModelConfig, { log, fetchFor }: Wire): Promise<Model> {
  const settings = {
    apiKey,
    model,
    log,
    fetch: fetchFor('model'),
    wake: wakeByTimer,
    now: Date.now,
    random: Math.random,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
  if (api === 'chat') return (await import('../adapters/openai/chat.ts')).chatModel(settings);
  return (await import('../adapters/openai/responses.ts')).responsesModel(settings);
}
