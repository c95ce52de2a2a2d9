/** Times as people read them, in the reader's own zone and language. */

const dateOf = (ts: string): Date => new Date(Number(ts) * 1000);

export const timeOfDay = (ts: string): string => clock(dateOf(ts));

/** Short enough for the margin: the message above tells which half of the day. */
export const shortTime = (ts: string): string => timeOfDay(ts).replace(/\s?[AP]M$/i, '');

export const fullTime = (ts: string): string =>
  dateOf(ts).toLocaleString([], { dateStyle: 'full', timeStyle: 'medium' });

export const machineTime = (ts: string): string => {
  const date = dateOf(ts);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
};

/** "Today", "Yesterday" or the date. */
export function dayOf(ts: string, now: Date): string {
  const date = dateOf(ts);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === now.toDateString()) return 'Today';
  return date.toDateString() === yesterday.toDateString() ? 'Yesterday' : longDate(date);
}

/** Slack's date tokens. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function formatSlackDate(seconds: number, format: string): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return '';
  return format.replaceAll(/\{(\w+)\}/g, (whole, token: string) => TOKENS.get(token)?.(date) ?? whole);
}

const clock = (date: Date): string => date.toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });
const longDate = (date: Date): string =>
  date.toLocaleDateString([], { weekday: 'long', month: 'long', day: 'numeric' });
const shortDate = (date: Date): string =>
  date.toLocaleDateString([], { month: 'short', day: 'numeric', year: 'numeric' });

const TOKENS = new Map<string, (date: Date) => string>([
  ['time', clock],
  ['time_secs', (date) => date.toLocaleTimeString([], { timeStyle: 'medium' })],
  ['date_num', (date) => date.toISOString().slice(0, 10)],
  ['date', longDate],
  ['date_pretty', longDate],
  ['date_long', longDate],
  ['date_long_pretty', longDate],
  ['date_short', shortDate],
  ['date_short_pretty', shortDate],
  ['ago', (date) => shortDate(date)],
]);
