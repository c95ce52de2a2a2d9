import { DAY, MINUTE } from './time.ts';
import type { Instant } from './time.ts';

/** When people decide: the same hours on each of these days, of the clock in one time zone. */
export interface BusinessHours {
  /** 0 is Sunday. */
  days: readonly number[];
  /** Minutes after midnight; `from` < `until` <= 1440. */
  from: number;
  until: number;
  /** IANA name, such as `Europe/Vienna`. */
  zone: string;
}

/** The moment at which `span` milliseconds of working time after `from` are over. */
export function workingTimeAfter(from: Instant, span: number, hours: BusinessHours | undefined): Instant {
  if (!hours || span <= 0) return from + Math.round(span);
  let left = span;
  for (const shift of shiftsFrom(from, hours)) {
    const begins = Math.max(shift.opens, from);
    if (begins + left <= shift.closes) return Math.round(begins + left);
    left -= shift.closes - begins;
  }
  return from + Math.round(span);
}

/** Working milliseconds between two moments; 0 when `until` is not after `from`. */
export function workingTimeBetween(from: Instant, until: Instant, hours: BusinessHours | undefined): number {
  if (until <= from) return 0;
  if (!hours) return until - from;
  let sum = 0;
  for (const { opens, closes } of shiftsFrom(from, hours)) {
    if (opens >= until) break;
    sum += Math.min(closes, until) - Math.max(opens, from);
  }
  return sum;
}

/** When the day began of which the wall clock of this zone shows the time. */
export function midnightBefore(now: Instant, zone: string): Instant {
  const local = localClock(zone);
  return toInstant(Math.floor(local(now) / DAY) * DAY, local);
}

interface Shift {
  opens: Instant;
  closes: Instant;
}

/** Longest search: more than any span of decision at an hour a week. */
const LOOK_AHEAD = 3_000; // days

/** Shifts that end after `from`, in order. */
function* shiftsFrom(from: Instant, hours: BusinessHours): Generator<Shift> {
  const local = localClock(hours.zone);
  const today = Math.floor(local(from) / DAY) * DAY;
  for (let day = -1; day < LOOK_AHEAD; day += 1) {
    const midnight = today + day * DAY;
    if (!hours.days.includes(new Date(midnight).getUTCDay())) continue;
    const shift = {
      opens: toInstant(midnight + hours.from * MINUTE, local),
      closes: toInstant(midnight + hours.until * MINUTE, local),
    };
    if (shift.closes > from && shift.closes > shift.opens) yield shift;
  }
}

type LocalClock = (instant: Instant) => number;

/** The wall clock of the zone, as milliseconds that `Date`'s UTC methods read. */
function localClock(zone: string): LocalClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const at = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second')) + (instant % 1_000);
  };
}

/**
 * The moment at which the wall clock shows `wall`. A time that comes twice when daylight saving ends is the first of the
 * two, one that is skipped when it begins is as long after the gap as it is after the gap's start.
 */
function toInstant(wall: number, local: LocalClock): Instant {
  const [dayBefore, dayAfter] = [wall - DAY, wall + DAY];
  const first = wall - (local(dayBefore) - dayBefore);
  const second = wall - (local(dayAfter) - dayAfter);
  return local(first) !== wall && local(second) === wall ? second : first;
}
