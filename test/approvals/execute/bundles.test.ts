import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { CrashPointName } from '../../../src/ports/crash-point.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { House } from '../../fakes/house.ts';
import { says } from '../../fakes/model.ts';
import { ALL_DONE, FIRST, SECOND_ROW, THIRD, begin, openBundle } from './given-bundle.ts';

let house: House;
afterEach(() => house.close());

const statuses = async (): Promise<string[]> => Promise.all([FIRST, SECOND_ROW, THIRD].map((id) => house.status(id)));
const refuseRefunds = (): void =>
  void Object.assign(house.company.orders, {
    refund: async () => ({ kind: 'refused', code: 'exceeds_refundable', message: 'no' }),
  });

describe('given three requests on one card that were approved together', () => {
  beforeEach(async () => {
    house = await openBundle({ script: [says('')] });
  });

  test('when they are carried out, then each is done once, in order, and told, on one card', async () => {
    await begin(house);

    expect(house.refunds()).toEqual(ALL_DONE);
    expect(house.cards()).toEqual(['card executed, executed, executed']);
    expect(house.replies()).toEqual([
      expect.stringMatching(/^Done: Ticket TKT_001 is now Resolved\./),
      expect.stringMatching(/^Done: \$48\.00/),
      expect.stringMatching(/^Done: ORD-1 now goes/),
    ]);
  });

  test('when all have ended, then the model is asked once to go on', async () => {
    await begin(house);

    expect(house.model.requests).toHaveLength(1);
    expect(await house.notes()).toHaveLength(3);
  });

  test('when the second fails, then the third is not carried out, and the one message says both', async () => {
    refuseRefunds();
    await begin(house);

    expect(await statuses()).toEqual(['executed', 'failed', 'stale']);
    expect(house.refunds()).toEqual(ALL_DONE.slice(0, 1));
    expect(house.replies().slice(1, 2)).toEqual([
      "I'm sorry, the refund of $48.00 for ORD-12345 didn't go through, and nothing was changed. My colleagues have been told and will look for another way. Because of that, the new address for ORD-1 was not carried out either.",
    ]);
    expect(house.cards()[0]).toBe('card executed, failed, stale');
    expect((await house.notes()).slice(1, 3)).toEqual([
      expect.stringContaining(`${SECOND_ROW} (Refund $48.00): failed: more than is left to refund.`),
      expect.stringContaining(
        `${THIRD} (Change address): not executed: step 2 (Refund $48.00) was not done, so this was not either. Nothing was changed.`,
      ),
    ]);
    expect(await house.audit()).toEqual(expect.arrayContaining(['failed by deskhand', 'stale by deskhand']));
  });

  test('when the first is stale, then all the others are stopped in one message', async () => {
    house.company.changeTicket('TKT_001', { status: 'Resolved' });
    await begin(house);

    expect(await statuses()).toEqual(['stale', 'stale', 'stale']);
    expect(house.replies()).toEqual([
      expect.stringMatching(
        /^The facts behind .* A colleague will look at it\. Because of that, the refund of \$48\.00 for ORD-12345 and the new address for ORD-1 were not carried out either\.$/,
      ),
    ]);
    expect(house.refunds()).toEqual([]);
  });

  test('when nobody knows what became of the first, then the others wait, and go on when it is found', async () => {
    house.company.loseNextAnswer();
    await begin(house);
    expect(await statuses()).toEqual(['unknown', 'approved', 'approved']);

    await house.wait(5 * SECOND);

    expect(await statuses()).toEqual(['executed', 'executed', 'executed']);
    expect(house.refunds()).toEqual(ALL_DONE);
  });

  test('when the first is to be undone while another has not ended, then nothing is taken back, and they are told why', async () => {
    Object.assign(house.company.orders, { refund: async () => ({ kind: 'unknown', why: 'cut off' }) });
    await begin(house);
    await house.undo('UTOM', FIRST);

    expect(house.refunds()).toEqual(ALL_DONE.slice(0, 1));
    expect(house.messenger.whispers.at(-1)?.text).toMatch(/^Another request on this card has not ended yet\./);
  });

  test('when the first stays unknown for a quarter of an hour, then the others are given up in one true message', async () => {
    house.company.loseNextAnswer();
    await begin(house);
    house.company.takeDown('crm');
    for (let minutes = 0; minutes < 16; minutes += 1) await house.wait(MINUTE);

    expect(await statuses()).toEqual(['unknown', 'expired', 'expired']);
    expect(house.replies().slice(1)).toEqual([
      "I'm sorry, the refund of $48.00 for ORD-12345 and the new address for ORD-1 could not be carried out in time. Nothing was changed. I've passed it on to a colleague.",
    ]);
    house.company.bringUp('crm');
    for (let minutes = 0; minutes < 20; minutes += 1) await house.wait(MINUTE);
    expect(house.refunds()).toEqual(ALL_DONE.slice(0, 1));
  });

  test('when an earlier row was dropped, then the ones behind it are carried out all the same', async () => {
    const first = await house.approval(FIRST);
    const { status: _status, ...ledger } = first;
    await house.store.commit({
      approvals: [{ to: { ...ledger, version: first.version + 1, status: 'rejected' }, from: first.version }],
      audit: [],
    });
    await begin(house, SECOND_ROW);

    expect(await statuses()).toEqual(['rejected', 'executed', 'executed']);
  });

  test('when a row’s job runs before its turn, then nothing is sent, and it has its turn later', async () => {
    await begin(house, THIRD);
    expect(house.refunds()).toEqual([]);

    await begin(house);
    await house.wait(SECOND);

    expect(house.refunds()).toEqual(ALL_DONE);
  });
});

describe('given three approved requests on one card, and somebody who moves a row in the same moment', () => {
  test('when the outcome’s commit is lost to that, then it is saved all the same, and told once', async () => {
    let isLost = false;
    const racing = (store: Store): Store => ({
      ...store,
      commit: async (change) => {
        const isFailure = change.approvals?.some(({ to }) => to.status === 'failed') ?? false;
        if (!isFailure || isLost) return store.commit(change);
        isLost = true;
        return false;
      },
    });
    house = await openBundle({ overStore: racing });
    refuseRefunds();
    await begin(house);

    expect(isLost).toBe(true);
    expect(await statuses()).toEqual(['executed', 'failed', 'stale']);
    expect(house.replies().filter((text) => text.includes("didn't go through"))).toHaveLength(1);
  });
});

const POINTS = [
  'execute:start',
  'execute:before-intent',
  'execute:intent-saved',
  'execute:after-call',
  'execute:before-outcome',
  'execute:outcome-saved',
  'deliver:before-post',
  'deliver:after-post',
  'deliver:after-sent',
  'follow-up:start',
] as const satisfies readonly CrashPointName[];
const PASSES = [1, 2, 3, 4];

describe('given three approved requests on one card, and a process that dies', () => {
  test.each(POINTS.flatMap((point) => PASSES.map((pass) => [point, pass] as const)))(
    'when it dies at %s, passing %d, then after the restart each was done once, in order, and told once',
    async (point, pass) => {
      house = await openBundle({ script: [says(''), says(''), says('')] });
      house.dieAt(point, pass);
      await begin(house);
      if (pass === 1) expect(house.logged, 'it died').toContainEqual(expect.objectContaining({ level: 'error' }));
      await house.restart();
      await house.wait(SECOND);

      expect(house.refunds()).toEqual(ALL_DONE);
      expect(await statuses()).toEqual(['executed', 'executed', 'executed']);
      expect(house.cards()).toEqual(['card executed, executed, executed']);
      expect(house.replies().filter((text) => text.startsWith('Done'))).toHaveLength(3);
    },
  );

  test.each(POINTS.flatMap((point) => PASSES.map((pass) => [point, pass] as const)))(
    'when it dies at %s, passing %d, of a card whose second row fails, then the third is stopped, once',
    async (point, pass) => {
      house = await openBundle({ script: [says(''), says(''), says('')] });
      refuseRefunds();
      house.dieAt(point, pass);
      await begin(house);
      if (pass === 1) expect(house.logged, 'it died').toContainEqual(expect.objectContaining({ level: 'error' }));
      await house.restart();
      await house.wait(SECOND);

      expect(house.refunds()).toEqual(ALL_DONE.slice(0, 1));
      expect(await statuses()).toEqual(['executed', 'failed', 'stale']);
      expect(house.replies().filter((text) => text.includes('not carried out either'))).toHaveLength(1);
    },
  );
});
