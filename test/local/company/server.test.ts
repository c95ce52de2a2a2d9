import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startCompany } from '../../../src/local/company/server.ts';
import type { CompanySettings, RunningCompany } from '../../../src/local/company/server.ts';

const NOON = Date.parse('2026-05-04T12:00:00Z');
const AT = '2026-05-04T12:00:00.000Z';
const REFUND = { amount: { minor: 4_800, currency: 'USD' }, reason: 'broken', version: 1 };

interface Answer {
  status: number;
  body: unknown;
}

let company: RunningCompany;
const start = async (settings: Partial<CompanySettings> = {}): Promise<void> => {
  company = await startCompany({ file: ':memory:', port: 0, now: () => NOON, ...settings });
};
const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  body: await response.json(),
});
const get = async (url: string, headers: Record<string, string> = {}) => answerOf(await fetch(url, { headers }));
const send = async (method: string, url: string, { body, key }: { body: unknown; key?: string }): Promise<Answer> =>
  answerOf(
    await fetch(url, {
      method,
      headers: key === undefined ? {} : { 'idempotency-key': key },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });
const refundsUrl = () => `${company.ordersUrl}/orders/ORD-12345/refunds`;

describe('given a fresh company', () => {
  beforeEach(() => start());
  afterEach(() => company.stop());

  const lists = async <Record>(url: string, schema: z.ZodType<Record>): Promise<Record[]> =>
    z.array(schema).parse((await get(url)).body);
  const Order = z.object({
    id: z.string(),
    status: z.string(),
    deliveredAt: z.string().optional(),
    paid: z.object({ minor: z.number(), currency: z.string() }),
  });
  const everyOrder = async () => {
    const ids = [...Array(14).keys()].map((number) => `cust_${500 + number}`);
    const all = ['cust_123', 'cust_456', ...ids].map((id) =>
      lists(`${company.ordersUrl}/orders?customerId=${id}`, Order),
    );
    return (await Promise.all(all)).flat();
  };

  test('when the order of the story is read, then it is exactly this', async () => {
    expect(await get(`${company.ordersUrl}/orders/ORD-12345`)).toEqual({
      status: 200,
      body: {
        id: 'ORD-12345',
        customerId: 'cust_123',
        status: 'delivered',
        placedAt: '2026-04-26T12:00:00.000Z',
        deliveredAt: '2026-05-01T12:00:00.000Z',
        lines: [
          {
            sku: 'MUG-001',
            title: 'Stoneware Mug, Slate Blue',
            quantity: 1,
            price: { minor: 4_800, currency: 'USD' },
          },
          { sku: 'PRESS-010', title: 'French Press, 1 Litre', quantity: 1, price: { minor: 5_200, currency: 'USD' } },
          { sku: 'TOWEL-020', title: 'Linen Tea Towel', quantity: 1, price: { minor: 2_000, currency: 'USD' } },
        ],
        paid: { minor: 12_000, currency: 'USD' },
        refunded: { minor: 0, currency: 'USD' },
        currency: 'USD',
        carrier: 'Fjord Parcel',
        trackingUrl: 'https://track.fjordparcel.example/FP12345',
        eta: '2026-05-01T12:00:00.000Z',
        shippingAddress: '12 Rabbit Lane, Portland, OR 97205, USA',
        version: 1,
      },
    });
  });

  test('when a customer is read, then the tickets are named', async () => {
    expect(await get(`${company.crmUrl}/customers?email=alice%40example.com`)).toEqual({
      status: 200,
      body: [
        {
          id: 'cust_123',
          name: 'Alice Wonderland',
          email: 'alice@example.com',
          tier: 'premium',
          creditStatus: 'approved',
          since: '2021-03-04T09:30:00Z',
          ticketIds: ['TKT_001', 'TKT_003'],
        },
      ],
    });
  });

  test('when all orders are counted, then every kind a support desk meets is among them', async () => {
    const orders = await everyOrder();
    const recent = orders.filter(({ deliveredAt = '' }) => deliveredAt > '2026-04-05');

    expect(orders.length).toBeGreaterThanOrEqual(32);
    expect(new Set(orders.map(({ status }) => status)).size).toBe(5);
    expect(recent.some(({ paid }) => paid.minor > 100_000 && paid.currency === 'USD')).toBe(true);
    expect(recent.some(({ paid }) => paid.minor > 20_000 && paid.minor < 100_000 && paid.currency === 'USD')).toBe(
      true,
    );
    expect(orders.some(({ deliveredAt = '2026' }) => deliveredAt < '2026-04-04')).toBe(true);
    expect(new Set(orders.map(({ paid }) => paid.currency))).toEqual(new Set(['USD', 'EUR', 'JPY']));
  });

  test.each([
    ['How do I reset my password?', 'reset-password'],
    ['I forgot my password', 'reset-password'],
    ['do you ship to Norway', 'shipping-norway'],
    ['mug arrived broken', 'damaged-items'],
    ['my mug was in pieces, I just want my money back', 'damaged-items'],
    ['where is my order', 'track-order'],
    ['how do I cancel my order?', 'cancel-order'],
    ['what is your return policy', 'return-window'],
    ['I want to return a lamp', 'return-item'],
    ['when will my refund arrive', 'refund-times'],
    ['how long is the warranty', 'warranty'],
    ['I was charged twice', 'charged-twice'],
    ['do gift cards expire?', 'buy-gift-card'],
    ['can I talk to a human', 'contact-us'],
    ['can you deliver to another address?', 'change-delivery-address'],
    ['shipping costs', 'shipping-costs'],
  ])('when somebody asks %j, then the best article is %s', async (question, id) => {
    const url = `${company.knowledgeUrl}/articles?limit=3&query=${encodeURIComponent(question)}`;

    expect((await lists(url, z.object({ id: z.string() })))[0]).toEqual({ id });
  });

  test.each(['what is the weather today', 'tell me a joke', 'how are you?', ''])(
    'when somebody asks %j, then there is no article',
    async (question) => {
      expect((await get(`${company.knowledgeUrl}/articles?query=${encodeURIComponent(question)}`)).body).toEqual([]);
    },
  );

  test('when an article is found, then its best sentences and its address come', async () => {
    expect((await get(`${company.knowledgeUrl}/articles?limit=1&query=ship%20to%20norway`)).body).toEqual([
      {
        id: 'shipping-norway',
        title: 'Shipping to Norway',
        excerpt:
          'Yes, we ship to Norway: standard delivery takes 5 to 8 working days and costs $14.90. ' +
          'Parcels go to the pick-up point nearest to you, and express parcels to your door.',
        url: 'https://help.deskhand.example/articles/shipping-norway',
        score: expect.any(Number),
        updatedAt: '2026-04-18T12:00:00.000Z',
      },
    ]);
  });

  test('when 20 equal writes come at once, then one happens and all get its answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send('POST', refundsUrl(), { body: REFUND, key: 'k1' })),
    );

    const made = { id: 're_1001', orderId: 'ORD-12345', status: 'succeeded', amount: REFUND.amount, reason: 'broken' };
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ status: 201, body: made })]),
    );
    expect(await get(company.journalUrl)).toEqual({
      status: 200,
      body: [{ key: 'k1', method: 'POST', path: '/orders/ORD-12345/refunds', body: REFUND, status: 201, at: AT }],
    });
    expect(await get(`${company.ordersUrl}/writes/k1`)).toEqual({
      status: 200,
      body: { method: 'POST', path: '/orders/ORD-12345/refunds', status: 201, body: made, at: AT },
    });
    expect(await get(`${company.crmUrl}/writes/k1`)).toEqual(problem(404, 'not_found'));
  });

  test('when a key comes again with its properties in another order, then it is the same write', async () => {
    const { amount, reason, version } = REFUND;
    const first = await send('POST', refundsUrl(), { body: REFUND, key: 'k1' });

    expect(await send('POST', refundsUrl(), { body: { version, reason, amount }, key: 'k1' })).toEqual(first);
  });

  test('when a key comes again with another body or path, then it is refused', async () => {
    await send('POST', refundsUrl(), { body: REFUND, key: 'k1' });

    const body = { ...REFUND, reason: 'late' };
    expect(await send('POST', refundsUrl(), { body, key: 'k1' })).toEqual(problem(409, 'key_reused'));
    const elsewhere = `${company.ordersUrl}/orders/ORD-12345/cancellation`;
    expect(await send('POST', elsewhere, { body: REFUND, key: 'k1' })).toEqual(problem(409, 'key_reused'));
  });

  test('when a write was refused, then its key gets the same refusal again', async () => {
    const body = { ...REFUND, version: 9 };
    const first = await send('POST', refundsUrl(), { body, key: 'k1' });

    expect(first).toEqual(problem(409, 'version_conflict'));
    expect(await send('POST', refundsUrl(), { body, key: 'k1' })).toEqual(first);
  });

  test.each([
    ['no key', REFUND, undefined, 400, 'key_required'],
    ['no JSON', '{"amount":', 'k1', 400, 'malformed_json'],
    ['over 1 MB', JSON.stringify({ ...REFUND, more: 'x'.repeat(1_000_000) }), 'k1', 413, 'too_large'],
    ['nothing', '', 'k1', 422, 'invalid_body'],
    ['null', 'null', 'k1', 422, 'invalid_body'],
    ['a negative amount', { ...REFUND, amount: { minor: -1, currency: 'USD' } }, 'k1', 422, 'invalid_body'],
    ['a fraction of a cent', { ...REFUND, amount: { minor: 0.5, currency: 'USD' } }, 'k1', 422, 'invalid_body'],
    ['another currency', { ...REFUND, amount: { minor: 100, currency: 'EUR' } }, 'k1', 422, 'currency_mismatch'],
    ['too much', { ...REFUND, amount: { minor: 12_001, currency: 'USD' } }, 'k1', 422, 'exceeds_refundable'],
  ])('when a refund comes with %s, then nothing is refunded', async (_, body, key, status, code) => {
    const answer = await send('POST', refundsUrl(), { body, ...(key !== undefined && { key }) });

    expect(answer).toEqual(problem(status, code));
    expect((await get(`${company.ordersUrl}/orders/ORD-12345`)).body).toMatchObject({ refunded: { minor: 0 } });
  });

  test.each([
    ['PATCH', '/crm/tickets/TKT_001', { status: 'Done', version: 1 }, 422, 'invalid_status'],
    ['PATCH', '/crm/tickets/TKT_001', { priority: 'Urgent', version: 1 }, 422, 'invalid_status'],
    ['PATCH', '/crm/tickets/TKT_001', { status: 'Closed', version: 2 }, 409, 'version_conflict'],
    ['PATCH', '/crm/tickets/TKT_000', { status: 'Closed', version: 1 }, 404, 'not_found'],
    ['POST', '/crm/tickets', { customerId: 'cust_0', subject: 'Help' }, 422, 'unknown_customer'],
    ['POST', '/crm/customers/cust_0/interactions', { note: 'Called.' }, 404, 'not_found'],
    ['POST', '/orders/orders/ORD-12346/cancellation', {}, 422, 'already_shipped'],
    ['POST', '/orders/orders/ORD-30103/cancellation', {}, 422, 'already_cancelled'],
    ['PATCH', '/orders/orders/ORD-12345', { shippingAddress: 'Here', version: 1 }, 422, 'already_shipped'],
    [
      'POST',
      '/orders/orders',
      { customerId: 'cust_123', lines: [{ sku: 'MUG-002', quantity: 1 }] },
      422,
      'out_of_stock',
    ],
    [
      'POST',
      '/orders/orders',
      { customerId: 'cust_123', lines: [{ sku: 'NONE', quantity: 1 }] },
      422,
      'unknown_product',
    ],
    [
      'POST',
      '/orders/orders',
      { customerId: 'cust_502', lines: [{ sku: 'MUG-001', quantity: 1 }] },
      422,
      'credit_declined',
    ],
    ['POST', '/orders/orders', { customerId: 'cust_123', lines: [] }, 422, 'invalid_body'],
    ['POST', '/orders/nothing', {}, 404, 'not_found'],
  ])('when %s %s comes with %j, then it is refused', async (method, path, body, status, code) => {
    const base = new URL(company.crmUrl).origin;

    expect(await send(method, `${base}${path}`, { body, key: 'k1' })).toEqual(problem(status, code));
  });

  test.each([
    '/',
    '/crm',
    '/crm/',
    '/nothing',
    '/crm/customers/cust_0',
    '/orders/orders/%E0%A4%A',
    '/kb/articles/none',
  ])('when %s is asked for, then there is nothing', async (path) => {
    expect(await get(`${new URL(company.crmUrl).origin}${path}`)).toEqual(problem(404, 'not_found'));
  });

  test('when the last ones in stock are ordered twice over in one order, then it is refused', async () => {
    const line = { sku: 'RUG-070', quantity: 2 };
    const body = { customerId: 'cust_123', lines: [line, line] };

    expect(await send('POST', `${company.ordersUrl}/orders`, { body, key: 'k1' })).toEqual(
      problem(422, 'out_of_stock'),
    );
  });

  test('when something is backordered, then the answer says when it is back', async () => {
    const body = { customerId: 'cust_123', lines: [{ sku: 'MUG-002', quantity: 1 }] };

    const answer = await send('POST', `${company.ordersUrl}/backorders`, { body, key: 'k1' });

    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^ORD-/),
        status: 'backordered',
        restockDate: '2026-05-13T12:00:00.000Z',
        eta: '2026-05-18T12:00:00.000Z',
      },
    });
  });

  test('when an interaction is logged, then it gets an id and a time', async () => {
    const url = `${company.crmUrl}/customers/cust_123/interactions`;

    expect(await send('POST', url, { body: { note: 'Asked about the mug.' }, key: 'k1' })).toEqual({
      status: 201,
      body: { id: 'INT_001', customerId: 'cust_123', note: 'Asked about the mug.', channel: 'chat', at: AT },
    });
  });

  test('when a fault is not understood, then it is refused', async () => {
    expect(await send('POST', company.faultsUrl, { body: { system: 'kb', kind: 'status' } })).toEqual(
      problem(422, 'invalid_body'),
    );
  });
});

describe('given a company with tokens', () => {
  beforeEach(() => start({ tokens: { orders: 'secret' } }));
  afterEach(() => company.stop());

  test.each([
    [{}, 401],
    [{ authorization: 'Bearer wrong' }, 401],
    [{ authorization: 'Bearer secret' }, 200],
  ])('when a request comes with %j, then it is answered with %d', async (headers, status) => {
    expect((await get(`${company.ordersUrl}/orders/ORD-12345`, headers)).status).toBe(status);
  });

  test('when a system has no token, then it is open', async () => {
    expect((await get(`${company.crmUrl}/customers/cust_123`)).status).toBe(200);
  });
});

describe('given a company in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'company-'));
  });
  afterEach(async () => {
    await company.stop();
    rmSync(folder, { recursive: true });
  });

  test('when it is started again, then its records, its journal and its keys are still there', async () => {
    const file = join(folder, 'new', 'company.db');
    await start({ file });
    const first = await send('POST', refundsUrl(), { body: REFUND, key: 'k1' });
    const journal = await get(company.journalUrl);
    const order = await get(`${company.ordersUrl}/orders/ORD-12345`);
    await company.stop();

    await start({ file, now: () => NOON + 86_400_000 });

    expect(await get(company.journalUrl)).toEqual(journal);
    expect(await get(`${company.ordersUrl}/orders/ORD-12345`)).toEqual(order);
    expect(await send('POST', refundsUrl(), { body: REFUND, key: 'k1' })).toEqual(first);
  });

  test('when its port is taken, then it says so', async () => {
    await start({ file: join(folder, 'a.db') });
    const port = Number(new URL(company.crmUrl).port);

    await expect(startCompany({ file: join(folder, 'b.db'), port, now: () => NOON })).rejects.toThrow('EADDRINUSE');
  });
});
