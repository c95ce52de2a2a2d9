import type { Call } from './call-log.ts';
import type { Ephemeral } from './state/ephemerals.ts';
import type { Message } from './state/messages.ts';
import type { Prompts } from './state/prompts.ts';
import type { Session } from './state/sessions.ts';
import type { Status } from './state/statuses.ts';
import type { View } from './state/views.ts';
import { waitFor } from './waiting.ts';
import type { World } from './world.ts';

/** A message and the channel it is in. */
interface Placed extends Message {
  channel: string;
}

/** What tests read from a workspace. */
export interface Watching extends Readings {
  /** The first message that fits, there already or still to come. Milliseconds; 5,000 when absent. */
  waitForMessage(fits: (message: Placed) => boolean, timeout?: number): Promise<Placed>;
  waitForEphemeral(user: string, fits: (message: Message) => boolean, timeout?: number): Promise<Message>;
  waitForView(user: string, fits: (view: View) => boolean, timeout?: number): Promise<View>;
  waitForCall(fits: (call: Call) => boolean, timeout?: number): Promise<Call>;
}

interface Readings {
  /** Oldest first. With a thread: its root and replies. */
  messages(channel: string, threadTs?: string): readonly Message[];
  ephemerals(user: string): readonly Ephemeral[];
  /** The person's open modals, the lowest first. */
  views(user: string): readonly View[];
  home(user: string): View | undefined;
  statuses(): readonly Status[];
  sessions(): readonly Session[];
  /** What the app suggests to write in a direct message. */
  prompts(channel: string): Prompts | undefined;
  calls(method?: string): readonly Call[];
}

const PATIENCE = 5_000; // milliseconds

export function createWatching(world: World): Watching {
  const first = <Item>(list: () => readonly Item[], fits: (item: Item) => boolean, timeout = PATIENCE): Promise<Item> =>
    waitFor(world.feed, { look: () => list().find(fits), timeout, seen: () => JSON.stringify(list().slice(-20)) });
  return {
    ...readings(world),
    waitForMessage: (fits, timeout) => first(() => everyMessage(world), fits, timeout),
    waitForEphemeral: (user, fits, timeout) =>
      first(() => world.ephemerals.list(user).map(({ message }) => message), fits, timeout),
    waitForView: (user, fits, timeout) => first(() => world.views.stack(user), fits, timeout),
    waitForCall: (fits, timeout) => first(() => world.calls.list(), fits, timeout),
  };
}

const readings = (world: World): Readings => ({
  messages: (channel, threadTs) =>
    threadTs === undefined ? world.messages.list(channel) : world.messages.thread(channel, threadTs),
  ephemerals: (user) => world.ephemerals.list(user),
  views: (user) => world.views.stack(user),
  home: (user) => world.views.home(user),
  statuses: () => world.statuses.list(),
  sessions: () => world.sessions.list(),
  prompts: (channel) => world.prompts.get(channel),
  calls: (method) => world.calls.list(method),
});

const everyMessage = (world: World): readonly Placed[] =>
  [...world.channels.keys()].flatMap((channel) =>
    world.messages.list(channel).map((message) => ({ ...message, channel })),
  );
