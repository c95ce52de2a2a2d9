import { make } from './dom.ts';
import { icon } from './icons.ts';

export interface MenuOptions {
  name: string;
  /** Names the button among others, when its message is drawn anew. */
  key: string;
  /** The look of the button that opens it. */
  look: string;
  items: readonly { label: string; choose: (opener: HTMLElement) => void }[];
}

/** Lower on the screen than this, a menu opens upwards. */
const ROOM_BELOW = 0.6;

/** The menu behind "⋯". It closes on a choice, on Escape and when the focus leaves it; arrows walk through it. */
export function drawMenu({ name, key, look, items }: MenuOptions): HTMLElement {
  const opener = make(
    'button',
    {
      type: 'button',
      class: look,
      'data-key': key,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': name,
      title: name,
    },
    icon('more'),
  );
  const menu = make('div', { class: 'menu', role: 'menu', hidden: true });
  const wrapper = make('div', { class: 'overflow' }, opener, menu);
  const show = (isOpen: boolean): void => {
    menu.hidden = !isOpen;
    menu.classList.toggle('up', opener.getBoundingClientRect().bottom > innerHeight * ROOM_BELOW);
    opener.setAttribute('aria-expanded', String(isOpen));
  };
  for (const { label, choose } of items) {
    const item = make('button', { type: 'button', role: 'menuitem' }, label);
    item.addEventListener('click', () => {
      opener.focus({ preventScroll: true });
      show(false);
      choose(opener);
    });
    menu.append(item);
  }
  opener.addEventListener('click', () => show(menu.hidden !== false));
  wrapper.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !menu.hidden) {
      opener.focus({ preventScroll: true });
      show(false);
    }
    const step = STEPS.get(event.key);
    if (step === undefined || menu.hidden) return;
    event.preventDefault();
    walk(menu, step);
  });
  wrapper.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && wrapper.contains(relatedTarget))) show(false);
  });
  return wrapper;
}

const STEPS: ReadonlyMap<string, 1 | -1> = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
]);

function walk(menu: HTMLElement, step: 1 | -1): void {
  const items = Array.from(menu.querySelectorAll('button'));
  const current = items.findIndex((item) => item === document.activeElement);
  const start = current < 0 && step < 0 ? 0 : current;
  items.at((start + step) % items.length)?.focus();
}
