/** Slack's `<…>` tokens and HTML tags become words; a `<` that stays opens nothing. Links become Markdown links. */
export const flattenTokens = (text: string): string =>
  text.replaceAll(TOKEN, (found: string, token: string | undefined) =>
    token === undefined ? '‹' : wordsOf(token, found),
  );

/** `< b`, `<3`, `<=`: less than. */
const LESS_THAN = '[ \\t]?[\\d=.-]|[ \\t]\\p{L}';
const TOKEN = new RegExp(`<([^<>\\n]*)>|<(?!${LESS_THAN})`, 'gu');
const IS_LESS_THAN = new RegExp(`^(?:${LESS_THAN})`, 'u');
const ADDRESS = /^[a-z][a-z0-9+.-]*:[^\s|]*$/i;
const MAIL = /^[^\s@|]+@[^\s@|]+$/;
const TAG =
  /^\/?(?:a|abbr|audio|b|blockquote|body|button|center|code|del|details|div|em|embed|font|form|frame|h[1-6]|head|hr|html|i|iframe|img|input|ins|kbd|label|li|link|mark|meta|object|ol|p|pre|s|script|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|u|ul|video)(?:[\s/]|$)/i;

function wordsOf(token: string, found: string): string {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? undefined : token.slice(bar + 1);
  if (/^[!@#]/.test(target)) return mentionOf(target, label);
  if (label !== undefined && !/\s/.test(target)) return `[${label}](${target})`;
  if (ADDRESS.test(token)) return ` ${token} `;
  return IS_LESS_THAN.test(token) ? found : plainOf(token);
}

/** `@channel` as a plain word rings no bell: Slack expands only its tokens. */
function mentionOf(target: string, label: string | undefined): string {
  if (!target.startsWith('!')) return `${target[0]}${(label ?? target.slice(1)).replace(/^[@#]/, '')}`;
  const [name = '', id = ''] = target.slice(1).split('^');
  if (/^(?:channel|here|everyone)$/i.test(name)) return `@${name.toLowerCase()}`;
  return label ?? (name === 'subteam' ? `@${id}` : '');
}

function plainOf(token: string): string {
  if (/^br(?:[\s/]|$)/i.test(token)) return ' ';
  if (TAG.test(token)) return '';
  return MAIL.test(token) ? token : `‹${token}›`;
}
