import { afterEach, describe, expect, test } from 'vitest';
import { JobId } from '../../../src/domain/ids.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { Policy } from '../../../src/domain/policy.ts';
import { HOUR, SECOND } from '../../../src/domain/time.ts';
import { alice } from '../../fakes/approvals.ts';
import type { House } from '../../fakes/house.ts';
import { FIRST, SECOND_ROW, begin, openBundle } from './given-bundle.ts';

let house: House;
afterEach(() => house.close());

/** The first step is done, the second fails; `meanwhile` happens just before. */
async function secondFails({
  policy = DEFAULT_POLICY,
  meanwhile = () => {},
}: { policy?: Policy; meanwhile?: () => void } = {}): Promise<void> {
  house = await openBundle({ policy });
  Object.assign(house.company.orders, {
    refund: async () => {
      meanwhile();
      return { kind: 'refused', code: 'exceeds_refundable', message: 'no' };
    },
  });
  await begin(house);
}

const offers = async () =>
  (await house.store.approvalsIn(['pending'])).map(({ proposal, needs, requester }) => ({
    effect: proposal.words.effect,
    reason: proposal.reason,
    needs,
    by: requester.slackUser,
  }));
const ONE_AGENT = { kind: 'people', count: 1, role: 'agent' };
const OFFER = {
  effect: 'Set to Open',
  reason: 'Step 2 (Refund $48.00) was not done. This takes step 1 back.',
  needs: ONE_AGENT,
  by: alice.slackUser,
};
const TOLD =
  "Because the refund of $48.00 for ORD-12345 was not done, I've asked my colleagues whether to take back the change of ticket TKT_001.";

describe('given a card whose second step failed after the first was done', () => {
  test('when the first step can be taken back, then that is asked for as a request of its own, and told in a sentence', async () => {
    await secondFails();

    expect(await offers()).toEqual([OFFER]);
    expect(house.replies().at(-1)).toBe(TOLD);
    expect(house.cards()).toEqual(['card executed, failed, stale', 'card pending']);
    expect((await house.notes()).at(-1)).toMatch(/was opened to take back “Set TKT_001 to Resolved”\. It waits/);
    expect((await house.audit()).at(-1)).toBe('pending by deskhand');
    expect(house.refunds()).toHaveLength(1);
  });

  test('when the first step is offered to be taken back, then the model goes on only after that is decided', async () => {
    await secondFails();

    expect(house.model.requests).toEqual([]);
  });

  test('when a colleague agrees, then it is taken back', async () => {
    await secondFails();
    const [offer] = await house.store.approvalsIn(['pending']);
    await house.click('UPRIYA', 'approve', offer?.id);

    expect(house.refunds().at(-1)).toBe(`ticket TKT_001 ${offer?.id}`);
    expect(house.replies().at(-1)).toMatch(/^Done: Ticket TKT_001 is now Open\./);
  });

  test('when nobody decides, then it expires like any other', async () => {
    await secondFails();
    await house.wait(2 * HOUR);

    expect(await offers()).toEqual([]);
    expect(house.replies().at(-1)).toMatch(/^I'm sorry, nobody could confirm the change of ticket TKT_001/);
  });

  test('when the job is run again, then nothing is opened twice', async () => {
    await secondFails();
    const before = house.said();
    await house.process.handlers.compensate(
      {
        id: JobId.parse(`compensate:${SECOND_ROW}`),
        key: 'x',
        kind: 'compensate',
        data: { approval: SECOND_ROW ?? '' },
      },
      2,
    );

    expect(await offers()).toHaveLength(1);
    expect(house.said()).toEqual(before);
  });

  test('when the policy would let it run by itself, then a colleague must agree all the same', async () => {
    const update_ticket = { tiers: [{ needs: { kind: 'auto' as const } }] };
    await secondFails({ policy: { ...DEFAULT_POLICY, actions: { ...DEFAULT_POLICY.actions, update_ticket } } });

    expect(await offers()).toEqual([OFFER]);
  });

  test('when the policy forbids it, then a person is told', async () => {
    const { update_ticket: _gone, ...actions } = DEFAULT_POLICY.actions;
    await secondFails({ policy: { version: 'x', actions } });

    expect(await offers()).toEqual([]);
    expect(house.said().at(-1)).toBe(
      'hand-off Step 2 (Refund $48.00) was not done. Step 1 (Set TKT_001 to Resolved) could not be offered to be taken back: the policy does not allow it',
    );
  });

  test('when the facts have changed meanwhile, then a person is told why it cannot be offered', async () => {
    await secondFails({ meanwhile: () => house.company.changeTicket('TKT_001', { status: 'Open' }) });

    expect(await offers()).toEqual([]);
    expect(house.said().at(-1)).toMatch(/could not be offered to be taken back: TKT_001 is already like that/);
  });

  test('when the company cannot be reached, then it is offered once it can', async () => {
    await secondFails({ meanwhile: () => house.company.takeDown('crm') });
    expect(await offers()).toEqual([]);

    house.company.bringUp('crm');
    await house.wait(SECOND);

    expect(await offers()).toEqual([OFFER]);
  });

  test.each(['compensate:before-commit', 'compensate:after-commit'] as const)(
    'when the process dies at %s, then after the restart it is offered once',
    async (point) => {
      await secondFails({ meanwhile: () => house.dieAt(point) });
      await house.restart();

      expect(await offers()).toEqual([OFFER]);
      expect(house.replies().filter((text) => text === TOLD)).toHaveLength(1);
    },
  );
});

describe('given a step that cannot be taken back', () => {
  test('when one behind it fails, then the hand-off of that one names it', async () => {
    house = await openBundle();
    const { orders } = house.company;
    Object.assign(orders, { changeAddress: async () => ({ kind: 'refused', code: 'already_shipped', message: 'no' }) });
    await begin(house);

    expect(house.said().find((text) => text.startsWith('hand-off'))).toContain(
      'Step 2 (Refunded $48.00) was done before and cannot be taken back.',
    );
    expect([await house.status(FIRST), await house.status(SECOND_ROW)]).toEqual(['executed', 'executed']);
    expect(await offers()).toMatchObject([{ reason: 'Step 3 (Change address) was not done. This takes step 1 back.' }]);
  });
});
