import { describe, expect, test } from 'vitest';
import { alice, bob, carol, desk, priya, priyaAmongAlice, priyaAmongStrangers } from './given.ts';

const why = { reason: 'They asked.' };
const ticket = { subject: 'Help', priority: 'Low', note: 'Help.' };
const order = { lines: [{ sku: 'MUG', quantity: 1 }], shipping_address: null, delivery: 'standard', ...why };

/** Every tool that takes an id, with Bob's record, one that does not exist, and the words that must not differ. */
const TABLE = [
  ['find_customer', (id: string) => ({ customer_id: id }), 'cust_456', 'cust_999'],
  ['find_customer', (id: string) => ({ email: id }), 'bob@example.com', 'nobody@example.com'],
  ['find_orders', (id: string) => ({ order_id: id }), 'ORD-2', 'ORD-999'],
  ['find_orders', (id: string) => ({ customer_id: id }), 'cust_456', 'cust_999'],
  ['find_tickets', (id: string) => ({ ticket_id: id }), 'TKT_002', 'TKT_999'],
  ['find_tickets', (id: string) => ({ customer_id: id }), 'cust_456', 'cust_999'],
  ['open_ticket', (id: string) => ({ customer_id: id, ...ticket }), 'cust_456', 'cust_999'],
  ['update_ticket', (id: string) => ({ ticket_id: id, status: 'Nonsense', ...why }), 'TKT_002', 'TKT_999'],
  ['refund_order', (id: string) => ({ order_id: id, amount: '99999', currency: 'EUR', ...why }), 'ORD-2', 'ORD-999'],
  ['cancel_order', (id: string) => ({ order_id: id, ...why }), 'ORD-2', 'ORD-999'],
  ['change_address', (id: string) => ({ order_id: id, shipping_address: 'x', ...why }), 'ORD-2', 'ORD-999'],
  ['place_order', (id: string) => ({ customer_id: id, ...order }), 'cust_456', 'cust_999'],
] as const;

const OTHERS = [
  ['Alice', alice],
  ['a colleague where Alice reads along', priyaAmongAlice],
  ['a colleague where strangers read along', priyaAmongStrangers],
] as const;

describe('given a record of Bob', () => {
  test.each(OTHERS.flatMap(([who, asker]) => TABLE.map((row) => [who, row[0], asker, row] as const)))(
    'when %s names it to %s, then it reads and costs exactly what a missing one does',
    async (_, __, asker, [name, inputOf, bobs, missing]) => {
      const seen = desk();
      const unseen = desk();

      const foreign = await seen.ask(asker, name, inputOf(bobs));
      const absent = await unseen.ask(asker, name, inputOf(missing));

      const blind = (value: unknown) => JSON.stringify(value).replaceAll(bobs, 'ID').replaceAll(missing, 'ID');
      expect(foreign.kind).toBe('refusal');
      expect(blind(foreign)).toBe(blind(absent));
      expect(blind(seen.company.reads)).toBe(blind(unseen.company.reads));
    },
  );

  test.each(TABLE)(
    'when Bob himself, or a colleague, names it to %s, then it is found',
    async (name, inputOf, bobs) => {
      const { ask } = desk();

      for (const asker of [bob, priya]) {
        expect(JSON.stringify(await ask(asker, name, inputOf(bobs)))).not.toContain('NOT_FOUND');
      }
    },
  );
});

test('given Alice’s ticket, when a colleague reads it where she reads along, then the notes of colleagues are left out', async () => {
  const { ask } = desk();
  const read = async (asker: typeof priya) =>
    JSON.stringify(await ask(asker, 'find_tickets', { ticket_id: 'TKT_001' }));

  expect(await read(priya)).toContain('"notes"');
  expect(await read(priyaAmongAlice)).toBe(await read(alice));
});

test('given nobody named, when a colleague asks where Alice reads along, then they have to say whose it is', async () => {
  const { ask } = desk();

  for (const name of ['find_orders', 'find_tickets', 'find_customer'])
    expect(await ask(priyaAmongAlice, name, {})).toEqual(await ask(priya, name, {}));
});

describe('given nobody named', () => {
  test('when a customer asks, then it is about their own records', async () => {
    const { ask, propose } = desk();

    expect(JSON.stringify(await ask(bob, 'find_orders', {}))).toMatch(/ORD-2"/);
    expect(JSON.stringify(await ask(bob, 'find_orders', {}))).not.toMatch(/cust_123/);
    expect(await ask(bob, 'find_customer', {})).toMatchObject({ data: { id: 'cust_456', name: 'Bob The Builder' } });
    expect(await ask(bob, 'find_tickets', {})).toMatchObject({ data: { tickets: [{ id: 'TKT_002' }] } });
    expect((await propose(bob, 'open_ticket', ticket)).customer).toBe('cust_456');
    expect((await propose(bob, 'place_order', order)).customer).toBe('cust_456');
  });

  test.each([
    ['find_orders', {}],
    ['find_customer', {}],
    ['find_tickets', {}],
    ['open_ticket', ticket],
    ['place_order', order],
  ])('when a colleague asks %s, then they are told to name somebody', async (name, input) => {
    expect(await desk().ask(priya, name, input)).toMatchObject({
      kind: 'refusal',
      refusal: { code: 'INVALID_ARGUMENTS' },
    });
  });
});

test('given an id that no record can have, when it is named, then it is simply not found', async () => {
  const { ask, company } = desk();

  const result = await ask(carol, 'find_orders', { order_id: 'ORD-1\u0000' });

  expect(result).toEqual({
    kind: 'refusal',
    refusal: { code: 'ORDER_NOT_FOUND', message: "I can't find an order ORD-1\u0000." },
  });
  expect(company.reads).toEqual([]);
});
