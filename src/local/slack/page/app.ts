import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { createChannels } from './channels.ts';
import { createDeps } from './create-deps.ts';
import type { PageDeps } from './deps.ts';
import { followWorkspace } from './feed.ts';
import { createFirstVisit } from './first-visit.ts';
import { createHome } from './home.ts';
import { createIdentity } from './identity.ts';
import { createMessages } from './messages.ts';
import { createModals } from './modal.ts';
import { dismissWelcome, isWelcomeDismissed, lastActing, loadRead, saveActing, saveRead } from './memory.ts';
import { formatHash, parseHash, parsePermalink } from './route.ts';
import { entriesOf, ownChannels, unreadIn } from './selectors.ts';
import { threadToOpen } from './thread-to-open.ts';
import { createShell, titleOf } from './shell.ts';
import { emptyState, withEvent, withoutView, withRead, withRoute, withWorkspace } from './state.ts';
import type { State } from './state.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';
import { createThread } from './thread.ts';
import type { UiEvent } from './protocol.ts';
import { createVisits } from './visits.ts';
import { createWireLog } from './wire-log.ts';

followPermalink();
startPage(createApi());

function followPermalink(): void {
  const target = parsePermalink(location.pathname, location.search);
  if (target) history.replaceState(undefined, '', `/${formatHash({ acting: lastActing(), ...target })}`);
}

function startPage(api: Api): void {
  const store: Store<State> = createStore(emptyState(location.hash, loadRead()), (state) => draw(state));
  const deps = createDeps(api, store);
  const visit = createVisits(api);
  const enter = (isAnew: boolean): void => {
    followAddress(store);
    visit(store.get(), { isAnew });
  };
  const firstVisit = createFirstVisit({
    isDismissed: isWelcomeDismissed,
    dismiss: dismissWelcome,
    visit: (acting, place) => deps.go({ acting, place, thread: undefined }),
    send: async (acting, place, text) => {
      deps.go({ acting, place, thread: undefined });
      await deps.post(text);
    },
  });
  const shell = createShell({
    identity: createIdentity(deps),
    channels: createChannels(),
    wireLog: createWireLog(),
    firstVisit,
    messages: createMessages(deps, store.get),
    home: createHome(deps),
    thread: createThread(deps, store.get),
  });
  const modals = openModals(api, store, deps);
  const draw = (state: State): void => {
    shell.show(state);
    modals.show(state);
    document.title = pageTitle(state);
    lookAt(state, store);
  };
  document.body.replaceChildren(shell.element);
  addEventListener('hashchange', () => enter(false));
  document.addEventListener('click', (click) => stayHere(click, deps));
  document.addEventListener('visibilitychange', () => lookAt(store.get(), store));
  followWorkspace({
    load: api.workspace,
    onWorkspace: (workspace) => {
      store.change((state) => withWorkspace(state, workspace));
      enter(true);
    },
    onEvent: (event) => receive(event, store, deps),
    onLost: () => store.change((state) => ({ ...state, connected: false })),
  });
}

function openModals(api: Api, store: Store<State>, deps: PageDeps): ReturnType<typeof createModals> {
  return createModals({
    act: deps.act,
    submit: api.submit,
    close: (user, viewId) => {
      store.change((state) => withoutView(state, user, viewId));
      void api.close({ user, viewId });
    },
  });
}

/** A link to a message of this workspace opens it here, as Slack does; held keys still open a new tab. */
function stayHere(click: MouseEvent, deps: PageDeps): void {
  const link = click.target instanceof Element ? click.target.closest('a') : null;
  if (link?.origin !== location.origin || click.ctrlKey || click.metaKey || click.shiftKey) return;
  const target = parsePermalink(link.pathname, link.search);
  if (!target) return;
  click.preventDefault();
  deps.go(target);
}

/** Follows the address bar, and corrects it. */
function followAddress(store: Store<State>): void {
  store.change((state) => withRoute(state, parseHash(location.hash)));
  const { route } = store.get();
  history.replaceState(undefined, '', formatHash(route));
  saveActing(route.acting);
}

function receive(event: UiEvent, store: Store<State>, deps: PageDeps): void {
  store.change((state) => withEvent(state, event));
  const thread = threadToOpen(store.get(), event);
  if (thread !== undefined) deps.go({ thread });
}

/** What is on a visible screen counts as read. */
function lookAt(state: State, store: Store<State>): void {
  const { acting, place } = state.route;
  if (document.visibilityState !== 'visible' || unreadIn(state, place) === 0) return;
  const latest = entriesOf(state, place).at(-1)?.ts ?? '0';
  store.change((current) => withRead(current, acting, place, latest));
  saveRead(store.get().read);
}

function pageTitle(state: State): string {
  const unread = ownChannels(state).reduce((sum, { id }) => sum + unreadIn(state, id), 0);
  return `${unread > 0 ? `(${unread}) ` : ''}${titleOf(state)} · ${state.workspace.team.name}`;
}
