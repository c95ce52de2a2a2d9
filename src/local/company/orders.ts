import { z } from 'zod';
import { add, formatMoney, Money, subtract } from '../../domain/money.ts';
import { created, found, notFound, ok, problem, versionConflict } from './answer.ts';
import type { Answer } from './answer.ts';
import type { House } from './house.ts';
import { backorder, NewOrder, placeOrder } from './place-order.ts';
import type { Order, Refund } from './records.ts';
import { read, write } from './route.ts';
import type { Route } from './route.ts';
import { findProducts } from './stock.ts';

const NewRefund = z.object({
  amount: Money.refine(({ minor }) => minor > 0, 'must be more than nothing'),
  reason: z.string().max(500).default(''),
  version: z.number().int(),
});
type NewRefund = z.infer<typeof NewRefund>;

const AddressChange = z.object({ shippingAddress: z.string().trim().min(1).max(500), version: z.number().int() });
const Cancellation = z.object({ version: z.number().int().optional() });

export function ordersRoutes(house: House): readonly Route[] {
  const { orders, products } = house.shelves;
  return [
    read('/orders/{id}', ({ id }) => found(orders.get(id), `order ${id}`)),
    read('/orders', ({ query }) => {
      const customer = query.get('customerId');
      if (customer === null) return problem(400, 'filter_required', 'Orders are listed by ?customerId=.');
      return ok(orders.of(customer).toSorted((a, b) => b.placedAt.localeCompare(a.placedAt)));
    }),
    read('/products/{id}', ({ id }) => found(products.get(id), `product ${id}`)),
    read('/products', ({ query }) => ok(findProducts(products.all(), query.get('query') ?? ''))),
    write('POST', '/orders/{id}/refunds', NewRefund, (input, id) => refund(house, input, id)),
    write('POST', '/orders/{id}/cancellation', Cancellation, (input, id) => cancel(house, input.version, id)),
    write('PATCH', '/orders/{id}', AddressChange, (change, id) => changeAddress(house, change, id)),
    write('POST', '/orders', NewOrder, (input) => placeOrder(house, input)),
    write('POST', '/backorders', NewOrder, (input) => backorder(house, input)),
  ];
}

function refund({ shelves }: House, input: NewRefund, id: string): Answer {
  const order = shelves.orders.get(id);
  if (!order) return notFound(`order ${id}`);
  const refusal = whyNotRefund(order, input);
  if (refusal) return refusal;
  const { amount, reason } = input;
  const number = shelves.refunds.count() + 1;
  const made: Refund = { id: `re_${1000 + number}`, orderId: id, status: 'succeeded', amount, reason };
  shelves.refunds.put(made);
  shelves.orders.put({ ...order, refunded: add(order.refunded, amount), version: order.version + 1 });
  return created(made);
}

function whyNotRefund(order: Order, { amount, version }: NewRefund): Answer | undefined {
  if (version !== order.version) return versionConflict(version, order.version);
  if (amount.currency !== order.currency)
    return problem(422, 'currency_mismatch', `${order.id} was paid in ${order.currency}, not ${amount.currency}.`);
  const refundable = subtract(order.paid, order.refunded);
  if (amount.minor <= refundable.minor) return undefined;
  return problem(422, 'exceeds_refundable', `At most ${formatMoney(refundable)} of ${order.id} can be refunded.`);
}

function cancel({ shelves }: House, version: number | undefined, id: string): Answer {
  const order = shelves.orders.get(id);
  if (!order) return notFound(`order ${id}`);
  if (order.status === 'cancelled') return problem(422, 'already_cancelled', `${id} is cancelled already.`);
  const refusal = whyNotChange(order, version ?? order.version);
  if (refusal) return refusal;
  const { eta: _, ...rest } = order;
  const cancelled: Order = { ...rest, status: 'cancelled', version: order.version + 1 };
  shelves.orders.put(cancelled);
  return ok(cancelled);
}

function changeAddress({ shelves }: House, change: z.infer<typeof AddressChange>, id: string): Answer {
  const order = shelves.orders.get(id);
  if (!order) return notFound(`order ${id}`);
  const refusal = whyNotChange(order, change.version);
  if (refusal) return refusal;
  const changed: Order = { ...order, shippingAddress: change.shippingAddress, version: order.version + 1 };
  shelves.orders.put(changed);
  return ok(changed);
}

function whyNotChange(order: Order, version: number): Answer | undefined {
  if (version !== order.version) return versionConflict(version, order.version);
  switch (order.status) {
    case 'processing':
    case 'backordered':
      return undefined;
    case 'shipped':
    case 'delivered':
      return problem(422, 'already_shipped', `${order.id} has left the warehouse.`);
    case 'cancelled':
      return problem(422, 'already_cancelled', `${order.id} is cancelled.`);
  }
}
