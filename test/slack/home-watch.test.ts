import { describe, expect, test } from 'vitest';
import { ApprovalId, TeamId, UserId } from '../../src/domain/ids.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import type { HomeWish } from '../../src/ports/home.ts';
import { homeWatch } from '../../src/slack/home-watch.ts';
import type { Showing } from '../../src/slack/home-publisher.ts';

const visitor = (user: string) => ({ team: TeamId.parse('T1'), user: UserId.parse(user) });
const wish = (page = 0): HomeWish => ({ filter: 'all', order: 'deadline', page });
const REFUND = ApprovalId.parse('apr_000001');

/** A watch over Homes that only note who was shown what, with a clock and timers that the test moves. */
function open(publishing: () => Promise<void> = async () => undefined) {
  const clock = { now: 0 };
  const timers = new Set<{ at: number; run: () => void }>();
  const shown: string[] = [];
  const showings: (Showing | undefined)[] = [];
  const watch = homeWatch({
    now: () => clock.now,
    wake: (delay, run) => {
      const timer = { at: clock.now + delay, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    publish: async ({ user }, showing) => {
      shown.push(`${user} ${clock.now}`);
      showings.push(showing);
      await publishing();
    },
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  /** Moves the clock there, timer by timer. */
  const until = async (at: number): Promise<void> => {
    for (let next = first(); next && next.at <= at; next = first()) {
      timers.delete(next);
      clock.now = next.at;
      next.run();
      await settled();
    }
    clock.now = at;
  };
  const first = () => [...timers].toSorted((a, b) => a.at - b.at)[0];
  /** What is shown from here on. */
  const since = async (act: () => void, at: number): Promise<string[]> => {
    const before = shown.length;
    act();
    await until(at);
    return shown.slice(before);
  };
  return { watch, clock, timers, shown, showings, until, since };
}

describe('given somebody who has opened Home', () => {
  test('when something changes, then it is shown to them a moment later, as they chose to see it', async () => {
    const { watch, since, showings } = open();
    await watch.publish(visitor('UPRIYA'), { wish: wish(2) });

    expect(await since(watch.changed, 5 * SECOND)).toEqual(['UPRIYA 1500']);
    expect(showings.at(-1)).toEqual({ wish: wish(2), isFollowing: true });
  });

  test('when much changes within a moment, then it is shown once', async () => {
    const { watch, until, shown, clock } = open();
    await watch.publish(visitor('UPRIYA'));

    for (const at of [0, 200, 900, 1_400]) {
      await until(at);
      watch.changed();
    }
    await until(10 * SECOND);

    expect(shown).toEqual(['UPRIYA 0', 'UPRIYA 1500']);
    expect(clock.now).toBe(10 * SECOND);
  });

  test('when it changes all the time, then it is shown every three seconds, and at last as it is', async () => {
    const { watch, until, shown } = open();
    await watch.publish(visitor('UPRIYA'));

    for (let at = 0; at <= 8 * SECOND; at += 100) {
      await until(at);
      watch.changed();
    }
    await until(20 * SECOND);

    expect(shown).toEqual(['UPRIYA 0', 'UPRIYA 1500', 'UPRIYA 4500', 'UPRIYA 7500', 'UPRIYA 10500']);
  });

  test('when it changes while it is drawn, then it is drawn once more, and never twice at a time', async () => {
    const drawing = Promise.withResolvers<void>();
    const state = { atOnce: 0, most: 0 };
    const { watch, until, shown } = open(async () => {
      state.atOnce += 1;
      state.most = Math.max(state.most, state.atOnce);
      if (shown.length > 2) await drawing.promise;
      state.atOnce -= 1;
    });
    await watch.publish(visitor('UPRIYA'));
    await watch.publish(visitor('ULEA'));

    watch.changed();
    await until(2 * SECOND);
    watch.changed();
    await until(4 * SECOND);
    const meanwhile = [...shown];
    drawing.resolve();
    await until(4 * SECOND);
    await new Promise((resolve) => setImmediate(resolve));
    await until(20 * SECOND);

    expect(meanwhile.slice(2)).toEqual(['UPRIYA 1500']);
    expect(shown.slice(3)).toEqual(['ULEA 4000', 'UPRIYA 5500']);
    expect(state.most).toBe(1);
  });

  test('when drawing fails, then it is drawn again with the next change', async () => {
    const { watch, since } = open(() => Promise.reject(new Error('row 7')));
    await watch.publish(visitor('UPRIYA')).catch(() => undefined);

    expect(await since(watch.changed, 5 * SECOND)).toEqual(['UPRIYA 1500']);
    expect(await since(watch.changed, 10 * SECOND)).toEqual(['UPRIYA 6500']);
  });

  test('when they were told something there, then it stays as long as it takes to read, unless they go on', async () => {
    const { watch, since, showings } = open();
    await watch.publish(visitor('UPRIYA'), { wish: wish(), notice: 'You rejected it.' });

    await since(watch.changed, 29 * SECOND);
    expect(showings.at(-1)).toMatchObject({ notice: 'You rejected it.' });
    await since(watch.changed, 40 * SECOND);
    expect(showings.at(-1)).not.toHaveProperty('notice');

    await watch.publish(visitor('UPRIYA'), { wish: wish(), notice: 'You rejected it.' });
    await watch.publish(visitor('UPRIYA'), { wish: wish() });
    await since(watch.changed, 60 * SECOND);
    expect(showings.at(-1)).not.toHaveProperty('notice');
  });

  test('when they pressed Undo, then that is remembered while it is carried out, whatever they press then', async () => {
    const { watch, since, showings } = open();
    await watch.publish(visitor('UPRIYA'), { wish: wish(), undoing: [REFUND] });

    await watch.publish(visitor('UPRIYA'), { wish: wish() });
    expect(showings.at(-1)).toMatchObject({ undoing: [REFUND] });
    await since(watch.changed, 5 * SECOND);
    expect(showings.at(-1)).toMatchObject({ undoing: [REFUND] });
    await since(watch.changed, 29 * SECOND);
    await since(watch.changed, 33 * SECOND);
    expect(showings.at(-1)).not.toHaveProperty('undoing');
  });
});

describe('given nobody who looks', () => {
  test('when something changes, then no timer is set', async () => {
    const { watch, timers } = open();

    watch.changed();

    expect(timers.size).toBe(0);
  });

  test('when they looked five minutes ago, then they are not shown it any more', async () => {
    const { watch, until, since, timers } = open();
    await watch.publish(visitor('UPRIYA'));
    await until(MINUTE);
    await watch.publish(visitor('ULEA'));

    expect(await since(watch.changed, 5 * MINUTE)).toEqual(['UPRIYA 61500', 'ULEA 61500']);
    expect(await since(watch.changed, 6 * MINUTE)).toEqual(['ULEA 301500']);
    watch.changed();
    expect(timers.size).toBe(0);
  });

  test('when more look than are followed, then those who looked last are', async () => {
    const { watch, since } = open();
    for (let number = 0; number < 21; number += 1) await watch.publish(visitor(`U${number}`));
    await watch.publish(visitor('U1'));

    const followed = await since(watch.changed, SECOND * 2);

    expect(followed).toHaveLength(20);
    expect(followed.at(-1)).toBe('U1 1500');
    expect(followed.some((one) => one.startsWith('U0 '))).toBe(false);
  });

  test('when the bot stops, then nothing is drawn any more, and what is being drawn is waited for', async () => {
    const drawing = Promise.withResolvers<void>();
    const { watch, until, shown, timers } = open(() => (shown.length > 2 ? drawing.promise : Promise.resolve()));
    await watch.publish(visitor('UPRIYA'));
    await watch.publish(visitor('ULEA'));
    watch.changed();
    await until(2 * SECOND);

    const state = { isStopped: false };
    const stopping = watch.stop().then(() => (state.isStopped = true));
    watch.changed();
    await new Promise((resolve) => setImmediate(resolve));
    const early = state.isStopped;
    drawing.resolve();
    await stopping;
    await watch.publish(visitor('UPRIYA'));
    watch.changed();

    expect(early).toBe(false);
    expect(shown).toEqual(['UPRIYA 0', 'ULEA 0', 'UPRIYA 1500', 'UPRIYA 2000']);
    expect(timers.size).toBe(0);
  });
});
