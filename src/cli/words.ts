import { DAY, HOUR, MINUTE, toIso } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';

/** `1 row`, `1,024 rows`, `2 copies` */
export const counted = (number: number, one: string, more = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : more}`;

/** `apr_1`, `apr_1 and apr_2`, `apr_1, apr_2 and apr_3` */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `10 January 2026, 12:00:03 UTC`; a file may hold what is no time at all. */
export function moment(at: Instant): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return `time ${at}`;
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day}, ${toIso(at).slice(-13, -5)} UTC`;
}

const UNITS = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
] as const;

/** Of so many milliseconds, in the largest unit of which it is one at least: `3 days`, `1 hour`, `less than a minute` */
export function duration(milliseconds: number): string {
  const unit = UNITS.find(([length]) => milliseconds >= length);
  return unit ? counted(Math.floor(milliseconds / unit[0]), unit[1]) : 'less than a minute';
}
