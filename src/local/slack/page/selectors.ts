import { channelsOf } from './route.ts';
import { compareTs, readKey, threadKey } from './state.ts';
import type { Entry, State } from './state.ts';
import type { Channel, Person, Session, View } from './protocol.ts';
import type { Names } from './rich/names.ts';

export const humans = (state: State): readonly Person[] =>
  state.workspace.users.filter(({ id, role }) => id !== state.workspace.botUser && role !== 'bot');

export const ownChannels = (state: State): readonly Channel[] => channelsOf(state.workspace, state.route.acting);

export const currentChannel = (state: State): Channel | undefined =>
  state.workspace.channels.find(({ id }) => id === state.route.place);

export const personName = (state: State, id: string): string => {
  const person = state.workspace.users.find((user) => user.id === id);
  return person?.realName || person?.name || id;
};

export const botName = (state: State): string =>
  state.workspace.users.some(({ id }) => id === state.workspace.botUser)
    ? personName(state, state.workspace.botUser)
    : 'Deskhand';

/** `#support`, or the app's name for a direct message with it. */
export const channelTitle = (state: State, channel: Channel): string =>
  channel.kind === 'im' ? botName(state) : `#${channel.name}`;

export const namesOf = (state: State): Names => ({
  acting: state.route.acting,
  person: (id) => personName(state, id),
  channel: (id) => state.workspace.channels.find((channel) => channel.id === id)?.name ?? id,
  group: (id) => state.workspace.groups.find((group) => group.id === id)?.handle ?? id,
});

/** Everything the acting person sees in a channel, threads included, oldest first. */
export function entriesOf(state: State, channel: string): readonly Entry[] {
  const own = (state.whispers[channel] ?? []).filter(({ onlyFor }) => onlyFor === state.route.acting);
  const messages = state.workspace.messages[channel] ?? [];
  return own.length === 0 ? messages : [...messages, ...own].toSorted((a, b) => compareTs(a.ts, b.ts));
}

export const isReply = (entry: Entry): boolean => entry.thread_ts !== undefined && entry.thread_ts !== entry.ts;

export const threadOf = (state: State, channel: string, threadTs: string): readonly Entry[] =>
  entriesOf(state, channel).filter(({ ts, thread_ts }) => ts === threadTs || thread_ts === threadTs);

/** Apps set "is looking…" to follow their name, or a whole sentence; '' when there is nothing to say. */
export function statusOf(state: State, channel: string, threadTs: string): string {
  const status = state.statuses[threadKey(channel, threadTs)] ?? '';
  return /^(?:is|was|has) /.test(status) ? `${botName(state)} ${status}` : status;
}

export const sessionOf = (state: State, channel: string, threadTs: string): Session | undefined =>
  state.workspace.sessions.find((session) => session.channel === channel && session.threadTs === threadTs);

/** Whether there is something in the thread that Stop would stop. */
export const isStoppable = (state: State, channel: string, threadTs: string): boolean =>
  sessionOf(state, channel, threadTs)?.status === 'processing' ||
  threadOf(state, channel, threadTs).some(({ streaming_state }) => streaming_state === 'in_progress');

/** A message as its author typed it. */
export const typedText = ({ text }: Entry, bot: string, name: string): string =>
  text.replaceAll(`<@${bot}>`, `@${name}`).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export const topView = (state: State): View | undefined => state.views[state.route.acting]?.at(-1);

/** What others wrote since the acting person last looked; replies count only in threads they take part in. */
export function unreadIn(state: State, channel: string): number {
  const { acting } = state.route;
  const lastRead = state.read[readKey(acting, channel)] ?? '0';
  const entries = entriesOf(state, channel);
  const joined = new Set(entries.filter(({ user }) => user === acting).map(({ ts, thread_ts }) => thread_ts ?? ts));
  return entries.filter((entry) => {
    const isNew = entry.user !== acting && compareTs(entry.ts, lastRead) > 0;
    return isNew && (!isReply(entry) || joined.has(entry.thread_ts ?? ''));
  }).length;
}
