import { z } from 'zod';
import { OrderId } from '../../domain/ids.ts';
import { Order, Product, Refund } from '../../ports/company.ts';
import type { Orders } from '../../ports/company.ts';
import { segment, withQuery } from './client.ts';
import type { Client } from './client.ts';

/** Of an answer only its id is used: the rest is read afresh when somebody asks. */
const Placed = z.object({ id: OrderId });
const Reference = z.object({ id: z.string().min(1) });

export function ordersOver(client: Client): Orders {
  return {
    ...reads(client),
    refund: (id, refund, key) =>
      client.write({ method: 'POST', path: `/orders/${segment(id)}/refunds`, body: refund, key }, Refund),
    lookUpRefund: (key) => client.lookUp(key, Refund),
    cancel: (id, key) =>
      client.write({ method: 'POST', path: `/orders/${segment(id)}/cancellation`, body: {}, key }, Order),
    changeAddress: (id, change, key) =>
      client.write({ method: 'PATCH', path: `/orders/${segment(id)}`, body: change, key }, Order),
    place: (order, key) => client.write({ method: 'POST', path: '/orders', body: order, key }, Placed),
    backorder: (order, key) => client.write({ method: 'POST', path: '/backorders', body: order, key }, Reference),
    lookUpOrder: (key) => client.lookUp(key, Reference),
  };
}

function reads(client: Client): Pick<Orders, 'order' | 'ordersOf' | 'product' | 'products'> {
  return {
    order: (id) => client.read(`/orders/${segment(id)}`, Order),
    async ordersOf(customerId) {
      const orders = (await client.read(withQuery('/orders', { customerId }), z.array(Order))) ?? [];
      return orders.filter((order) => order.customerId === customerId);
    },
    product: (sku) => client.read(`/products/${segment(sku)}`, Product),
    async products(query) {
      return (await client.read(withQuery('/products', { query }), z.array(Product))) ?? [];
    },
  };
}
