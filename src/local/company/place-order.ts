import { z } from 'zod';
import { money } from '../../domain/money.ts';
import { created, problem } from './answer.ts';
import type { Answer } from './answer.ts';
import { daysFrom } from './days.ts';
import type { House } from './house.ts';
import type { Line, Order, Product } from './records.ts';
import { totalOf } from './total.ts';

export const NewOrder = z.object({
  customerId: z.string(),
  lines: z
    .array(z.object({ sku: z.string(), quantity: z.number().int().min(1).max(1_000) }))
    .min(1)
    .max(50),
  shippingAddress: z.string().trim().min(1).max(500).optional(),
  priority: z.enum(['standard', 'expedited']).default('standard'),
});
type NewOrder = z.infer<typeof NewOrder>;

const DAYS_ON_THE_WAY: Record<NewOrder['priority'], number> = { standard: 5, expedited: 2 };

interface Item {
  product: Product;
  quantity: number;
}

interface Plan {
  items: readonly Item[];
  status: 'processing' | 'backordered';
  leavesAt: number;
}

export function placeOrder(house: House, input: NewOrder): Answer {
  const items = itemsOf(house, input);
  const refusal = whyNotOrder(house, input, items) ?? whyNotInStock(items);
  if (refusal) return refusal;
  for (const { product, quantity } of items)
    house.shelves.products.put({ ...product, stock: product.stock - quantity });
  const order = newOrder(house, input, { items, status: 'processing', leavesAt: house.now() });
  house.shelves.orders.put(order);
  return created(order);
}

/** Takes what is not in stock; the answer also says when all of it is back, if that is known. */
export function backorder(house: House, input: NewOrder): Answer {
  const items = itemsOf(house, input);
  const refusal = whyNotOrder(house, input, items);
  if (refusal) return refusal;
  const restockDate = items
    .flatMap(({ product }) => product.restockDate ?? [])
    .toSorted()
    .at(-1);
  const leavesAt = restockDate === undefined ? house.now() : Date.parse(restockDate);
  const order = newOrder(house, input, { items, status: 'backordered', leavesAt });
  house.shelves.orders.put(order);
  return created({ ...order, ...(restockDate !== undefined && { restockDate }) });
}

/** One item a product, however often it is named; products that do not exist are left out. */
function itemsOf({ shelves }: House, { lines }: NewOrder): readonly Item[] {
  const skus = [...new Set(lines.map(({ sku }) => sku))];
  return skus.flatMap((sku) => {
    const product = shelves.products.get(sku);
    const quantity = lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
    return product ? [{ product, quantity }] : [];
  });
}

function whyNotOrder({ shelves }: House, { customerId, lines }: NewOrder, items: readonly Item[]): Answer | undefined {
  const customer = shelves.customers.get(customerId);
  if (!customer) return problem(422, 'unknown_customer', `There is no customer ${customerId}.`);
  const missing = lines.find(({ sku }) => !items.some(({ product }) => product.sku === sku));
  if (missing) return problem(422, 'unknown_product', `There is no product ${missing.sku}.`);
  if (customer.creditStatus === 'approved') return undefined;
  return problem(422, 'credit_declined', `${customer.name} cannot order on credit.`);
}

function whyNotInStock(items: readonly Item[]): Answer | undefined {
  const short = items.find(({ product, quantity }) => product.stock < quantity);
  return short && problem(422, 'out_of_stock', `${short.product.title}: ${short.product.stock} in stock.`);
}

function newOrder({ shelves, now }: House, input: NewOrder, { items, status, leavesAt }: Plan): Order {
  const lines: Line[] = items.map(({ product: { sku, title, price }, quantity }) => ({ sku, title, quantity, price }));
  const currency = lines[0]?.price.currency ?? 'USD';
  const paid = totalOf(lines, currency);
  return {
    id: `ORD-${50_001 + shelves.orders.count()}`,
    customerId: input.customerId,
    status,
    placedAt: daysFrom(now(), 0),
    lines,
    paid,
    refunded: money(0, currency),
    currency: paid.currency,
    eta: daysFrom(leavesAt, DAYS_ON_THE_WAY[input.priority]),
    shippingAddress: input.shippingAddress ?? shelves.orders.of(input.customerId).at(-1)?.shippingAddress ?? 'on file',
    version: 1,
  };
}
