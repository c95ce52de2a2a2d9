import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Approved, Pending, Prepared } from '../../../src/domain/approval.ts';
import { deadlineAfter } from '../../../src/domain/deadline.ts';
import { JobId } from '../../../src/domain/ids.ts';
import { askToConfirm } from '../../../src/domain/say.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { prepared as preparedRow } from '../../fakes/approvals.ts';
import { NOW, THREAD, openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';
import { FIRST, SECOND_ROW, THIRD, openBundle } from './given-bundle.ts';

let house: House;
afterEach(() => house.close());

const nudges = (): string[] => house.said().filter((text) => text.startsWith('nudge'));
const handOffs = (): string[] => house.said().filter((text) => text.startsWith('hand-off'));

describe('given a request that waits two hours for a decision', () => {
  beforeEach(async () => {
    house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
    await house.ask('my mug is broken');
  });

  test('when half of the time is over, then people are reminded once', async () => {
    await house.wait(HOUR - 1);
    expect(nudges()).toEqual([]);
    await house.wait(1);
    await house.wait(10 * MINUTE);

    expect(nudges()).toEqual(['nudge half']);
    expect(await house.approval()).toMatchObject({ status: 'pending', reminders: [{ stage: 'last' }] });
    expect((await house.audit()).at(-1)).toBe('reminded:half by deskhand');
  });

  test('when four fifths of it are over, then the last call is made, and then there is none', async () => {
    await house.wait(HOUR);
    await house.wait(36 * MINUTE);
    await house.wait(10 * MINUTE);

    expect(nudges()).toEqual(['nudge half', 'nudge last']);
    expect(await house.approval()).toMatchObject({ status: 'pending', reminders: [] });
  });

  test('when it is decided after a reminder, then it is carried out, and nobody is reminded again', async () => {
    await house.wait(HOUR);
    await house.click('UPRIYA');
    await house.wait(HOUR);

    expect(await house.status()).toBe('executed');
    expect(nudges()).toEqual(['nudge half']);
  });

  test('when the bot was away at half time, then the reminder comes at the start', async () => {
    house.clock.now += 70 * MINUTE;
    await house.restart();

    expect(nudges()).toEqual(['nudge half']);
  });

  test('when the bot was away until the last call, then only that one is made', async () => {
    house.clock.now += 100 * MINUTE;
    await house.restart();

    expect(nudges()).toEqual(['nudge last']);
  });

  test('when the bot was away until its time was up, then it expires at the start, is told, and a click comes too late', async () => {
    house.clock.now += 3 * HOUR;
    await house.restart();
    await house.click('UPRIYA');

    expect(await house.status()).toBe('expired');
    expect(nudges()).toEqual([]);
    expect(house.refunds()).toEqual([]);
    expect(house.messenger.whispers.map(({ text }) => text)).toEqual(['expired']);
    expect(house.replies().at(-1)).toMatch(/^I'm sorry, nobody could confirm the refund of \$48\.00/);
    expect(handOffs()).toHaveLength(1);
  });

  test('when the clock was set back just before the deadline’s job ran, then it expires all the same', async () => {
    const { expiresAt } = await house.approval();
    await house.process.handlers.deadline(
      {
        id: JobId.parse(`deadline:apr_000001:${expiresAt}`),
        key: 'apr_000001',
        kind: 'deadline',
        data: { approval: 'apr_000001' },
        runAt: expiresAt,
      },
      1,
    );

    expect(await house.status()).toBe('expired');
  });

  test('when its deadline was moved, then nothing happens at the old one, and all of it at the new one', async () => {
    const approval = await house.approval();
    if (approval.status !== 'pending') throw new Error('it waits');
    const later = deadlineAfter(NOW, 4 * HOUR);
    await house.store.commit({
      approvals: [{ to: { ...approval, ...later, version: approval.version + 1 }, from: approval.version }],
      audit: [],
    });
    await house.wait(HOUR);
    await house.wait(30 * MINUTE);
    expect(nudges()).toEqual([]);

    await house.wait(30 * MINUTE);
    await house.wait(2 * HOUR);

    expect(nudges()).toEqual(['nudge half']);
    expect(await house.status()).toBe('expired');
  });

  test.each(['deadline:before-commit', 'deadline:after-commit'] as const)(
    'when the process dies at %s, then after the restart everybody is told once',
    async (point) => {
      house.dieAt(point);
      await house.wait(2 * HOUR);
      await house.restart();

      expect(await house.status()).toBe('expired');
      expect(house.replies().filter((text) => text.includes('nobody could confirm'))).toHaveLength(1);
      expect(handOffs()).toHaveLength(1);
    },
  );

  test.each(['deadline:before-commit', 'deadline:after-commit', 'deliver:after-post'] as const)(
    'when the process dies at %s of a reminder, then it is made once',
    async (point) => {
      house.dieAt(point);
      await house.wait(HOUR);
      await house.restart();

      expect(nudges()).toEqual(['nudge half']);
    },
  );
});

describe('given a person who was asked in their thread whether to go ahead', () => {
  beforeEach(async () => {
    house = await openHouse();
    const to: Prepared = preparedRow({ conversation: THREAD, openedAt: NOW, expiresAt: NOW + 2 * HOUR });
    await house.store.commit({
      approvals: [{ to }],
      outgoing: [askToConfirm(() => 'out_confirm', to)],
      audit: [],
    });
    await house.restart();
  });

  test('when they never answer, then the question is closed, they are told gently, and nobody is bothered', async () => {
    await house.wait(2 * HOUR);

    expect(house.said()).toEqual([
      'confirmation expired',
      "reply I didn't get an answer, so I've left the refund of $48.00 for ORD-12345; just ask again. Nothing was changed.",
    ]);
    expect((await house.notes()).at(-1)).toContain('did not answer; nothing was changed');
    expect(house.refunds()).toEqual([]);
  });

  test('when half of the time is over, then nobody is reminded', async () => {
    await house.wait(HOUR);

    expect(nudges()).toEqual([]);
  });
});

describe('given three requests on one card that wait for a decision', () => {
  beforeEach(async () => {
    house = await openBundle();
    for (const id of [FIRST, SECOND_ROW, THIRD]) await waitAgain(id);
    await house.restart();
  });

  /** As it was before it was approved. */
  async function waitAgain(id: string | undefined): Promise<void> {
    const row = await house.approval(id);
    if (row.status !== 'approved' || row.needs.kind !== 'people') throw new Error('it was approved by people');
    const { status: _status, ...ledger }: Approved = row;
    const to: Pending = {
      ...ledger,
      ...deadlineAfter(NOW, 2 * HOUR),
      needs: row.needs,
      status: 'pending',
      decisions: [],
      version: row.version + 1,
    };
    await house.store.commit({ approvals: [{ to, from: row.version }], audit: [] });
  }

  test('when half of the time is over, then the card is reminded of once', async () => {
    await house.wait(HOUR);

    expect(nudges()).toEqual(['nudge half']);
    expect((await house.audit()).filter((row) => row.startsWith('reminded'))).toHaveLength(3);
  });

  test('when the first row was dropped, then the card is reminded of all the same', async () => {
    const row = await house.approval(FIRST);
    if (row.status !== 'pending') throw new Error('it waits');
    const { reminders: _reminders, status: _status, ...ledger } = row;
    await house.store.commit({
      approvals: [{ to: { ...ledger, status: 'rejected', version: row.version + 1 }, from: row.version }],
      audit: [],
    });
    await house.wait(HOUR);

    expect(nudges()).toEqual(['nudge half']);
  });

  test('when their time is up, then all of them expire with one message, one card and one person called', async () => {
    await house.wait(2 * HOUR);

    expect(house.cards()).toEqual(['card expired, expired, expired']);
    expect(house.replies()).toEqual([
      "I'm sorry, nobody could confirm the change of ticket TKT_001, the refund of $48.00 for ORD-12345 and the new address for ORD-1 in time. Nothing was changed. I've passed it on to a colleague.",
    ]);
    expect(handOffs()).toHaveLength(1);
    expect(await house.notes()).toHaveLength(3);
    expect((await house.audit()).filter((row) => row === 'expired by deskhand')).toHaveLength(3);
  });
});
