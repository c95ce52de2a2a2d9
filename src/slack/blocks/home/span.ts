import { DAY, HOUR, MINUTE } from '../../../domain/time.ts';

/** `12 min`, `1 h 50 min`, `3 days`: whole units, never more than there is. Milliseconds. */
export function spanWords(span: number): string {
  const minutes = Math.floor(span / MINUTE);
  if (minutes < 1) return 'less than a minute';
  if (minutes < HOUR / MINUTE) return `${minutes} min`;
  if (span >= 2 * DAY) return `${Math.floor(span / DAY)} days`;
  const rest = minutes % (HOUR / MINUTE);
  const hours = Math.floor(span / HOUR);
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
