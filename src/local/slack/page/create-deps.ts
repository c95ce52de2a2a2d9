import type { Api } from './api.ts';
import { complaintAbout, isCommand } from './command.ts';
import type { PageDeps } from './deps.ts';
import { formatHash, settleRoute } from './route.ts';
import type { Route } from './route.ts';
import { currentChannel } from './selectors.ts';
import { withRoute } from './state.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';

/** What the parts of the page may do, done as the acting person where they are. */
export function createDeps(api: Api, store: Store<State>): PageDeps {
  const go = goer(store);
  const here = (): { user: string; channel: string } => {
    const { acting: user, place: channel } = store.get().route;
    return { user, channel };
  };
  return {
    now: () => new Date(),
    go,
    act: async (where, interaction) => wasHeard(await api.click(where, interaction)),
    edit: (editing) => store.change((state) => ({ ...state, editing })),
    rewrite: async (ts, text) => (await api.edit({ ...here(), ts, text })).ok,
    remove: async (ts) => (await api.remove({ ...here(), ts })).ok,
    stop: (threadTs) => api.stop({ ...here(), threadTs }),
    useShortcut: async (ts, callbackId) => wasHeard(await api.useShortcut({ ...here(), ts, callbackId })),
    post: async (text, threadTs, files) => {
      const { user, channel } = here();
      if (isCommand(text)) return complaintAbout(text, await api.command({ user, channel, text, threadTs }));
      const answer = await api.post({ user, channel, text, threadTs, files });
      if (!answer.ok) return `Not sent: ${answer.error ?? 'no reason given'}`;
      const isStillThere = store.get().route.place === channel && store.get().route.acting === user;
      const isChannel = currentChannel(store.get())?.kind !== 'im';
      if (threadTs === undefined && isChannel && isStillThere) go({ thread: answer.ts });
      return undefined;
    },
  };
}

function goer(store: Store<State>): PageDeps['go'] {
  return (change) => {
    const { route, workspace } = store.get();
    const next = settleRoute({ ...route, ...dropThread(route, change), ...change }, workspace);
    store.change((state) => withRoute(state, next));
    location.hash = formatHash(next);
  };
}

const dropThread = (route: Route, { place }: Partial<Route>): Partial<Route> =>
  place === undefined || place === route.place ? {} : { thread: undefined };

const wasHeard = ({ ok, acked }: { ok: boolean; acked?: boolean }): boolean => ok && acked !== false;
