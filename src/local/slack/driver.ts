import type { Element } from './blocks/parts.ts';
import type { Call } from './call-log.ts';
import type { Envelope, EnvelopeKind } from './delivery/envelope.ts';
import type { Fields } from './json.ts';
import type { Choice } from './people/action.ts';
import { press, type Target } from './people/click.ts';
import { command, type Commanded } from './people/command.ts';
import { openHome } from './people/open-home.ts';
import { regroup } from './people/regroup.ts';
import { rewrite, speak, takeBack } from './people/speak.ts';
import { close, submit, type Submitted } from './people/submit.ts';
import type { Ephemeral } from './state/ephemerals.ts';
import type { Message } from './state/messages.ts';
import type { Status } from './state/statuses.ts';
import type { View } from './state/views.ts';
import { waitFor } from './waiting.ts';
import type { World } from './world.ts';

/** A message and the channel it is in. */
interface Placed extends Message {
  channel: string;
}

/** An element by its `action_id`, or by what it looks like. */
type Which = string | ((element: Element) => boolean);

/** What tests do to a workspace and read from it. Acts reject when they name something that is not there. */
export interface Driver {
  /** `text` as Slack stores it, e.g. `<@UBOT> hello`. The value is the message's ts. */
  postAs(user: string, channel: string, text: string, options?: { threadTs?: string }): Promise<string>;
  /** Types `/support …` into a channel. Whether the app acknowledged it in time, and what it said with that. */
  command(user: string, channel: string, text: string): Promise<Extract<Commanded, { ok: true }>>;
  /** Whether the app acknowledged it in time. Works on ephemeral messages too. */
  click(user: string, channel: string, messageTs: string, which: Which): Promise<boolean>;
  /** Uses a menu or an input instead of a button. */
  choose(user: string, target: Target, which: Which, choice: Choice): Promise<boolean>;
  /** `values` by block id and action id, e.g. `{ amount: { amount: { value: '30.00' } } }`. */
  submitView(user: string, viewId: string, values: Fields): Promise<Submitted>;
  /** False when the app was asked to acknowledge it and did not. */
  closeView(user: string, viewId: string): Promise<boolean>;
  openHome(user: string): void;
  /** A person changes their message; an empty text deletes it. */
  rewrite(user: string, channel: string, ts: string, text: string): void;
  /** A person deletes a message of theirs. */
  deleteMessage(user: string, channel: string, ts: string): void;
  /** Puts exactly these people into a user group. */
  regroup(group: string, users: readonly string[]): void;
  /** Sends any payload as it is: duplicates, hostile frames. Whether it was acknowledged. */
  deliver(payload: Fields, options?: { retryAttempt?: number }): Promise<boolean>;
  /** Sends the last event again, as a retry. */
  resendLast(): Promise<boolean>;
  /** Oldest first. With a thread: its root and replies. */
  messages(channel: string, threadTs?: string): readonly Message[];
  ephemerals(user: string): readonly Ephemeral[];
  /** The person's open modals, the lowest first. */
  views(user: string): readonly View[];
  home(user: string): View | undefined;
  statuses(): readonly Status[];
  calls(method?: string): readonly Call[];
  /** The first message that fits, there already or still to come. Milliseconds; 5,000 when absent. */
  waitForMessage(fits: (message: Placed) => boolean, timeout?: number): Promise<Placed>;
  waitForEphemeral(user: string, fits: (message: Message) => boolean, timeout?: number): Promise<Message>;
  waitForView(user: string, fits: (view: View) => boolean, timeout?: number): Promise<View>;
  waitForCall(fits: (call: Call) => boolean, timeout?: number): Promise<Call>;
}

const PATIENCE = 5_000; // milliseconds

export const createDriver = (world: World): Driver => ({
  ...acts(world),
  ...changes(world),
  ...readings(world),
  ...waits(world),
});

type Acts = Omit<Driver, keyof Changes | keyof Readings | keyof Waits>;

function acts(world: World): Acts {
  const choose: Driver['choose'] = async (user, target, which, choice) => {
    const pressed = await press(world, { user, target, matches: matcher(which), choice });
    if (!pressed.ok) throw new Error(`${user} cannot click ${String(which)}: ${pressed.error}`);
    return pressed.acked;
  };
  const resend = async (envelope: Envelope, retryAttempt?: number): Promise<boolean> =>
    (await world.delivery.deliver(envelope, retryAttempt)).acked;
  return {
    postAs: async (user, channel, text, options) => {
      const spoken = speak(world, { user, channel, text, threadTs: options?.threadTs });
      if (!spoken.ok) throw new Error(`${user} cannot write in ${channel}: ${spoken.error}`);
      return spoken.ts;
    },
    command: async (user, channel, text) => {
      const commanded = await command(world, { user, channel, text });
      if (!commanded.ok) throw new Error(`${user} cannot type ${text} in ${channel}: ${commanded.error}`);
      return commanded;
    },
    choose,
    click: (user, channel, messageTs, which) => choose(user, { channel, messageTs }, which, {}),
    submitView: (user, viewId, values) => submit(world, { user, viewId, values }),
    closeView: (user, viewId) => close(world, user, viewId),
    deliver: (payload, options) => resend({ kind: kindOf(payload), payload }, options?.retryAttempt),
    resendLast: async () => {
      const last = world.delivery.last();
      if (!last) throw new Error('no event was sent yet');
      return resend(last, 1);
    },
  };
}

type Changes = Pick<Driver, 'openHome' | 'rewrite' | 'deleteMessage' | 'regroup'>;

function changes(world: World): Changes {
  const must = (done: boolean, what: string): void => {
    if (!done) throw new Error(`there is no ${what}`);
  };
  const what = (user: string, channel: string, ts: string): string => `message ${ts} of ${user} in ${channel}`;
  return {
    openHome: (user) => must(openHome(world, user), user),
    rewrite: (user, channel, ts, text) => must(rewrite(world, { user, channel, ts, text }), what(user, channel, ts)),
    deleteMessage: (user, channel, ts) => must(takeBack(world, { user, channel, ts }), what(user, channel, ts)),
    regroup: (group, users) => must(regroup(world, group, users), group),
  };
}

const matcher = (which: Which): ((element: Element) => boolean) =>
  typeof which === 'function' ? which : (element) => element.action_id === which;

function kindOf(payload: Fields): EnvelopeKind {
  if ('command' in payload) return 'slash_commands';
  return 'event' in payload || payload['type'] === 'app_rate_limited' ? 'events_api' : 'interactive';
}

type Readings = Pick<Driver, 'messages' | 'ephemerals' | 'views' | 'home' | 'statuses' | 'calls'>;

const readings = (world: World): Readings => ({
  messages: (channel, threadTs) =>
    threadTs === undefined ? world.messages.list(channel) : world.messages.thread(channel, threadTs),
  ephemerals: (user) => world.ephemerals.list(user),
  views: (user) => world.views.stack(user),
  home: (user) => world.views.home(user),
  statuses: () => world.statuses.list(),
  calls: (method) => world.calls.list(method),
});

type Waits = Pick<Driver, 'waitForMessage' | 'waitForEphemeral' | 'waitForView' | 'waitForCall'>;

function waits(world: World): Waits {
  const first = <Item>(list: () => readonly Item[], fits: (item: Item) => boolean, timeout = PATIENCE): Promise<Item> =>
    waitFor(world.feed, { look: () => list().find(fits), timeout, seen: () => JSON.stringify(list().slice(-20)) });
  return {
    waitForMessage: (fits, timeout) => first(() => everyMessage(world), fits, timeout),
    waitForEphemeral: (user, fits, timeout) =>
      first(() => world.ephemerals.list(user).map(({ message }) => message), fits, timeout),
    waitForView: (user, fits, timeout) => first(() => world.views.stack(user), fits, timeout),
    waitForCall: (fits, timeout) => first(() => world.calls.list(), fits, timeout),
  };
}

const everyMessage = (world: World): readonly Placed[] =>
  [...world.channels.keys()].flatMap((channel) =>
    world.messages.list(channel).map((message) => ({ ...message, channel })),
  );
