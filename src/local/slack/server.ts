import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createCallLog } from './call-log.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createDriver, type Driver } from './driver.ts';
import { createFaults, type Faults } from './faults.ts';
import { createFeed, type Feed } from './feed.ts';
import { createIds } from './ids.ts';
import { type Channel, channelsWith, USER_GROUPS, type User, USERS } from './seed.ts';
import { listen, route, type Site } from './site.ts';
import { createEphemerals } from './state/ephemerals.ts';
import { createFiles } from './state/files.ts';
import { createMessages } from './state/messages.ts';
import { createResponseUrls } from './state/response-urls.ts';
import { createSessions } from './state/sessions.ts';
import { createStatuses } from './state/statuses.ts';
import { createStreams } from './state/streams.ts';
import { createTriggers } from './state/triggers.ts';
import { createViews } from './state/views.ts';
import { createTimers, type Timers } from './timers.ts';
import { LOCAL_TOKENS, type Tokens } from './tokens.ts';
import type { DisconnectReason } from './delivery/socket.ts';
import { createWire, type HttpTarget, type Wire } from './delivery/wire.ts';
import type { Rules, World } from './world.ts';

export interface SlackOptions {
  /** 0: any free one. */
  port: number;
  /** Milliseconds since 1970: stamps messages, and ends triggers and response urls. */
  now: () => number;
  /** Where the browser page is; the one beside this file when absent. */
  pageDirectory?: string;
  /** Events are posted to the app's HTTP address instead of going through its socket. */
  http?: HttpTarget;
  /** Milliseconds between the attempts to deliver an event; Slack itself waits 0 s, 1 min and 5 min. */
  retryDelays?: readonly number[];
  /** Milliseconds the app may take to acknowledge; 3,000 as with Slack. */
  ackTimeout?: number;
  tokens?: Partial<Tokens>;
  /** Milliseconds that every Web API call takes; 0 when absent. */
  latency?: number;
  /** Milliseconds after which a stream that nobody ended breaks off; 300,000 as with Slack. */
  streamExpiry?: number;
  /** The error that every start of a stream is refused with; absent: streams work. */
  streamRefusal?: string;
  /** Who is here beside the people of the seed. */
  people?: readonly User[];
}

/** A Slack workspace on this machine. Any app that speaks with Slack runs against it, if its API url is `apiUrl`. */
export interface Slack extends Driver {
  apiUrl: string;
  pageUrl: string;
  botToken: string;
  appToken: string;
  users: readonly User[];
  channels: readonly Channel[];
  faults: Faults;
  /** Everything that happens, as it happens. */
  feed: Pick<Feed, 'subscribe'>;
  /** Resolves when the app can be sent events. */
  connected(): Promise<void>;
  /** Tells every connected client to leave and come back. Socket Mode only. */
  disconnectSockets(reason: DisconnectReason): void;
  /** Breaks every socket without a word, as a bad network does. */
  cutSockets(): void;
  stop(): Promise<void>;
}

const RETRY_DELAYS = [1_000, 3_000, 6_000];
const ACK_TIMEOUT = 3_000;
const STREAM_EXPIRY = 300_000;

export async function startSlack(options: SlackOptions): Promise<Slack> {
  const site = Promise.withResolvers<Site>();
  const { server, port } = await listen(options.port, async (exchange) => route(await site.promise, exchange));
  const url = `http://127.0.0.1:${port}/`;
  const timers = createTimers();
  const wire = createWire({
    http: options.http,
    timers,
    newId: randomUUID,
    ackTimeout: options.ackTimeout ?? ACK_TIMEOUT,
  });
  const world = createWorld(options, { timers, url, wire });
  const pageDirectory = options.pageDirectory ?? fileURLToPath(new URL('page', import.meta.url));
  server.on('upgrade', wire.upgrade);
  site.resolve({ world, port, pageDirectory });
  return {
    ...createDriver(world),
    apiUrl: `${url}api/`,
    pageUrl: url,
    botToken: world.tokens.bot,
    appToken: world.tokens.app,
    users: [...world.users.values()],
    channels: [...world.channels.values()],
    faults: world.faults,
    feed: world.feed,
    connected: wire.transport.ready,
    disconnectSockets: wire.disconnect,
    cutSockets: wire.cut,
    stop: () => stop(server, timers, wire),
  };
}

function createWorld(options: SlackOptions, { timers, url, wire }: { timers: Timers; url: string; wire: Wire }): World {
  const { now } = options;
  const ids = createIds(now, randomUUID);
  const feed = createFeed();
  const faults = createFaults();
  const { retryDelays = RETRY_DELAYS, ackTimeout: patience = ACK_TIMEOUT, people = [] } = options;
  const { transport } = wire;
  return {
    now,
    ids,
    timers,
    url,
    rules: rulesOf(options),
    feed,
    faults,
    tokens: { ...LOCAL_TOKENS, ...options.tokens },
    users: new Map([...USERS, ...people].map((user) => [user.id, user])),
    channels: new Map(channelsWith(people).map((channel) => [channel.id, channel])),
    groups: new Map(USER_GROUPS.map((group) => [group.id, group])),
    messages: createMessages(),
    streams: createStreams(),
    files: createFiles({ url, now, newId: () => ids.named('F') }),
    ephemerals: createEphemerals(),
    views: createViews(),
    statuses: createStatuses(),
    sessions: createSessions(),
    prompts: new Map(),
    triggers: createTriggers(now, ids.secret),
    responseUrls: createResponseUrls(now, ids.secret),
    calls: createCallLog(),
    delivery: createDelivery({ transport, timers, faults, feed, now, newId: ids.secret, retryDelays, patience }),
    newSocketUrl: () => wire.newSocketUrl(url),
  };
}

const rulesOf = ({ latency = 0, streamExpiry = STREAM_EXPIRY, streamRefusal }: SlackOptions): Rules => ({
  latency,
  streamExpiry,
  streamRefusal,
});

async function stop(server: Server, timers: Timers, wire: Wire): Promise<void> {
  timers.stop();
  wire.transport.stop();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
