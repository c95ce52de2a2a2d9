import { afterEach, describe, expect, test } from 'vitest';
import { forget } from '../../../src/adapters/sql/forget.ts';
import { JobId } from '../../../src/domain/ids.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/ports/store.ts';
import { THREAD, openHouse, refundCall } from '../../fakes/house.ts';
import type { House, HouseOptions } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const RESOLVE = [
  'update_ticket',
  { ticket_id: 'TKT_001', status: 'Resolved', priority: null, note: null, reason: 'works now' },
] as const;

/** Alice's ticket was set to Resolved a moment ago; Priya approved it. */
async function resolved(options: HouseOptions = {}): Promise<void> {
  house = await openHouse({ script: [calls(RESOLVE), says('Asked.'), says('')], ...options });
  await house.ask('It works now, please close TKT_001');
  await house.click('UPRIYA');
  expect(await house.status()).toBe('executed');
}

const undoUntil = async () => {
  const done = await house.approval();
  return done.status === 'executed' ? done.undoUntil : 'not executed';
};
const request = async () => {
  const done = await house.approval();
  const undone = done.status === 'executed' ? done.undoneBy : undefined;
  return undone && house.approval(undone.id);
};
const tickets = () => house.refunds().filter((line) => line.startsWith('ticket'));

describe('given a ticket that was changed a moment ago', () => {
  test('then it can be taken back for a minute, and not longer', async () => {
    await resolved();
    expect(await undoUntil()).toBe(house.clock.now + 60 * SECOND);

    await house.wait(60 * SECOND);

    expect(await undoUntil()).toBeUndefined();
    expect((await house.audit()).at(-1)).toBe('undo-over by deskhand');
    expect(house.messenger.said.at(-1)).toBe('update card');
  });

  test('when its texts are erased in the moment in which its minute ends, then they do not come back', async () => {
    const eraseFirst = (store: Store): Store => ({
      ...store,
      commit: async (change) => {
        if (change.audit.some(({ event }) => event === 'undo-over'))
          await forget(house.sqlite.driver, THREAD, house.clock.now);
        return store.commit(change);
      },
    });
    await resolved({ overStore: eraseFirst });

    await house.wait(60 * SECOND);

    expect((await house.approval()).erasedAt).toBeDefined();
  });

  test.each(['UPRIYA', 'UTOM', 'ULEA'])(
    'when %s takes it back, then it is as before, by a request of its own',
    async (user) => {
      await resolved();
      await house.wait(30 * SECOND);
      await house.undo(user);

      const undone = await request();
      expect(undone).toMatchObject({ status: 'executed', proposal: { words: { effect: 'Set to Open' } } });
      expect(undone?.decisions.map(({ slackUser, verdict }) => `${verdict} by ${slackUser}`)).toEqual([
        `approve by ${user}`,
      ]);
      expect(tickets()).toEqual(['ticket TKT_001 apr_000001', `ticket TKT_001 ${undone?.id}`]);
      expect(house.replies().at(-1)).toMatch(/^Done: Ticket TKT_001 is now Open\./);
      expect(await house.audit()).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^undone by person_/),
          expect.stringMatching(/^approved by person_/),
        ]),
      );
    },
  );

  test('when it is taken back in Home, then it is as on the card', async () => {
    await resolved();
    await house.undo('UTOM', 'apr_000001', { inHome: true });

    expect(tickets()).toHaveLength(2);
  });

  test.each([
    ['UALICE', 'own-request'],
    ['UADMIN', 'admin'],
    ['UGUEST', 'external'],
  ])('when %s presses, then nothing changes and they are told: %s', async (user, refusal) => {
    await resolved();
    await house.undo(user);

    expect(tickets()).toHaveLength(1);
    expect(house.messenger.whispers.at(-1)).toEqual({ user, text: refusal });
    expect((await house.audit()).at(-1)).toContain(`refused:${refusal}`);
  });

  test('when two press, then it is taken back once and the second is told', async () => {
    await resolved();
    await house.undo('UTOM');
    await house.undo('ULEA');

    expect(tickets()).toHaveLength(2);
    expect(house.messenger.whispers.at(-1)).toEqual({ user: 'ULEA', text: 'undone' });
  });

  test('when the minute is over, then it is told to be too late', async () => {
    await resolved();
    house.clock.now += MINUTE;
    await house.undo('UTOM');

    expect(tickets()).toHaveLength(1);
    expect(house.messenger.whispers.at(-1)?.text).toBe('undo-over');
  });

  test('when the minute is over and its button still stands, because that job is late, then it is too late all the same', async () => {
    await resolved();
    house.clock.now += MINUTE;
    const { id, version } = await house.approval();
    const data = { approval: id, version, team: 'T1', user: 'UTOM' };
    await house.process.handlers.undo({ id: JobId.parse('undo:late'), key: id, kind: 'undo', data }, 1);
    await house.idle();

    expect(await undoUntil()).toBe(house.clock.now);
    expect(tickets()).toHaveLength(1);
    expect(house.messenger.whispers.at(-1)?.text).toBe('undo-over');
  });

  test('when the record was changed since, then it is told why it cannot be taken back', async () => {
    await resolved();
    house.company.changeTicket('TKT_001', { status: 'Open' });
    await house.undo('UTOM');

    expect(tickets()).toHaveLength(1);
    expect(house.messenger.whispers.at(-1)?.text).toMatch(/^This cannot be taken back: TKT_001 is already like that/);
  });

  test('when somebody has changed it to something else since, then that stays', async () => {
    await resolved();
    house.company.changeTicket('TKT_001', { status: 'Closed' });
    await house.undo('UTOM');

    expect(tickets()).toHaveLength(1);
    expect(house.messenger.whispers.at(-1)?.text).toBe(
      'This cannot be taken back: it was changed again since. Nothing was changed.',
    );
  });

  test('when the policy asks for a lead, then an agent takes nothing back', async () => {
    const needs = { kind: 'people', count: 1, role: 'lead' } as const;
    const actions = { ...DEFAULT_POLICY.actions, update_ticket: { tiers: [{ needs }] } };
    house = await openHouse({ script: [calls(RESOLVE), says('Asked.'), says('')], policy: { version: 'x', actions } });
    await house.ask('It works now, please close TKT_001');
    await house.click('ULEA');
    await house.undo('UTOM');

    expect(tickets()).toHaveLength(1);
    expect(house.messenger.whispers.at(-1)?.text).toBe('not-allowed');
  });

  test('when the policy asks for two, then one press asks and another person decides', async () => {
    const needs = { kind: 'people', count: 2, role: 'agent' } as const;
    const actions = { ...DEFAULT_POLICY.actions, update_ticket: { tiers: [{ needs }] } };
    house = await openHouse({ script: [calls(RESOLVE), says('Asked.'), says('')], policy: { version: 'x', actions } });
    await house.ask('It works now, please close TKT_001');
    await house.click('ULEA');
    await house.click('UTOM');
    await house.undo('UTOM');
    expect(await request()).toMatchObject({ status: 'pending' });

    await house.click('UPRIYA', 'approve', (await request())?.id);

    expect(tickets()).toHaveLength(2);
  });

  test.each(['undo:before-commit', 'undo:after-commit'] as const)(
    'when the process dies at %s, then after the restart it is taken back once',
    async (point) => {
      await resolved();
      house.dieAt(point);
      await house.undo('UTOM');
      await house.restart();
      await house.wait(5 * SECOND);

      expect(tickets()).toHaveLength(2);
      expect((await request())?.status).toBe('executed');
    },
  );
});

describe('given money that went out', () => {
  test('then nothing offers to take it back, and a forged press is refused', async () => {
    house = await openHouse({ script: [calls(refundCall()), says('Asked.'), says('')] });
    await house.ask('The mug of ORD-12345 came broken');
    await house.click('UPRIYA');
    expect(await undoUntil()).toBeUndefined();

    await house.undo('UTOM');

    expect(house.refunds()).toHaveLength(1);
    expect(house.messenger.whispers.at(-1)?.text).toBe('undo-over');
  });
});
