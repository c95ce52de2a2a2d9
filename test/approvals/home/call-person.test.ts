import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TeamId, UserId } from '../../../src/domain/ids.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());
beforeEach(async () => {
  house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
});
const call = async (press: string, user = 'UALICE') => {
  const called = await house.process.home.callPerson({ team: TeamId.parse('T1'), user: UserId.parse(user) }, press);
  await house.idle();
  return called;
};
const handOffs = () => house.messenger.read.flatMap(({ message }) => (message.kind === 'hand-off' ? message : []));
const CALLED = { ok: true, value: 'called' };

describe('given a customer who wants a person', () => {
  test('when they press the button, then colleagues get one card that says who, and what they asked for', async () => {
    await house.ask('my mug is broken');

    expect(await call('press1')).toEqual(CALLED);

    expect(handOffs()).toMatchObject([
      {
        conversation: expect.stringMatching(/^T1:D/),
        handOff: {
          user: 'UALICE',
          wants: 'They pressed “Talk to a person” in Home and wait for a colleague to write to them.',
          by: 'deskhand',
          from: 'home',
          facts: [
            { label: 'Customer', value: 'cust_123' },
            { label: 'Asked for', value: 'Refund $48.00 · apr_000001 · pending' },
          ],
        },
      },
    ]);
    expect((await house.audit()).at(-1)).toBe('called-person by person_alice');
  });

  test('when the same press arrives again, also after a restart, then nobody is called again', async () => {
    await call('press1');

    expect(await call('press1')).toEqual(CALLED);
    await house.restart();
    expect(await call('press1')).toEqual(CALLED);
    expect(handOffs()).toHaveLength(1);
  });

  test('when one press arrives twice at once, then colleagues get one card', async () => {
    expect(await Promise.all([call('press1'), call('press1')])).toEqual([CALLED, CALLED]);

    expect(handOffs()).toHaveLength(1);
  });

  test('when two presses arrive at once, then colleagues get one card', async () => {
    const [first, second] = await Promise.all([call('press1'), call('press2')]);

    expect(first).toEqual(CALLED);
    expect(second).toMatchObject({ ok: false, refusal: expect.stringContaining('a moment ago') });
    expect(handOffs()).toHaveLength(1);
  });

  test('when a press could not be saved, then the next one calls', async () => {
    house.dieAt('desk:before-commit');
    await expect(call('press1')).rejects.toThrow();

    expect(await call('press2')).toEqual(CALLED);
    expect(handOffs()).toHaveLength(1);
  });

  test('when they look at Home, then it says for ten minutes when colleagues were told', async () => {
    const visitor = { team: TeamId.parse('T1'), user: UserId.parse('UALICE') };
    const look = () => house.process.home.open(visitor, { filter: 'all', order: 'deadline', page: 0 });
    const calledAt = house.clock.now;
    expect(await look()).not.toHaveProperty('calledAt');
    await call('press1');

    house.clock.now += 9 * MINUTE;
    expect(await look()).toMatchObject({ kind: 'own', calledAt });
    house.clock.now += MINUTE;
    expect(await look()).not.toHaveProperty('calledAt');
  });

  test('when they press again soon, then they are told when somebody was told; later they may call again', async () => {
    await call('press1');
    expect(await call('press2')).toEqual({
      ok: false,
      refusal: 'A colleague was told a moment ago and will write to you.',
    });
    house.clock.now += 3 * MINUTE;
    expect(await call('press3')).toEqual({
      ok: false,
      refusal: 'A colleague was told 3 minutes ago and will write to you.',
    });
    expect(handOffs()).toHaveLength(1);

    house.clock.now += 7 * MINUTE;
    expect(await call('press4')).toEqual(CALLED);
    expect(handOffs()).toHaveLength(2);
  });

  test.each(['desk:before-commit', 'desk:after-commit'] as const)(
    'when the process dies at %s, then the press that comes again makes one card',
    async (point) => {
      house.dieAt(point);
      await expect(call('press1')).rejects.toThrow(point);
      await house.restart();

      expect(await call('press1')).toEqual(CALLED);
      expect(handOffs()).toHaveLength(1);
    },
  );
});

test.each([
  ['UPRIYA', 'This button is for customers. Nobody was called.'],
  ['UADMIN', 'This button is for customers. Nobody was called.'],
  ['UGUEST', 'Only customers of this workspace can call a person here.'],
])('given %s, when they call a person, then the answer is: %s', async (user, refusal) => {
  expect(await call('press1', user)).toEqual({ ok: false, refusal });
  expect(handOffs()).toEqual([]);
});
