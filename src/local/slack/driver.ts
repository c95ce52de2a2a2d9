import type { Element } from './blocks/parts.ts';
import type { Envelope, EnvelopeKind } from './delivery/envelope.ts';
import type { Fields } from './json.ts';
import type { Choice } from './people/action.ts';
import { press, type Target } from './people/click.ts';
import { command, type Commanded } from './people/command.ts';
import { openApp } from './people/open-app.ts';
import { regroup } from './people/regroup.ts';
import { useShortcut } from './people/shortcut.ts';
import { rewrite, speak, takeBack } from './people/speak.ts';
import { stopSession } from './people/stop-session.ts';
import { close, submit, type Submitted } from './people/submit.ts';
import type { Attachment } from './state/files.ts';
import { expireStreams } from './streaming/stream.ts';
import { createWatching, type Watching } from './watching.ts';
import type { World } from './world.ts';

/** An element by its `action_id`, or by what it looks like. */
type Which = string | ((element: Element) => boolean);

interface PostOptions {
  threadTs?: string;
  /** With a file the text may be empty. */
  files?: readonly Attachment[];
}

/** What tests do to a workspace and read from it. Acts reject when they name something that is not there. */
export interface Driver extends Watching {
  /** `text` as Slack stores it, e.g. `<@UBOT> hello`. The value is the message's ts. */
  postAs(user: string, channel: string, text: string, options?: PostOptions): Promise<string>;
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
  /** Picks an entry from the menu of a message. Whether the app acknowledged it in time. */
  shortcut(user: string, channel: string, messageTs: string, callbackId: string): Promise<boolean>;
  openHome(user: string): void;
  /** Opens a person's direct messages with the app. */
  openMessages(user: string): void;
  /** Presses the Stop that a thread shows while the bot works on it or writes in it. */
  pressStop(user: string, channel: string, threadTs: string): void;
  /** Breaks off every message that is being streamed, as Slack does after about five minutes. */
  expireStreams(): void;
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
}

export const createDriver = (world: World): Driver => ({
  ...acts(world),
  ...changes(world),
  ...createWatching(world),
});

type Acts = Omit<Driver, keyof Changes | keyof Watching>;

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
      const spoken = speak(world, { user, channel, text, ...options });
      if (!spoken.ok) throw new Error(`${user} cannot write in ${channel}: ${spoken.error}`);
      return spoken.ts;
    },
    command: async (user, channel, text) => {
      const commanded = await command(world, { user, channel, text });
      if (!commanded.ok) throw new Error(`${user} cannot type ${text} in ${channel}: ${commanded.error}`);
      return commanded;
    },
    choose,
    shortcut: async (user, channel, ts, callbackId) => {
      const used = await useShortcut(world, { user, channel, ts, callbackId });
      if (!used.ok) throw new Error(`${user} cannot use ${callbackId} on ${ts} in ${channel}: ${used.error}`);
      return used.acked;
    },
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

type Changes = Pick<
  Driver,
  'openHome' | 'openMessages' | 'pressStop' | 'expireStreams' | 'rewrite' | 'deleteMessage' | 'regroup'
>;

function changes(world: World): Changes {
  const must = (done: boolean, what: string): void => {
    if (!done) throw new Error(`there is no ${what}`);
  };
  const what = (user: string, channel: string, ts: string): string => `message ${ts} of ${user} in ${channel}`;
  return {
    openHome: (user) => must(openApp(world, user, 'home'), user),
    openMessages: (user) => must(openApp(world, user, 'messages'), user),
    pressStop: (user, channel, threadTs) =>
      must(stopSession(world, { user, channel, threadTs }).ok, `Stop for ${user} in thread ${threadTs} of ${channel}`),
    expireStreams: () => expireStreams(world),
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
