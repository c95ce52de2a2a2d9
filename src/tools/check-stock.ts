import { Sku } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Orders } from '../ports/company.ts';
import { invalid } from './arguments.ts';
import { defineTool, toData } from './define-tool.ts';
import { textOrNull } from './fields.ts';
import { noProduct } from './records.ts';
import type { Tool } from './tool.ts';
import { productView } from './views.ts';

const SHOWN = 10;

export function checkStock(deps: { orders: Orders }): Tool {
  return defineTool({
    name: 'check_stock',
    description:
      'Reads products: price, how many are in stock, and when more are expected. Call it for questions about availability and before place_order, to learn the sku. ' +
      'Stock changes: say what is in stock now, never that something is reserved.',
    fields: {
      sku: textOrNull().describe('Product code from an order or an earlier answer; null to search by words.'),
      query: textOrNull().describe("Words of the product's name, from the person; null when the sku is known."),
    },
    answer: async (wish) => toData(await find(deps.orders, wish)),
  });
}

interface Named {
  sku: string | null;
  query: string | null;
}

async function find(orders: Orders, { sku, query }: Named): Promise<Result<Json, Refusal>> {
  if (sku !== null) {
    const parsed = Sku.safeParse(sku);
    const product = parsed.success ? await orders.product(parsed.data) : undefined;
    return product ? ok({ products: [productView(product)] }) : refuse(noProduct(sku));
  }
  if (query === null) return refuse(invalid('sku', 'give the sku, or words to search for as query'));
  const products = await orders.products(query);
  return ok({ products: products.slice(0, SHOWN).map(productView) });
}
