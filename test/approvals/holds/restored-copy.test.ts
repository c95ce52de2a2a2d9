import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pauseExecutions } from '../../../src/approvals/holds/pause-executions.ts';
import { resumeExecutions } from '../../../src/approvals/holds/resume-executions.ts';
import { ApprovalId } from '../../../src/domain/ids.ts';
import type { MessageRef } from '../../../src/domain/outgoing.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { admin } from '../../fakes/approvals.ts';
import { NOW, openHouse, refundCall, THREAD } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

const KEY = ApprovalId.parse('apr_000001');
const ONCE = ['refund ORD-12345 apr_000001'];
const SET_BACK = /^I was set back to an earlier state/;

let house: House;
beforeEach(async () => {
  house = await openHouse({ script: [calls(refundCall()), says('I have asked.'), says('Anything else?')] });
  await house.ask('my mug is broken');
});
afterEach(() => house.close());

/** The ledger as it stands now is put back, whatever happened since. */
const restore = async (): Promise<void> => {
  await house.store.commit({
    holds: [{ put: { kind: 'restored', takenAt: house.clock.now, at: house.clock.now } }],
    audit: [],
  });
  await house.restart();
};
/** In the life that the copy knows nothing of. */
const executedSince = () => house.company.lateCommit(KEY, 'ORD-12345', 4_800);
const check = () => house.wait(SECOND);

describe('given an earlier copy, in which a request waits that was carried out since', () => {
  beforeEach(async () => {
    await executedSince();
    await restore();
  });

  test('when everything open was asked about, then it ends as the company says, everybody is told, and the hold is gone', async () => {
    await check();

    expect(await house.status()).toBe('executed');
    expect(house.replies().at(-1)).toMatch(/^Done: \$48\.00/);
    expect(house.cards()).toEqual(['card executed']);
    expect((await house.notes()).at(-1)).toContain('executed');
    expect((await house.audit()).slice(-2)).toEqual(['executed by deskhand', 'reconciled by deskhand']);
    expect(await house.store.holds()).toEqual([]);
    expect(house.refunds()).toEqual(ONCE);
  });

  test.each(['approve', 'reject'] as const)(
    'when somebody presses %s before that, then it has ended as the company says',
    async (verdict) => {
      if (verdict === 'approve') await house.click('UPRIYA');
      else await house.submit('UPRIYA', { kind: 'reject', reason: 'other', note: '', said: 'No.', takesOver: false });

      expect(await house.status()).toBe('executed');
      expect(house.refunds()).toEqual(ONCE);
    },
  );

  test('when its time was up before that, then nobody is told that nothing was done', async () => {
    house.clock.now += 3 * HOUR;
    house.process.engine.tick();
    await house.idle();

    expect(await house.status()).toBe('executed');
    expect(house.replies().join(' ')).not.toMatch(/Nothing was/);
  });

  test('when the company cannot be asked, then nothing is decided and nothing happens until it can', async () => {
    house.company.takeDown('orders');
    await check();
    await house.click('UPRIYA');
    await house.wait(MINUTE);
    expect(await house.status()).toBe('pending');
    expect(await house.store.holds()).toMatchObject([{ kind: 'restored' }]);
    house.company.bringUp('orders');
    await house.wait(MINUTE);

    expect(await house.status()).toBe('executed');
    expect(house.refunds()).toEqual(ONCE);
    expect(await house.store.holds()).toEqual([]);
  });

  test('when it has ended, then the model does not go on with it: it may have done so before', async () => {
    const asked = house.model.requests.length;
    await check();
    await house.wait(MINUTE);

    expect(house.model.requests.length).toBe(asked);
  });
});

describe('given an earlier copy, in which a request waits that nobody has decided', () => {
  beforeEach(restore);

  test('when it is approved, then it waits for the check, happens once, and the model may go on', async () => {
    await house.click('UPRIYA');
    const held = await house.approval();
    await check();

    expect(held).toMatchObject({ status: 'approved', held: { why: 'restored' } });
    expect(house.refunds()).toEqual(ONCE);
    expect(house.replies().at(-1)).toBe('Anything else?');
  });

  test('when everything open was asked about, then its card is drawn anew, and it waits as before', async () => {
    const drawn = house.messenger.said.filter((line) => line === 'update card').length;
    await check();
    await house.wait(SECOND);

    expect(await house.status()).toBe('pending');
    expect(house.messenger.said.filter((line) => line === 'update card').length).toBe(drawn + 1);
  });

  test('when executions are paused as well, then what was approved waits for that', async () => {
    const deps = { ...house, engine: house.process.engine, now: () => house.clock.now, crashPoint: () => {} };
    await house.click('UPRIYA');
    await pauseExecutions(deps, admin);
    await check();
    await house.idle();
    expect(await house.approval()).toMatchObject({ status: 'approved', held: { why: 'paused' } });
    await resumeExecutions(deps, admin);
    await house.idle();

    expect(house.refunds()).toEqual(ONCE);
  });
});

describe('given an earlier copy, in which a request was on its way', () => {
  test.each([
    ['had arrived', true],
    ['had not arrived', false],
  ])('when it %s, then it happens once', async (_, hasArrived) => {
    house.dieAt('execute:intent-saved');
    await house.click('UPRIYA');
    if (hasArrived) await executedSince();
    await restore();
    for (let minutes = 0; minutes < 5; minutes += 1) await house.wait(MINUTE);

    expect(await house.status()).toBe('executed');
    expect(house.refunds()).toEqual(ONCE);
  });
});

describe('given an earlier copy, in which a message is not answered', () => {
  test('when it is older than the copy, then the thread is told once that something may be missing, and it is not answered', async () => {
    house.dieAt('turn:start', 1);
    await house.ask('and my plate as well');
    const second = house.messageJob('hello?');
    await house.process.engine.enqueue(second);
    const asked = house.model.requests.length;
    await restore();
    await check();

    expect(house.replies().filter((text) => SET_BACK.test(text))).toHaveLength(1);
    expect(house.model.requests.length).toBe(asked);
  });

  test('when it is newer, then it is answered', async () => {
    house.clock.now = 1_600_000_000_000;
    await restore();
    house.clock.now = NOW;
    await house.ask('thanks');

    expect(house.replies().at(-1)).toBe('Anything else?');
  });
});

describe('given an earlier copy, made while a reply was being written', () => {
  /** The copy knows where it stood, and nothing of what became of it. */
  const restoreWhile = async (ref: MessageRef): Promise<void> => {
    const job = house.messageJob('and how long does it take?');
    await house.store.beginDraft({ job: job.id, conversation: THREAD, begunAt: house.clock.now });
    await house.store.placeDraft(job.id, ref);
    await restore();
    await house.enqueue(job);
    await house.wait(MINUTE);
  };

  test('when it was finished since, then it stays', async () => {
    const [finished] = house.messenger.read.filter(({ message }) => message.kind === 'reply');
    if (finished) await restoreWhile(finished.ref);

    expect(house.replies()).toEqual(['I have asked.', expect.stringMatching(SET_BACK)]);
    expect(await house.store.drafts()).toEqual([]);
  });

  test('when nobody has finished it, then half a message is not left behind', async () => {
    const draft = await house.messenger.openDraft(THREAD, { team: admin.team, user: admin.slackUser }, 'It takes');
    if (draft) await restoreWhile(draft.ref);

    expect(house.replies()).toEqual(['I have asked.', expect.stringMatching(SET_BACK)]);
    expect(await house.store.drafts()).toEqual([]);
  });
});
