import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { HOUR, SECOND } from '../../../src/domain/time.ts';
import type { Entry } from '../../../src/ports/desk.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const rejecting = (over: Partial<Extract<Entry, { kind: 'reject' }>> = {}) =>
  ({ kind: 'reject', reason: 'wrong-amount', note: '', said: '', takesOver: false, ...over }) as const;
const refused = (code: string) => ({
  ok: false,
  refusal: { kind: 'refused', refusal: expect.objectContaining({ code }) },
});
const usual = async (): Promise<string> => {
  const form = await house.open('UPRIYA', 'reject');
  if (!form.ok || form.value.kind !== 'reject') throw new Error('the form did not open');
  return form.value.said;
};

describe('given a refund that waits', () => {
  beforeEach(async () => {
    house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
    await house.ask('my mug is broken');
  });

  test('when it is rejected in a colleague’s words, then the person reads those, and the note stays inside', async () => {
    await house.submit('UPRIYA', rejecting({ note: ' Third time. ', said: ' The mug was used. ' }));

    expect(await house.approval()).toMatchObject({
      status: 'rejected',
      rejection: { reason: 'wrong-amount', said: 'The mug was used.', takesOver: false },
      decisions: [{ verdict: 'reject', by: 'person_priya', slackUser: 'UPRIYA', note: 'Third time.' }],
    });
    expect(house.said()).toEqual(['reply I have asked.', 'card rejected', 'reply The mug was used.']);
    expect(JSON.stringify(await house.store.items((await house.approval()).conversation))).not.toContain('Third time');
    expect(await house.audit()).toEqual(['pending by person_alice', 'rejected by person_priya']);
    expect(house.refunds()).toEqual([]);
  });

  test.each(['', '  ', 'usual'])(
    'when the message is left as it was (%j), then it is not kept as theirs',
    async (said) => {
      const sentence = await usual();
      await house.submit('UPRIYA', rejecting({ said: said === 'usual' ? `${sentence} ` : said }));

      expect(await house.approval()).toMatchObject({ rejection: { reason: 'wrong-amount', takesOver: false } });
      expect((await house.approval()).status === 'rejected' && (await house.approval())).not.toHaveProperty(
        'rejection.said',
      );
      expect(house.replies().at(-1)).toBe(sentence);
    },
  );

  test('when the colleague takes the conversation over, then a hand-off says so', async () => {
    await house.submit('UPRIYA', rejecting({ takesOver: true }));

    expect(house.messenger.read.map(({ message }) => message)).toContainEqual(
      expect.objectContaining({ kind: 'hand-off', handOff: expect.objectContaining({ takenBy: 'UPRIYA' }) }),
    );
  });

  test('when the colleague takes the conversation over, then the model does not go on in it', async () => {
    const before = house.model.requests.length;
    await house.submit('UPRIYA', rejecting({ takesOver: true }));

    expect(house.model.requests).toHaveLength(before);
  });

  test('when no reason is chosen, then the form says so and nothing happens', async () => {
    const { reason: _, ...entry } = rejecting();

    expect(await house.submit('UPRIYA', entry)).toEqual({
      ok: false,
      refusal: { kind: 'field', field: 'reason', message: 'Choose a reason.' },
    });
    expect(await house.status()).toBe('pending');
  });

  test('when the form is sent twice, then it is rejected once', async () => {
    const first = await house.submit('UPRIYA', rejecting());
    const second = await house.submit('UPRIYA', rejecting());

    expect(second).toEqual(first);
    expect(house.replies()).toHaveLength(2);
    expect((await house.approval()).decisions).toHaveLength(1);
  });

  test.each(['desk:before-commit', 'desk:after-commit'] as const)(
    'when the process dies at %s, then after the restart it was rejected once or can be rejected again',
    async (point) => {
      house.model.goOn(says('What else can I do?'));
      house.dieAt(point);
      await expect(house.submit('UPRIYA', rejecting())).rejects.toThrow(point);
      await house.restart();
      await house.submit('UPRIYA', rejecting());
      await house.wait(SECOND);

      expect(house.said()).toEqual([
        'reply I have asked.',
        'card rejected',
        expect.stringContaining("couldn't approve"),
        'reply What else can I do?',
      ]);
    },
  );

  test('when it is approved and rejected in the same moment, then one outcome stands and the other is told', async () => {
    const approval = await house.approval();
    const [submitted] = await Promise.all([
      house.submit('UPRIYA', rejecting()),
      house.enqueue(house.clickJob('UTOM', approval, 'approve')),
    ]);

    const status = await house.status();
    expect(submitted.ok).toBe(status === 'rejected');
    expect(house.refunds()).toHaveLength(submitted.ok ? 0 : 1);
    expect(house.messenger.whispers).toHaveLength(submitted.ok ? 1 : 0);
  });

  test.each([
    ['UALICE', 'customer'],
    ['UGUEST', 'external'],
    ['UADMIN', 'admin'],
  ])('when %s sends the form, then nothing is rejected: %s', async (user, code) => {
    expect(await house.submit(user, rejecting())).toEqual(refused(code));
    expect(await house.status()).toBe('pending');
  });

  test('when it was decided while the form was open, then the form says so', async () => {
    await house.click('UTOM');

    expect(await house.submit('UPRIYA', rejecting())).toEqual(refused('already-decided'));
  });

  test('when its time is up, then it cannot be rejected', async () => {
    house.clock.now += 2 * HOUR;

    expect(await house.submit('UPRIYA', rejecting())).toEqual(refused('expired'));
  });

  test('when the role cannot be read, then nothing is rejected', async () => {
    house.directory.isDown = true;

    expect(await house.submit('UPRIYA', rejecting())).toEqual(refused('role-unknown'));
  });

  test.each(['note', 'said'] as const)('when the %s is too long, then its field is wrong', async (field) => {
    expect(await house.submit('UPRIYA', rejecting({ [field]: 'x'.repeat(501) }))).toEqual({
      ok: false,
      refusal: { kind: 'field', field, message: 'At most 500 characters.' },
    });
    expect(await house.status()).toBe('pending');
  });
});

describe('given a refund that needs a lead', () => {
  beforeEach(async () => {
    house = await openHouse({ script: [calls(refundCall('640.00')), says('I have asked.')] });
    house.company.changeOrder('ORD-12345', { paid: money(500_000, 'USD') });
    await house.ask('my mug is broken');
  });

  test('when an agent sends the form, then it takes a lead', async () => {
    expect(await house.submit('UPRIYA', rejecting())).toEqual(refused('not-allowed'));
    expect(await house.submit('ULEA', rejecting())).toMatchObject({ ok: true, value: { status: 'rejected' } });
  });
});

describe('given two refunds of one turn on one card', () => {
  beforeEach(async () => {
    house = await openHouse({
      script: [calls(refundCall('48.00'), refundCall('20.00', 'ORD-1')), says('I have asked.')],
    });
    await house.ask('both are broken');
  });

  test('when the card is rejected, then every row is, and the person is told once of both', async () => {
    const sentence = await usual();
    await house.submit('UPRIYA', rejecting());

    expect([await house.status(), await house.status('apr_000002')]).toEqual(['rejected', 'rejected']);
    expect(house.said()).toEqual(['reply I have asked.', 'card rejected, rejected', `reply ${sentence}`]);
    expect(sentence).toContain('the refund of $48.00 for ORD-12345 and the refund of $20.00 for ORD-1');
    expect(await house.notes()).toHaveLength(2);
  });

  test('when a row was dropped before, then the other is rejected by the form', async () => {
    await house.click('UTOM', 'reject');
    await house.submit('UPRIYA', rejecting());

    expect(await house.approval()).not.toHaveProperty('rejection');
    expect(await house.approval('apr_000002')).toMatchObject({
      status: 'rejected',
      rejection: { reason: 'wrong-amount' },
    });
  });
});
