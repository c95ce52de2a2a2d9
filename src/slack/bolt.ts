import { setTimeout as wait } from 'node:timers/promises';
import { App, SocketModeReceiver } from './sdk.ts';
import type { Receiver } from '@slack/bolt';
import { z } from 'zod';
import { TeamId, UserId } from '../domain/ids.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Instant } from '../domain/time.ts';
import { SECOND } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import { askedAgain } from './asked-again.ts';
import { boltLogger } from './bolt-logger.ts';
import { clientOptions, readingClient } from './client.ts';
import { errorText } from './error-text.ts';
import type { HttpReceiverDeps } from './http-receiver.ts';
import { refusalOf, tokenRefused } from './slack-refused.ts';
import type { SlackRefused } from './slack-refused.ts';
import { socketConnection } from './socket-connection.ts';

const START_WITHIN = 30 * SECOND;

export interface SlackSettings {
  botToken: string;
  /** `https://slack.com/api/`, or a loopback address. */
  apiUrl: string;
  mode: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string; port: number };
}
export interface BoltDeps {
  log: Log;
  now: () => Instant;
  /** Slack took the token away while the bot was running. */
  onFatal: (refusal: SlackRefused) => void;
  /** Absent: the platform's. */
  fetch?: typeof globalThis.fetch;
}

/** Who the bot is, and where: `url` is the workspace's address. */
interface Identity {
  botUserId: UserId;
  botId: string;
  teamId: TeamId;
  url: string;
  /** Slack does not always say. */
  appId?: string;
}
export interface Bolt {
  app: App;
  self: Identity;
  /** Throws `SlackRefused` or, after 30 seconds, `Unavailable('slack')`. */
  start: () => Promise<void>;
  /** No event is taken after it was called; those already taken stay jobs. */
  stop: () => Promise<void>;
  isReady: () => boolean;
  /** Asks Slack whether the bot token still holds. Throws `SlackRefused` or `Unavailable('slack')`. */
  checkToken: () => Promise<void>;
  /** The port it listens on in HTTP mode. */
  port: () => number | undefined;
}

/** Asks Slack who the bot is; takes no events before `start`. Throws `SlackRefused` or `Unavailable('slack')`. */
export async function createBolt(deps: BoltDeps, settings: SlackSettings): Promise<Bolt> {
  const self = await askedAgain(() => identify(deps, settings));
  const edge = await makeEdge(deps, settings);
  const app = new App({
    receiver: edge.receiver,
    token: settings.botToken,
    botId: self.botId,
    botUserId: self.botUserId,
    tokenVerificationEnabled: false,
    deferInitialization: true,
    clientOptions: clientOptions({ ...settings, ...deps }, { timeout: 6_000, retryConfig: { retries: 2 } }),
    logger: boltLogger(deps.log),
    convoStore: false,
    extendedErrorHandler: true,
  });
  await app.init();
  const { start, stop, isReady, port } = edge;
  const checkToken = async () => void (await identify(deps, settings));
  return { app, self, start, stop, isReady, checkToken, port };
}

interface Edge extends Pick<Bolt, 'start' | 'stop' | 'isReady' | 'port'> {
  receiver: Receiver;
}

const makeEdge = async (deps: BoltDeps, { mode, apiUrl }: SlackSettings): Promise<Edge> =>
  mode.kind === 'socket' ? socketEdge(deps, { apiUrl, appToken: mode.appToken }) : httpEdge({ ...deps, ...mode });

function socketEdge(deps: BoltDeps, { apiUrl, appToken }: { apiUrl: string; appToken: string }): Edge {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(deps.log),
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: clientOptions({ ...deps, apiUrl }, { timeout: 6_000, retryConfig: { retries: 0 } }),
    },
    processEventErrorHandler: async ({ error }) => {
      deps.log.error({ error: errorText(error) }, 'a payload of Slack could not be served');
      return false;
    },
  });
  const connection = socketConnection(deps, receiver.client);
  return {
    receiver,
    start: () => withinPatience(connection),
    stop: () => connection.close(),
    isReady: () => connection.isOpen(),
    port: () => undefined,
  };
}

/** Its server is loaded in HTTP mode only, which takes memory. */
async function httpEdge(deps: HttpReceiverDeps): Promise<Edge> {
  const { httpReceiver } = await import('./http-receiver.ts');
  const receiver = httpReceiver(deps);
  return {
    receiver,
    start: async () => void (await receiver.start()),
    stop: async () => void (await receiver.stop()),
    isReady: () => receiver.port() !== undefined,
    port: () => receiver.port(),
  };
}

async function withinPatience(connection: { open(): Promise<void>; close(): Promise<void> }): Promise<void> {
  const opened = new AbortController();
  const tooLate = wait(START_WITHIN, undefined, { signal: opened.signal }).then(async () => {
    await connection.close();
    throw new Unavailable('slack');
  });
  await Promise.race([connection.open(), tooLate]).finally(() => opened.abort());
}

/** https://docs.slack.dev/reference/methods/auth.test */
const AuthTest = z.object({
  user_id: UserId,
  bot_id: z.string().min(1),
  team_id: TeamId,
  url: z.string(),
  app_id: z.string().nullish(),
});

async function identify(deps: BoltDeps, { botToken, apiUrl }: SlackSettings): Promise<Identity> {
  const client = readingClient({ ...deps, token: botToken, apiUrl });
  const answer = await client.apiCall('auth.test').catch((error: unknown) => {
    throw refusalOf(error, 'SLACK_BOT_TOKEN') ?? new Unavailable('slack', { cause: error });
  });
  const identity = AuthTest.safeParse(answer);
  if (!identity.success) throw tokenRefused('SLACK_BOT_TOKEN', 'not_a_bot_token', identity.error);
  const { user_id, bot_id, team_id, url, app_id } = identity.data;
  return { botUserId: user_id, botId: bot_id, teamId: team_id, url, ...(app_id ? { appId: app_id } : {}) };
}
