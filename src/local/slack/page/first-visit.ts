import { createKeyedList, make } from './dom.ts';
import { icon } from './icons.ts';
import type { Channel } from './protocol.ts';
import { channelsOf } from './route.ts';
import { personName } from './selectors.ts';
import type { State } from './state.ts';
import type { Pane } from './thread.ts';

export interface FirstVisitDeps {
  isDismissed: () => boolean;
  dismiss: () => void;
  send: (as: string, channel: string, text: string) => Promise<void>;
  visit: (as: string, channel: string) => void;
}

interface Suggestion {
  as: string;
  room: 'support' | 'direct';
  text: string;
  /** Who can decide what this asks for; absent when nothing needs a decision. */
  decider?: string;
}

const SUGGESTIONS: readonly Suggestion[] = [
  {
    as: 'UALICE',
    room: 'support',
    text: "@Deskhand my mug from ORD-12345 came broken, I'd like a refund",
    decider: 'UPRIYA',
  },
  { as: 'UALICE', room: 'direct', text: 'How do I reset my password?' },
  { as: 'UALICE', room: 'direct', text: 'Where is my order ORD-12345?' },
  { as: 'UPRIYA', room: 'direct', text: 'Please mark ticket TKT_001 as Resolved', decider: 'UTOM' },
];

/** Four things to try, each one click, and then where to look next. */
export function createFirstVisit(deps: FirstVisitDeps): Pane {
  const { element, grid, next, more, close } = makeParts();
  let chosen: Suggestion | undefined; // absent while all of them are shown
  let hasDecided = false; // the decider has been among the cards
  const choose = (suggestion: Suggestion | undefined): void => {
    chosen = suggestion;
    hasDecided = false;
    element.classList.toggle('folded', suggestion !== undefined);
  };
  more.addEventListener('click', () => choose(undefined));
  close.addEventListener('click', () => {
    deps.dismiss();
    element.hidden = true;
  });
  const placeSuggestions = createKeyedList(grid);
  const placeNext = createKeyedList(next);
  return {
    element,
    show: (state) => {
      const isAmongCards = state.route.place === approvalsIn(state)?.id;
      const isInTheWay = isAmongCards && chosen === undefined; // the cards need the room
      element.hidden = deps.isDismissed() || state.workspace.users.length === 0 || isInTheWay;
      placeSuggestions(
        SUGGESTIONS.map((suggestion) => ({
          key: suggestion.text,
          depends: [state.workspace.users],
          draw: () => drawSuggestion(suggestion, state, { deps, choose }),
        })),
      );
      const suggestion = chosen;
      if (!suggestion) return;
      const isThere = isAmongCards && state.route.acting === suggestion.decider;
      hasDecided ||= isThere;
      const stage = stageOf(isThere, hasDecided);
      placeNext([{ key: suggestion.text, depends: [stage], draw: () => drawNext(suggestion, state, { deps, stage }) }]);
    },
  };
}

function makeParts() {
  const grid = make('div', { class: 'suggestions' });
  const next = make('div', { class: 'next', role: 'status' });
  const more = make('button', { type: 'button', class: 'button quiet more' }, 'Try something else');
  const close = make('button', { type: 'button', class: 'tool', 'aria-label': 'Hide suggestions' }, icon('close'));
  const spacer = make('span', { class: 'spacer' });
  const head = make('div', { class: 'welcome-head' }, make('h2', {}, 'Four things to try'), next, spacer, more, close);
  return {
    element: make('section', { class: 'welcome', 'aria-label': 'First steps' }, head, grid),
    grid,
    next,
    more,
    close,
  };
}

interface Choosing {
  deps: FirstVisitDeps;
  choose: (suggestion: Suggestion) => void;
}

function drawSuggestion(suggestion: Suggestion, state: State, { deps, choose }: Choosing): HTMLElement {
  const { as, room, text } = suggestion;
  const where = room === 'support' ? 'in #support' : 'in a direct message';
  const button = make('button', { type: 'button', class: 'suggestion' }, text);
  button.addEventListener('click', () => {
    choose(suggestion);
    void deps.send(as, roomOf(state, suggestion), text);
  });
  return make('div', {}, make('p', { class: 'hint' }, `${firstName(state, as)}, ${where}`), button);
}

/** To the cards, among them, or away from them again. */
type Stage = 'asked' | 'deciding' | 'decided';

function stageOf(isThere: boolean, hasDecided: boolean): Stage {
  if (isThere) return 'deciding';
  return hasDecided ? 'decided' : 'asked';
}

interface Next {
  deps: FirstVisitDeps;
  stage: Stage;
}

function drawNext(suggestion: Suggestion, state: State, { deps, stage }: Next): HTMLElement {
  const { as, decider } = suggestion;
  const say = (text: string, child?: Node): HTMLElement =>
    make('div', { class: 'next-step' }, make('p', {}, text), child);
  if (decider === undefined) return say('Sent. The answer arrives in the thread.');
  const go = (who: string, label: string, place: string): HTMLElement => {
    const button = make('button', { type: 'button', class: 'button primary' }, label);
    button.addEventListener('click', () => deps.visit(who, place));
    return button;
  };
  const [asker, colleague] = [firstName(state, as), firstName(state, decider)];
  switch (stage) {
    case 'asked':
      return say(
        `Sent. Now switch to ${colleague} and open #approvals.`,
        go(decider, `Switch to ${colleague}`, approvalsIn(state)?.id ?? ''),
      );
    case 'deciding':
      return say('Read the card and press a button. Then:', go(as, `Back to ${asker}`, roomOf(state, suggestion)));
    case 'decided':
      return say(`Open the thread to see what ${asker} was told.`);
  }
}

const firstName = (state: State, id: string): string => personName(state, id).split(' ')[0] ?? id;

const approvalsIn = ({ workspace }: State): Channel | undefined =>
  workspace.channels.find(({ name }) => name === 'approvals');

function roomOf({ workspace }: State, { as, room }: Suggestion): string {
  const isRoom = ({ kind, name }: Channel): boolean => (room === 'direct' ? kind === 'im' : name === 'support');
  return channelsOf(workspace, as).find(isRoom)?.id ?? '';
}
