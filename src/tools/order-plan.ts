import type { Fact, Words } from '../domain/proposal.ts';
import { Target } from '../domain/ids.ts';
import { add, formatMoney, money } from '../domain/money.ts';
import type { Money } from '../domain/money.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Customer, Product } from '../ports/company.ts';
import type { Plan } from './define-action.ts';
import { capital, customerFact, dayOf, fact, itemOf, moneyFact, nameOf } from './facts.ts';

export interface PricedLine {
  product: Product;
  quantity: number;
}

/** As it was asked for; `backorder` is decided here, from the stock. */
interface Wanted {
  customer_id: string;
  lines: readonly { sku: string; quantity: number }[];
  shipping_address: string | null;
  delivery: 'standard' | 'expedited';
  reason: string;
}

/** One product that is short makes the whole order a backorder. */
export function planOrder(wanted: Wanted, customer: Customer, lines: readonly PricedLine[]): Result<Plan, Refusal> {
  const total = totalOf(lines);
  if (!total) {
    return refuse({
      code: 'CURRENCY_MISMATCH',
      message: 'These products are priced in different currencies; order them one by one.',
    });
  }
  const short = lines.filter(isShort);
  return ok({
    input: { ...wanted, lines: lines.map(asWritten), backorder: short.length > 0 },
    target: Target.parse(`customer:${customer.id}:new-order`),
    customerTier: customer.tier,
    facts: factsOf(wanted, { customer, lines, total }),
    basis: {
      customer: customer.id,
      credit: customer.creditStatus,
      lines: lines.map(({ product, quantity }) => ({
        sku: product.sku,
        price: { ...product.price },
        inStock: !isShort({ product, quantity }),
        restockDate: isShort({ product, quantity }) ? (product.restockDate ?? null) : null,
      })),
    },
    reason: wanted.reason,
    cost: total,
    words: wordsOf(wanted, { customer, short, total: formatMoney(total) }),
  });
}

/** By the company's own code, which is what the card shows. */
const asWritten = ({ product, quantity }: PricedLine) => ({ sku: product.sku, quantity });

const isShort = ({ product, quantity }: PricedLine): boolean => product.stock < quantity;

/** Undefined when the products are not priced in one currency. */
function totalOf(lines: readonly PricedLine[]): Money | undefined {
  const [first, ...others] = lines.map(({ product, quantity }) =>
    money(product.price.minor * quantity, product.price.currency),
  );
  if (!first || others.some(({ currency }) => currency !== first.currency)) return undefined;
  return others.reduce(add, first);
}

function factsOf(wanted: Wanted, order: { customer: Customer; lines: readonly PricedLine[]; total: Money }): Fact[] {
  return [
    customerFact(order.customer),
    fact('Credit', order.customer.creditStatus),
    ...order.lines.map(({ product, quantity }) =>
      fact(`Item ${product.sku}`, itemOf(quantity, product.title, product.price)),
    ),
    ...order.lines.map((line) => fact(`Stock of ${line.product.sku}`, stockOf(line))),
    moneyFact('Total', order.total),
    fact('Delivery', capital(wanted.delivery)),
    fact('Ship to', wanted.shipping_address ?? 'the address on file'),
  ];
}

function stockOf(line: PricedLine): string {
  if (!isShort(line)) return 'in stock';
  const { stock, restockDate } = line.product;
  const have = stock > 0 ? `only ${stock} in stock` : 'out of stock';
  return `backorder, ${have}, ${restockDate === undefined ? 'no restock date yet' : `restock ${dayOf(restockDate)}`}`;
}

function wordsOf(wanted: Wanted, order: { customer: Customer; short: readonly PricedLine[]; total: string }): Words {
  const { customer, short, total } = order;
  const backorder = short.length > 0;
  const kind = backorder ? 'backorder' : 'order';
  const when = backorder ? `, ${expected(short)}` : '';
  return {
    title: `Place ${backorder ? 'a backorder' : 'an order'} of ${total} for ${nameOf(customer)}?`,
    effect: `Place ${kind} of ${total}`,
    done: `Placed ${kind} of ${total}`,
    notDone: backorder ? 'Not backordered' : 'Not ordered',
    subject: `the ${kind} of ${total}`,
    told: `The ${kind} of ${total} is placed with ${wanted.delivery} delivery${when}.`,
    finality: 'can be cancelled until it is shipped',
  };
}

/** The latest date counts: nothing leaves before everything is there. */
function expected(short: readonly PricedLine[]): string {
  const dates = short.map(({ product }) => product.restockDate);
  const known = dates.filter((date) => date !== undefined);
  const latest = known.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  return latest === undefined || known.length < dates.length
    ? 'with no restock date yet'
    : `expected back in stock on ${dayOf(latest)}`;
}
