import { drawBlocks } from './blocks/blocks.ts';
import type { PageDeps } from './deps.ts';
import { focusAgain, make } from './dom.ts';
import { HOME } from './route.ts';
import { botName, humans, namesOf } from './selectors.ts';
import type { State } from './state.ts';
import type { Pane } from './thread.ts';

/** The app's Home tab, as it was published for the acting person. */
export function createHome(deps: PageDeps): Pane {
  const element = make('div', { class: 'home scroll', tabindex: '0', role: 'region', 'aria-label': 'App home' });
  let drawn: readonly unknown[] = []; // what the page on the screen was made from
  return {
    element,
    show: (state) => {
      element.hidden = state.route.place !== HOME;
      const { acting } = state.route;
      const view = state.workspace.homes[acting];
      const isSame = drawn[0] === view && drawn[1] === acting && drawn.length > 0;
      if (element.hidden || isSame) return;
      const active = element.contains(document.activeElement) ? document.activeElement : null;
      element.replaceChildren(drawHome(state, deps));
      if (active && drawn[1] === acting) focusAgain(active, element);
      drawn = [view, acting];
    },
  };
}

function drawHome(state: State, deps: PageDeps): HTMLElement {
  const user = state.route.acting;
  const view = state.workspace.homes[user];
  if (!view) return drawNothing(botName(state));
  return drawBlocks(view.blocks, {
    scope: `h-${user}`,
    names: namesOf(state),
    people: humans(state),
    act: (interaction) => deps.act({ user, viewId: view.id }, interaction),
    keep: () => undefined,
  });
}

/** True whether the app has no Home at all or is still drawing it. */
const drawNothing = (bot: string): HTMLElement =>
  make(
    'p',
    { class: 'empty' },
    `Nothing to see here yet. To talk to ${bot}, mention @${bot} in a channel or send it a direct message.`,
  );
