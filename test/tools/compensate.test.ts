import { describe, expect, test } from 'vitest';
import type { Proposal } from '../../src/domain/proposal.ts';
import type { Receipt } from '../../src/domain/receipt.ts';
import { alice, bob, desk, factsOf, priya } from './given.ts';

const reason = 'They asked.';
const ticket = (more: object) => ({ ticket_id: 'TKT_001', status: null, priority: null, note: null, reason, ...more });
const order = (sku: string) => ({
  customer_id: null,
  lines: [{ sku, quantity: 1 }],
  shipping_address: null,
  delivery: 'standard',
  reason,
});
const problem = { customer_id: null, subject: 'Cannot log in', priority: 'High', note: 'Tried twice.' };
const address = { order_id: 'ORD-1', shipping_address: '2 Looking Glass, Oxford', reason };

type Desk = ReturnType<typeof desk>;

async function done(at: Desk, proposal: Proposal): Promise<Receipt> {
  const execution = await at.execute(proposal);
  if (execution.kind !== 'executed') throw new Error(`expected executed, got ${execution.kind}`);
  return execution.receipt;
}

/** What would take it back, once it is done. */
async function compensationOf(at: Desk, proposal: Proposal) {
  return at.action(proposal.action).compensate?.(proposal, await done(at, proposal));
}

describe('given something that was done', () => {
  test.each([
    ['a status', { status: 'Resolved' }, { status: 'Open', priority: null }, { status: 'Resolved' }],
    ['a priority', { priority: 'Low' }, { status: null, priority: 'High' }, { priority: 'Low' }],
    [
      'both and a note',
      { status: 'Closed', priority: 'Low', note: 'Called.' },
      { status: 'Open', priority: 'High' },
      { status: 'Closed', priority: 'Low' },
    ],
    [
      'a priority beside the status it had',
      { status: 'Open', priority: 'Low' },
      { status: null, priority: 'High' },
      { priority: 'Low' },
    ],
  ])('when it was %s of a ticket, then it goes back to what it was, and a note stays', async (_, more, back, given) => {
    const at = desk();
    const proposal = await at.propose(priya, 'update_ticket', ticket(more));

    const compensation = await compensationOf(at, proposal);

    expect(compensation).toEqual({
      action: 'update_ticket',
      input: { ticket_id: 'TKT_001', ...back, note: null, reason: `Takes back: ${proposal.words.done}` },
      given,
    });
    const fresh = compensation && (await at.action('update_ticket').prepare(compensation.input, 0));
    expect(fresh).toMatchObject({ ok: true, value: { input: compensation?.input } });
  });

  test('when it was only a note, then nothing takes it back', async () => {
    const at = desk();

    expect(await compensationOf(at, await at.propose(priya, 'update_ticket', ticket({ note: 'x' })))).toBeUndefined();
  });

  test('when it was a new ticket, then that one is closed', async () => {
    const at = desk();

    const compensation = await compensationOf(at, await at.propose(alice, 'open_ticket', problem));

    expect(compensation).toEqual({
      action: 'update_ticket',
      input: {
        ticket_id: 'TKT_003',
        status: 'Closed',
        priority: null,
        note: null,
        reason: 'Takes back: Opened a ticket',
      },
      given: { status: 'Open', priority: 'High' },
    });
    expect(compensation && (await at.action('update_ticket').prepare(compensation.input, 0))).toMatchObject({
      ok: true,
      value: { words: { title: 'Close ticket TKT_003?' } },
    });
  });

  test('when it was an address, then the old one comes back, as long as the order has not left', async () => {
    const at = desk();

    const compensation = await compensationOf(at, await at.propose(alice, 'change_address', address));

    expect(compensation).toEqual({
      action: 'change_address',
      input: {
        order_id: 'ORD-1',
        shipping_address: '1 Rabbit Hole, Oxford',
        reason: 'Takes back: Changed the address of ORD-1',
      },
      given: { address: '2 Looking Glass, Oxford' },
    });
    const prepare = async () => compensation && at.action('change_address').prepare(compensation.input, 0);
    const back = await prepare();
    expect(back?.ok && factsOf(back.value)).toContain('New address: 1 Rabbit Hole, Oxford');
    at.company.changeOrder('ORD-1', { status: 'shipped' });
    expect(await prepare()).toMatchObject({ ok: false, refusal: { code: 'ALREADY_SHIPPED' } });
  });

  test('when it was an order, then that one is cancelled; a backorder is nothing to cancel yet', async () => {
    const at = desk();
    const placed = await at.propose(bob, 'place_order', order('MUG'));
    const later = desk();

    expect(at.action('place_order').compensate?.(placed, { reference: 'ORD-1', status: 'succeeded' })).toEqual({
      action: 'cancel_order',
      input: { order_id: 'ORD-1', reason: 'Takes back: Placed order of $24.00' },
      given: {},
    });
    expect(
      await at.action('cancel_order').prepare({ order_id: 'ORD-1', reason: 'Takes back: Placed order of $24.00' }, 0),
    ).toMatchObject({ ok: true });
    expect(await compensationOf(later, await later.propose(bob, 'place_order', order('POT')))).toBeUndefined();
  });

  test.each(['refund_order', 'cancel_order'])('when it was %s, then it cannot be taken back', (name) => {
    expect('compensate' in desk().action(name)).toBe(false);
  });
});
