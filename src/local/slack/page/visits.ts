import type { Api } from './api.ts';
import { HOME } from './route.ts';
import { currentChannel } from './selectors.ts';
import type { State } from './state.ts';

/** Tells the app each time somebody opens its Home or their messages with it; a thread opened there is no new visit, unless everything is. */
export function createVisits(
  api: Pick<Api, 'openHome' | 'openMessages'>,
): (state: State, options: { isAnew: boolean }) => void {
  let last = ''; // who was where
  return (state, { isAnew }) => {
    const { acting, place } = state.route;
    const visit = `${acting}/${place}`;
    const isNew = isAnew || visit !== last;
    last = visit;
    if (place === HOME && isNew) void api.openHome(acting);
    if (currentChannel(state)?.kind === 'im' && isNew) void api.openMessages(acting);
  };
}
