import type { UserId } from '../../domain/ids.ts';

/** What a person typed, from what Slack sends: tokens become words, `&amp; &lt; &gt;` become characters. */
export function decodeSlackText(text: string): string {
  return text.replaceAll(TOKEN_OR_ENTITY, (found: string, token: string | undefined) =>
    token === undefined ? unescape(found) : unescape(wordsOf(token)),
  );
}

/** Of a text as Slack sends it, not yet decoded: without the mentions of this user. */
export const stripMention = (text: string, user: UserId): string =>
  text.replaceAll(MENTION, (found: string, mentioned: string) => (mentioned === user ? '' : found)).trim();

const TOKEN_OR_ENTITY = /<([^<>]+)>|&(?:amp|lt|gt);/g;
const MENTION = /<@([^<>|]+)(?:\|[^<>]*)?>[:,]? ?/g;

/** One pass, so that `&amp;lt;` stays the text `&lt;`. */
const unescape = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));

function wordsOf(token: string): string {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? '' : token.slice(bar + 1);
  if (target.startsWith('@')) return at('@', label, target.slice(1));
  if (target.startsWith('#')) return at('#', label, target.slice(1));
  if (target.startsWith('!')) return specialOf(target.slice(1), label);
  return linkOf(target, label);
}

const at = (sign: string, label: string, id: string): string => `${sign}${(label || id).replace(/^[@#]/, '')}`;

/** `here`, `channel`, `everyone`, `subteam^S1` and `date^1700000000^{date}`. */
function specialOf(name: string, label: string): string {
  if (name.startsWith('subteam^')) return at('@', label, name.slice('subteam^'.length));
  if (name.startsWith('date^')) return label;
  return at('@', '', name);
}

function linkOf(address: string, label: string): string {
  const bare = address.replace(/^(?:mailto|tel):/, '');
  const says =
    label === '' || label === bare || address === label || /^https?:\/\/(.*?)\/?$/.exec(address)?.[1] === label;
  return says ? bare : `${label} (${bare})`;
}
