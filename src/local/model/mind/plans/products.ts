import type { Wanted } from '../arguments.ts';
import { Product, recordsIn } from '../facts.ts';
import { first, known, lookUp, need } from '../look-up.ts';
import type { Known } from '../look-up.ts';
import { quantity, sku } from '../slots.ts';
import { ask, say } from '../task.ts';
import type { Move, Scene, Task } from '../task.ts';
import { overlap, searchWords } from '../words.ts';
import { addressIn } from './address.ts';
import { bestMatches } from './find-order.ts';
import { whose } from './find-customer.ts';
import { propose } from './propose.ts';
import { day, price, reasonFrom, times } from './wording.ts';

export function stock(task: Task, scene: Scene): Move {
  const products = findProducts(task, scene);
  return products.known ? say(products.value.slice(0, 5).map(stockSentence).join('\n')) : products.move;
}

export function placeOrder(task: Task, scene: Scene): Move {
  const products = findProducts(task, scene);
  if (!products.known) return products.move;
  const [product, ...others] = products.value;
  if (!product || others.length > 0) {
    return ask(`Which one do you mean: ${products.value.map(({ title }) => title).join(' or ')}?`, 'detail');
  }
  const customer = whose(task, scene);
  return customer.known ? order(task, scene, { product, customer: customer.value }) : customer.move;
}

function order(
  { words }: Task,
  scene: Scene,
  { product, customer }: { product: Product; customer: string | undefined },
): Move {
  const count = Math.max(1, quantity(withoutAddress(words)) ?? 1);
  const goods = `**${times(count, product.title)}**`;
  const missing = count <= product.stock ? undefined : `${stockSentence(product)} `;
  return propose(scene, {
    action: 'place_order',
    input: {
      customer_id: customer,
      lines: [{ sku: product.sku, quantity: count }],
      shipping_address: addressIn(words),
      delivery: /\b(?:express|expedited|fast|priority|overnight)\b/i.test(words) ? 'expedited' : 'standard',
      reason: reasonFrom(words),
    },
    asked: missing
      ? `${missing}I've asked my colleagues to put in a backorder for ${goods}.`
      : `I've asked my colleagues to place an order for ${goods}${product.price ? ` at ${price(product.price)} each` : ''}.`,
    missing: `I couldn't find ${product.title} in our shop any more.`,
  });
}

/** The products that fit the words best; asks or says so when there is none. */
function findProducts({ words }: Task, scene: Scene): Known<readonly Product[]> {
  const code = sku(words);
  const query = productQuery(words);
  if (!code && query === '') return first(ask('Which product is it?', 'detail'));
  const missing = `I couldn't find ${code ?? `“${query}”`} in our shop.`;
  if (code) return search(scene, { sku: code }, { words, missing });
  const found = search(scene, { query }, { words, missing });
  const again = { query: query.split(' ').at(-1) };
  return isEmpty(found) ? search(scene, again, { words, missing }) : found;
}

function search(
  scene: Scene,
  wanted: Wanted,
  { words, missing }: { words: string; missing: string },
): Known<readonly Product[]> {
  const found = need(lookUp(scene, 'check_stock', wanted), missing);
  if (!found.known) return found;
  const products = recordsIn(Product, found.value, ['product', 'products']);
  if (products.length === 0) return first(say(missing));
  return known(bestMatches(products, ({ title }) => overlap(words, title)));
}

const isEmpty = (found: Known<readonly Product[]>): boolean => !found.known && found.move.kind === 'say';

const SHOP_WORDS =
  /\b(?:place|purchase|backorder|reorder|create|express|expedited|standard|delivery|deliver|shipping|ship|sell|carry|restocked|sold|cost|costs|price|level|availability|have it|kind|cust_\w+|[a-z]+_[a-z]+_\d+|\S+@\S+|one|two|three|four|five|six|seven|eight|nine|ten|some|each|pieces?|like|soon|right|currently|more|additional|take)\b/gi;

/** What is left of the words when everything but the product is taken away; in the singular, as titles are. */
const productQuery = (words: string): string =>
  searchWords(withoutAddress(words).replace(SHOP_WORDS, ' '))
    .split(' ')
    .filter((word) => !/^\d+$/.test(word))
    .map((word) => word.replace(/(?<=[^su'])s$/, ''))
    .join(' ');

const withoutAddress = (words: string): string => words.replace(addressIn(words) ?? '\n', ' ');

function stockSentence({ title, stock: left, price: each, restockDate }: Product): string {
  const cost = each ? ` It costs ${price(each)}.` : '';
  if (left > 0) return `**${title}** is in stock, ${left} left.${cost}`;
  return `**${title}** is out of stock${restockDate ? `; it is expected back on ${day(restockDate)}` : ''}.${cost}`;
}
