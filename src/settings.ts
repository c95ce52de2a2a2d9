import type { BusinessHours } from './domain/business-hours.ts';
import { HOUR, MINUTE, SECOND } from './domain/time.ts';

export type Environment = Record<string, string | undefined>;

/** Collects every mistake, so that all are told at once. A warning does not keep the bot from starting. */
export interface Mistakes {
  add(name: string, problem: string, fix: string): void;
  warn(name: string, problem: string, fix: string): void;
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
}

export function mistakes(): Mistakes {
  const lines: string[] = [];
  const warnings: string[] = [];
  return {
    lines,
    warnings,
    add: (name, problem, fix) => lines.push(`${name} ${problem}. ${fix}`),
    warn: (name, problem, fix) => warnings.push(`${name} ${problem}. ${fix}`),
  };
}

/** `NAME=` in a file means the same as no line at all. */
export const isGiven = (env: Environment, name: string): boolean => env[name] !== undefined && env[name] !== '';

/** As much of a value as may be printed: anything may turn out to be a secret in the wrong place. */
export const shown = (value: string): string => (value.length > 5 ? `${value.slice(0, 5)}…` : value);

/** Undefined when absent or empty. White space and quotes are a mistake of copying. */
export function text(env: Environment, name: string, found: Mistakes): string | undefined {
  return clean(env, name, { stray: /[\s"'`]/, found });
}

/** Of a file or folder: inside it, spaces and quotes are fine. */
export function path(env: Environment, name: string, found: Mistakes): string | undefined {
  return clean(env, name, { stray: /^[\s"']|[\s"']$|[\r\n\0]/, found });
}

function clean(
  env: Environment,
  name: string,
  { stray, found }: { stray: RegExp; found: Mistakes },
): string | undefined {
  const value = env[name];
  if (value === undefined || value === '') return undefined;
  if (!stray.test(value)) return value;
  found.add(name, 'holds white space, quotes or a line break', 'Set the bare value, without anything around it.');
  return undefined;
}

/** Of the web, without credentials or fragment, and without a query unless it may have one: paths are put behind it. */
export function webAddress(
  env: Environment,
  name: string,
  found: Mistakes,
  { mayHaveQuery } = { mayHaveQuery: false },
): string | undefined {
  const value = text(env, name, found);
  if (value === undefined) return undefined;
  const problem = addressProblem(value, mayHaveQuery);
  if (problem === undefined) return value;
  found.add(name, problem, 'Set a full URL such as https://orders.example.com/api.');
  return undefined;
}

function addressProblem(value: string, mayHaveQuery: boolean): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return `is not a web address (${shown(value)})`;
  if (url.username !== '' || url.password !== '') return 'holds a user name or a password';
  if (mayHaveQuery) return value.includes('#') ? 'holds a fragment' : undefined;
  return /[?#]/.test(value) ? 'holds a query or a fragment' : undefined;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
export const isLoopback = (address: string): boolean => LOOPBACK.test(new URL(address).hostname);

/** 0: any free one. */
export function portNumber(env: Environment, name: string, found: Mistakes): number | undefined {
  const value = text(env, name, found);
  if (value === undefined) return undefined;
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  found.add(name, `is not a port (${shown(value)})`, 'Set a number from 1 to 65535.');
  return undefined;
}

/** Of a channel, not of direct messages. */
export function channelId(env: Environment, name: string, found: Mistakes): string | undefined {
  const value = text(env, name, found);
  if (value === undefined || /^[CG][A-Z0-9_]+$/.test(value)) return value;
  const fix = 'Set the id (C…), found at the bottom of the channel’s details.';
  found.add(name, `is no channel id (${shown(value)})`, fix);
  return undefined;
}

const UNITS: Record<string, number> = { s: SECOND, m: MINUTE, h: HOUR };

/** In milliseconds: `4s`, `30m`, `2h`. */
export function duration(env: Environment, name: string, found: Mistakes): number | undefined {
  const value = text(env, name, found);
  if (value === undefined) return undefined;
  const match = /^([1-9]\d{0,5})([smh])$/.exec(value);
  const unit = UNITS[match?.[2] ?? ''];
  if (match && unit !== undefined) return Number(match[1]) * unit;
  found.add(name, `is not a time span (${shown(value)})`, 'Set a number and a unit: 45s, 30m or 2h.');
  return undefined;
}

/** From 1 to ten years. */
export function wholeDays(env: Environment, name: string, found: Mistakes): number | undefined {
  const value = text(env, name, found);
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(value) && Number(value) <= 3_650) return Number(value);
  found.add(name, `is not a number of days (${shown(value)})`, 'Set a whole number from 1 to 3650, or leave it out.');
  return undefined;
}

/** From 0; nine digits at most. */
export function wholeNumber(env: Environment, name: string, found: Mistakes): number | undefined {
  const value = text(env, name, found);
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  found.add(name, `is not a whole number (${shown(value)})`, 'Set a whole number, 0 for no limit, or leave it out.');
  return undefined;
}

const DAYS: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Mon-Fri 09:00-17:00 Europe/Vienna`, days also as a list: `Mon,Wed,Fri`. */
export function businessHours(env: Environment, name: string, found: Mistakes): BusinessHours | undefined {
  const value = path(env, name, found);
  if (value === undefined) return undefined;
  const parts = /^(\S+) +(\S+) +(\S+)$/.exec(value);
  if (parts) return hoursOf(parts, name, found);
  found.add(
    name,
    `is not days, hours and a zone (${shown(value)})`,
    'Set all three: Mon-Fri 09:00-17:00 Europe/Vienna.',
  );
  return undefined;
}

function hoursOf([, first = '', second = '', third = '']: readonly string[], name: string, found: Mistakes) {
  const days = daysOf(first);
  if (!days) found.add(name, `holds days that are none (${shown(first)})`, 'Name them as in Mon-Fri or Mon,Wed,Fri.');
  const span = spanOf(second);
  if (!span)
    found.add(name, `holds hours that are none (${shown(second)})`, 'Set two times of one day, as in 09:00-17:00.');
  const isKnown = isZone(third);
  if (!isKnown)
    found.add(name, `holds an unknown time zone (${shown(third)})`, 'Set an IANA name such as Europe/Vienna.');
  return days && span && isKnown ? { days, ...span, zone: third } : undefined;
}

/** Ranges may run over the weekend: `Sat-Mon`. */
function daysOf(text: string): readonly number[] | undefined {
  const parts = text.split(',').map((part) => /^([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))?$/.exec(part));
  const ranges = parts.map((match) => [DAYS.indexOf(match?.[1] ?? ''), DAYS.indexOf(match?.[2] ?? match?.[1] ?? '')]);
  if (ranges.flat().includes(-1)) return undefined;
  const named = ranges.flatMap(([first = 0, last = 0]) =>
    Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => (first + index) % 7),
  );
  return [...new Set(named)].toSorted((a, b) => a - b);
}

/** In minutes after midnight. */
function spanOf(text: string): Pick<BusinessHours, 'from' | 'until'> | undefined {
  const match = /^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$/.exec(text);
  const minutes = (hour: string | undefined, minute: string | undefined): number => Number(hour) * 60 + Number(minute);
  const [from, until] = [minutes(match?.[1], match?.[2]), minutes(match?.[3], match?.[4])];
  return from < until && until <= 24 * 60 ? { from, until } : undefined;
}

/** `Intl` throws for a name that it does not know. */
function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions());
  } catch {
    return false;
  }
}

export function oneOf<Choice extends string>(
  env: Environment,
  name: string,
  choices: readonly Choice[],
  found: Mistakes,
): Choice | undefined {
  const value = text(env, name, found);
  const choice = choices.find((other) => other === value);
  if (value !== undefined && choice === undefined)
    found.add(name, `is ${shown(value)}`, `Set one of: ${choices.join(', ')}.`);
  return choice;
}
