import type { UserId } from '../../domain/ids.ts';
import { toIso } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import { NAME_TEXT } from './limits.ts';
import { mrkdwn } from './text.ts';

/** The tokens of mrkdwn that we write ourselves. https://docs.slack.dev/messaging/formatting-message-text */

export const mention = (user: UserId): string =>
  /^[A-Z0-9_]{2,30}$/.test(user) ? `<@${user}>` : mrkdwn(`@${user}`, NAME_TEXT);

/** A user group or a user, by Slack's id: rings for each of them; undefined for anything else. */
export function ring(id: string): string | undefined {
  if (/^S[A-Z0-9_]{1,30}$/.test(id)) return `<!subteam^${id}>`;
  return /^[UW][A-Z0-9_]{1,30}$/.test(id) ? `<@${id}>` : undefined;
}

/** In the reader's own time zone; where tokens are not read, in UTC: `16:40 UTC`. */
export const clock = (at: Instant): string => dateToken(at, '{time}', utcClock(at));

/** `clock` with seconds, for things that happen within one minute. */
export const clockWithSeconds = (at: Instant): string => dateToken(at, '{time_secs}', `${toIso(at).slice(11, 19)} UTC`);

/** `clock` with its day. */
export const dayAndClock = (at: Instant): string =>
  dateToken(at, '{date_short} {time}', `${toIso(at).slice(0, 10)} ${utcClock(at)}`);

const utcClock = (at: Instant): string => `${toIso(at).slice(11, 16)} UTC`;

/** Undefined unless `address` is a plain web address that cannot break out of the token. */
export const namedLink = (address: string, name: string): string | undefined =>
  /^https?:\/\/[^\s<>|]{1,500}$/.test(address)
    ? `<${address.replaceAll('&', '&amp;')}|${mrkdwn(name, NAME_TEXT)}>`
    : undefined;

/** Our own markup for where date tokens are not drawn: they become their UTC text. */
export const withoutDates = (markup: string): string => markup.replaceAll(/<!date\^\d+\^[^|<>]*\|([^<>]*)>/g, '$1');

/** Our own markup where none is read, such as under a field of a form: people who are named there become colleagues. */
export const plainWords = (markup: string): string =>
  withoutDates(markup)
    .replaceAll(/<@[A-Z0-9_]+>/g, 'a colleague')
    .replaceAll(/<https?:[^|<>]*\|([^<>]*)>/g, '$1')
    .replaceAll(/(^|[.!?] )a colleague/g, '$1A colleague')
    .replaceAll(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));

const dateToken = (at: Instant, format: string, otherwise: string): string =>
  `<!date^${Math.floor(at / 1_000)}^${format}|${otherwise}>`;
