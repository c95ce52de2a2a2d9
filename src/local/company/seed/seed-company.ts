import { money } from '../../../domain/money.ts';
import type { Money } from '../../../domain/money.ts';
import { daysFrom } from '../days.ts';
import type { House } from '../house.ts';
import type { Line, Order } from '../records.ts';
import { totalOf } from '../total.ts';
import { SEED_ARTICLES } from './articles/articles.ts';
import { SEED_CUSTOMERS } from './customers.ts';
import { DELIVERED_ORDERS } from './delivered-orders.ts';
import { OTHER_ORDERS } from './other-orders.ts';
import type { SeedOrder } from './seed-order.ts';
import { SEED_PRODUCTS } from './products.ts';
import { SEED_TICKETS } from './tickets.ts';

const CARRIER = 'Fjord Parcel';

/** Fills an empty house. Every date is relative to the house's present. */
export function seedCompany(house: House): void {
  const { shelves } = house;
  for (const { address: _, ...customer } of SEED_CUSTOMERS) shelves.customers.put(customer);
  for (const ticket of SEED_TICKETS) shelves.tickets.put({ ...ticket, version: 1 });
  seedProducts(house);
  for (const order of [...DELIVERED_ORDERS, ...OTHER_ORDERS]) shelves.orders.put(orderOf(house, order));
  seedArticles(house);
}

function seedProducts({ shelves, now }: House): void {
  for (const { sku, title, price, stock, restockIn } of SEED_PRODUCTS) {
    const restockDate = restockIn === undefined ? {} : { restockDate: daysFrom(now(), restockIn) };
    shelves.products.put({ sku, title, stock, ...restockDate, price: money(price, 'USD') });
  }
}

function seedArticles({ shelves, now }: House): void {
  for (const { id, title, keywords, body, updatedAgo } of SEED_ARTICLES) {
    const url = `https://help.deskhand.example/articles/${id}`;
    shelves.articles.put({ id, title, body, keywords, url, updatedAt: daysFrom(now(), -updatedAgo) });
  }
}

function orderOf(house: House, seed: SeedOrder): Order {
  const { id, customerId, status, placedAgo, currency = 'USD' } = seed;
  const lines = seed.lines.map((line) => lineOf(house, line, currency));
  const paid = totalOf(lines, currency);
  return {
    id,
    customerId,
    status,
    placedAt: daysFrom(house.now(), -placedAgo),
    lines,
    paid,
    refunded: status === 'cancelled' ? paid : money(seed.refunded ?? 0, currency),
    currency: paid.currency,
    ...deliveryOf(house.now(), seed),
    shippingAddress: SEED_CUSTOMERS.find((customer) => customer.id === customerId)?.address ?? '',
    version: 1,
  };
}

function lineOf({ shelves }: House, { sku, quantity, price }: SeedOrder['lines'][number], currency: string): Line {
  const product = shelves.products.get(sku);
  if (!product) throw new Error(`expected a product ${sku} among the seed`);
  const own: Money | undefined = price === undefined ? undefined : money(price, currency);
  return { sku, title: product.title, quantity, price: own ?? product.price };
}

function deliveryOf(now: number, { id, status, deliveredAgo, etaIn }: SeedOrder) {
  const days = etaIn ?? (deliveredAgo === undefined ? undefined : -deliveredAgo);
  const sent = status === 'shipped' || status === 'delivered';
  return {
    ...(deliveredAgo !== undefined && { deliveredAt: daysFrom(now, -deliveredAgo) }),
    ...(sent && { carrier: CARRIER, trackingUrl: `https://track.fjordparcel.example/${id.replace('ORD-', 'FP')}` }),
    ...(days !== undefined && { eta: daysFrom(now, days) }),
  };
}
