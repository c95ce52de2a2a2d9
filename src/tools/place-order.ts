import { z } from 'zod';
import { CustomerId, Sku } from '../domain/ids.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Crm, NewOrder, Orders } from '../ports/company.ts';
import { customerOrAsker, noSuchCustomer } from './customer-or-asker.ts';
import { defineAction } from './define-action.ts';
import { ADDRESS_LENGTH, id, oneLine, reason, takingBack, textOrNull } from './fields.ts';
import { planOrder } from './order-plan.ts';
import type { PricedLine } from './order-plan.ts';
import { toExecution, toFound, toReceipt } from './outcome.ts';
import { noProduct } from './records.ts';
import type { Action } from './tool.ts';

const MOST_LINES = 10;
const MOST_OF_ONE = 1_000;

const Input = z.object({
  customer_id: z.string(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.number().int() })),
  /** Null: the one the company has on file. */
  shipping_address: z.string().nullable(),
  delivery: z.enum(['standard', 'expedited']),
  /** Part of what was approved: an order that came to be in stock, or out of it, is asked for anew. */
  backorder: z.boolean(),
  reason: z.string(),
});
type Input = z.infer<typeof Input>;

const line = z.strictObject({
  sku: id().describe('Product code from check_stock or an earlier order; never guess it.'),
  quantity: z.int().min(1).max(MOST_OF_ONE).describe('How many, from the person.'),
});
const fields = {
  customer_id: textOrNull().describe("Who orders, from find_customer; null for the asker's own order."),
  lines: z.array(line).min(1).max(MOST_LINES).describe('What to order, one line for each product.'),
  shipping_address: oneLine(ADDRESS_LENGTH)
    .nullable()
    .describe('The whole address on one line, exactly as the person wrote it; null: the address on file.'),
  delivery: z.enum(['standard', 'expedited']).describe('expedited only if the person asked for it.'),
  reason: reason(),
};

export function placeOrder({ orders, crm }: { orders: Orders; crm: Crm }): Action {
  return defineAction({
    name: 'place_order',
    description:
      'Asks colleagues to place an order for a customer, or a backorder when something is out of stock. Read the products with check_stock first and let the person confirm products and quantities. ' +
      'Not for replacing a damaged item without asking. It only asks: never say that something was ordered or reserved, and give no arrival date.',
    fields,
    input: Input,
    find: (named, asker) => customerOrAsker(crm, named.customer_id, asker),
    ownerOf: (customer) => customer.id,
    notFound: (named) => noSuchCustomer(named.customer_id),
    freeze: (wish, customer) => ok({ ...wish, customer_id: customer.id, lines: merged(wish.lines), backorder: false }),
    propose: async (input, customer) => {
      if (customer.creditStatus !== 'approved') return refuse(noCredit);
      const lines = await priceLines(orders, input.lines);
      return lines.ok ? planOrder(input, customer, lines.value) : lines;
    },
    execute: async (input, { key }) =>
      toExecution(
        await (input.backorder ? orders.backorder(toOrder(input), key) : orders.place(toOrder(input), key)),
        toReceipt,
      ),
    lookUp: async (key) => toFound(await orders.lookUpOrder(key), toReceipt),
    compensate: ({ backorder }, { words }, { reference }) =>
      backorder
        ? undefined
        : { action: 'cancel_order', input: { order_id: reference, reason: takingBack(words.done) }, given: {} },
  });
}

const noCredit: Refusal = {
  code: 'CREDIT_NOT_APPROVED',
  message: 'No order can be placed for this customer: their credit is not approved. Offer to bring in a colleague.',
};

type Line = Input['lines'][number];

/** One line for each product, whatever way it was written. */
function merged(lines: readonly Line[]): Line[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

async function priceLines(orders: Orders, lines: readonly Line[]): Promise<Result<readonly PricedLine[], Refusal>> {
  const products = await Promise.all(lines.map(({ sku }) => productNamed(orders, sku)));
  const priced: PricedLine[] = [];
  for (const [index, { sku, quantity }] of lines.entries()) {
    const product = products[index];
    if (!product) return refuse(noProduct(sku));
    priced.push({ product, quantity });
  }
  return ok(priced);
}

async function productNamed(orders: Orders, sku: string) {
  const parsed = Sku.safeParse(sku);
  return parsed.success ? orders.product(parsed.data) : undefined;
}

const toOrder = (input: Input): NewOrder => ({
  customerId: CustomerId.parse(input.customer_id),
  lines: input.lines.map(({ sku, quantity }) => ({ sku: Sku.parse(sku), quantity })),
  ...(input.shipping_address !== null && { shippingAddress: input.shipping_address }),
  priority: input.delivery,
});
