import type { UserId } from '../../domain/ids.ts';
import { toIso } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import { NAME_TEXT } from './limits.ts';
import { mrkdwn } from './text.ts';

/** The tokens of mrkdwn that we write ourselves. https://docs.slack.dev/messaging/formatting-message-text */

export const mention = (user: UserId): string =>
  /^[A-Z0-9_]{2,30}$/.test(user) ? `<@${user}>` : mrkdwn(`@${user}`, NAME_TEXT);

/** In the reader's own time zone; where tokens are not read, in UTC: `16:40 UTC`. */
export const clock = (at: Instant): string => dateToken(at, '{time}', utcClock(at));

/** `clock` with seconds, for things that happen within one minute. */
export const clockWithSeconds = (at: Instant): string => dateToken(at, '{time_secs}', `${toIso(at).slice(11, 19)} UTC`);

const utcClock = (at: Instant): string => `${toIso(at).slice(11, 16)} UTC`;

/** Undefined unless `address` is a plain web address that cannot break out of the token. */
export const namedLink = (address: string, name: string): string | undefined =>
  /^https?:\/\/[^\s<>|]{1,500}$/.test(address)
    ? `<${address.replaceAll('&', '&amp;')}|${mrkdwn(name, NAME_TEXT)}>`
    : undefined;

/** Our own markup for where date tokens are not drawn: they become their UTC text. */
export const withoutDates = (markup: string): string => markup.replaceAll(/<!date\^\d+\^[^|<>]*\|([^<>]*)>/g, '$1');

const dateToken = (at: Instant, format: string, otherwise: string): string =>
  `<!date^${Math.floor(at / 1_000)}^${format}|${otherwise}>`;
