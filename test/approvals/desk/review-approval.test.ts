import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reviewForm } from '../../../src/approvals/desk/review-approval.ts';
import { ApprovalId, TeamId, UserId } from '../../../src/domain/ids.ts';
import { money } from '../../../src/domain/money.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { HOUR, SECOND } from '../../../src/domain/time.ts';
import type { Entry } from '../../../src/ports/desk.ts';
import { toolbox } from '../../../src/tools/toolbox.ts';
import { admin, lea, priya, tom } from '../../fakes/approvals.ts';
import { NOW, openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const APPROVE: Entry = { kind: 'approve' };
const refused = (code: string) => ({ ok: false, refusal: expect.objectContaining({ code }) });
const notSaved = (code: string) => ({
  ok: false,
  refusal: { kind: 'refused', refusal: expect.objectContaining({ code }) },
});
/** In Home there is no card. */
const review = (user: string, id = 'apr_000001') =>
  house.process.desk.open({
    form: 'review',
    approval: ApprovalId.parse(id),
    team: TeamId.parse('T1'),
    user: UserId.parse(user),
  });
const seen = async (user: string, id?: string) => {
  const form = await review(user, id);
  if (!form.ok || form.value.kind !== 'review') throw new Error('the form did not open');
  return form.value;
};
const send = async (user: string, version: number, id = 'apr_000001') => {
  const who = { approval: ApprovalId.parse(id), team: TeamId.parse('T1'), user: UserId.parse(user) };
  try {
    return await house.process.desk.submit({ ...who, version, entry: APPROVE });
  } finally {
    await house.idle();
  }
};
const asked = async (amount = '48.00'): Promise<void> => {
  house = await openHouse({ script: [calls(refundCall(amount)), says('I have asked.')] });
  if (Number(amount) > 120) house.company.changeOrder('ORD-12345', { paid: money(500_000, 'USD') });
  await house.ask('my mug is broken');
};

describe('given a refund that waits for one agent', () => {
  beforeEach(() => asked());

  test('when an agent reviews it, then it opens with its version, and nothing has changed', async () => {
    const approval = await house.approval();

    expect(await review('UPRIYA')).toEqual({
      ok: true,
      value: { kind: 'review', approval, rows: [approval], changes: [], holds: [], version: 1 },
    });
  });

  test('when executions are paused, then the form knows', async () => {
    await house.store.commit({
      holds: [{ put: { kind: 'paused', by: admin.person, slackUser: admin.slackUser, at: NOW } }],
      audit: [],
    });

    expect((await seen('UPRIYA')).holds).toMatchObject([{ kind: 'paused', slackUser: 'UADMIN' }]);
  });

  test('when the facts have changed since, then the form says so as the card would', async () => {
    house.company.changeOrder('ORD-12345', { refunded: money(3_000, 'USD') });

    const { changes } = await seen('UPRIYA');
    await house.click('UPRIYA');

    expect(changes).toContain('Already refunded: $0.00 → $30.00');
    expect(await house.approval()).toMatchObject({ status: 'stale', changes });
  });

  test('when the company would refuse it by now, then its words are the change', async () => {
    house.company.changeOrder('ORD-12345', { refunded: money(12_000, 'USD') });

    expect((await seen('UPRIYA')).changes).toEqual([expect.stringContaining('Nothing is left to refund')]);
  });

  test('when the company is down, then it opens, and says that nothing could be read', async () => {
    house.company.takeDown('orders');

    expect((await seen('UPRIYA')).changes).toBe('unreadable');
  });

  test('when the company does not answer in time, then it opens without the facts', async () => {
    const orders = { ...house.company.orders, order: () => new Promise<never>(() => {}) };
    const { actions } = toolbox({ ...house.company, orders }, house.store);
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const deps = { store: house.store, policy: DEFAULT_POLICY, actions, log, now: () => NOW };

    expect(await reviewForm(deps, { approval: await house.approval(), by: priya }, 1)).toMatchObject({
      ok: true,
      value: { changes: 'unreadable' },
    });
  });

  test('when it is approved from the form, then it is carried out, and card and thread follow', async () => {
    const sent = await send('UPRIYA', 1);

    expect(sent).toMatchObject({ ok: true, value: { status: 'approved', decisions: [{ by: 'person_priya' }] } });
    expect(await house.status()).toBe('executed');
    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
    expect(house.said()).toEqual(['reply I have asked.', 'card executed', expect.stringContaining('$48.00')]);
    expect(await house.audit()).toContain('approved by person_priya');
  });

  test('when the form is sent twice, then it is approved once, and its sender reads no refusal', async () => {
    await send('UPRIYA', 1);

    expect(await send('UPRIYA', 1)).toMatchObject({ ok: true, value: { status: 'executed' } });
    expect(house.refunds()).toHaveLength(1);
    expect((await house.approval()).decisions).toHaveLength(1);
  });

  test.each([
    ['UALICE', 'own-request'],
    ['UGUEST', 'external'],
    ['UADMIN', 'admin'],
  ])('when %s reviews it or sends the form in, then it is refused: %s', async (user, code) => {
    expect(await review(user)).toEqual(refused(code));
    expect(await send(user, 1)).toEqual(notSaved(code));
    expect(await house.status()).toBe('pending');
  });

  test('when its time is up, then neither is possible', async () => {
    house.clock.now += 2 * HOUR;

    expect(await review('UPRIYA')).toEqual(refused('expired'));
    expect(await send('UPRIYA', 1)).toEqual(notSaved('expired'));
  });

  test('when who sends it cannot be told, then nothing is decided', async () => {
    house.directory.isDown = true;

    expect(await send('UPRIYA', 1)).toEqual(notSaved('role-unknown'));
    expect(await house.status()).toBe('pending');
  });

  test('when a reminder went out after the form was opened, then it is still good', async () => {
    const { version } = await seen('UPRIYA');
    await house.wait(HOUR);

    expect((await house.approval()).version).toBeGreaterThan(version);
    expect(await send('UPRIYA', version)).toMatchObject({ ok: true });
  });

  test('when the ledger does not know that version yet, then it is refused', async () => {
    expect(await send('UPRIYA', 2)).toEqual(notSaved('superseded'));
    expect(await house.status()).toBe('pending');
  });

  test('when it was changed after the form was opened, then the old one is not approved, and the way to the new is shown', async () => {
    const { version } = await seen('UTOM');
    const edited = await house.submit('UPRIYA', { kind: 'edit', amount: '30.00', note: '' });

    expect(await send('UTOM', version)).toEqual({
      ok: false,
      refusal: {
        kind: 'refused',
        refusal: {
          code: 'superseded',
          approval: await house.approval(),
          newer: await house.store.placeOf(`card:${edited.ok && edited.value.id}`),
        },
      },
    });
    expect(house.refunds()).toEqual([]);
  });

  test('when one approves it in Home and another in the channel in the same moment, then one outcome stands, and the other is told by whom', async () => {
    const approval = await house.approval();
    const [sent] = await Promise.all([send('UPRIYA', 1), house.enqueue(house.clickJob('UTOM', approval, 'approve'))]);

    const decided = await house.approval();
    const winner = decided.decisions.map(({ by }) => by);
    expect(winner).toEqual([sent.ok ? priya.person : tom.person]);
    expect(house.refunds()).toHaveLength(1);
    if (sent.ok) expect(house.explained).toMatchObject([{ approval: { decisions: [{ by: priya.person }] } }]);
    else expect(sent.refusal).toMatchObject({ refusal: { approval: { decisions: [{ by: tom.person }] } } });
    expect(house.explained).toHaveLength(sent.ok ? 1 : 0);
  });

  test('when it was decided in the channel before the form is sent, then its sender is told who did', async () => {
    await house.click('UTOM', 'reject');

    expect(await send('UPRIYA', 1)).toMatchObject({
      ok: false,
      refusal: {
        kind: 'refused',
        refusal: { code: 'already-decided', approval: { status: 'rejected', decisions: [{ by: tom.person }] } },
      },
    });
  });

  test.each(['desk:before-commit', 'desk:after-commit'] as const)(
    'when the process dies at %s, then after the restart it is approved once',
    async (point) => {
      house.dieAt(point);
      await expect(send('UPRIYA', 1)).rejects.toThrow(point);
      await house.restart();
      await send('UPRIYA', 1);
      await house.wait(SECOND);

      expect(await house.status()).toBe('executed');
      expect(house.refunds()).toHaveLength(1);
      expect((await house.approval()).decisions).toHaveLength(1);
    },
  );
});

describe('given a refund that needs two people, one of them a lead', () => {
  beforeEach(() => asked('1200.00'));

  test('when both approve from Home, then it is carried out after the second, and the first sees it no more', async () => {
    expect(await send('UPRIYA', 1)).toMatchObject({ ok: true, value: { status: 'pending' } });
    expect(await review('UPRIYA')).toEqual(refused('same-person'));
    expect(await review('UTOM')).toEqual(refused('not-allowed'));
    expect(await send('ULEA', 2)).toMatchObject({ ok: true, value: { status: 'approved' } });

    expect((await house.approval()).decisions.map(({ by }) => by)).toEqual([priya.person, lea.person]);
    expect(house.refunds()).toHaveLength(1);
  });

  test('when the second rejects it, then the first’s form does not pass for a yes any more', async () => {
    await send('UPRIYA', 1);
    await house.click('ULEA', 'reject');

    expect(await send('UPRIYA', 1)).toEqual(notSaved('already-decided'));
  });
});

describe('given two requests on one card', () => {
  beforeEach(async () => {
    const closing = { ticket_id: 'TKT_001', status: 'Resolved', priority: null, note: null, reason: 'It works.' };
    house = await openHouse({ script: [calls(refundCall(), ['update_ticket', closing]), says('Asked.')] });
    await house.ask('please do both');
  });

  test('when it is reviewed, then both rows are read anew, and changes say of which', async () => {
    house.company.changeTicket('TKT_001', { priority: 'Low' });

    const form = await seen('UPRIYA', 'apr_000002');

    expect(form).toMatchObject({ approval: { id: 'apr_000001' }, rows: [{}, { id: 'apr_000002' }], version: 2 });
    expect(form.changes).toEqual(['Set to Resolved: Priority: High → Low']);
  });

  test('when it is approved, then both are carried out in order', async () => {
    expect(await send('UPRIYA', 2)).toMatchObject({ ok: true });

    expect(await house.status('apr_000001')).toBe('executed');
    expect(await house.status('apr_000002')).toBe('executed');
  });

  test('when a row was changed after the form was opened, then nothing is approved', async () => {
    const { version } = await seen('UTOM');
    await house.submit('UPRIYA', { kind: 'edit', amount: '30.00', note: '' });

    expect(await send('UTOM', version, 'apr_000002')).toEqual(notSaved('superseded'));
    expect(await house.status('apr_000002')).toBe('pending');
  });

  test('when a row was dropped, then the form shows what is left, and approving it decides that', async () => {
    await house.click('UPRIYA', 'reject', 'apr_000001');

    const { rows, version } = await seen('UTOM', 'apr_000002');

    expect(rows.map(({ id }) => id)).toEqual(['apr_000002']);
    expect(await send('UTOM', version, 'apr_000002')).toMatchObject({ ok: true });
    expect(await house.status('apr_000002')).toBe('executed');
  });
});
