import { webApi } from './sdk.ts';
import type { Log } from '../ports/log.ts';
import { boltLogger } from './bolt-logger.ts';
import type { RateGate } from './rate-gate.ts';

export interface ClientSettings {
  token: string;
  /** `https://slack.com/api/`, or a loopback address. */
  apiUrl: string;
  log: Log;
  /** Absent: the platform's. */
  fetch?: typeof globalThis.fetch;
  /** Shared by all clients of one workspace. Absent: each call finds out by itself that there were too many. */
  gate?: RateGate;
}
export type SlackClient = Pick<webApi.WebClient, 'apiCall'>;

/** For what may be repeated. A call ends within about 20 seconds; a rate limit is an error, never a silent wait. */
export const readingClient = (settings: ClientSettings): SlackClient =>
  client(settings, { timeout: 6_000, retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 1_000 } });

/** For what somebody who clicked waits for: it ends before Slack's three seconds are over, and they may press again. */
export const lookUpClient = (settings: ClientSettings): SlackClient =>
  client(settings, { timeout: 1_050, retryConfig: { retries: 1, minTimeout: 100, maxTimeout: 100 } });

/** Sends each call once: a lost answer must not become a second message. */
export const postingClient = (settings: ClientSettings): SlackClient =>
  client(settings, { timeout: 10_000, retryConfig: { retries: 0 } });

/** For what is worth nothing later: sent once, given up after two seconds. */
export const fleetingClient = (settings: ClientSettings): SlackClient =>
  client(settings, { timeout: 2_000, retryConfig: { retries: 0 } });

type Patience = Required<Pick<webApi.WebClientOptions, 'timeout' | 'retryConfig'>>;

/** Never with `headers`: the client writes its token into that object. */
export const clientOptions = ({ apiUrl, log, fetch }: Omit<ClientSettings, 'token'>, patience: Patience) => ({
  slackApiUrl: apiUrl,
  logger: boltLogger(log),
  allowAbsoluteUrls: false,
  rejectRateLimitedCalls: true,
  ...patience,
  ...(fetch && { fetch }),
});

const asIs: RateGate = (made) => made;

const client = ({ gate = asIs, ...settings }: ClientSettings, patience: Patience): SlackClient =>
  gate(new webApi.WebClient(settings.token, clientOptions(settings, patience)));
