import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { DAY } from '../../src/domain/time.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });
const Refund = z.object({ amount: z.object({ minor: z.number(), currency: z.string() }) });

/** Has whatever order and customer it is asked for, and refunds at once: `ORD-7` belongs to `cust_7`. */
export async function startInstantCompany() {
  const company = companyOf(new Date(Date.now() - 3 * DAY).toISOString());
  const server = createServer((request, response) => void serve(company, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`expected a TCP address, got ${address}`);
  return { url: `http://127.0.0.1:${address.port}`, stop: () => void server.close() };
}

type Company = ReturnType<typeof companyOf>;

function companyOf(since: string) {
  return {
    orders: (id: string) => ({
      id,
      customerId: id.replace('ORD-', 'cust_'),
      status: 'delivered',
      placedAt: since,
      deliveredAt: since,
      lines: [{ sku: 'MUG', title: 'Coffee mug', quantity: 2, price: usd(6_000) }],
      paid: usd(12_000),
      refunded: usd(0),
      currency: 'USD',
      shippingAddress: '1 Rabbit Hole, Oxford',
      version: 1,
    }),
    customers: (id: string) => ({
      id,
      name: `Customer ${id}`,
      email: `${id}@example.com`,
      tier: 'standard',
      creditStatus: 'approved',
      since,
      ticketIds: [],
    }),
    refunds: (id: string, body: string) => ({
      id: `re_${id}`,
      status: 'succeeded',
      orderId: id,
      ...Refund.parse(JSON.parse(body)),
    }),
  };
}

async function serve(company: Company, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const found = answer(company, request, Buffer.concat(chunks).toString());
  response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(found ?? { code: 'not_found', title: 'not found', status: 404 }));
}

/** Lists are empty, earlier writes are not known. */
function answer(company: Company, { method, url = '/' }: IncomingMessage, body: string): unknown {
  const [, kind, id] = /^\/(orders|customers)\/([^/?]+)/.exec(url) ?? [];
  if (id === undefined) return url.startsWith('/writes/') ? undefined : [];
  if (method === 'POST') return company.refunds(id, body);
  return kind === 'orders' ? company.orders(id) : company.customers(id);
}
