import { createComposer } from './composer.ts';
import type { PageDeps } from './deps.ts';
import { make } from './dom.ts';
import { createMessageList, isContinued } from './message-list.ts';
import type { MessageView } from './message.ts';
import { createPrompts } from './prompts.ts';
import type { Channel } from './protocol.ts';
import { botName, channelTitle, currentChannel, entriesOf, isReply, statusOf } from './selectors.ts';
import type { Entry, State } from './state.ts';
import type { Pane } from './thread.ts';

/** The channel's messages and their composer. */
export function createMessages(deps: PageDeps, state: () => State): Pane {
  const list = createMessageList('Messages', deps);
  const empty = make('p', { class: 'empty' });
  const composer = createComposer(
    () => botName(state()),
    (text, files) => deps.post(text, undefined, files),
  );
  const prompts = createPrompts((text) => deps.post(text));
  const element = make('div', { class: 'conversation' }, empty, list.element, prompts.element, composer.element);
  return {
    element,
    show: (current) => {
      const channel = currentChannel(current);
      element.hidden = channel === undefined;
      if (!channel) return;
      const views = viewsOf(current, channel);
      const title = channelTitle(current, channel);
      const { acting } = current.route;
      list.show(`${channel.id}/${acting}`, views, current);
      empty.hidden = views.length > 0;
      prompts.show(current, channel, views.length === 0);
      empty.textContent =
        channel.kind === 'im' ? `Ask ${title} anything. Only the two of you see it.` : `Nothing in ${title} yet.`;
      composer.show({ place: `${acting}/${channel.id}`, label: `Message ${title}`, canMention: channel.kind !== 'im' });
    },
  };
}

function viewsOf(state: State, channel: Channel): readonly MessageView[] {
  const entries = entriesOf(state, channel.id);
  const replies = Map.groupBy(entries.filter(isReply), ({ thread_ts }) => thread_ts ?? '');
  const top = entries.filter((entry) => !isReply(entry));
  return top.map((entry, index) => ({
    entry,
    channel: channel.id,
    isContinued: isContinued(entry, top[index - 1]),
    replies: summaryOf(entry, replies.get(entry.ts) ?? [], { state, channel }),
  }));
}

function summaryOf(entry: Entry, replies: readonly Entry[], { state, channel }: { state: State; channel: Channel }) {
  return {
    count: Math.max(replies.length, entry.reply_count ?? 0),
    lastTs: replies.at(-1)?.ts ?? entry.ts,
    status: statusOf(state, channel.id, entry.ts),
    isOpen: state.route.thread === entry.ts,
  };
}
