import { dayOf } from './clock.ts';
import type { PageDeps } from './deps.ts';
import { createKeyedList, make } from './dom.ts';
import { drawMessage, isEdited } from './message.ts';
import type { MessageView } from './message.ts';
import type { Entry, State } from './state.ts';

/** How close in time two messages of one person stand together without repeating the name. Seconds. */
const TOGETHER = 300;
/** Pixels from the end within which a reader counts as following along. */
const NEAR_END = 80;
/** What the element of a message that is being edited depends on. */
const EDITING = 'editing';

export interface MessageList {
  element: HTMLElement;
  /** `about` names what is shown; a new one starts at the latest message. */
  show: (about: string, views: readonly MessageView[], state: State) => void;
}

export function createMessageList(label: string, deps: PageDeps): MessageList {
  const items = make('div', { class: 'items' });
  const element = make('div', { class: 'scroll', role: 'log', 'aria-label': label, tabindex: '0' }, items);
  const place = createKeyedList(items);
  let shown = ''; // what the reader looked at last
  return {
    element,
    show: (about, views, state) => {
      const isFollowing = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
      place(views.flatMap((view, index) => [...dividerBefore(views, index, deps.now()), itemOf(view, state, deps)]));
      if (about !== shown || isFollowing) element.scrollTop = element.scrollHeight;
      shown = about;
    },
  };
}

export function isContinued(entry: Entry, before: Entry | undefined): boolean {
  if (!before || before.user !== entry.user || before.onlyFor !== entry.onlyFor) return false;
  return Number(entry.ts) - Number(before.ts) < TOGETHER && entry.onlyFor === undefined;
}

function itemOf(view: MessageView, state: State, deps: PageDeps) {
  const { entry, replies } = view;
  const { acting } = state.route;
  const key = `${view.channel}/${entry.ts}/${acting}`;
  // What is being typed outlives whatever else happens to the message.
  if (isEdited(view, state)) return { key, depends: [EDITING], draw: () => drawMessage(view, state, deps) };
  const thread = [replies?.count, replies?.lastTs, replies?.status, replies?.isOpen];
  return {
    key,
    depends: [entry, view.isContinued, state.workspace.users, state.workspace.shortcuts, ...thread],
    draw: () => drawMessage(view, state, deps),
  };
}

function dividerBefore(views: readonly MessageView[], index: number, now: Date) {
  const day = dayOf(views[index]?.entry.ts ?? '0', now);
  const before = views[index - 1];
  if (before && dayOf(before.entry.ts, now) === day) return [];
  const draw = (): HTMLElement => make('div', { class: 'day' }, make('span', {}, day));
  return [{ key: `day/${day}`, depends: [], draw }];
}
