import { createComposer } from './composer.ts';
import type { PageDeps } from './deps.ts';
import { make } from './dom.ts';
import { icon } from './icons.ts';
import { createMessageList, isContinued } from './message-list.ts';
import type { Channel } from './protocol.ts';
import { createSessionBar } from './session-bar.ts';
import { botName, channelTitle, currentChannel, sessionOf, statusOf, threadOf } from './selectors.ts';
import type { State } from './state.ts';

export interface Pane {
  element: HTMLElement;
  show: (state: State) => void;
}

/** The open thread beside the channel, or over it on a phone. */
export function createThread(deps: PageDeps, state: () => State): Pane {
  const { title: heading, where, session, close, list, status, head } = makeParts(deps);
  const composer = createComposer(
    () => botName(state()),
    (text, files) => deps.post(text, state().route.thread, files),
  );
  const attributes = { class: 'thread', 'aria-label': 'Thread', hidden: true };
  const element = make('aside', attributes, head, list.element, status, composer.element);
  close.addEventListener('click', () => deps.go({ thread: undefined }));

  const showThread = (current: State, channel: Channel, threadTs: string): void => {
    const title = channelTitle(current, channel);
    where.textContent = title;
    heading.textContent = sessionOf(current, channel.id, threadTs)?.title ?? 'Thread';
    session.show(current, channel.id, threadTs);
    const entries = threadOf(current, channel.id, threadTs);
    const views = entries.map((entry, index) => ({
      entry,
      channel: channel.id,
      isContinued: index !== 1 && isContinued(entry, entries[index - 1]),
    }));
    list.show(`${channel.id}/${threadTs}/${current.route.acting}`, views, current);
    const line = statusOf(current, channel.id, threadTs);
    if (status.textContent !== line) status.textContent = line;
    status.classList.toggle('working', line !== '');
    const place = `${current.route.acting}/${channel.id}/${threadTs}`;
    composer.show({ place, label: `Reply in ${title} thread`, canMention: channel.kind !== 'im' });
  };

  return {
    element,
    show: (current) => {
      const channel = currentChannel(current);
      const { thread } = current.route;
      element.hidden = channel === undefined || thread === undefined;
      if (channel && thread !== undefined) showThread(current, channel, thread);
    },
  };
}

function makeParts(deps: PageDeps) {
  const title = make('h2', {}, 'Thread');
  const where = make('span', { class: 'hint' });
  const session = createSessionBar(deps);
  const name = 'Close thread';
  const close = make('button', { type: 'button', class: 'tool', 'aria-label': name, title: name }, icon('close'));
  const spacer = make('span', { class: 'spacer' });
  const head = make('header', { class: 'pane-head' }, title, where, spacer, session.element, close);
  return {
    title,
    where,
    session,
    close,
    head,
    list: createMessageList('Thread messages', deps),
    status: make('p', { class: 'status', role: 'status' }),
  };
}
