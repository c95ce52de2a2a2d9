import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pauseExecutions } from '../../../src/approvals/holds/pause-executions.ts';
import { resumeExecutions } from '../../../src/approvals/holds/resume-executions.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/ports/store.ts';
import { admin, lea } from '../../fakes/approvals.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';
import { ALL_DONE, SECOND_ROW, begin, openBundle } from '../execute/given-bundle.ts';

const ONCE = ['refund ORD-12345 apr_000001'];

/** `at`: what happens just before the intent is saved. */
const moment: { before?: () => Promise<unknown> } = {};
const watched = (store: Store): Store => ({
  ...store,
  commit: async (change) => {
    const { before } = moment;
    if (before && change.approvals?.some(({ to }) => to.status === 'executing')) {
      delete moment.before;
      await before();
    }
    return store.commit(change);
  },
});

let house: House;
const deps = () => ({ ...house, engine: house.process.engine, now: () => house.clock.now, crashPoint: () => {} });
const pause = (by = admin) => pauseExecutions(deps(), by);
const resume = async (by = admin) => {
  const resumed = await resumeExecutions(deps(), by);
  await house.idle();
  return resumed;
};
const opened = () => openHouse({ script: [calls(refundCall()), says('I have asked.')], overStore: watched });

beforeEach(async () => {
  delete moment.before;
  house = await opened();
  await house.ask('my mug is broken');
});
afterEach(() => house.close());

describe('given nothing that holds executions back', () => {
  test('when an admin pauses them, then that is saved with who it was, once', async () => {
    const first = await pause({ ...admin, roleFrom: 'ADMINS UADMIN' });
    house.clock.now += MINUTE;
    const second = await pause();

    const hold = { kind: 'paused', by: admin.person, slackUser: admin.slackUser, at: house.clock.now - MINUTE };
    expect(first).toEqual({ ok: true, value: { hold, already: false } });
    expect(second).toEqual({ ok: true, value: { hold, already: true } });
    expect((await house.audit()).filter((row) => row.startsWith('paused'))).toEqual(['paused by person_admin']);
  });

  test('when an admin pauses and resumes them, then every colleague reads that once', async () => {
    await pause();
    await pause();
    house.clock.now += MINUTE;
    await resume();
    await house.wait(1);

    expect(house.said().filter((line) => line.startsWith('notice'))).toEqual(['notice paused', 'notice resumed']);
  });

  test.each([
    ['a lead', lea],
    ['an admin of another workspace', { ...admin, external: true }],
  ])('when %s wants to pause or resume them, then it is refused, and nothing is saved', async (_, by) => {
    expect(await pause(by)).toEqual({ ok: false, refusal: 'not-admin' });
    expect(await resume(by)).toEqual({ ok: false, refusal: 'not-admin' });
    expect(await house.store.holds()).toEqual([]);
  });

  test('when an admin resumes them, then they hear that nothing was paused', async () => {
    expect(await resume()).toEqual({ ok: true, value: 'not-paused' });
  });
});

describe('given executions that are paused', () => {
  test('when a request is approved, then it waits, its card says for whom, and nobody is told anything', async () => {
    await pause();
    const told = house.replies();
    await house.click('UPRIYA');

    expect(house.refunds()).toEqual([]);
    expect(await house.approval()).toMatchObject({
      status: 'approved',
      held: { since: house.clock.now, why: 'paused', by: 'UADMIN' },
    });
    expect(house.said().filter((text) => text.startsWith('card'))).toEqual(['card approved']);
    expect(house.replies()).toEqual(told);
    expect((await house.audit()).at(-1)).toBe('held by deskhand');
  });

  test('when they are resumed, then it happens at once, once', async () => {
    await pause();
    await house.click('UPRIYA');
    const resumed = await resume();
    await house.wait(HOUR);

    expect(resumed).toEqual({ ok: true, value: { others: [] } });
    expect(house.refunds()).toEqual(ONCE);
    expect(await house.approval()).not.toHaveProperty('held');
  });

  test('when the order changed before they are resumed, then it is not sent', async () => {
    await pause();
    await house.click('UPRIYA');
    house.company.changeOrder('ORD-12345', { refunded: { minor: 3_000, currency: 'USD' } });
    await resume();

    expect(house.refunds()).toEqual([]);
    expect(await house.status()).toBe('stale');
  });

  test('when they are paused and resumed again and again, then it happens at last, once', async () => {
    await pause();
    await house.click('UPRIYA');
    for (let times = 0; times < 3; times += 1) {
      moment.before = pause;
      await resume();
      expect(house.refunds()).toEqual([]);
    }
    await resume();

    expect(house.refunds()).toEqual(ONCE);
  });

  test('when nobody resumes them in a quarter of an hour, then it ends, in true words', async () => {
    await pause();
    await house.click('UPRIYA');
    await house.wait(15 * MINUTE);
    await resume();

    expect(await house.status()).toBe('expired');
    expect(house.replies().at(-1)).toMatch(/could not be carried out in time\. Nothing was changed/);
    expect(house.refunds()).toEqual([]);
  });

  test('when the process dies between the resuming and what it makes due, then it happens after the next start', async () => {
    await pause();
    await house.click('UPRIYA');
    await house.store.commit({ holds: [{ lift: 'paused' }], audit: [] });
    await house.restart();

    expect(house.refunds()).toEqual(ONCE);
  });

  test('when the process is started again, then it waits as before, and happens when they are resumed', async () => {
    await pause();
    await house.click('UPRIYA');
    await house.restart();
    expect(house.refunds()).toEqual([]);
    await resume();

    expect(house.refunds()).toEqual(ONCE);
  });
});

describe('given a request that is just being sent', () => {
  test('when executions are paused before its intent is saved, then it is not sent, and waits', async () => {
    moment.before = pause;
    await house.click('UPRIYA');

    expect(house.refunds()).toEqual([]);
    expect(await house.approval()).toMatchObject({ status: 'approved', held: { why: 'paused' } });
    await resume();
    expect(house.refunds()).toEqual(ONCE);
  });

  test('when they are resumed while it is put to wait, then it does not wait for ever', async () => {
    await pause();
    const before = { ...house.store };
    house.store.commit = async (change) => {
      const isHeld = change.approvals?.some(({ to }) => to.status === 'approved' && to.held);
      if (isHeld) await before.commit({ holds: [{ lift: 'paused' }], audit: [] });
      return before.commit(change);
    };
    await house.click('UPRIYA');

    expect(house.refunds()).toEqual(ONCE);
  });
});

describe('given a process that died while a request was on its way', () => {
  test('when executions are paused at the next start, then it is not sent again before they are resumed', async () => {
    house.dieAt('execute:intent-saved');
    await house.click('UPRIYA');
    await pause();
    await house.restart();
    await house.wait(2 * MINUTE);
    expect(await house.status()).toBe('unknown');
    expect(house.refunds()).toEqual([]);
    await resume();
    await house.wait(10 * MINUTE);

    expect(house.refunds()).toEqual(ONCE);
    expect(await house.status()).toBe('executed');
  });

  test('when it had arrived, then it is found although they are paused', async () => {
    house.dieAt('execute:after-call');
    await house.click('UPRIYA');
    await pause();
    await house.restart();

    expect(await house.status()).toBe('executed');
    expect(house.refunds()).toEqual(ONCE);
  });

  test('when they are never resumed, then a person settles it', async () => {
    house.dieAt('execute:intent-saved');
    await house.click('UPRIYA');
    await pause();
    await house.restart();
    for (let minutes = 0; minutes < 40; minutes += 1) await house.wait(MINUTE);

    expect(await house.approval()).toMatchObject({ status: 'unknown', forPerson: { statements: [] } });
    expect(house.refunds()).toEqual([]);
  });
});

describe('given several requests on one card', () => {
  beforeEach(async () => {
    house.close();
    house = await openBundle();
  });

  test('when executions are paused and resumed, then all happen in their order', async () => {
    await pause();
    await begin(house);
    expect(house.company.journal).toEqual([]);
    await resume();

    expect(house.refunds()).toEqual(ALL_DONE);
  });

  test('when they are paused between two, then the rest waits, and nothing is said to have failed', async () => {
    const before = { ...house.company.crm };
    house.company.crm.updateTicket = async (...given) => {
      await pause();
      return before.updateTicket(...given);
    };
    await begin(house);

    expect(house.refunds()).toEqual(ALL_DONE.slice(0, 1));
    expect(await house.approval(SECOND_ROW)).toMatchObject({ status: 'approved', held: { why: 'paused' } });
    await house.wait(SECOND);
    await resume();
    expect(house.refunds()).toEqual(ALL_DONE);
  });
});
