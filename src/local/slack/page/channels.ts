import { createKeyedList, make } from './dom.ts';
import { icon } from './icons.ts';
import type { IconName } from './icons.ts';
import type { Channel } from './protocol.ts';
import { formatHash, HOME } from './route.ts';
import { channelTitle, ownChannels, unreadIn } from './selectors.ts';
import type { State } from './state.ts';
import type { Pane } from './thread.ts';

const ICONS: Record<Channel['kind'], IconName> = { channel: 'hash', private: 'lock', shared: 'shared', im: 'chat' };

/** Links, so that a place can also be opened in a tab of its own. */
export function createChannels(): Pane {
  const rooms = make('div', { class: 'links' });
  const directs = make('div', { class: 'links' });
  const element = make(
    'nav',
    { 'aria-label': 'Channels', class: 'channels' },
    make('h2', {}, 'Channels'),
    rooms,
    make('h2', {}, 'Direct messages and apps'),
    directs,
  );
  const placeRooms = createKeyedList(rooms);
  const placeDirects = createKeyedList(directs);
  return {
    element,
    show: (state) => {
      const own = ownChannels(state).map((channel) => channelLink(state, channel));
      placeRooms(own.filter(({ kind }) => kind !== 'im').map(toItem));
      const home = { place: HOME, kind: 'home', icon: 'home' as const, title: 'App home', unread: 0 };
      placeDirects([...own.filter(({ kind }) => kind === 'im'), { ...home, ...hrefIn(state, HOME) }].map(toItem));
    },
  };
}

interface Link {
  place: string;
  kind: string;
  icon: IconName;
  title: string;
  unread: number;
  href: string;
  isCurrent: boolean;
}

function channelLink(state: State, channel: Channel): Link {
  return {
    place: channel.id,
    kind: channel.kind,
    icon: ICONS[channel.kind],
    title: channelTitle(state, channel),
    unread: unreadIn(state, channel.id),
    ...hrefIn(state, channel.id),
  };
}

const hrefIn = (state: State, place: string) => ({
  href: formatHash({ acting: state.route.acting, place }),
  isCurrent: state.route.place === place,
});

function toItem(link: Link) {
  return {
    key: link.place,
    depends: [link.title, link.unread, link.href, link.isCurrent],
    draw: () => drawLinkTo(link),
  };
}

function drawLinkTo(link: Link): HTMLElement {
  const label = link.unread > 0 ? `${link.title}, ${link.unread} unread` : link.title;
  return make(
    'a',
    {
      href: link.href,
      class: link.unread > 0 ? 'unread' : undefined,
      'aria-label': label,
      'aria-current': link.isCurrent && 'page',
    },
    icon(link.icon),
    make('span', { class: 'name' }, link.title.replace(/^#/, '')),
    link.unread > 0 ? make('span', { class: 'count' }, String(link.unread)) : undefined,
  );
}
