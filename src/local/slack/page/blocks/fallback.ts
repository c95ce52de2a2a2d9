import { make } from '../dom.ts';
import { icon } from '../icons.ts';
import { fieldsOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import { safeHref } from '../rich/controls.ts';
import { drawLink } from '../rich/draw.ts';

/** What this page cannot draw is shown as it is, under its name. */
export function drawUnknown(value: unknown): HTMLElement {
  const type = stringOf(fieldsOf(value)['type']) || 'without a type';
  return make(
    'details',
    { class: 'unknown' },
    make('summary', {}, `Unknown block: ${type}`),
    make('pre', { tabindex: '0' }, JSON.stringify(value, undefined, 2) ?? String(value)),
  );
}

/** Images are never loaded: an address in a message must not be able to call home. */
export function drawImage(image: Fields): HTMLElement {
  const name = stringOf(image['alt_text']) || 'without a description';
  const href = safeHref(stringOf(image['image_url']));
  const link = href === undefined ? undefined : drawLink(href, [document.createTextNode('Open')]);
  return make(
    'span',
    { class: 'image', role: 'group', 'aria-label': `Image: ${name}` },
    icon('image'),
    ` ${name} `,
    link,
  );
}
