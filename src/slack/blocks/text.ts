import { visibleText } from '../../domain/visible-text.ts';

/** Text that people, the model or the company wrote, made safe for Slack's text objects. */

/** Escaped for `mrkdwn` and `text`: no token of Slack's can be formed. Invisible characters are gone. */
export const escape = (text: string): string => escapeMarks(visibleText(text));

/** For `plain_text`, on one line and never empty; cut with … between graphemes, where Slack would count `limit` characters. */
export const plain = (text: string, limit: number): string =>
  cut(withoutTokens(line(text)), limit, { write: asIs, size: slackLength });

/** How long Slack takes a text to be that is not escaped yet. */
export const slackLength = (text: string): number => escapeMarks(text).length;

/** Whether mrkdwn would read some of it as formatting or as an emoji, so that it would not be seen as it is. */
export const couldFormat = (text: string): boolean =>
  /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:[a-z_+-][\w+-]*:|^>/iu.test(text);

/** Foreign text for a `mrkdwn` object, escaped, on one line and never empty; `limit` counts escaped characters. */
export const mrkdwn = (text: string, limit: number): string => cut(line(text), limit, ESCAPED);

/** Like `mrkdwn`, with its line breaks. */
export const mrkdwnLines = (text: string, limit: number): string => cut(visibleText(text).trim(), limit, ESCAPED);

/** Like `plain`, with its line breaks and `<` as they are. */
export const cutText = (text: string, limit: number): string => cut(text, limit, AS_IS);

/** JSON text whose strings say the same, with nothing in it that hides, reorders or opens a token. */
export const showJson = (json: string): string =>
  json.replaceAll(UNSEEN, (found) =>
    Array.from({ length: found.length }, (_, index) => unicodeEscape(found.charCodeAt(index))).join(''),
  );

/** On one line; a text without anything visible is a dash, because Slack refuses empty texts. */
export const line = (text: string): string => visibleText(text).replaceAll(/\s+/g, ' ').trim() || '–';

/** What hides or reorders, what a reader would take for a plain line break, and what could open a token. */
const UNSEEN = /[[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\ufff9-\ufffb\u2028\u2029<]]/gv;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

const unicodeEscape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

const asIs = (text: string): string => text;

const escapeMarks = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack reads no tokens in `plain_text`; should a client ever, there is none. */
const withoutTokens = (text: string): string => text.replaceAll(/<(?=[!@#]|[a-z][a-z0-9+.-]{0,20}:)/gi, '‹');

interface Writing {
  write: (text: string) => string;
  size: (text: string) => number;
}
const AS_IS: Writing = { write: asIs, size: (text) => text.length };
const ESCAPED: Writing = { write: escapeMarks, size: slackLength };

function cut(text: string, limit: number, { write, size }: Writing): string {
  if (size(text) <= limit) return write(text);
  let kept = ''; // grows grapheme by grapheme, so that no character and no entity is cut in half
  let room = limit - 1;
  for (const { segment } of GRAPHEMES.segment(text.slice(0, limit))) {
    room -= size(segment);
    if (room < 0) break;
    kept += write(segment);
  }
  return `${kept.trimEnd()}…`;
}
