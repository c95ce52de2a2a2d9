import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import type { FormKind } from '../../../src/ports/desk.ts';
import { HOUR } from '../../../src/domain/time.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
const asked = async (amount = '48.00'): Promise<void> => {
  house = await openHouse({ script: [calls(refundCall(amount)), says('I have asked.')] });
  if (Number(amount) > 120) house.company.changeOrder('ORD-12345', { paid: money(500_000, 'USD') });
  await house.ask('my mug is broken');
};
afterEach(() => house.close());

const refused = (code: string) => ({ ok: false, refusal: expect.objectContaining({ code }) });
const DECIDING = ['edit', 'reject', 'ask'] as const;
const ALL: readonly FormKind[] = [...DECIDING, 'details'];

describe('given a refund that waits for one agent', () => {
  beforeEach(() => asked());

  test('when an agent wants to edit it, then the form shows its figure and what is left to give', async () => {
    expect(await house.open('UPRIYA', 'edit')).toEqual({
      ok: true,
      value: {
        kind: 'edit',
        approval: await house.approval(),
        amount: { now: money(4_800, 'USD'), most: money(12_000, 'USD') },
      },
    });
  });

  test('when an agent wants to reject it, then the form shows what the person would be told', async () => {
    expect(await house.open('UPRIYA', 'reject')).toEqual({
      ok: true,
      value: {
        kind: 'reject',
        approval: await house.approval(),
        said: expect.stringContaining("couldn't approve the refund of $48.00 for ORD-12345"),
      },
    });
  });

  test('when an agent wants to ask the person, then the form opens', async () => {
    expect(await house.open('UPRIYA', 'ask')).toEqual({
      ok: true,
      value: { kind: 'ask', approval: await house.approval() },
    });
  });

  test('when the details are wanted, then they come with the other requests for this customer, newest first', async () => {
    for (const order of ['ORD-1', 'ORD-2']) {
      house.model.goOn(calls(refundCall('1.00', order)), says('Asked.'));
      await house.ask('and this one', { user: 'UPRIYA' });
    }
    const [own] = [await house.approval()];

    const form = await house.open('UPRIYA', 'details');

    expect(form).toMatchObject({ ok: true, value: { kind: 'details', approval: own } });
    expect(
      form.ok && form.value.kind === 'details' && form.value.earlier.map(({ proposal }) => proposal.target),
    ).toEqual(['order:ORD-1']);
  });

  test.each(ALL)(
    'when its %s button was copied into another message, then nothing opens and it is noted',
    async (form) => {
      expect(await house.open('UPRIYA', form, undefined, '1700000000.999999')).toEqual(refused('card-mismatch'));
      expect(house.logged).toContainEqual({
        level: 'error',
        fields: {
          alert: 'security',
          approval: 'apr_000001',
          user: 'UPRIYA',
          channel: 'CARDS',
          message: '1700000000.999999',
        },
        message: 'card_mismatch: a copied button was pressed',
      });
    },
  );

  test.each(ALL)('when the role of who presses %s cannot be read, then nothing opens', async (form) => {
    house.directory.isDown = true;

    expect(await house.open('UPRIYA', form)).toEqual(refused('role-unknown'));
  });

  test.each([
    ['edit', 'UALICE', 'own-request'],
    ['edit', 'UGUEST', 'external'],
    ['edit', 'UADMIN', 'admin'],
    ['reject', 'UALICE', 'customer'],
    ['reject', 'UGUEST', 'external'],
    ['reject', 'UADMIN', 'admin'],
    ['ask', 'UALICE', 'customer'],
    ['ask', 'UGUEST', 'external'],
    ['ask', 'UADMIN', 'admin'],
    ['details', 'UALICE', 'customer'],
    ['details', 'UGUEST', 'external'],
    ['settle-done', 'UADMIN', 'admin'],
    ['settle-done', 'UPRIYA', 'not-now'],
    ['settle-not-done', 'UPRIYA', 'not-now'],
  ] as const)('when %s is pressed by %s, then nothing opens: %s', async (form, user, code) => {
    expect(await house.open(user, form)).toEqual(refused(code));
  });

  test('when an admin wants the details, then they are shown', async () => {
    expect(await house.open('UADMIN', 'details')).toMatchObject({ ok: true, value: { kind: 'details' } });
  });

  test('when the beneficiary is a colleague, then they cannot change it', async () => {
    const priya = house.directory.people.get('UPRIYA');
    const { customer } = (await house.approval()).proposal;
    if (priya) house.directory.people.set('UPRIYA', { ...priya, customerId: customer });

    expect(await house.open('UPRIYA', 'edit')).toEqual(refused('beneficiary'));
  });

  test.each(DECIDING)('when its time is up, then %s opens nothing', async (form) => {
    house.clock.now += 2 * HOUR;

    expect(await house.open('UPRIYA', form)).toEqual(refused('expired'));
  });

  test.each(DECIDING)('when it was decided, then %s opens nothing', async (form) => {
    await house.click('ULEA');

    expect(await house.open('UPRIYA', form)).toEqual(refused('already-decided'));
  });

  test.each(DECIDING)(
    'when it was changed, then %s opens nothing on the old card and shows the way to the new one',
    async (form) => {
      const edited = await house.submit('UPRIYA', { kind: 'edit', amount: '30.00', note: '' });
      const next = edited.ok ? edited.value.id : '';

      expect(await house.open('UTOM', form)).toEqual({
        ok: false,
        refusal: {
          code: 'superseded',
          approval: await house.approval(),
          newer: await house.store.placeOf(`card:${next}`),
        },
      });
    },
  );
});

describe('given two requests on one card', () => {
  beforeEach(async () => {
    const closing = { ticket_id: 'TKT_001', status: 'Resolved', priority: null, note: null, reason: 'It works.' };
    const script = [calls(refundCall('48.00'), ['update_ticket', closing]), says('Asked.')];
    house = await openHouse({ script });
    await house.ask('please do both');
  });

  test('when the details are wanted of the card, then each row comes as it stands, and none among the other requests', async () => {
    const edited = await house.submit('UPRIYA', { kind: 'edit', amount: '30.00', note: '' });
    const form = await house.open('UTOM', 'details');

    expect(form).toMatchObject({
      ok: true,
      value: {
        kind: 'details',
        rows: [{ id: edited.ok && edited.value.id, edition: 2 }, { id: 'apr_000002' }],
        earlier: [],
      },
    });
  });
});

describe('given a refund that needs a lead', () => {
  beforeEach(() => asked('640.00'));

  test('when an agent wants to edit it, then they may: the policy says who decides on what they make of it', async () => {
    expect(await house.open('UPRIYA', 'edit')).toMatchObject({ ok: true });
  });

  test('when an agent wants to reject it, then that takes a lead', async () => {
    expect(await house.open('UPRIYA', 'reject')).toEqual(refused('not-allowed'));
    expect(await house.open('ULEA', 'reject')).toMatchObject({ ok: true });
  });
});

describe('given an outcome that nobody knows', () => {
  beforeEach(async () => {
    await asked();
    house.company.loseNextAnswer();
    house.company.takeDown('orders');
    house.company.bringUp('orders');
    await house.click('UPRIYA');
  });

  test('while it is looked up, then nobody can settle it yet', async () => {
    expect(await house.status()).toBe('unknown');
    expect(await house.open('ULEA', 'settle-done')).toEqual(refused('already-running'));
  });

  const forPerson = async () => {
    house.company.takeDown('orders');
    await house.wait(31 * 60_000);
    expect(await house.approval()).toMatchObject({ status: 'unknown', forPerson: { statements: [] } });
  };

  test('once a person must settle it, then the form opens, and their note settles it', async () => {
    await forPerson();
    expect(await house.open('ULEA', 'settle-done')).toMatchObject({
      ok: true,
      value: { kind: 'settle', verdict: 'done' },
    });

    const entry = { kind: 'settle', verdict: 'done', note: 'It is in the bank.', reference: 're_77' } as const;

    expect(await house.submit('ULEA', entry)).toMatchObject({ ok: true, value: { status: 'executed' } });
    expect(await house.approval()).toMatchObject({ receipt: { reference: 're_77' } });
  });

  test('when the form is sent twice, then it counts once, and its sender reads no refusal', async () => {
    await forPerson();
    const entry = { kind: 'settle', verdict: 'done', note: 'It is in the bank.', reference: '' } as const;

    const first = await house.submit('ULEA', entry);
    const told = house.said();

    expect(await house.submit('ULEA', entry)).toEqual(first);
    expect(house.said()).toEqual(told);
    expect(await house.submit('UPRIYA', entry)).toMatchObject({ ok: false });
  });

  test.each([
    [{ note: ' ', reference: '' }, 'note'],
    [{ note: 'x'.repeat(501), reference: '' }, 'note'],
    [{ note: 'I saw it.', reference: 'x'.repeat(101) }, 'reference'],
  ] as const)('when the form says %j, then its field %s is wrong', async (typed, field) => {
    await forPerson();

    const submitted = await house.submit('ULEA', { kind: 'settle', verdict: 'not-done', ...typed });

    expect(submitted).toMatchObject({ ok: false, refusal: { kind: 'field', field } });
    expect(await house.status()).toBe('unknown');
  });
});
