import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/domain/errors.ts';
import { fakeCompany } from '../fakes/company.ts';
import { alice, desk, guest, priya, refusalOf } from './given.ts';

const usd = (minor: number, text: string) => ({ minor, currency: 'USD', text });

describe('given the company', () => {
  test('when a customer is looked up, then the record and its tickets come back', async () => {
    const { ask } = desk();
    const expected = {
      kind: 'data',
      data: {
        id: 'cust_123',
        name: 'Alice Wonderland',
        email: 'alice@example.com',
        tier: 'premium',
        creditStatus: 'approved',
        since: '2021-05-01T00:00:00Z',
        tickets: [{ id: 'TKT_001', subject: 'Login Issue', status: 'Open', priority: 'High' }],
      },
    };

    expect(await ask(priya, 'find_customer', { customer_id: 'cust_123', email: null })).toEqual(expected);
    expect(await ask(priya, 'find_customer', { customer_id: null, email: 'alice@example.com' })).toEqual(expected);
    expect(await ask(alice, 'find_customer', { customer_id: '', email: '' })).toEqual(expected);
  });

  test('when an order is read, then money is exact and as it is said', async () => {
    const result = await desk().ask(alice, 'find_orders', { order_id: ' ORD-1 ', customer_id: null });

    expect(result).toEqual({
      kind: 'data',
      data: {
        orders: [
          {
            id: 'ORD-1',
            customerId: 'cust_123',
            status: 'processing',
            placedAt: '2026-01-01T00:00:00Z',
            deliveredAt: null,
            eta: '2026-01-12T00:00:00Z',
            carrier: 'DHL',
            trackingUrl: null,
            shippingAddress: '1 Rabbit Hole, Oxford',
            lines: [{ sku: 'MUG', title: 'Coffee mug', quantity: 2, price: usd(2_400, '$24.00') }],
            paid: usd(12_000, '$120.00'),
            refunded: usd(0, '$0.00'),
            refundable: usd(12_000, '$120.00'),
          },
        ],
      },
    });
  });

  test('when all orders are read, then the newest stand first and what is left out is counted', async () => {
    const { ask, company } = desk();
    company.changeOrder('ORD-3', { placedAt: '2026-01-09T00:00:00Z' });

    const result = await ask(priya, 'find_orders', { order_id: null, customer_id: 'cust_123' });

    expect(result).toMatchObject({ data: { older: 0, orders: [{ id: 'ORD-3' }, {}, {}, {}] } });
  });

  test('when tickets are read, then notes are for colleagues only', async () => {
    const { ask } = desk();
    const ticket = { id: 'TKT_001', customerId: 'cust_123', subject: 'Login Issue', status: 'Open', priority: 'High' };

    expect(await ask(alice, 'find_tickets', { ticket_id: 'TKT_001', customer_id: null })).toEqual({
      kind: 'data',
      data: { tickets: [ticket] },
    });
    expect(await ask(priya, 'find_tickets', { ticket_id: null, customer_id: 'cust_123' })).toEqual({
      kind: 'data',
      data: { tickets: [{ ...ticket, notes: ['seen'] }] },
    });
  });

  test('when there is more than an answer holds, then as much as fits stands there and what is left out is counted', async () => {
    const company = fakeCompany();
    const { orders, crm } = company;
    const many = <Row>(row: Row | undefined): Row[] => (row ? Array.from({ length: 300 }, () => row) : []);
    const { ask } = desk({
      ...company,
      orders: {
        ...orders,
        ordersOf: async (id) =>
          many((await orders.ordersOf(id))[0]).map((order) => ({ ...order, lines: many(order.lines[0]).slice(0, 20) })),
      },
      crm: {
        ...crm,
        tickets: async (id) =>
          many((await crm.tickets(id))[0]).map((ticket) => ({ ...ticket, notes: ['x'.repeat(1_000)] })),
        ticket: async (id) => {
          const ticket = await crm.ticket(id);
          return ticket && { ...ticket, notes: Array.from({ length: 100 }, (_, index) => `${index} `.repeat(300)) };
        },
      },
    });
    const answers = [
      await ask(priya, 'find_orders', { order_id: null, customer_id: 'cust_123' }),
      await ask(priya, 'find_tickets', { ticket_id: null, customer_id: 'cust_123' }),
      await ask(priya, 'find_tickets', { ticket_id: 'TKT_001', customer_id: null }),
      await ask(priya, 'find_customer', { customer_id: 'cust_123', email: null }),
    ];

    expect(answers.map((answer) => JSON.stringify(answer).length).filter((length) => length > 22_000)).toEqual([]);
    expect(answers).toMatchObject([
      { data: { older: 292 } },
      { data: { more: 283 } },
      { data: { tickets: [{ earlierNotes: 81, notes: { 18: expect.stringMatching(/^99 /) } }] } },
      { data: { more: 34 } },
    ]);
  });

  test('when stock is asked for, then it is found by code and by words', async () => {
    const { ask } = desk();
    const pot = {
      sku: 'POT',
      title: 'Tea pot',
      stock: 0,
      inStock: false,
      restockDate: '2026-02-01T00:00:00Z',
      price: usd(5_000, '$50.00'),
    };

    expect(await ask(alice, 'check_stock', { sku: 'POT', query: null })).toEqual({
      kind: 'data',
      data: { products: [pot] },
    });
    expect(await ask(alice, 'check_stock', { sku: null, query: 'tea' })).toEqual({
      kind: 'data',
      data: { products: [pot] },
    });
    expect(await ask(alice, 'check_stock', { sku: null, query: 'rocket' })).toEqual({
      kind: 'data',
      data: { products: [] },
    });
    expect(refusalOf(await ask(alice, 'check_stock', { sku: 'NOPE', query: null }))).toBe(
      "PRODUCT_NOT_FOUND I can't find a product NOPE.",
    );
    expect(refusalOf(await ask(alice, 'check_stock', {}))).toBe(
      'INVALID_ARGUMENTS sku: give the sku, or words to search for as query',
    );
  });

  test('when the help centre is searched, then the best articles come with their text and link', async () => {
    const { ask } = desk();

    expect(await ask(guest, 'search_articles', { query: 'reset password' })).toEqual({
      kind: 'data',
      data: {
        articles: [
          {
            id: 'KB-1',
            title: 'Reset your password',
            url: 'https://help.example.com/KB-1',
            updatedAt: '2026-01-01T00:00:00Z',
            score: 2,
            excerpt: 'To reset your passwo',
            body: 'To reset your password, open the login page and choose Forgot password.',
          },
        ],
      },
    });
    expect(await ask(guest, 'search_articles', { query: 'zeppelin' })).toEqual({
      kind: 'data',
      data: { articles: [] },
    });
  });

  test('when an article is found again, then its text is read only once', async () => {
    const company = fakeCompany();
    const read: string[] = [];
    const { knowledge } = company;
    const { ask } = desk({
      ...company,
      knowledge: { ...knowledge, article: (id) => knowledge.article(id).finally(() => read.push(id)) },
    });
    const search = () => ask(guest, 'search_articles', { query: 'reset password' });

    expect(await search()).toEqual(await search());
    expect(read).toEqual(['KB-1']);
  });

  test('when a system is down, then the outage is thrown and never an empty answer', async () => {
    const { ask, company } = desk();
    company.takeDown('orders');

    await expect(ask(alice, 'find_orders', { order_id: 'ORD-1' })).rejects.toEqual(new Unavailable('orders'));
  });
});

describe('given the controls', () => {
  test('when a person is wanted, then the line for the colleague is handed on', async () => {
    expect(await desk().ask(guest, 'hand_off', { wants: ' A human, now. ' })).toEqual({
      kind: 'hand-off',
      wants: 'A human, now.',
    });
  });

  test('when a request is withdrawn, then its id is passed on; what is no id is not found', async () => {
    const { ask } = desk();

    expect(await ask(alice, 'withdraw_request', { approval_id: 'apr_0123456789', why: 'Changed her mind.' })).toEqual({
      kind: 'withdrawal',
      approval: 'apr_0123456789',
      why: 'Changed her mind.',
    });
    expect(refusalOf(await ask(alice, 'withdraw_request', { approval_id: 'the refund', why: 'x' }))).toBe(
      "REQUEST_NOT_FOUND I can't find a request the refund.",
    );
  });
});
