import { beforeEach, describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { steadyClock } from '../../src/ops/clock.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const YEAR = 365 * DAY;

let machine: { wall: number; elapsed: number };
const start = (mark: number) => steadyClock({ wall: () => machine.wall, elapsed: () => machine.elapsed, mark });
const pass = (milliseconds: number): void => {
  machine.wall += milliseconds;
  machine.elapsed += milliseconds;
};
beforeEach(() => {
  machine = { wall: NOON, elapsed: 5_000.25 };
});

describe('given a clock that nobody touches', () => {
  test('when time passes, then it shows the machine’s time to the millisecond', () => {
    const now = start(NOON - HOUR);
    const shown = [0, 1, 16, MINUTE, DAY].map((step) => {
      pass(step);
      return now();
    });

    expect(shown).toEqual([NOON, NOON + 1, NOON + 17, NOON + 17 + MINUTE, NOON + 17 + MINUTE + DAY]);
  });

  test('when the machine slept and its counter stood still, then it shows the machine’s time', () => {
    const now = start(0);
    machine.wall += 8 * HOUR;

    expect(now()).toBe(NOON + 8 * HOUR);
  });
});

describe.each([
  ['an hour', HOUR],
  ['a year', YEAR],
  ['three milliseconds', 3],
] as const)('given a machine whose clock jumps by %s', (_, jump) => {
  test('when it is set back, then time goes on from where it was', () => {
    const now = start(0);
    const before = now();
    machine.wall -= jump;
    expect(now()).toBe(before);

    pass(10 * SECOND);

    expect(now()).toBe(NOON + 10 * SECOND);
  });

  test('when it is set forward, then that is the time', () => {
    const now = start(0);
    now();
    machine.wall += jump;

    expect(now()).toBe(NOON + jump);
  });

  test('when it is set forward and back again, then time goes on from the later moment', () => {
    const now = start(0);
    machine.wall += jump;
    now();
    machine.wall -= jump;
    pass(MINUTE);

    expect(now()).toBe(NOON + jump + MINUTE);
  });

  test('when it was set back before the start, then time goes on from what was written down last', () => {
    const now = start(NOON + jump);
    expect(now()).toBe(NOON + jump);

    pass(MINUTE);

    expect(now()).toBe(NOON + jump + MINUTE);
  });

  test('when the machine’s clock has caught up after it was set back, then it is followed again', () => {
    const now = start(0);
    now();
    machine.wall -= jump;
    now();
    machine.wall += jump + MINUTE;

    expect(now()).toBe(NOON + MINUTE);
  });
});

test('given small corrections in both directions a hundred times, then time never goes back and strays no further than they do', () => {
  const now = start(0);
  const shown = Array.from({ length: 100 }, (_, step) => {
    pass(7.5);
    machine.wall += step % 2 === 0 ? -4 : 4;
    return now();
  });

  expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  expect(shown.every(Number.isSafeInteger)).toBe(true);
  expect(Math.abs((shown.at(-1) ?? 0) - machine.wall)).toBeLessThanOrEqual(4);
});
