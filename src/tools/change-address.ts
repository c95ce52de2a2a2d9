import { z } from 'zod';
import { OrderId, Target } from '../domain/ids.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Crm, Customer, Order, Orders } from '../ports/company.ts';
import { defineAction } from './define-action.ts';
import type { Plan } from './define-action.ts';
import { customerFact, fact, itemsFact, orderFact } from './facts.ts';
import { ADDRESS_LENGTH, oneLine, orderId, reason, takingBack } from './fields.ts';
import { checkNotShipped } from './not-shipped.ts';
import { toExecution, toFound, toReceipt, versionOf } from './outcome.ts';
import { noOrder, orderNamed, withCustomer } from './records.ts';
import type { Action } from './tool.ts';

const Input = z.object({ order_id: z.string(), shipping_address: z.string(), reason: z.string() });
type Input = z.infer<typeof Input>;
const Before = z.object({ address: z.string() });

const fields = {
  order_id: orderId(),
  shipping_address: oneLine(ADDRESS_LENGTH).describe(
    'The whole new address on one line, exactly as the person wrote it: street, number, postcode, city, country. Ask for what is missing.',
  ),
  reason: reason(),
};

export function changeAddress({ orders, crm }: { orders: Orders; crm: Crm }): Action {
  return defineAction({
    name: 'change_address',
    description:
      'Asks colleagues to send an order that has not been shipped to another address. Read it with find_orders first. ' +
      "Not for the customer's own record, and not for an order on its way. It only asks: never say that the address was changed.",
    fields,
    input: Input,
    find: (named) => orderNamed(orders, named.order_id),
    ownerOf: (order) => order.customerId,
    notFound: (named) => noOrder(named.order_id),
    freeze: (wish, order) => ok({ order_id: order.id, shipping_address: wish.shipping_address, reason: wish.reason }),
    propose: async (input, order, { now }) => {
      const open = checkNotShipped(order, 'go to another address');
      if (!open.ok) return open;
      if (order.shippingAddress === input.shipping_address) {
        return refuse({ code: 'NO_CHANGE', message: `${order.id} already goes to this address.` });
      }
      return withCustomer(crm, order.customerId, (customer) => plan(input, { order, customer, now }));
    },
    execute: async (input, intent) => {
      const change = { shippingAddress: input.shipping_address, version: versionOf(intent) };
      return toExecution(await orders.changeAddress(OrderId.parse(input.order_id), change, intent.key), toReceipt);
    },
    lookUp: async (key) => toFound(await orders.lookUpOrder(key), toReceipt),
    compensate: ({ order_id, shipping_address }, { basis, words }) => {
      const { address } = Before.parse(basis);
      return {
        action: 'change_address',
        input: { order_id, shipping_address: address, reason: takingBack(words.done) },
        given: { address: shipping_address },
      };
    },
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
      fact('Address now', order.shippingAddress),
      fact('New address', input.shipping_address),
      itemsFact(order),
    ],
    basis: { customer: order.customerId, status: order.status, address: order.shippingAddress },
    version: order.version,
    reason: input.reason,
    words: {
      title: `Change the address of ${order.id}?`,
      effect: 'Change address',
      done: `Changed the address of ${order.id}`,
      notDone: 'Address not changed',
      subject: `the new address for ${order.id}`,
      told: `${order.id} now goes to ${input.shipping_address}.`,
      finality: 'can be changed until the order is shipped',
    },
  };
}
