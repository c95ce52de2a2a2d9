import { make } from '../dom.ts';
import { fieldsOf, stringOf } from '../json.ts';
import { drawFlows } from '../rich/draw.ts';
import type { Names } from '../rich/names.ts';
import { drawEmoji } from '../rich/emoji.ts';
import { readMrkdwn } from '../rich/mrkdwn.ts';

/** A text object, `plain_text` or `mrkdwn`. */
export function drawText(value: unknown, names: Names): HTMLElement {
  const text = fieldsOf(value);
  if (text['type'] === 'mrkdwn') return drawFlows(readMrkdwn(stringOf(text['text'])), names);
  return make('div', { class: 'plain' }, plainTextOf(value));
}

/** The characters of a text object, for places that cannot hold formatting. */
export const plainTextOf = (value: unknown): string =>
  typeof value === 'string' ? value : drawEmoji(stringOf(fieldsOf(value)['text']));
