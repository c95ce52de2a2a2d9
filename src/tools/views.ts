import type { Json } from '../domain/json.ts';
import { formatMoney, subtract } from '../domain/money.ts';
import type { Money } from '../domain/money.ts';
import type { Order, Product, Ticket } from '../ports/company.ts';
import { cut } from './fields.ts';
import { fitting } from './fitting.ts';

/** Records as the model reads them: no versions, money both exact and as it is said to people. */
export const orderView = (order: Order): Json => ({
  id: order.id,
  customerId: order.customerId,
  status: order.status,
  placedAt: order.placedAt,
  deliveredAt: order.deliveredAt ?? null,
  eta: order.eta ?? null,
  carrier: order.carrier ?? null,
  trackingUrl: order.trackingUrl ?? null,
  shippingAddress: order.shippingAddress,
  lines: order.lines.map(({ sku, title, quantity, price }) => ({ sku, title, quantity, price: moneyView(price) })),
  paid: moneyView(order.paid),
  refunded: moneyView(order.refunded),
  refundable: moneyView(subtract(order.paid, order.refunded)),
});

/** `notes`: room for them in characters, the latest count; false for those who are no colleagues. */
export const ticketView = (
  { id, customerId, subject, status, priority, notes }: Ticket,
  room: number | false,
): Json => ({
  id,
  customerId,
  subject,
  status,
  priority,
  ...(room !== false && notesView(notes, room)),
});

function notesView(notes: readonly string[], room: number): Record<string, Json> {
  const latest = fitting(notes.map((note) => cut(note, LONGEST_NOTE)).toReversed(), room).toReversed();
  const earlier = notes.length - latest.length;
  return { notes: latest, ...(earlier > 0 && { earlierNotes: earlier }) };
}

const LONGEST_NOTE = 3_000;

export const productView = ({ sku, title, stock, restockDate, price }: Product): Json => ({
  sku,
  title,
  stock,
  inStock: stock > 0,
  restockDate: restockDate ?? null,
  price: moneyView(price),
});

const moneyView = (amount: Money): Json => ({
  minor: amount.minor,
  currency: amount.currency,
  text: formatMoney(amount),
});
