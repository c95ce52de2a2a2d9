import type { PageDeps } from './deps.ts';
import { make } from './dom.ts';
import { icon } from './icons.ts';
import type { Session } from './protocol.ts';
import { isStoppable, sessionOf } from './selectors.ts';
import type { State } from './state.ts';

/** The bot's work in the open thread, as its head shows it. */
export interface SessionBar {
  element: HTMLElement;
  show: (state: State, channel: string, threadTs: string) => void;
}

const WORDS: Record<Session['status'], string> = {
  active: '',
  processing: 'Working…',
  suspended: 'Waiting for a decision',
  closed: 'Closed',
};

/** A pill that says what the bot does, and Stop while there is something to stop. */
export function createSessionBar(deps: PageDeps): SessionBar {
  const pill = make('span', { class: 'pill', role: 'status' });
  const stop = make('button', { type: 'button', class: 'button stop', hidden: true }, icon('stop'), 'Stop');
  let thread = ''; // the one that Stop is for
  stop.addEventListener('click', () => {
    stop.setAttribute('aria-busy', 'true');
    void deps.stop(thread).then(() => stop.removeAttribute('aria-busy'));
  });
  return {
    element: make('div', { class: 'session' }, pill, stop),
    show: (state, channel, threadTs) => {
      thread = threadTs;
      const status = sessionOf(state, channel, threadTs)?.status ?? 'active';
      if (pill.textContent !== WORDS[status]) pill.textContent = WORDS[status];
      pill.className = `pill ${status}`;
      stop.hidden = !isStoppable(state, channel, threadTs);
    },
  };
}
