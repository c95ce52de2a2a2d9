import { describe, expect, test } from 'vitest';
import { alice, bob, carol, desk, factsOf, priya, refusalOf } from './given.ts';

const reason = 'They asked.';

describe('given an order that has not left', () => {
  test('when it is to be cancelled, then the card says what is cancelled', async () => {
    const { company, execute, propose } = desk();

    const proposal = await propose(alice, 'cancel_order', { order_id: 'ORD-1', reason });

    expect(factsOf(proposal)).toEqual([
      'Order: ORD-1 · processing',
      'Customer: Alice Wonderland · cust_123 · Premium · since 2021',
      'Paid: $120.00',
      'Already refunded: $0.00',
      'Status: processing → cancelled',
      'Items: 2 × Coffee mug ($24.00 each)',
    ]);
    expect(proposal).toMatchObject({
      input: { order_id: 'ORD-1', reason },
      target: 'order:ORD-1',
      words: { effect: 'Cancel order' },
    });
    expect(await execute(proposal)).toEqual({ kind: 'executed', receipt: { reference: 'ORD-1', status: 'succeeded' } });
    expect(company.journal.map(({ what }) => what)).toEqual(['cancel ORD-1']);
  });

  test('when its address is to change, then the card says old and new, and exactly that is sent', async () => {
    const { company, execute, lookUp, propose } = desk();

    const proposal = await propose(alice, 'change_address', {
      order_id: 'ORD-1',
      shipping_address: '2 Looking Glass, Oxford',
      reason,
    });

    expect(factsOf(proposal)).toContain('Address now: 1 Rabbit Hole, Oxford');
    expect(factsOf(proposal)).toContain('New address: 2 Looking Glass, Oxford');
    expect(proposal.basis).toEqual({ customer: 'cust_123', status: 'processing', address: '1 Rabbit Hole, Oxford' });
    expect(await execute(proposal)).toEqual(await lookUp(proposal));
    expect(company.journal.map(({ what, detail }) => [what, detail])).toEqual([
      ['address ORD-1', { shippingAddress: '2 Looking Glass, Oxford' }],
    ]);
  });

  test('when it is shipped before the click, then the frozen change can no longer be done', async () => {
    const { company, execute, prepare, propose } = desk();
    const proposal = await propose(alice, 'cancel_order', { order_id: 'ORD-1', reason });
    company.changeOrder('ORD-1', { status: 'shipped' });

    expect(await prepare(proposal)).toEqual({
      ok: false,
      refusal: { code: 'ALREADY_SHIPPED', message: 'ORD-1 is already shipped, so it can no longer be cancelled.' },
    });
    expect(await execute(proposal)).toEqual({ kind: 'failed', refusal: 'the order was already shipped' });
  });

  test('when somebody else changed the address before the click, then the basis differs', async () => {
    const { company, prepare, propose } = desk();
    const proposal = await propose(alice, 'change_address', { order_id: 'ORD-1', shipping_address: 'B', reason });
    company.changeOrder('ORD-1', { shippingAddress: 'A' });

    expect(await prepare(proposal)).toMatchObject({ ok: true, value: { basis: { address: 'A' } } });
  });
});

test.each([
  ['cancel_order', 'ORD-12345', 'ALREADY_SHIPPED ORD-12345 is already delivered, so it can no longer be cancelled.'],
  ['cancel_order', 'ORD-3', 'ALREADY_CANCELLED ORD-3 is already cancelled.'],
  [
    'change_address',
    'ORD-12345',
    'ALREADY_SHIPPED ORD-12345 is already delivered, so it can no longer go to another address.',
  ],
  ['change_address', 'ORD-3', 'ALREADY_CANCELLED ORD-3 is already cancelled.'],
  ['change_address', 'ORD-1', 'NO_CHANGE ORD-1 already goes to this address.'],
])('given %s on %s, when it cannot be done, then the reason is said', async (name, order_id, refusal) => {
  const address = name === 'change_address' ? { shipping_address: '1 Rabbit Hole, Oxford' } : {};

  expect(refusalOf(await desk().ask(alice, name, { order_id, ...address, reason }))).toBe(refusal);
});

describe('given products', () => {
  const wish = (more: object = {}) => ({
    customer_id: null,
    lines: [{ sku: 'MUG', quantity: 2 }],
    shipping_address: null,
    delivery: 'standard',
    reason,
    ...more,
  });

  test('when they are in stock, then an order is proposed with every line, sum and way', async () => {
    const { company, execute, propose } = desk();

    const proposal = await propose(
      bob,
      'place_order',
      wish({
        lines: [
          { sku: 'MUG', quantity: 1 },
          { sku: 'MUG', quantity: 1 },
        ],
        shipping_address: '5 Yard',
        delivery: 'expedited',
      }),
    );

    expect(proposal).toMatchObject({
      target: 'customer:cust_456:new-order',
      input: {
        customer_id: 'cust_456',
        lines: [{ sku: 'MUG', quantity: 2 }],
        shipping_address: '5 Yard',
        delivery: 'expedited',
        backorder: false,
        reason,
      },
      cost: { minor: 4_800, currency: 'USD' },
      words: {
        title: 'Place an order of $48.00 for Bob The Builder?',
        effect: 'Place order of $48.00',
        told: 'The order of $48.00 is placed with expedited delivery.',
      },
    });
    expect(factsOf(proposal)).toEqual([
      'Customer: Bob The Builder · cust_456 · Standard · since 2021',
      'Credit: approved',
      'Item MUG: 2 × Coffee mug ($24.00 each)',
      'Stock of MUG: in stock',
      'Total: $48.00',
      'Delivery: Expedited',
      'Ship to: 5 Yard',
    ]);
    expect(await execute(proposal)).toEqual({
      kind: 'executed',
      receipt: { reference: 'ORD-9000', status: 'succeeded' },
    });
    expect(company.journal.map(({ what, detail }) => [what, detail])).toEqual([
      [
        'order',
        {
          customerId: 'cust_456',
          lines: [{ sku: 'MUG', quantity: 2 }],
          shippingAddress: '5 Yard',
          priority: 'expedited',
        },
      ],
    ]);
  });

  test('when one is short, then a backorder is proposed with its restock date', async () => {
    const { company, execute, propose } = desk();

    const proposal = await propose(
      priya,
      'place_order',
      wish({
        customer_id: 'cust_123',
        lines: [
          { sku: 'MUG', quantity: 6 },
          { sku: 'POT', quantity: 1 },
        ],
      }),
    );

    expect(factsOf(proposal)).toContain('Stock of MUG: backorder, only 5 in stock, no restock date yet');
    expect(factsOf(proposal)).toContain('Stock of POT: backorder, out of stock, restock 1 February 2026');
    expect(proposal.words).toMatchObject({
      effect: 'Place backorder of $194.00',
      told: 'The backorder of $194.00 is placed with standard delivery, with no restock date yet.',
    });
    expect(await execute(proposal)).toEqual({
      kind: 'executed',
      receipt: { reference: 'BO-9000', status: 'succeeded' },
    });
    expect(company.journal.map(({ what }) => what)).toEqual(['backorder']);
  });

  test('when the only short one has a date, then the customer is told the date', async () => {
    const proposal = await desk().propose(alice, 'place_order', wish({ lines: [{ sku: 'POT', quantity: 1 }] }));

    expect(proposal.words.told).toBe(
      'The backorder of $50.00 is placed with standard delivery, expected back in stock on 1 February 2026.',
    );
  });

  test.each([
    [
      'the stock runs out',
      (company: ReturnType<typeof desk>['company']) => company.changeProduct('MUG', { stock: 1 }),
      { lines: [{ inStock: false }] },
    ],
    [
      'the price rises',
      (company: ReturnType<typeof desk>['company']) =>
        company.changeProduct('MUG', { price: { minor: 9_900, currency: 'USD' } }),
      { lines: [{ price: { minor: 9_900 } }] },
    ],
  ])('when %s before the click, then the basis differs', async (_, change, basis) => {
    const { company, prepare, propose } = desk();
    const proposal = await propose(alice, 'place_order', wish());
    expect(await prepare(proposal)).toEqual({ ok: true, value: proposal });

    change(company);

    expect(await prepare(proposal)).toMatchObject({ ok: true, value: { basis } });
  });

  test.each([
    ['credit is declined', carol, {}, /^CREDIT_NOT_APPROVED .*credit is not approved/],
    [
      'a product does not exist',
      alice,
      { lines: [{ sku: 'NOPE', quantity: 1 }] },
      /^PRODUCT_NOT_FOUND I can't find a product NOPE\.$/,
    ],
    [
      'currencies are mixed',
      alice,
      {
        lines: [
          { sku: 'MUG', quantity: 1 },
          { sku: 'YEN', quantity: 1 },
        ],
      },
      /^CURRENCY_MISMATCH/,
    ],
    ['there is no line', alice, { lines: [] }, /^INVALID_ARGUMENTS lines:/],
    ['the quantity is 0', alice, { lines: [{ sku: 'MUG', quantity: 0 }] }, /^INVALID_ARGUMENTS lines\.0\.quantity:/],
    [
      'the quantity is 1.5',
      alice,
      { lines: [{ sku: 'MUG', quantity: 1.5 }] },
      /^INVALID_ARGUMENTS lines\.0\.quantity:/,
    ],
    ['the delivery is unknown', alice, { delivery: 'drone' }, /^INVALID_ARGUMENTS delivery:/],
  ])('when %s, then it is refused in words', async (_, asker, more, refusal) => {
    expect(refusalOf(await desk().ask(asker, 'place_order', wish(more)))).toMatch(refusal);
  });
});
