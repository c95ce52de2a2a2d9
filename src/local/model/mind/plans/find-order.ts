import { Order, recordsIn } from '../facts.ts';
import { first, known, lookUp, need } from '../look-up.ts';
import type { Known } from '../look-up.ts';
import { orderIds, orderNumber, ordinal } from '../slots.ts';
import { ask, say } from '../task.ts';
import type { Scene, Task } from '../task.ts';
import { overlap } from '../words.ts';
import { whose } from './find-customer.ts';
import { orderRow } from './wording.ts';

/** Statuses in which the order can be meant at all; empty: any. */
export type Suitable = readonly string[];

/** The order the task is about: named, spoken of before, or chosen from the customer's list; else a question. */
export function findOrder(task: Task, scene: Scene, suitable: Suitable = []): Known<Order> {
  const id = task.order ?? orderIds(task.words).at(-1) ?? carriedOrder(task, scene);
  return id ? orderById(scene, id) : chooseOrder(task, scene, suitable);
}

/** Newest first. */
export function listOrders(task: Task, scene: Scene): Known<readonly Order[]> {
  const customer = whose(task, scene);
  if (!customer.known) return customer;
  const answer = lookUp(scene, 'find_orders', { customer_id: customer.value });
  if (answer.kind === 'refused' && answer.refusal.code === 'INVALID_ARGUMENTS')
    return first(ask('Which order is it? Its number helps.', 'detail'));
  const found = need(answer, "I couldn't find any orders.");
  if (!found.known) return found;
  const orders = recordsIn(Order, found.value, ['order', 'orders']);
  return known(orders.toSorted((a, b) => (b.placedAt ?? '').localeCompare(a.placedAt ?? '')));
}

function orderById(scene: Scene, id: string): Known<Order> {
  const missing = `I couldn't find an order ${id}. Could you check the number?`;
  const found = need(lookUp(scene, 'find_orders', { order_id: id }), missing);
  if (!found.known) return found;
  const [order] = recordsIn(Order, found.value, ['order', 'orders']);
  return order ? known(order) : first(say(missing));
}

/** "Cancel it": the order of the turns before, unless the words point elsewhere. */
function carriedOrder({ words }: Task, { turns }: Scene): string | undefined {
  if (/\b(?:last|latest|other|another|first|second|third|recent) (?:order|one)|\border (?:number )?#?\d/i.test(words))
    return undefined;
  const earlier = turns.slice(0, -1).flatMap((turn) => {
    const lists = turn.findings.map(({ output }) => recordsIn(Order, output, ['order', 'orders']));
    return [...lists.flatMap((list) => (list.length === 1 ? list.map(({ id }) => id) : [])), ...orderIds(turn.words)];
  });
  return earlier.at(-1);
}

function chooseOrder(task: Task, scene: Scene, suitable: Suitable): Known<Order> {
  const listed = listOrders(task, scene);
  if (!listed.known) return listed;
  const candidates = narrow(task, listed.value, suitable);
  const [only] = candidates;
  if (!only) return first(say("I couldn't find any orders on this account. Do you have the order number?"));
  if (candidates.length === 1) return known(only);
  const rows = candidates.slice(0, 6).map(orderRow).join('\n');
  return first(ask(`Which order do you mean?\n${rows}`, 'detail'));
}

function narrow({ words }: Task, orders: readonly Order[], suitable: Suitable): readonly Order[] {
  const number = orderNumber(words) ?? /^\D{0,20}(\d{3,})\W*$/.exec(words.split('\n').at(-1) ?? '')?.[1];
  const numbered = orders.filter(({ id }) => number !== undefined && id.endsWith(number));
  const possible = keepSome(orders, ({ status }) => suitable.length === 0 || suitable.includes(status));
  const place = ordinal(words);
  if (numbered.length > 0) return numbered;
  if (place !== undefined) return possible.slice(place, place + 1);
  return bestMatches(possible, ({ lines }) => overlap(words, lines.map(({ title }) => title).join(' ')));
}

/** Those that fit; all of them when none does. */
const keepSome = <Value>(values: readonly Value[], fits: (value: Value) => boolean): readonly Value[] => {
  const fitting = values.filter(fits);
  return fitting.length > 0 ? fitting : values;
};

/** Those with the highest score; all of them when every score is 0. */
export function bestMatches<Value>(values: readonly Value[], scoreOf: (value: Value) => number): readonly Value[] {
  const best = Math.max(0, ...values.map(scoreOf));
  return values.filter((value) => scoreOf(value) === best);
}
