import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { HOUR, SECOND } from '../../../src/domain/time.ts';
import { NOW, openHouse, refundCall } from '../../fakes/house.ts';
import type { House, HouseOptions } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
const asked = async (amount = '48.00', options: HouseOptions = {}): Promise<void> => {
  house = await openHouse({ script: [calls(refundCall(amount)), says('I have asked.')], ...options });
  if (Number(amount) > 120) house.company.changeOrder('ORD-12345', { paid: money(500_000, 'USD') });
  await house.ask('my mug is broken');
};
afterEach(() => house.close());

const edit = (amount: string, note = '') => ({ kind: 'edit', amount, note }) as const;
/** The id of what the edit made. */
const changed = async (user: string, entry: ReturnType<typeof edit>, id?: string): Promise<string> => {
  const submitted = await house.submit(user, entry, id);
  if (!submitted.ok) throw new Error(JSON.stringify(submitted.refusal));
  return submitted.value.id;
};
const wrong = (field: string, message: unknown = expect.any(String)) => ({
  ok: false,
  refusal: { kind: 'field', field, message },
});
const refused = (code: string) => ({
  ok: false,
  refusal: { kind: 'refused', refusal: expect.objectContaining({ code }) },
});

describe('given a refund of $48.00 that waits', () => {
  beforeEach(() => asked());

  test('when an agent makes it $30.00 with a note, then a new request takes its place and nobody in the thread is told', async () => {
    const old = await house.approval();
    await house.wait(HOUR);

    const id = await changed('UPRIYA', edit('30.00', ' Only the mug. '));

    expect(await house.approval()).toMatchObject({
      status: 'superseded',
      editedBy: 'UPRIYA',
      by: { id, effect: 'Refund $30.00', edition: 2 },
    });
    expect(await house.approval(id)).toMatchObject({
      status: 'pending',
      version: 1,
      edition: 2,
      editor: { person: 'person_priya', slackUser: 'UPRIYA', at: NOW + HOUR, was: 'Refund $48.00', before: [] },
      noteToRequester: 'Only the mug.',
      quote: old.quote,
      requester: old.requester,
      conversation: old.conversation,
      proposal: { target: 'order:ORD-12345', cost: money(3_000, 'USD'), reason: 'Arrived broken' },
      decisions: [],
      openedAt: NOW + HOUR,
      expiresAt: NOW + 3 * HOUR,
    });
    expect(house.cards()).toEqual(['card superseded', 'card pending']);
    expect(house.replies()).toEqual(['I have asked.']);
  });

  test('when it was changed, then the model is told both figures and the audit holds them', async () => {
    const id = await changed('UPRIYA', edit('30.00'));

    expect(await house.notes()).toEqual([
      expect.stringMatching(new RegExp(`apr_000001 \\(Refund \\$48\\.00\\).*Refund \\$30\\.00.*${id}`)),
    ]);
    expect(await house.audit()).toEqual([
      'pending by person_alice',
      'superseded by person_priya',
      'pending by person_priya',
    ]);
  });

  test('when the model asks once more for what the person had wanted, then the colleague’s change stands', async () => {
    await changed('UPRIYA', edit('30.00'));
    house.model.goOn(calls(refundCall()), says('It is waiting.'));
    await house.ask('any news?');

    expect((await house.store.approvalsIn(['pending'])).map(({ proposal }) => proposal.words.effect)).toEqual([
      'Refund $30.00',
    ]);
  });

  test('when the person wants another amount after that, then their new wish counts', async () => {
    await changed('UPRIYA', edit('30.00'));
    house.model.goOn(calls(refundCall('20.00')), says('I have asked for $20.00.'));
    await house.ask('make it 20');

    expect((await house.store.approvalsIn(['pending'])).map(({ proposal }) => proposal.words.effect)).toEqual([
      'Refund $20.00',
    ]);
  });

  test('when two colleagues changed it one after the other, then neither of them may approve it', async () => {
    const first = await changed('UPRIYA', edit('30.00'));
    const last = await changed('UTOM', edit('31.00'), first);
    await house.click('UPRIYA', 'approve', last);
    await house.click('UTOM', 'approve', last);

    expect(house.messenger.whispers.map(({ text }) => text)).toEqual(['own-request', 'own-request']);
    expect(await house.approval(last)).toMatchObject({ status: 'pending', editor: { was: 'Refund $48.00' } });
  });

  test('when who changed it approves it, then somebody else must, and exactly the new figure is paid', async () => {
    const id = await changed('UPRIYA', edit('30.00'));
    await house.click('UPRIYA', 'approve', id);
    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'own-request' }]);

    await house.click('UTOM', 'approve', id);

    expect(house.company.journal).toMatchObject([{ key: id, detail: { amount: money(3_000, 'USD') } }]);
  });

  test('when the old button is pressed, then it decides nothing and leads to the new card', async () => {
    const id = await changed('UPRIYA', edit('30.00'));
    await house.click('UTOM');

    expect(house.messenger.whispers).toEqual([{ user: 'UTOM', text: 'superseded' }]);
    expect(house.explained.at(-1)).toMatchObject({ newer: await house.store.placeOf(`card:${id}`) });
    expect(house.refunds()).toEqual([]);
  });

  test('when it was changed twice, then the oldest button leads to the newest card', async () => {
    const second = await changed('UPRIYA', edit('30.00'));
    const third = await changed('UPRIYA', edit('20.00'), second);
    await house.click('UTOM');

    expect(house.explained.at(-1)).toMatchObject({
      approval: { id: second, by: { id: third, edition: 3 } },
      newer: await house.store.placeOf(`card:${third}`),
    });
  });

  test('when the same form is sent twice, then there is one new request', async () => {
    const first = await house.submit('UPRIYA', edit('30.00', 'For the mug'));
    const second = await house.submit('UPRIYA', edit('30.00', 'For the mug'));

    expect(second).toEqual(first);
    expect(house.cards()).toHaveLength(2);
  });

  test('when what it makes due could not be noted after it was saved, then its deadline is met nevertheless', async () => {
    house.dieAt('desk:after-commit');
    await expect(house.submit('UPRIYA', edit('30.00'))).rejects.toThrow();
    await house.wait(SECOND);
    await house.wait(2 * HOUR);

    expect(house.cards()).toEqual(['card superseded', 'card expired']);
  });

  test.each(['desk:before-commit', 'desk:after-commit'] as const)(
    'when the process dies at %s, then after the restart the same form makes one new request',
    async (point) => {
      house.dieAt(point);
      await expect(house.submit('UPRIYA', edit('30.00'))).rejects.toThrow(point);
      await house.restart();

      expect(await house.submit('UPRIYA', edit('30.00'))).toMatchObject({ ok: true, value: { status: 'pending' } });
      expect(house.cards()).toEqual(['card superseded', 'card pending']);
    },
  );

  test('when two colleagues change it in the same moment, then one did and the other is told', async () => {
    const outcomes = await Promise.all([house.submit('UPRIYA', edit('30.00')), house.submit('UTOM', edit('20.00'))]);

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual(refused('superseded'));
  });

  test('when it is changed and approved in the same moment, then one of them counts', async () => {
    const approval = await house.approval();
    const [submitted] = await Promise.all([
      house.submit('UPRIYA', edit('30.00')),
      house.enqueue(house.clickJob('UTOM', approval, 'approve')),
    ]);

    const status = await house.status();
    expect(submitted.ok).toBe(status === 'superseded');
    expect(house.refunds()).toEqual(submitted.ok ? [] : ['refund ORD-12345 apr_000001']);
    expect(house.messenger.whispers).toHaveLength(submitted.ok ? 1 : 0);
  });

  test('when it was decided while the form was open, then the form says so and nothing changes', async () => {
    await house.click('UTOM');

    expect(await house.submit('UPRIYA', edit('30.00'))).toEqual({
      ok: false,
      refusal: { kind: 'refused', refusal: { code: 'already-decided', approval: await house.approval() } },
    });
  });

  test('when only its version moved while the form was open, then the form still counts', async () => {
    await house.submit('UTOM', { kind: 'ask', question: 'Do you have a picture?' });

    expect(await house.submit('UPRIYA', edit('30.00'))).toMatchObject({ ok: true });
  });

  test('when the person was asked something before, then their answer still reaches the card, and the new clock runs on', async () => {
    await house.submit('UTOM', { kind: 'ask', question: 'Do you have a picture?' });
    const id = await changed('UPRIYA', edit('30.00'));
    await house.wait(HOUR);
    await house.ask('yes, here');

    expect(await house.approval(id)).toMatchObject({
      questions: [{ text: 'Do you have a picture?', answer: 'yes, here' }],
      expiresAt: NOW + 2 * HOUR,
      reminders: [{ stage: 'last' }],
    });
    expect((await house.audit()).at(-1)).toBe('answered by person_alice');
  });

  test.each([
    ['UALICE', 'own-request'],
    ['UGUEST', 'external'],
    ['UADMIN', 'admin'],
  ])('when %s sends the form, then nothing changes: %s', async (user, code) => {
    expect(await house.submit(user, edit('30.00'))).toEqual(refused(code));
    expect(await house.status()).toBe('pending');
  });

  test('when who opened the form is no colleague any more, then it does not count', async () => {
    const priya = house.directory.people.get('UPRIYA');
    expect(await house.open('UPRIYA', 'edit')).toMatchObject({ ok: true });
    if (priya) house.directory.people.set('UPRIYA', { ...priya, role: 'customer' });

    expect(await house.submit('UPRIYA', edit('30.00'))).toEqual(refused('customer'));
  });

  test('when its time is up, then it cannot be changed', async () => {
    house.clock.now += 2 * HOUR;

    expect(await house.submit('UPRIYA', edit('30.00'))).toEqual(refused('expired'));
  });

  test.each([
    ['a dollar more than is left', edit('121.00'), 'amount', /more than what is left to refund/],
    ['nothing', edit('0'), 'amount', /more than zero/],
    ['words', edit('thirty'), 'amount', /./],
    ['too many decimals', edit('30.005'), 'amount', /decimals/],
    ['an empty amount', edit(' '), 'amount', /amount/],
    ['the same without a note', edit('48.00'), 'amount', /Nothing would change/],
    ['a note that is too long', edit('30.00', 'x'.repeat(501)), 'note', /500/],
  ])('when the form says %s, then its field is wrong and nothing changes', async (_, entry, field, message) => {
    expect(await house.submit('UPRIYA', entry)).toEqual(wrong(field, expect.stringMatching(message)));
    expect(await house.status()).toBe('pending');
    expect(house.cards()).toEqual(['card pending']);
  });

  test('when only a note is added, then that is a change', async () => {
    const id = await changed('UPRIYA', edit('48.00', 'Sorry again!'));

    expect(await house.approval(id)).toMatchObject({
      noteToRequester: 'Sorry again!',
      proposal: { cost: money(4_800, 'USD') },
    });
  });

  test('when the order system cannot be reached, then the form says so and nothing changes', async () => {
    house.company.takeDown('orders');

    expect(await house.submit('UPRIYA', edit('30.00'))).toEqual(
      wrong('form', 'The order system cannot be reached right now. Nothing was changed.'),
    );
    expect(await house.status()).toBe('pending');
  });

  test('when the facts have changed since, then the new request shows them as they are now', async () => {
    house.company.changeOrder('ORD-12345', { refunded: money(9_000, 'USD') });

    expect(await house.submit('UPRIYA', edit('31.00'))).toEqual(
      wrong('amount', expect.stringMatching(/\$30\.00 is left/)),
    );
    const id = await changed('UPRIYA', edit('30.00'));

    expect((await house.approval(id)).proposal.basis).toMatchObject({ refunded: 9_000 });
  });

  test('when the order belongs to somebody else by now, then it cannot be changed', async () => {
    house.company.changeOrder('ORD-12345', { customerId: 'cust_456' });

    expect(await house.submit('UPRIYA', edit('30.00'))).toMatchObject({ ok: false, refusal: { kind: 'field' } });
    expect(await house.status()).toBe('pending');
  });
});

describe('given a refund of $640.00 that needs a lead', () => {
  beforeEach(() => asked('640.00'));

  test('when an agent lowers it to $150.00, then another agent may approve it: it does not count twice in the sum', async () => {
    const id = await changed('UPRIYA', edit('150.00'));

    expect((await house.approval(id)).needs).toEqual({ kind: 'people', count: 1, role: 'agent' });
    await house.click('UTOM', 'approve', id);
    expect(house.refunds()).toEqual([`refund ORD-12345 ${id}`]);
  });

  test('when an agent raises it above the two-person limit, then two people must agree, and the agent is none of them', async () => {
    const id = await changed('UPRIYA', edit('1200.00'));

    expect((await house.approval(id)).needs).toEqual({ kind: 'people', count: 2, role: 'lead' });
    await house.click('ULEA', 'approve', id);
    await house.click('UPRIYA', 'approve', id);
    expect(house.refunds()).toEqual([]);
    await house.click('UTOM', 'approve', id);
    expect(house.refunds()).toEqual([`refund ORD-12345 ${id}`]);
  });
});

describe('given a refund of $2,000.00 on which one of two has decided', () => {
  beforeEach(async () => {
    await asked('2000.00');
    await house.click('ULEA');
  });

  test('when it is changed, then nobody has agreed to the new figure yet', async () => {
    const id = await changed('UPRIYA', edit('1900.00'));

    expect((await house.approval(id)).decisions).toEqual([]);
    await house.click('UTOM', 'approve', id);
    expect(await house.status(id)).toBe('pending');
  });
});

describe('given a policy that lets small refunds run by themselves', () => {
  const auto = { kind: 'auto' } as const;
  const agent = { kind: 'people', count: 1, role: 'agent' } as const;
  const policy = {
    ...DEFAULT_POLICY,
    actions: {
      refund_order: {
        tiers: [
          { upTo: 25, needs: auto },
          { upTo: 60, needs: agent },
        ],
      },
    },
  };
  beforeEach(() => asked('48.00', { policy }));

  test('when a colleague lowers one to such an amount, then people still decide: its requester did not ask for it', async () => {
    const id = await changed('UPRIYA', edit('20.00'));

    expect(await house.approval(id)).toMatchObject({ status: 'pending', needs: agent });
  });

  test('when a colleague raises one above every tier, then the policy is named and nothing changes', async () => {
    expect(await house.submit('UPRIYA', edit('61.00'))).toEqual(wrong('amount', expect.stringMatching(/policy/)));
    expect(await house.status()).toBe('pending');
  });
});

describe('given two refunds of one turn on one card', () => {
  beforeEach(async () => {
    house = await openHouse({
      script: [calls(refundCall('48.00'), refundCall('20.00', 'ORD-1')), says('I have asked.')],
    });
    await house.ask('both are broken');
  });

  test('when one row is changed, then it stays on the card in its place', async () => {
    const id = await changed('UPRIYA', edit('30.00'));

    expect(await house.approval(id)).toMatchObject({ bundle: { id: 'apr_000001', step: 1, of: 2 } });
    expect(house.cards()).toEqual(['card pending, pending']);
  });

  test('when one row is raised above a limit, then every row needs what that one needs', async () => {
    house.company.changeOrder('ORD-1', { paid: money(500_000, 'USD') });
    const id = await changed('UPRIYA', edit('2000.00'), 'apr_000002');

    const two = { kind: 'people', count: 2, role: 'lead' };
    expect([(await house.approval()).needs, (await house.approval(id)).needs]).toEqual([two, two]);
  });

  test('when a row is changed after one of two decided, then both rows are decided anew, in a time of their own', async () => {
    house.company.changeOrder('ORD-1', { paid: money(500_000, 'USD') });
    const raised = await changed('UPRIYA', edit('2000.00'), 'apr_000002');
    await house.click('ULEA');
    await house.wait(HOUR);
    await changed('UPRIYA', edit('1900.00'), raised);

    expect(await house.approval()).toMatchObject({
      status: 'pending',
      decisions: [],
      expiresAt: NOW + 3 * HOUR,
    });
  });

  test('when a row was changed after somebody saw the card, then what they press on it decides nothing', async () => {
    const seen = house.clickJob('UTOM', await house.approval(), 'approve');
    await changed('UPRIYA', edit('30.00'), 'apr_000002');
    await house.enqueue(seen);

    expect(house.messenger.whispers).toEqual([{ user: 'UTOM', text: 'superseded' }]);
    expect(house.refunds()).toEqual([]);
  });

  test('when the first row was changed, then the whole card is still approved by one press', async () => {
    const id = await changed('UPRIYA', edit('30.00'));
    await house.click('UTOM');

    expect(house.refunds()).toEqual([`refund ORD-12345 ${id}`, 'refund ORD-1 apr_000002']);
  });

  test('when who changed a row presses for all of them, then none is decided', async () => {
    await changed('UPRIYA', edit('30.00'), 'apr_000002');
    await house.click('UPRIYA');

    expect(house.messenger.whispers).toEqual([{ user: 'UPRIYA', text: 'own-request' }]);
    expect(await house.status()).toBe('pending');
  });
});
