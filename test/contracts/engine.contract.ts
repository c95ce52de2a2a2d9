import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine, Handlers, Job } from '../../src/ports/engine.ts';
import { JobId } from '../../src/domain/ids.ts';
import { DAY, MINUTE, SECOND } from '../../src/domain/time.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { Log, LogFields } from '../../src/ports/log.ts';
import { NOON } from '../fakes/approvals.ts';

/** An engine whose clock stands still until the test moves it and calls `tick`. */
interface TestEngine extends Engine {
  tick(): void;
}

export interface EngineRig {
  /** A new engine on the same jobs; the one before is gone as if its process had died. */
  open(deps: { now: () => Instant; log: Log; concurrency?: number }): TestEngine;
  close(): void;
}

const message = (id: string, over: Partial<Job> = {}): Job => ({
  id: JobId.parse(id),
  key: 'thread',
  kind: 'message',
  data: { text: `text of ${id}` },
  ...over,
});

/** A promise that the test settles. */
function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** What every `Engine` keeps to. */
export function engineContract(name: string, make: () => EngineRig): void {
  describe(`given ${name} as the engine`, () => {
    const clock = { now: NOON };
    let rig: EngineRig;
    let engine: TestEngine;
    let ran: string[];
    let logged: { fields: LogFields; message: string }[];

    const open = (concurrency = 100): TestEngine => {
      const keep = (fields: LogFields, text: string): void => void logged.push({ fields, message: text });
      return rig.open({ now: () => clock.now, log: { debug: keep, info: keep, warn: keep, error: keep }, concurrency });
    };
    const handle = (handler: (job: Job) => Promise<void>): Handlers => ({
      message: handler,
      click: handler,
      execute: handler,
      reconcile: handler,
      deletion: handler,
      edit: handler,
      stop: handler,
      confirm: handler,
      undo: handler,
      reopen: handler,
      deadline: handler,
      compensate: handler,
      'follow-up': handler,
    });
    const note = handle(async ({ id }) => void ran.push(id));
    const wait = (milliseconds: number): void => {
      clock.now += milliseconds;
      engine.tick();
    };
    const untilRan = (...ids: readonly string[]) => expect.poll(() => ran, { interval: 2 }).toEqual(ids);

    beforeEach(() => {
      clock.now = NOON;
      ran = [];
      logged = [];
      rig = make();
      engine = open();
    });
    afterEach(async () => {
      await engine.stop(1_000);
      rig.close();
    });

    describe('when a job is enqueued', () => {
      test('then its handler gets it whole', async () => {
        const jobs: Job[] = [];
        await engine.start(handle(async (job) => void jobs.push(job)));
        const click = message('click:1', { alias: 'ev_1', kind: 'click', data: { nested: [1, null, { deep: true }] } });

        expect(await engine.enqueue(click)).toBe(true);

        await expect.poll(() => jobs, { interval: 2 }).toEqual([click]);
      });

      test('then the same id or alias is refused while it is open, when it is done and after a restart', async () => {
        await engine.start(note);
        const answers = await Promise.all([
          engine.enqueue(message('msg:1', { alias: 'ev_1' })),
          engine.enqueue(message('msg:1', { alias: 'ev_2' })),
          engine.enqueue(message('msg:2', { alias: 'ev_1' })),
        ]);
        await untilRan('msg:1');

        answers.push(await engine.enqueue(message('msg:1')));
        await engine.stop(1_000);
        engine = open();
        await engine.start(note);
        answers.push(await engine.enqueue(message('msg:3', { alias: 'ev_1' })));

        expect(answers).toEqual([true, false, false, false, false]);
        expect(ran).toEqual(['msg:1']);
      });

      test('then jobs without an alias do not count as the same', async () => {
        await engine.start(note);

        expect([await engine.enqueue(message('msg:1')), await engine.enqueue(message('msg:2'))]).toEqual([true, true]);
      });

      test('then an id done more than a week ago is forgotten at the next start, a younger one is not', async () => {
        await engine.start(note);
        await engine.enqueue(message('old'));
        await untilRan('old');
        clock.now += 2 * DAY;
        await engine.enqueue(message('young'));
        await untilRan('old', 'young');
        await engine.stop(1_000);

        clock.now += 6 * DAY;
        engine = open();
        await engine.start(note);

        expect([await engine.enqueue(message('old')), await engine.enqueue(message('young'))]).toEqual([true, false]);
      });
    });

    describe('when several jobs are due', () => {
      test('then those of one key run one at a time in order of arrival', async () => {
        const running = { now: 0, most: 0 };
        await engine.start(
          handle(async ({ id }) => {
            running.now += 1;
            running.most = Math.max(running.most, running.now);
            await new Promise(setImmediate);
            running.now -= 1;
            ran.push(id);
          }),
        );
        const ids = Array.from({ length: 50 }, (_, index) => `msg:${index}`);

        await Promise.all(ids.map((id) => engine.enqueue(message(id))));

        await untilRan(...ids);
        expect(running.most).toBe(1);
      });

      test('then those of different keys run side by side', async () => {
        const bothRun = gate();
        await engine.start(
          handle(async ({ id }) => {
            ran.push(id);
            if (ran.length === 2) bothRun.open();
            await bothRun.opened;
            ran.push(`${id} ended`);
          }),
        );

        await Promise.all([engine.enqueue(message('a', { key: 'a' })), engine.enqueue(message('b', { key: 'b' }))]);

        await untilRan('a', 'b', 'a ended', 'b ended');
      });

      test('then no more than the given number run at a time, and lanes take turns', async () => {
        engine = open(1);
        const held = gate();
        await engine.start(
          handle(async ({ id }) => {
            ran.push(id);
            await held.opened;
          }),
        );
        await Promise.all(['a1', 'a2', 'a3', 'b1'].map((id) => engine.enqueue(message(id, { key: id.charAt(0) }))));
        await untilRan('a1');

        held.open();

        await untilRan('a1', 'b1', 'a2', 'a3');
      });
    });

    describe('when a job has a time', () => {
      test('then it runs at that time and not before', async () => {
        await engine.start(note);
        await engine.enqueue(message('later', { runAt: NOON + 2 * SECOND }));
        await engine.enqueue(message('sooner', { runAt: NOON + SECOND, key: 'other' }));
        await engine.enqueue(message('now'));
        await untilRan('now');

        wait(SECOND - 1);
        await engine.enqueue(message('before'));
        await untilRan('now', 'before');
        wait(1);
        await untilRan('now', 'before', 'sooner');
        wait(SECOND);
        await untilRan('now', 'before', 'sooner', 'later');
      });

      test('then a time that has passed means at once', async () => {
        await engine.start(note);

        await engine.enqueue(message('late', { runAt: NOON - 1 }));

        await untilRan('late');
      });

      test('then it takes its place in the lane by when it became due', async () => {
        const held = gate();
        await engine.start(
          handle(async ({ id }) => {
            ran.push(id);
            if (id === 'first') await held.opened;
          }),
        );
        await engine.enqueue(message('delayed', { runAt: NOON + SECOND }));
        await engine.enqueue(message('first'));
        await engine.enqueue(message('second'));
        clock.now += SECOND;
        await engine.enqueue(message('third'));

        held.open();

        await untilRan('first', 'second', 'delayed', 'third');
      });

      test('then a clock that goes back neither delays what is due nor changes its order', async () => {
        const held = gate();
        await engine.start(
          handle(async ({ id }) => {
            await held.opened;
            ran.push(id);
          }),
        );
        await engine.enqueue(message('msg:1'));
        await engine.enqueue(message('msg:2'));
        clock.now -= DAY;
        await engine.enqueue(message('msg:3'));
        engine = open();

        await engine.start(note);

        await untilRan('msg:1', 'msg:2', 'msg:3');
        held.open();
      });
    });

    describe('when a handler throws', () => {
      test('then the job is run again after 1 s, 5 s, 30 s, 2 min and then every 10 min, and its lane waits', async () => {
        let failures = 6;
        await engine.start(
          handle(async ({ id }) => {
            ran.push(id);
            failures -= 1;
            if (failures >= 0) throw new Error('the customer said: secret');
          }),
        );
        await engine.enqueue(message('bad'));
        await engine.enqueue(message('good'));
        await engine.enqueue(message('elsewhere', { key: 'other', runAt: NOON + 2 * 60 * MINUTE }));

        for (const [tries, pause] of [
          SECOND,
          5 * SECOND,
          30 * SECOND,
          2 * MINUTE,
          10 * MINUTE,
          10 * MINUTE,
        ].entries()) {
          await expect.poll(() => logged.length, { interval: 2 }).toBe(tries + 1);
          wait(pause - 1);
          expect(ran).toHaveLength(tries + 1);
          wait(1);
        }

        await untilRan(...Array.from({ length: 7 }, () => 'bad'), 'good');
        expect(logged.map(({ fields }) => fields['again'])).toEqual([1_000, 5_000, 30_000, 120_000, 600_000, 600_000]);
        expect(logged[0]).toMatchObject({ fields: { job: 'bad', kind: 'message', error: 'Error', attempt: 1 } });
        expect(JSON.stringify(logged)).not.toContain('secret');
      });

      test('then other lanes go on', async () => {
        await engine.start(
          handle(async ({ id }) => {
            if (id === 'bad') throw new Error('no');
            ran.push(id);
          }),
        );
        await engine.enqueue(message('bad', { key: 'a' }));
        await engine.enqueue(message('good', { key: 'b' }));

        await untilRan('good');
      });
    });

    describe('when jobs wait behind a running one', () => {
      /** The first job of the lane is held; the others wait. */
      const holdingFirst = async (): Promise<() => void> => {
        const held = gate();
        await engine.start(
          handle(async ({ id }) => {
            ran.push(id);
            if (id === 'msg:1') await held.opened;
          }),
        );
        await engine.enqueue(message('msg:1'));
        await untilRan('msg:1');
        return held.open;
      };
      const idsOf = (jobs: readonly Job[]): readonly string[] => jobs.map(({ id }) => id);

      test('then they are told whole and in order, without it and without other lanes', async () => {
        const open = await holdingFirst();
        const edit = message('edit:1', { kind: 'edit', data: { text: 'other' } });
        await engine.enqueue(message('msg:2'));
        await engine.enqueue(edit);
        await engine.enqueue(message('elsewhere', { key: 'other' }));
        await engine.enqueue(message('later', { runAt: NOON + SECOND }));

        expect(idsOf(engine.waiting('thread'))).toEqual(['msg:2', 'edit:1']);
        expect(engine.waiting('thread')[1]).toEqual(edit);
        wait(SECOND);
        expect(idsOf(engine.waiting('thread'))).toEqual(['msg:2', 'edit:1', 'later']);
        open();
        await untilRan('msg:1', 'elsewhere', 'msg:2', 'edit:1', 'later');
        expect(engine.waiting('thread')).toEqual([]);
      });

      test('then whoever asked hears of each as it comes, until they end that', async () => {
        const open = await holdingFirst();
        await engine.enqueue(message('msg:2'));
        const heard: string[] = [];
        const end = engine.onWaiting('thread', ({ id }) => void heard.push(id));
        await engine.enqueue(message('msg:3'));
        await engine.enqueue(message('msg:3'));
        await engine.enqueue(message('elsewhere', { key: 'other' }));
        await engine.enqueue(message('later', { runAt: NOON + SECOND }));
        wait(SECOND);
        end();
        await engine.enqueue(message('msg:4'));
        open();

        expect(heard).toEqual(['msg:3', 'later']);
      });

      test('then two who asked do not disturb each other', async () => {
        const open = await holdingFirst();
        const heard: string[] = [];
        const endFirst = engine.onWaiting('thread', ({ id }) => void heard.push(`first ${id}`));
        engine.onWaiting('thread', ({ id }) => void heard.push(`second ${id}`));
        endFirst();
        endFirst();
        await engine.enqueue(message('msg:2'));
        open();

        expect(heard).toEqual(['second msg:2']);
      });

      test('then those behind one that failed wait until it was run again, and its next run knows them', async () => {
        const known: (readonly string[])[] = [];
        await engine.start(
          handle(async ({ id }) => {
            ran.push(id);
            if (id !== 'msg:1') return;
            known.push(idsOf(engine.waiting('thread')));
            if (known.length === 1) throw new Error('no');
          }),
        );
        await engine.enqueue(message('msg:1'));
        await expect.poll(() => logged.length, { interval: 2 }).toBe(1);
        const heard: string[] = [];
        engine.onWaiting('thread', ({ id }) => void heard.push(id));
        await engine.enqueue(message('msg:2'));
        expect(idsOf(engine.waiting('thread'))).toEqual(['msg:2']);
        wait(SECOND);

        await untilRan('msg:1', 'msg:1', 'msg:2');
        expect(known).toEqual([[], ['msg:2']]);
        expect(heard).toEqual(['msg:2']);
      });

      test('then after a restart the first one knows those behind it', async () => {
        await Promise.all(['msg:1', 'msg:2', 'msg:3'].map((id) => engine.enqueue(message(id))));
        engine = open();
        const known: (readonly string[])[] = [];
        await engine.start(handle(async () => void known.push(idsOf(engine.waiting('thread')))));

        await expect.poll(() => known, { interval: 2 }).toEqual([['msg:2', 'msg:3'], ['msg:3'], []]);
      });

      test('then a lane without a job has nobody waiting', () => {
        expect(engine.waiting('thread')).toEqual([]);
        expect(() => engine.onWaiting('thread', () => {})()).not.toThrow();
      });
    });

    describe('when the process died', () => {
      test('then what was enqueued before any start runs, in order and once', async () => {
        await Promise.all(['msg:1', 'msg:2'].map((id) => engine.enqueue(message(id))));
        engine = open();
        await engine.enqueue(message('msg:3'));

        await engine.start(note);
        await engine.enqueue(message('msg:4'));

        await untilRan('msg:1', 'msg:2', 'msg:3', 'msg:4');
      });

      test('then a job that was running runs again, before those behind it', async () => {
        const held = gate();
        await engine.start(
          handle(async ({ id }) => {
            ran.push(id);
            await held.opened;
          }),
        );
        await Promise.all(['msg:1', 'msg:2'].map((id) => engine.enqueue(message(id))));
        await untilRan('msg:1');

        engine = open();
        await engine.start(note);

        await untilRan('msg:1', 'msg:1', 'msg:2');
        held.open();
      });

      test('then delayed jobs are still due at their time, and those whose time passed meanwhile run at once', async () => {
        await engine.enqueue(message('in a minute', { runAt: NOON + MINUTE, alias: 'ev_1' }));
        await engine.enqueue(message('in a second', { runAt: NOON + SECOND }));
        clock.now += 2 * SECOND;
        engine = open();

        await engine.start(note);

        await untilRan('in a second');
        wait(MINUTE);
        await untilRan('in a second', 'in a minute');
      });

      test('then what was finished before a stop does not run again', async () => {
        await engine.start(note);
        await engine.enqueue(message('msg:1'));
        await untilRan('msg:1');
        await engine.stop(1_000);
        engine = open();

        await engine.start(note);
        await engine.enqueue(message('msg:2'));

        await untilRan('msg:1', 'msg:2');
      });
    });

    describe('when it is stopped', () => {
      test('then it waits for what is running, and starts nothing more', async () => {
        const held = gate();
        await engine.start(
          handle(async ({ id }) => {
            ran.push(id);
            await held.opened;
            ran.push(`${id} ended`);
          }),
        );
        await Promise.all(['msg:1', 'msg:2'].map((id) => engine.enqueue(message(id))));
        await untilRan('msg:1');

        const stopped = engine.stop(10_000).then(() => ran.push('stopped'));
        held.open();
        await stopped;

        expect(ran).toEqual(['msg:1', 'msg:1 ended', 'stopped']);
      });

      test('then it waits no longer than its patience', async () => {
        const held = gate();
        await engine.start(handle(() => held.opened));
        await engine.enqueue(message('msg:1'));

        await expect(engine.stop(5)).resolves.toBeUndefined();
        held.open();
      });

      test('then what is enqueued afterwards is kept for the next start', async () => {
        await engine.start(note);
        await engine.stop(1_000);

        expect(await engine.enqueue(message('msg:1'))).toBe(true);
        engine = open();
        await engine.start(note);

        await untilRan('msg:1');
      });
    });
  });
}
