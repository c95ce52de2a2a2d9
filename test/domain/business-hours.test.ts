import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workingTimeAfter, workingTimeBetween } from '../../src/domain/business-hours.ts';
import type { BusinessHours } from '../../src/domain/business-hours.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';

const WEEKDAYS = [1, 2, 3, 4, 5];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const VIENNA: BusinessHours = { days: WEEKDAYS, from: 9 * 60, until: 17 * 60, zone: 'Europe/Vienna' };
const NEW_YORK: BusinessHours = { ...VIENNA, zone: 'America/New_York' };

const at = (iso: string): number => Date.parse(iso);
const after = (from: string, span: number, hours: BusinessHours): string =>
  new Date(workingTimeAfter(at(from), span, hours)).toISOString();
const between = (from: string, until: string, hours: BusinessHours): number =>
  workingTimeBetween(at(from), at(until), hours) / MINUTE;

test('given no hours, then every hour is one', () => {
  expect(workingTimeAfter(1_000, 2.5, undefined)).toBe(1_003);
  expect(workingTimeBetween(1_000, 5_000, undefined)).toBe(4_000);
});

describe('given nine to five in Vienna, in winter', () => {
  test.each([
    ['it starts at noon', '2026-11-20T11:00:00Z', HOUR, '2026-11-20T12:00:00.000Z'],
    ['it starts before the day begins', '2026-11-20T05:00:00Z', HOUR, '2026-11-20T09:00:00.000Z'],
    ['it starts when the day begins', '2026-11-20T08:00:00Z', HOUR, '2026-11-20T09:00:00.000Z'],
    ['it ends when the day does', '2026-11-20T15:00:00Z', HOUR, '2026-11-20T16:00:00.000Z'],
    ['it starts when the day ends', '2026-11-19T16:00:00Z', HOUR, '2026-11-20T09:00:00.000Z'],
    ['it starts at night', '2026-11-19T22:30:00Z', HOUR, '2026-11-20T09:00:00.000Z'],
    ['it goes over a night', '2026-11-19T15:30:00Z', HOUR, '2026-11-20T08:30:00.000Z'],
    ['it goes over a weekend', '2026-11-20T15:30:00Z', HOUR, '2026-11-23T08:30:00.000Z'],
    ['it starts on a Sunday', '2026-11-22T11:00:00Z', HOUR, '2026-11-23T09:00:00.000Z'],
    ['it takes three days', '2026-11-18T11:00:00Z', 20 * HOUR, '2026-11-20T15:00:00.000Z'],
    ['it takes two weeks', '2026-11-16T08:00:00Z', 80 * HOUR, '2026-11-27T16:00:00.000Z'],
    ['it takes no time, at night', '2026-11-19T22:30:00Z', 0, '2026-11-19T22:30:00.000Z'],
    ['it takes half a millisecond', '2026-11-20T11:00:00Z', 0.5, '2026-11-20T11:00:00.001Z'],
  ] as const)('when %s, then it is over at the right moment', (_, from, span, over) => {
    expect(after(from, span, VIENNA)).toBe(over);
  });

  test.each([
    ['within a day', '2026-11-20T11:00:00Z', '2026-11-20T12:30:00Z', 90],
    ['over the ends of a day', '2026-11-20T05:00:00Z', '2026-11-20T20:00:00Z', 480],
    ['over a weekend', '2026-11-20T15:30:00Z', '2026-11-23T08:30:00Z', 60],
    ['within a night', '2026-11-19T17:00:00Z', '2026-11-19T20:00:00Z', 0],
    ['a week', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z', 5 * 480],
    ['of a moment', '2026-11-20T11:00:00Z', '2026-11-20T11:00:00Z', 0],
    ['backwards', '2026-11-20T12:00:00Z', '2026-11-20T11:00:00Z', 0],
  ] as const)('when the time is %s, then only working minutes count', (_, from, until, minutes) => {
    expect(between(from, until, VIENNA)).toBe(minutes);
  });
});

describe('given the days on which the clocks change', () => {
  const nights = (zone: string): BusinessHours => ({ days: EVERY_DAY, from: 60, until: 4 * 60, zone });
  test.each([
    ['Vienna, forward: a day of eight hours stays one', '2026-03-29T00:00Z', { ...VIENNA, days: EVERY_DAY }, 480],
    ['Vienna, back: a day of eight hours stays one', '2026-10-25T00:00Z', { ...VIENNA, days: EVERY_DAY }, 480],
    ['New York, forward', '2026-03-08T06:00Z', { ...NEW_YORK, days: EVERY_DAY }, 480],
    ['New York, back', '2026-11-01T06:00Z', { ...NEW_YORK, days: EVERY_DAY }, 480],
    ['Vienna, forward, over the change', '2026-03-28T23:00Z', nights('Europe/Vienna'), 120],
    ['Vienna, back, over the change', '2026-10-24T23:00Z', nights('Europe/Vienna'), 240],
    ['New York, forward, over the change', '2026-03-08T05:00Z', nights('America/New_York'), 120],
    ['New York, back, over the change', '2026-11-01T04:00Z', nights('America/New_York'), 240],
  ] as const)(
    'when it is %s, then the hours of that day are counted as people live them',
    (_, from, hours, minutes) => {
      expect(workingTimeBetween(at(from), at(from) + 23 * HOUR, hours) / MINUTE).toBe(minutes);
    },
  );

  test.each([
    ['Vienna, forward', '2026-03-29T05:00:00Z', VIENNA, '2026-03-30T08:00:00.000Z'],
    ['Vienna, back', '2026-10-25T05:00:00Z', VIENNA, '2026-10-26T09:00:00.000Z'],
    ['New York, forward', '2026-03-08T11:00:00Z', NEW_YORK, '2026-03-09T14:00:00.000Z'],
    ['New York, back', '2026-11-01T11:00:00Z', NEW_YORK, '2026-11-02T15:00:00.000Z'],
  ] as const)('when the Monday after it is %s, then ten o’clock is ten on the new clock', (_, from, hours, over) => {
    expect(after(from, HOUR, hours)).toBe(over);
  });

  test.each([
    ['Vienna', '2026-03-28T23:00:00Z', 'Europe/Vienna', '2026-03-29T01:30:00.000Z'],
    ['New York', '2026-03-08T05:00:00Z', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ] as const)('when the day begins at a time that %s skips, then it begins as much later', (_, from, zone, begins) => {
    const hours = { days: EVERY_DAY, from: 150, until: 600, zone };

    expect(after(from, MINUTE, hours)).toBe(new Date(at(begins) + MINUTE).toISOString());
  });

  test.each([
    ['Vienna', '2026-10-24T22:00:00Z', 'Europe/Vienna', '2026-10-25T00:30:00.000Z'],
    ['New York', '2026-11-01T04:00:00Z', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ] as const)(
    'when the day begins at a time that comes twice in %s, then it begins with the first',
    (_, from, zone, begins) => {
      const local = zone === 'Europe/Vienna' ? 150 : 90;
      const hours = { days: EVERY_DAY, from: local, until: 600, zone };

      expect(after(from, MINUTE, hours)).toBe(new Date(at(begins) + MINUTE).toISOString());
    },
  );

  test('when the whole day is open, then the short day has 23 hours and the long one 25', () => {
    const always = { days: EVERY_DAY, from: 0, until: 1440, zone: 'Europe/Vienna' };

    expect(between('2026-03-28T23:00Z', '2026-03-29T22:00Z', always)).toBe(23 * 60);
    expect(between('2026-10-24T22:00Z', '2026-10-25T23:00Z', always)).toBe(25 * 60);
    expect(between('2026-10-24T22:00Z', '2026-10-25T23:00Z', { ...always, days: [1, 2, 3, 4, 5, 6] })).toBe(0);
  });
});

test('given any hours, then the working time until the moment after which a span is over is that span', () => {
  const hours = fc
    .record({
      days: fc.uniqueArray(fc.constantFrom(...EVERY_DAY), { minLength: 1 }),
      from: fc.integer({ min: 0, max: 1_380 }),
      length: fc.integer({ min: 60, max: 1_440 }),
      zone: fc.constantFrom('Europe/Vienna', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'),
    })
    .map(({ length, ...rest }) => ({ ...rest, until: Math.min(rest.from + length, 1_440) }));
  const from = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2027-01-01T00:00Z') });
  fc.assert(
    fc.property(hours, from, fc.integer({ min: 0, max: 12 * HOUR }), (open, start, span) => {
      const over = workingTimeAfter(start, span, open);

      expect(workingTimeBetween(start, over, open)).toBe(span);
      expect(workingTimeBetween(start, over - 1, open)).toBe(Math.max(span - 1, 0));
      expect(over).toBeGreaterThanOrEqual(start + span);
    }),
    { numRuns: 400 },
  );
});

test('given a span far longer than any deadline, then it still ends, in working time', () => {
  const hourAWeek = { days: [3], from: 600, until: 660, zone: 'Europe/Vienna' };

  const over = workingTimeAfter(at('2026-01-01T00:00Z'), 100 * HOUR + SECOND, hourAWeek);

  expect(workingTimeBetween(at('2026-01-01T00:00Z'), over, hourAWeek)).toBe(100 * HOUR + SECOND);
  expect(over - at('2026-01-01T00:00Z')).toBeGreaterThan(99 * 7 * DAY);
});
