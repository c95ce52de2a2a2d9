import { make } from '../dom.ts';
import { icon } from '../icons.ts';
import { fieldsOf, isRecord, listOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import { safeHref } from '../rich/controls.ts';
import type { Place } from './context.ts';
import { interact } from './interact.ts';
import { plainTextOf } from './text.ts';

export function drawButton(element: Fields, place: Place): HTMLElement {
  const style = stringOf(element['style']);
  const tone = ['primary', 'danger'].includes(style) ? `button ${style}` : 'button';
  const label = stringOf(element['accessibility_label']) || undefined;
  const attributes = { type: 'button', class: tone, 'data-key': keyOf(element), 'aria-label': label };
  const button = make('button', attributes, plainTextOf(element['text']));
  const href = safeHref(stringOf(element['url']));
  button.addEventListener('click', () => {
    if (href !== undefined) window.open(href, '_blank', 'noreferrer');
    void interact(button, element, place, valueOf(element));
  });
  return button;
}

/** Thumbs under an answer: two buttons of one action, told apart by their value. */
export function drawFeedback(element: Fields, place: Place): HTMLElement {
  const buttons = [element['positive_button'], element['negative_button']].filter(isRecord).map((choice) => {
    const own = { ...choice, action_id: element['action_id'] };
    return drawButton(own, place);
  });
  return make('div', { class: 'element-row', role: 'group', 'aria-label': 'Feedback' }, ...buttons);
}

export function drawIconButton(element: Fields, place: Place): HTMLElement {
  const name = plainTextOf(element['text']) || stringOf(element['accessibility_label']);
  const button = make(
    'button',
    { type: 'button', class: 'button quiet', 'data-key': keyOf(element) },
    element['icon'] === 'trash' ? `🗑 ${name}` : name,
  );
  button.addEventListener('click', () => void interact(button, element, place, valueOf(element)));
  return button;
}

/** Lower on the screen than this, a menu opens upwards. */
const ROOM_BELOW = 0.6;

/** The menu behind "⋯". It closes on a choice, on Escape and when the focus leaves it. */
export function drawOverflow(element: Fields, place: Place): HTMLElement {
  const opener = make(
    'button',
    {
      type: 'button',
      class: 'button quiet',
      'data-key': keyOf(element),
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': 'More actions',
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
  for (const option of listOf(element['options']).map(fieldsOf)) {
    const item = make('button', { type: 'button', role: 'menuitem' }, plainTextOf(option['text']));
    item.addEventListener('click', () => {
      show(false);
      void interact(opener, element, place, { selectedOption: option });
    });
    menu.append(item);
  }
  opener.addEventListener('click', () => show(menu.hidden !== false));
  wrapper.addEventListener('keydown', ({ key }) => key === 'Escape' && show(false));
  wrapper.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && wrapper.contains(relatedTarget))) show(false);
  });
  return wrapper;
}

/** What it does, and to what: a button of the same name may do it to something else. */
const keyOf = (element: Fields): string => `${stringOf(element['action_id'])} ${stringOf(element['value'])}`;

const valueOf = (element: Fields): { value?: string } =>
  typeof element['value'] === 'string' ? { value: element['value'] } : {};
