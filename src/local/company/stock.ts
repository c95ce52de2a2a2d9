import type { Product } from './records.ts';
import { overlap, stemsOf } from './words.ts';

/** Those whose title has most of the query's words; all of them for an empty query. */
export function findProducts(products: readonly Product[], query: string): readonly Product[] {
  if (query.trim() === '') return products;
  const named = products.find(({ sku }) => sku.toLowerCase() === query.trim().toLowerCase());
  if (named) return [named];
  const wanted = stemsOf(query);
  const scored = products.map((product) => ({ product, hits: overlap(wanted, product.title) }));
  const most = Math.max(...scored.map(({ hits }) => hits));
  return most === 0 ? [] : scored.filter(({ hits }) => hits === most).map(({ product }) => product);
}
