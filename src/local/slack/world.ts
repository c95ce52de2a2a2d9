import type { CallLog } from './call-log.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { Faults } from './faults.ts';
import type { Feed } from './feed.ts';
import type { Ids } from './ids.ts';
import type { Channel, User, UserGroup } from './seed.ts';
import type { Ephemerals } from './state/ephemerals.ts';
import type { Files } from './state/files.ts';
import type { Messages } from './state/messages.ts';
import type { PromptBook } from './state/prompts.ts';
import type { ResponseUrls } from './state/response-urls.ts';
import type { Sessions } from './state/sessions.ts';
import type { Statuses } from './state/statuses.ts';
import type { Streams } from './state/streams.ts';
import type { Triggers } from './state/triggers.ts';
import type { Views } from './state/views.ts';
import type { Timers } from './timers.ts';
import type { Tokens } from './tokens.ts';

/** How this workspace behaves. Times are in milliseconds. */
export interface Rules {
  /** What every Web API call takes before it is carried out. */
  latency: number;
  /** After which a stream that nobody ended breaks off. */
  streamExpiry: number;
  /** The error that every start of a stream is refused with; undefined: streams work. */
  streamRefusal: string | undefined;
}

/** Everything this Slack knows and does, handed to every part of it. */
export interface World {
  now: () => number;
  ids: Ids;
  rules: Rules;
  timers: Timers;
  /** Where it listens, with a slash at the end: `http://127.0.0.1:3100/`. */
  url: string;
  tokens: Tokens;
  users: ReadonlyMap<string, User>;
  channels: ReadonlyMap<string, Channel>;
  groups: Map<string, UserGroup>;
  messages: Messages;
  streams: Streams;
  files: Files;
  ephemerals: Ephemerals;
  views: Views;
  statuses: Statuses;
  sessions: Sessions;
  prompts: PromptBook;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  feed: Feed;
  calls: CallLog;
  faults: Faults;
  delivery: Delivery;
  /** Makes the address of a new Socket Mode connection; undefined when events go out over HTTP. */
  newSocketUrl: () => string | undefined;
}
