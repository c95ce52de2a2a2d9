import { parseHash, settleRoute } from './route.ts';
import type { Route } from './route.ts';
import type { Message, Session, UiEvent, View, Workspace } from './protocol.ts';

/** A message as one person sees it; `onlyFor` marks what nobody else does. */
export interface Entry extends Message {
  onlyFor?: string;
}

export interface State {
  workspace: Workspace;
  route: Route;
  connected: boolean;
  /** Not part of the workspace's history, so it is gone with the page. */
  whispers: Record<string, readonly Entry[]>;
  /** The stack of open modals by person, the top one last. */
  views: Record<string, readonly View[]>;
  /** By `threadKey`. */
  statuses: Record<string, string>;
  /** The last ts that was looked at, by `readKey`. */
  read: Record<string, string>;
  log: readonly unknown[];
  /** The message of the acting person's that is being changed, and in which of the two lists. */
  editing?: { ts: string; isInThread: boolean } | undefined;
}

const LOG_LENGTH = 200;

export const threadKey = (channel: string, threadTs: string): string => `${channel}/${threadTs}`;
export const readKey = (user: string, channel: string): string => `${user}/${channel}`;

export function emptyState(hash: string, read: Record<string, string>): State {
  const workspace = {
    team: { id: '', name: '' },
    botUser: '',
    users: [],
    groups: [],
    channels: [],
    messages: {},
    homes: {},
    sessions: [],
    prompts: {},
    shortcuts: [],
  };
  return { workspace, route: parseHash(hash), connected: false, whispers: {}, views: {}, statuses: {}, read, log: [] };
}

export function withWorkspace(state: State, workspace: Workspace): State {
  return { ...state, workspace, connected: true, route: settleRoute(state.route, workspace) };
}

export function withRoute(state: State, wanted: Route): State {
  const route = settleRoute(wanted, state.workspace);
  const isElsewhere = route.acting !== state.route.acting || route.place !== state.route.place;
  return { ...state, route, editing: isElsewhere ? undefined : state.editing };
}

export function withRead(state: State, user: string, channel: string, ts: string): State {
  return { ...state, read: { ...state.read, [readKey(user, channel)]: ts } };
}

export function withEvent(state: State, event: UiEvent): State {
  switch (event.type) {
    case 'message':
      return withMessage(withoutStatus(state, event), event.channel, event.message);
    case 'message_changed':
      return withMessage(state, event.channel, event.message);
    case 'message_deleted':
      return withoutMessage(state, event.channel, event.message.ts);
    case 'ephemeral':
      return withWhisper(state, event);
    case 'view_opened':
    case 'view_updated':
      return withViews(state, event.user, (stack) => upsert(stack, event.view, ({ id }) => id));
    case 'view_closed':
      return withoutView(state, event.user, event.view.id);
    case 'status':
      return withStatus(state, threadKey(event.channel, event.threadTs), event.status);
    case 'home':
      return {
        ...state,
        workspace: { ...state.workspace, homes: { ...state.workspace.homes, [event.user]: event.view } },
      };
    case 'session':
      return { ...state, workspace: { ...state.workspace, sessions: withSession(state, event.session) } };
    case 'prompts': {
      const prompts = { ...state.workspace.prompts, [event.channel]: event.prompts };
      return { ...state, workspace: { ...state.workspace, prompts } };
    }
    case 'log':
      return { ...state, log: [...state.log, event.entry].slice(-LOG_LENGTH) };
  }
}

/** Closing a modal takes everything that was pushed on top of it along. */
export function withoutView(state: State, user: string, viewId: string): State {
  return withViews(state, user, (stack) => {
    const index = stack.findIndex(({ id }) => id === viewId);
    return index < 0 ? stack : stack.slice(0, index);
  });
}

/** Slack's timestamps are digits of equal meaning but not always of equal length; as numbers they would lose digits. */
export function compareTs(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function withMessage(state: State, channel: string, message: Message): State {
  const whispers = state.whispers[channel] ?? [];
  if (whispers.some(({ ts }) => ts === message.ts)) {
    const changed = whispers.map((entry) => (entry.ts === message.ts ? { ...entry, ...message } : entry));
    return { ...state, whispers: { ...state.whispers, [channel]: changed } };
  }
  const before = state.workspace.messages[channel] ?? [];
  const after = upsert(before, message, ({ ts }) => ts).toSorted((a, b) => compareTs(a.ts, b.ts));
  return withMessages(state, channel, after);
}

function withoutMessage(state: State, channel: string, deleted: string): State {
  const whispers = (state.whispers[channel] ?? []).filter(({ ts }) => ts !== deleted);
  const messages = (state.workspace.messages[channel] ?? []).filter(({ ts }) => ts !== deleted);
  return withMessages({ ...state, whispers: { ...state.whispers, [channel]: whispers } }, channel, messages);
}

function withMessages(state: State, channel: string, messages: readonly Message[]): State {
  return {
    ...state,
    workspace: { ...state.workspace, messages: { ...state.workspace.messages, [channel]: messages } },
  };
}

function withWhisper(state: State, event: Extract<UiEvent, { type: 'ephemeral' }>): State {
  const entry: Entry = { ...event.message, onlyFor: event.user };
  const whispers = upsert(state.whispers[event.channel] ?? [], entry, ({ ts }) => ts);
  return { ...state, whispers: { ...state.whispers, [event.channel]: whispers } };
}

function withViews(state: State, user: string, change: (stack: readonly View[]) => readonly View[]): State {
  return { ...state, views: { ...state.views, [user]: change(state.views[user] ?? []) } };
}

const withSession = (state: State, session: Session): readonly Session[] =>
  upsert(state.workspace.sessions, session, ({ channel, threadTs }) => threadKey(channel, threadTs));

/** As in Slack, an app's status ends with its next message in the thread. */
function withoutStatus(state: State, event: { channel: string; message: Message }): State {
  const { message, channel } = event;
  const isBot = message.bot_id !== undefined || message.user === state.workspace.botUser;
  return isBot ? withStatus(state, threadKey(channel, message.thread_ts ?? message.ts), '') : state;
}

function withStatus(state: State, key: string, status: string): State {
  if ((state.statuses[key] ?? '') === status) return state;
  return { ...state, statuses: { ...state.statuses, [key]: status } };
}

function upsert<Item>(items: readonly Item[], item: Item, keyOf: (item: Item) => string): readonly Item[] {
  const index = items.findIndex((other) => keyOf(other) === keyOf(item));
  return index < 0 ? [...items, item] : items.with(index, item);
}
