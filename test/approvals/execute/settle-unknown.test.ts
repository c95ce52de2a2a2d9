import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settleUnknown } from '../../../src/approvals/execute/settle-unknown.ts';
import type { SettleUnknownDeps } from '../../../src/approvals/execute/settle-unknown.ts';
import { ApprovalId } from '../../../src/domain/ids.ts';
import { money } from '../../../src/domain/money.ts';
import type { Principal } from '../../../src/domain/principal.ts';
import { ok, refuse } from '../../../src/domain/result.ts';
import type { Finding } from '../../../src/domain/testimony.ts';
import { MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { CrashPointName } from '../../../src/ports/crash-point.ts';
import type { Store } from '../../../src/ports/store.ts';
import { toolbox } from '../../../src/tools/toolbox.ts';
import { alice, lea, priya, tom } from '../../fakes/approvals.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

const ID = ApprovalId.parse('apr_000001');

let house: House;
afterEach(() => house.close());

/** A refund whose answer was lost, of a company that stays away, half an hour later. */
async function forPerson(amount: string, overStore?: (store: Store) => Store): Promise<void> {
  const script = [calls(refundCall(amount, 'ORD-12345')), says('I have asked.'), says('')];
  house = await openHouse({ script, ...(overStore && { overStore }) });
  house.company.changeOrder('ORD-12345', { paid: { minor: 500_000, currency: 'USD' } });
  await house.ask('my mug is broken');
  house.company.loseNextAnswer();
  const clicks = Number(amount) > 1_000 ? ['UPRIYA', 'ULEA'] : ['UPRIYA'];
  for (const user of clicks) await house.click(user);
  house.company.takeDown('orders');
  for (let minutes = 0; minutes < 31; minutes += 1) await house.wait(MINUTE);
}

const deps = (crashPoint: SettleUnknownDeps['crashPoint'] = () => {}): SettleUnknownDeps => ({
  store: house.store,
  engine: house.process.engine,
  deliver: (lane) => house.process.deliver.lane(lane),
  actions: toolbox(house.company).actions,
  now: () => house.clock.now,
  newId: (() => {
    let last = 900;
    return () => `s${(last += 1)}`;
  })(),
  crashPoint,
});
const says_ = (by: Principal, verdict: Finding['verdict'], more: Partial<Finding> = {}) =>
  settleUnknown(deps(), { approval: ID, finding: { verdict, by, note: 'I rang them up', ...more } });

describe('given an outcome that a person has to find out', () => {
  beforeEach(() => forPerson('48.00'));

  test('when a colleague says that it was done, then it is done for everybody, and the model may go on', async () => {
    const settled = await says_(tom, 'done', { reference: 're_77' });
    await house.idle();

    expect(settled).toEqual(ok(await house.approval()));
    expect(await house.approval()).toMatchObject({
      status: 'executed',
      receipt: { reference: 're_77', status: 'succeeded' },
      settledBy: [{ verdict: 'done', slackUser: 'UTOM', note: 'I rang them up' }],
    });
    expect(house.cards()).toEqual(['card executed']);
    expect(house.replies().at(-1)).toBe('Done: $48.00 for ORD-12345 is on its way back. Reference re_77.');
    expect((await house.notes()).at(-1)).toContain('A colleague found out by hand that it happened. Reference re_77.');
    expect((await house.audit()).at(-1)).toBe('executed by person_tom');
    expect(house.model.requests).toHaveLength(3);
  });

  test('when another amount was moved than was asked for, then nobody is told that it was what was asked for', async () => {
    await says_(tom, 'done', { amount: money(2_000, 'USD'), reference: 're_77' });
    await house.idle();

    expect(house.replies().at(-1)).toBe(
      'The refund of $48.00 for ORD-12345 came out as $20.00, not as you asked. Reference re_77. A colleague will look after the difference.',
    );
    expect((await house.notes()).at(-1)).toContain('but $20.00 was moved, which is not what was asked for');
    expect(house.said().at(-1)).toMatch(/^hand-off \$20\.00 was moved where “Refund \$48\.00” was asked for\./);
  });

  test('when they know no reference, then none is made up', async () => {
    await says_(tom, 'done');

    expect(house.replies().at(-1)).toBe('Done: $48.00 for ORD-12345 is on its way back.');
  });

  test('when a colleague says that it was not done, then that is told truthfully, and a person goes on', async () => {
    await says_(tom, 'not-done');
    await house.idle();

    expect(house.cards()).toEqual(['card failed']);
    expect(house.said().slice(-2)).toEqual([
      'reply The refund of $48.00 for ORD-12345 was checked by a colleague: it did not happen, and nothing was changed. They will look for another way.',
      'hand-off Not refunded: checked by hand, it did not happen.',
    ]);
    expect((await house.audit()).at(-1)).toBe('failed by person_tom');
  });

  test('when it is settled, then the order may be asked for again', async () => {
    await says_(tom, 'not-done');

    expect(await house.store.openOn((await house.approval()).proposal.target)).toBeUndefined();
  });

  test('when the requester says so themselves, then it changes nothing', async () => {
    expect(await says_(alice, 'done')).toEqual(refuse({ code: 'own-request', approval: await house.approval() }));
    expect(await house.status()).toBe('unknown');
  });

  test('when there is no such request, then that is said', async () => {
    const unheard = {
      approval: ApprovalId.parse('apr_999999'),
      finding: { verdict: 'done', by: tom, note: 'x' },
    } as const;

    expect(await settleUnknown(deps(), unheard)).toEqual(refuse({ code: 'not-found' }));
  });

  test('when two people say the opposite at the same time, then one of them wins, and the other learns it', async () => {
    const results = await Promise.all([says_(tom, 'done'), says_(lea, 'not-done')]);

    expect(results.map((result) => (result.ok ? result.value.status : result.refusal.code)).toSorted()).toEqual([
      'already-decided',
      expect.stringMatching(/executed|failed/),
    ]);
  });

  test.each(['settle-unknown:before-commit', 'settle-unknown:after-commit'] as const)(
    'when the process dies at %s, then nothing is half done',
    async (point) => {
      const dies = (name: CrashPointName): void => {
        if (name === point) throw new Error('died');
      };
      await expect(
        settleUnknown(deps(dies), { approval: ID, finding: { verdict: 'done', by: tom, note: 'x' } }),
      ).rejects.toThrow('died');
      await house.restart();
      await house.wait(SECOND);

      const isSaved = point === 'settle-unknown:after-commit';
      expect(await house.status()).toBe(isSaved ? 'executed' : 'unknown');
      expect(house.replies().filter((text) => text.startsWith('Done'))).toHaveLength(isSaved ? 1 : 0);
      expect(house.model.requests).toHaveLength(isSaved ? 3 : 2);
    },
  );
});

describe('given an outcome above the limit of two people', () => {
  beforeEach(() => forPerson('1500.00'));

  test('when one says that it was done, then only the card shows it', async () => {
    const before = house.said();
    const settled = await says_(priya, 'done');

    expect(settled).toMatchObject({ ok: true, value: { status: 'unknown', forPerson: { statements: [{}] } } });
    expect(house.said()).toEqual(before);
    expect(house.messenger.said.at(-1)).toBe('update card');
    expect((await house.audit()).at(-1)).toBe('stated:done by person_priya');
  });

  test('when two say the same, one of them a lead, then it is settled', async () => {
    await says_(priya, 'done');
    await says_(lea, 'done');

    expect(await house.approval()).toMatchObject({ status: 'executed', settledBy: [{}, {}] });
  });

  test('when only the first knew the reference, then it is kept', async () => {
    await says_(priya, 'done', { reference: 're_77' });
    await says_(lea, 'done');

    expect(await house.approval()).toMatchObject({ status: 'executed', receipt: { reference: 're_77' } });
  });

  test('when they differ, then it stays open, and the later statement stands', async () => {
    await says_(priya, 'done');
    await says_(lea, 'not-done');

    expect(await house.approval()).toMatchObject({
      status: 'unknown',
      forPerson: { statements: [{ verdict: 'not-done', slackUser: 'ULEA' }] },
    });
  });
});
