import type { BusinessHours } from './domain/business-hours.ts';
import type { Limits } from './domain/budget.ts';
import { DEFAULT_POLICY } from './domain/policy.ts';
import type { Policy } from './domain/policy.ts';
import { HOUR } from './domain/time.ts';
import { readLimits } from './limit-settings.ts';
import {
  businessHours,
  channelId,
  duration,
  isGiven,
  mistakes,
  oneOf,
  path,
  portNumber,
  shown,
  text,
  webAddress,
  wholeDays,
} from './settings.ts';
import type { Environment, Mistakes } from './settings.ts';
import { readSlack } from './slack-settings.ts';
import type { SlackSettings } from './slack-settings.ts';

export interface ModelConfig {
  apiKey: string;
  baseUrl: string | undefined;
  model: string;
  api: 'responses' | 'chat';
}

export interface Endpoint {
  url: string;
  token: string | undefined;
}

/** An absent world is to be started locally. */
export interface Config extends SlackSettings {
  model: ModelConfig | undefined;
  crm: Endpoint | undefined;
  knowledge: Endpoint | undefined;
  orders: Endpoint | undefined;
  policy: Policy;
  /** Milliseconds. */
  decideWithin: number;
  /** When the time to decide runs; absent: always. */
  businessHours?: BusinessHours;
  dataDir: string;
  /** Of HTTP mode, or of the page of the local Slack. */
  port: number;
  healthPort: number | undefined;
  /** After so many days the texts of what has ended are forgotten; absent: never. */
  retainDays?: number;
  /** Where the head of the audit is posted once a day; absent: in a file only. */
  auditChannel?: string;
  limits: Limits;
  logLevel: (typeof LOG_LEVELS)[number];
  /** `name:n`: a test kills the process at the n-th passing of this crash point. */
  crashAt: string | undefined;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
/** For what is not set. */
const DEFAULTS = {
  port: 3000,
  model: 'gpt-5-mini',
  api: 'responses',
  decideWithin: 2 * HOUR,
  dataDir: './data',
  logLevel: 'info',
} as const;

/** What the configuration needs from the disk. */
export interface Disk {
  /** The problem in words; undefined when files can be made in the folder. */
  writable(folder: string): string | undefined;
  policy(file: string): { policy: Policy } | { problems: readonly string[] };
}

export type ConfigRead = { config: Config; warnings: readonly string[] } | { mistakes: readonly string[] };

/** The configuration, or every mistake in it with its fix. Reads no network. */
export function readConfig(env: Environment, disk: Disk): ConfigRead {
  const found = mistakes();
  const port = portNumber(env, 'PORT', found) ?? DEFAULTS.port;
  const isProduction = env['NODE_ENV'] === 'production';
  const config: Config = {
    ...readSlack(env, { port, mustBeReal: isProduction }, found),
    model: model(env, found),
    crm: endpoint(env, 'CRM', found),
    knowledge: endpoint(env, 'KB', found),
    orders: endpoint(env, 'ORDERS', found),
    policy: policy(env, disk, found),
    decideWithin: duration(env, 'DECIDE_WITHIN', found) ?? DEFAULTS.decideWithin,
    ...hours(env, found),
    dataDir: dataDir(env, disk, found),
    port,
    healthPort: healthPort(env, port, found),
    ...keeping(env, found),
    limits: readLimits(env, found),
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, found) ?? DEFAULTS.logLevel,
    crashAt: crashAt(env, found),
  };
  if (isProduction) findLocalWorlds(env, found);
  return found.lines.length > 0 ? { mistakes: found.lines } : { config, warnings: found.warnings };
}

/** What must never be printed. Shorter ones would blot out words. */
export function secretsOf({ slack, model: brain, crm, knowledge, orders }: Config): readonly string[] {
  const { mode } = slack ?? {};
  const second = mode?.kind === 'socket' ? mode.appToken : mode?.signingSecret;
  return [slack?.botToken, second, brain?.apiKey, crm?.token, knowledge?.token, orders?.token]
    .filter((secret) => secret !== undefined)
    .filter((secret) => secret.length > 6);
}

function model(env: Environment, found: Mistakes): ModelConfig | undefined {
  const apiKey = text(env, 'OPENAI_API_KEY', found);
  const baseUrl = webAddress(env, 'OPENAI_BASE_URL', found, { mayHaveQuery: true });
  const api = oneOf(env, 'OPENAI_API', ['responses', 'chat'], found) ?? DEFAULTS.api;
  const name = text(env, 'OPENAI_MODEL', found);
  if (apiKey !== undefined && /^(xox|xapp-)/.test(apiKey))
    found.add('OPENAI_API_KEY', `starts with ${shown(apiKey)}`, 'That is a token for Slack. Set the key of the model.');
  if (apiKey !== undefined || baseUrl !== undefined)
    return { apiKey: apiKey ?? 'none', model: name ?? DEFAULTS.model, api, baseUrl };
  if (name !== undefined)
    found.warn(
      'OPENAI_MODEL',
      'is not used',
      'Set OPENAI_API_KEY or OPENAI_BASE_URL; until then the demo model answers.',
    );
  return undefined;
}

function endpoint(env: Environment, system: string, found: Mistakes): Endpoint | undefined {
  const url = webAddress(env, `${system}_URL`, found);
  const token = text(env, `${system}_TOKEN`, found);
  if (url !== undefined) return { url, token };
  if (token !== undefined)
    found.warn(`${system}_TOKEN`, 'is not used', `Set ${system}_URL; until then the demo company answers.`);
  return undefined;
}

function policy(env: Environment, disk: Disk, found: Mistakes): Policy {
  const file = path(env, 'POLICY_FILE', found);
  const read = file === undefined ? { policy: DEFAULT_POLICY } : disk.policy(file);
  if ('policy' in read) return read.policy;
  for (const problem of read.problems)
    found.add('POLICY_FILE', problem, 'Mend the file, or leave the setting out for the default policy.');
  return DEFAULT_POLICY;
}

function hours(env: Environment, found: Mistakes): Pick<Config, 'businessHours'> {
  const read = businessHours(env, 'BUSINESS_HOURS', found);
  return read ? { businessHours: read } : {};
}

function dataDir(env: Environment, disk: Disk, found: Mistakes): string {
  const folder = path(env, 'DATA_DIR', found) ?? DEFAULTS.dataDir;
  if (isGiven(env, 'DATA_DIR') && folder !== env['DATA_DIR']) return folder; // told already
  const problem = disk.writable(folder);
  if (problem !== undefined)
    found.add('DATA_DIR', `cannot be written (${problem})`, 'Set a folder that this user may create files in.');
  return folder;
}

function healthPort(env: Environment, port: number, found: Mistakes): number | undefined {
  const own = portNumber(env, 'HEALTH_PORT', found);
  if (own !== undefined && own !== 0 && own === port)
    found.add('HEALTH_PORT', 'is the same as PORT', 'Set another one: each has a server of its own.');
  return own;
}

function keeping(env: Environment, found: Mistakes): Pick<Config, 'retainDays' | 'auditChannel'> {
  const retainDays = wholeDays(env, 'RETAIN_DAYS', found);
  const auditChannel = channelId(env, 'AUDIT_CHANNEL', found);
  return {
    ...(retainDays === undefined ? {} : { retainDays }),
    ...(auditChannel === undefined ? {} : { auditChannel }),
  };
}

function crashAt(env: Environment, found: Mistakes): string | undefined {
  const wish = text(env, 'CRASH_AT', found);
  if (wish !== undefined && !/^[a-z:-]+:[1-9]\d*$/.test(wish))
    found.add('CRASH_AT', `is no crash point (${shown(wish)})`, 'Leave it out: it is for tests that kill the process.');
  return wish;
}

/** Slack's own settings are named by `readSlack`. */
function findLocalWorlds(env: Environment, found: Mistakes): void {
  const before = found.lines.length;
  if (!isGiven(env, 'OPENAI_API_KEY') && !isGiven(env, 'OPENAI_BASE_URL'))
    found.add('OPENAI_API_KEY', 'is missing', 'Set it, or OPENAI_BASE_URL for another server.');
  for (const name of ['CRM_URL', 'KB_URL', 'ORDERS_URL'].filter((url) => !isGiven(env, url)))
    found.add(name, 'is missing', 'Set the address of your own system.');
  if (found.lines.length > before || !isGiven(env, 'SLACK_BOT_TOKEN'))
    found.add('NODE_ENV', 'is production, which refuses the local stand-ins', 'Set what is missing, or leave it out.');
}
