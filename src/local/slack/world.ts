import type { CallLog } from './call-log.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { Faults } from './faults.ts';
import type { Feed } from './feed.ts';
import type { Ids } from './ids.ts';
import type { Channel, User, UserGroup } from './seed.ts';
import type { Ephemerals } from './state/ephemerals.ts';
import type { Messages } from './state/messages.ts';
import type { ResponseUrls } from './state/response-urls.ts';
import type { Statuses } from './state/statuses.ts';
import type { Triggers } from './state/triggers.ts';
import type { Views } from './state/views.ts';
import type { Timers } from './timers.ts';
import type { Tokens } from './tokens.ts';

/** Everything this Slack knows and does, handed to every part of it. */
export interface World {
  now: () => number;
  ids: Ids;
  timers: Timers;
  /** Where it listens, with a slash at the end: `http://127.0.0.1:3100/`. */
  url: string;
  tokens: Tokens;
  users: ReadonlyMap<string, User>;
  channels: ReadonlyMap<string, Channel>;
  groups: Map<string, UserGroup>;
  messages: Messages;
  ephemerals: Ephemerals;
  views: Views;
  statuses: Statuses;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  feed: Feed;
  calls: CallLog;
  faults: Faults;
  delivery: Delivery;
  /** Makes the address of a new Socket Mode connection; undefined when events go out over HTTP. */
  newSocketUrl: () => string | undefined;
}
