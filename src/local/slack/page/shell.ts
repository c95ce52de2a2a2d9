import { make } from './dom.ts';
import { icon } from './icons.ts';
import { botName, channelTitle, currentChannel, personName } from './selectors.ts';
import type { State } from './state.ts';
import type { Pane } from './thread.ts';

export interface Panes {
  identity: Pane;
  channels: Pane;
  wireLog: Pane;
  firstVisit: Pane;
  messages: Pane;
  home: Pane;
  thread: Pane;
}

/** The frame: a sidebar, which on a phone slides over the rest, the place in the middle, and the thread. */
export function createShell(panes: Panes): Pane {
  const { element, menu, veil, team, title, note, lost } = makeFrame(panes);
  const openSidebar = (isOpen: boolean): void => {
    element.classList.toggle('sidebar-open', isOpen);
    menu.setAttribute('aria-expanded', String(isOpen));
  };
  menu.addEventListener('click', () => openSidebar(!element.classList.contains('sidebar-open')));
  veil.addEventListener('click', () => openSidebar(false));
  let place = ''; // a change of place closes the sliding sidebar
  return {
    element,
    show: (state) => {
      if (place !== state.route.place) openSidebar(false);
      place = state.route.place;
      team.textContent = state.workspace.team.name;
      title.textContent = titleOf(state);
      note.textContent = noteOf(state);
      lost.hidden = state.connected;
      element.classList.toggle('thread-open', state.route.thread !== undefined);
      for (const pane of Object.values(panes)) pane.show(state);
    },
  };
}

function makeFrame(panes: Panes) {
  const team = make('p', { class: 'team' });
  const menu = make(
    'button',
    { type: 'button', class: 'tool menu-button', 'aria-label': 'Channels and people', 'aria-expanded': 'false' },
    icon('menu'),
  );
  const title = make('h1');
  const note = make('span', { class: 'hint' });
  const lost = make(
    'p',
    { class: 'lost', role: 'alert', hidden: true },
    'Connection to the local workspace lost. Trying again…',
  );
  const head = make('header', { class: 'pane-head' }, menu, title, note);
  const sidebar = make(
    'aside',
    { class: 'sidebar' },
    team,
    panes.identity.element,
    panes.channels.element,
    panes.wireLog.element,
  );
  const middle = make('main', {}, head, lost, panes.messages.element, panes.home.element);
  const veil = make('div', { class: 'veil' });
  const element = make(
    'div',
    { class: 'workspace' },
    sidebar,
    veil,
    panes.firstVisit.element,
    middle,
    panes.thread.element,
  );
  return { element, menu, veil, team, title, note, lost };
}

export function titleOf(state: State): string {
  const channel = currentChannel(state);
  return channel ? channelTitle(state, channel) : `${botName(state)} home`;
}

function noteOf(state: State): string {
  const channel = currentChannel(state);
  const who = `You are ${personName(state, state.route.acting)}`;
  if (!channel || channel.kind === 'im') return who;
  const count = channel.members.length === 1 ? '1 member' : `${channel.members.length} members`;
  return `${count} · ${who}`;
}
