import { describe, expect, test } from 'vitest';
import { timetable, wakeByTimer } from '../../../src/adapters/engine/timetable.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';

/** A timer that the test fires by hand. */
function byHand() {
  const timers: { delay: number; run: () => void }[] = [];
  return {
    timers,
    wake: (delay: number, run: () => void) => {
      const timer = { delay, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
}

describe('given appointments', () => {
  test('when there are many, then one timer waits for the first of them', () => {
    const { timers, wake } = byHand();
    const clock = timetable({ now: () => 1_000, wake });

    for (const at of [9_000, 3_000, 5_000]) clock.add(at, () => {});

    expect(timers.map(({ delay }) => delay)).toEqual([2_000]);
  });

  test('when several are due, then they run by time, then by arrival', () => {
    const { wake } = byHand();
    const time = { now: 0 };
    const clock = timetable({ now: () => time.now, wake });
    const ran: string[] = [];
    for (const [name, at] of [
      ['b', 2],
      ['a1', 1],
      ['c', 3],
      ['a2', 1],
    ] as const)
      clock.add(at, () => ran.push(name));

    time.now = 2;
    clock.tick();

    expect(ran).toEqual(['a1', 'a2', 'b']);
  });

  test('when the first is far away, then the timer looks at the clock every minute', () => {
    const { timers, wake } = byHand();
    const clock = timetable({ now: () => 0, wake });

    clock.add(2 * HOUR, () => {});

    expect(timers.map(({ delay }) => delay)).toEqual([MINUTE]);
  });

  test('when it is stopped, then nothing runs and no timer is left', () => {
    const { timers, wake } = byHand();
    const ran: string[] = [];
    const clock = timetable({ now: () => SECOND, wake });
    clock.add(2 * SECOND, () => ran.push('never'));

    clock.stop();
    clock.add(0, () => ran.push('never'));
    clock.tick();

    expect(timers).toEqual([]);
    expect(ran).toEqual([]);
  });

  test('when time passes by itself, then the real timer wakes it', async () => {
    const clock = timetable({ now: Date.now, wake: wakeByTimer });

    await expect(new Promise((resolve) => clock.add(Date.now() + 5, () => resolve('woken')))).resolves.toBe('woken');
    clock.stop();
  });
});
