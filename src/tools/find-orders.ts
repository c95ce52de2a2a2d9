import type { Json } from '../domain/json.ts';
import { isStaff, maySee } from '../domain/principal.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Crm, Order, Orders } from '../ports/company.ts';
import { invalid } from './arguments.ts';
import { defineTool, toData } from './define-tool.ts';
import { textOrNull } from './fields.ts';
import { fitting } from './fitting.ts';
import { customerNamed, noCustomer, noOrder, orderNamed } from './records.ts';
import type { CallContext, Tool } from './tool.ts';
import { orderView } from './views.ts';

const SHOWN = 20;

export function findOrders(deps: { orders: Orders; crm: Crm }): Tool {
  return defineTool({
    name: 'find_orders',
    description:
      'Reads one order by id, or all orders of a customer, newest first: status, tracking, expected date, items, what was paid and refunded. ' +
      'Call it before answering anything about an order and before asking for a refund, cancellation or new address. ' +
      'Customers see only their own orders. Never state an order fact that is not in the answer.',
    fields: {
      order_id: textOrNull().describe(
        'Order id such as ORD-12345, exactly as the person wrote it; null for all orders of the customer.',
      ),
      customer_id: textOrNull().describe(
        "Whose orders, from find_customer; null for the asker's own orders, or when an order id is given.",
      ),
    },
    answer: async (wish, context) => toData(await find(deps, wish, context)),
  });
}

interface Named {
  order_id: string | null;
  customer_id: string | null;
}

async function find(
  deps: { orders: Orders; crm: Crm },
  named: Named,
  context: CallContext,
): Promise<Result<Json, Refusal>> {
  const { asker } = context;
  if (named.order_id !== null) {
    const order = await orderNamed(deps.orders, named.order_id);
    return order && maySee(asker, order.customerId)
      ? ok({ orders: [orderView(order)] })
      : refuse(noOrder(named.order_id));
  }
  if (named.customer_id !== null) {
    const customer = await customerNamed(deps.crm, named.customer_id);
    if (!customer || !maySee(asker, customer.id)) return refuse(noCustomer(named.customer_id));
    return ok(listOf(await deps.orders.ordersOf(customer.id)));
  }
  if (isStaff(asker) || asker.customerId === undefined) {
    return refuse(invalid('order_id', 'give the order id, or whose orders by customer_id'));
  }
  return ok(listOf(await deps.orders.ordersOf(asker.customerId)));
}

function listOf(orders: readonly Order[]): Json {
  const newestFirst = orders.toSorted((a, b) => Date.parse(b.placedAt) - Date.parse(a.placedAt));
  const shown = fitting(newestFirst.slice(0, SHOWN).map(orderView));
  return { orders: shown, older: orders.length - shown.length };
}
