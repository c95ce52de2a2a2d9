import { z } from 'zod';
import { OrderId, Target } from '../domain/ids.ts';
import { ok } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Crm, Customer, Order, Orders } from '../ports/company.ts';
import { defineAction } from './define-action.ts';
import type { Plan } from './define-action.ts';
import { customerFact, fact, itemsFact, moneyFact, nameOf, orderFact } from './facts.ts';
import { orderId, reason } from './fields.ts';
import { checkNotShipped } from './not-shipped.ts';
import { toExecution, toFound, toReceipt } from './outcome.ts';
import { noOrder, orderNamed, withCustomer } from './records.ts';
import type { Action } from './tool.ts';

const Input = z.object({ order_id: z.string(), reason: z.string() });
type Input = z.infer<typeof Input>;

const fields = {
  order_id: orderId(),
  reason: reason(),
};

export function cancelOrder({ orders, crm }: { orders: Orders; crm: Crm }): Action {
  return defineAction({
    name: 'cancel_order',
    description:
      'Asks colleagues to cancel a whole order that has not been shipped. Read it with find_orders first; call this when the person no longer wants the order. ' +
      'A shipped order is returned instead; money back for a delivered one is refund_order. It only asks: never say that the order is cancelled or that money was sent.',
    fields,
    input: Input,
    find: (named) => orderNamed(orders, named.order_id),
    ownerOf: (order) => order.customerId,
    notFound: (named) => noOrder(named.order_id),
    freeze: (wish, order) => ok({ order_id: order.id, reason: wish.reason }),
    propose: async (input, order, { now }) => {
      const open = checkNotShipped(order, 'be cancelled');
      if (!open.ok) return open;
      return withCustomer(crm, order.customerId, (customer) => plan(input, { order, customer, now }));
    },
    execute: async (input, { key }) => toExecution(await orders.cancel(OrderId.parse(input.order_id), key), toReceipt),
    lookUp: async (key) => toFound(await orders.lookUpOrder(key), toReceipt),
  });
}

function plan(input: Input, { order, customer, now }: { order: Order; customer: Customer; now: Instant }): Plan {
  return {
    input,
    target: Target.parse(`order:${order.id}`),
    customerTier: customer.tier,
    facts: [
      orderFact(order, now),
      customerFact(customer),
      moneyFact('Paid', order.paid),
      moneyFact('Already refunded', order.refunded),
      fact('Status', `${order.status} → cancelled`),
      itemsFact(order),
    ],
    basis: {
      customer: order.customerId,
      status: order.status,
      paid: order.paid.minor,
      refunded: order.refunded.minor,
      currency: order.currency,
      items: order.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    },
    version: order.version,
    reason: input.reason,
    words: {
      title: `Cancel ${order.id} of ${nameOf(customer)}?`,
      effect: 'Cancel order',
      done: `Cancelled ${order.id}`,
      notDone: 'Not cancelled',
      subject: `the cancellation of ${order.id}`,
      told: `${order.id} is cancelled and will not be shipped.`,
      finality: 'cannot be undone',
    },
  };
}
