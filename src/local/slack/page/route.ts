import type { Channel, Workspace } from './protocol.ts';

/** What the address bar says: who is acting, where they are, and which thread is open beside it. */
export interface Route {
  acting: string;
  /** A channel id, or `HOME`. */
  place: string;
  thread?: string | undefined;
}

export const HOME = 'home';

export function parseHash(hash: string): Route {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    acting: fields.get('as') ?? '',
    place: fields.get('in') ?? '',
    thread: fields.get('thread') ?? undefined,
  };
}

export function formatHash({ acting, place, thread }: Route): string {
  const fields = new URLSearchParams({ as: acting, in: place, ...(thread === undefined ? {} : { thread }) });
  return `#${fields.toString()}`;
}

/** `/archives/C1/p1700000000000100?thread_ts=…`, as in Slack's permalinks; undefined for any other address. */
export function parsePermalink(path: string, search: string): Pick<Route, 'place' | 'thread'> | undefined {
  const [, place, seconds, micros] = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(path) ?? [];
  if (place === undefined) return undefined;
  return { place, thread: new URLSearchParams(search).get('thread_ts') ?? `${seconds}.${micros}` };
}

/** The nearest route that exists: nobody sees a channel they are not in. */
export function settleRoute(wanted: Route, workspace: Workspace): Route {
  const people = workspace.users.filter(({ id }) => id !== workspace.botUser);
  const acting = (people.find(({ id }) => id === wanted.acting) ?? people[0])?.id ?? '';
  const channels = channelsOf(workspace, acting);
  const isThere = wanted.place === HOME || channels.some(({ id }) => id === wanted.place);
  if (isThere) return { ...wanted, acting };
  const first = channels.find(({ name }) => name === 'support') ?? channels[0];
  return { acting, place: first?.id ?? HOME };
}

export const channelsOf = (workspace: Workspace, user: string): readonly Channel[] =>
  workspace.channels.filter(
    (channel) => channel.members.includes(user) || (channel.kind === 'im' && channel.user === user),
  );
