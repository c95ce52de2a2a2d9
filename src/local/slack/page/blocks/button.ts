import { make } from '../dom.ts';
import { fieldsOf, isRecord, listOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import { drawMenu } from '../menu.ts';
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

export function drawOverflow(element: Fields, place: Place): HTMLElement {
  const items = listOf(element['options'])
    .map(fieldsOf)
    .map((option) => ({
      label: plainTextOf(option['text']),
      choose: (opener: HTMLElement) => void interact(opener, element, place, { selectedOption: option }),
    }));
  return drawMenu({ name: 'More actions', key: keyOf(element), look: 'button quiet', items });
}

/** What it does, and to what: a button of the same name may do it to something else. */
const keyOf = (element: Fields): string => `${stringOf(element['action_id'])} ${stringOf(element['value'])}`;

const valueOf = (element: Fields): { value?: string } =>
  typeof element['value'] === 'string' ? { value: element['value'] } : {};
