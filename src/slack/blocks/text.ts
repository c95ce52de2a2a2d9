/** Text that people, the model or the company wrote, made safe for Slack's text objects. */

/** Escaped for `mrkdwn` and `text`: no token of Slack's can be formed. Invisible characters are gone. */
export const escape = (text: string): string => escapeMarks(clean(text));

/** For `plain_text`, on one line and never empty; cut with … between graphemes. */
export const plain = (text: string, limit: number): string => cut(withoutTokens(line(text)), limit, asIs);

/** Foreign text for a `mrkdwn` object, escaped, on one line and never empty; `limit` counts escaped characters. */
export const mrkdwn = (text: string, limit: number): string => cut(line(text), limit, escapeMarks);

/** Like `mrkdwn`, with its line breaks. */
export const mrkdwnLines = (text: string, limit: number): string => cut(clean(text).trim(), limit, escapeMarks);

/** Like `plain`, with its line breaks and `<` as they are. */
export const cutText = (text: string, limit: number): string => cut(text, limit, asIs);

/** One normal form, line breaks as `\n`, nothing that hides, reorders or piles up. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(INVISIBLE, '')
    .replaceAll(PILE, '$1')
    .normalize('NFC');
}

/** On one line; a text without anything visible is a dash, because Slack refuses empty texts. */
export const line = (text: string): string => clean(text).replaceAll(/\s+/g, ' ').trim() || '–';

/** Everything that Unicode calls ignorable, a control or a bidi control; an emoji keeps its presentation mark. */
const INVISIBLE =
  /[[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\ufff9-\ufffb]--[\n\t\p{Variation_Selector}]]|(?<!\p{Extended_Pictographic})\p{Variation_Selector}/gv;
/** Marks beyond what any script needs. https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format */
const PILE = /(\p{M}{30})\p{M}+/gu;

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

const asIs = (text: string): string => text;

const escapeMarks = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack reads no tokens in `plain_text`; should a client ever, there is none. */
const withoutTokens = (text: string): string => text.replaceAll(/<(?=[!@#]|[a-z][a-z0-9+.-]{0,20}:)/gi, '‹');

function cut(text: string, limit: number, write: (text: string) => string): string {
  const whole = write(text);
  if (whole.length <= limit) return whole;
  let kept = ''; // grows grapheme by grapheme, so that no character and no entity is cut in half
  for (const { segment } of GRAPHEMES.segment(text.slice(0, limit))) {
    const longer = kept + write(segment);
    if (longer.length >= limit) break;
    kept = longer;
  }
  return `${kept.trimEnd()}…`;
}
