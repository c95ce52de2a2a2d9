import { formatMoney } from '../../../../domain/money.ts';
import type { Money } from '../../../../domain/money.ts';
import type { Order } from '../facts.ts';
import { orderIds, orderNumber } from '../slots.ts';
import { ask, say } from '../task.ts';
import type { Move, Scene, Task } from '../task.ts';
import { addressIn } from './address.ts';
import { findOrder, listOrders } from './find-order.ts';
import { propose } from './propose.ts';
import { refundAmount } from './refund-amount.ts';
import type { RefundAmount } from './refund-amount.ts';
import { orderRow, orderSentence, reasonFrom } from './wording.ts';

const BEFORE_SHIPPING = ['processing', 'backordered'];
const AFTER_SHIPPING = ['delivered', 'shipped'];

export function orderStatus(task: Task, scene: Scene): Move {
  const named = task.order ?? orderNumber(task.words) ?? orderIds(task.words)[0];
  if (!named && /\borders\b|\border history\b/i.test(task.words)) return allOrders(task, scene);
  const order = findOrder(task, scene);
  return order.known ? say(orderSentence(order.value)) : order.move;
}

function allOrders(task: Task, scene: Scene): Move {
  const orders = listOrders(task, scene);
  if (!orders.known) return orders.move;
  if (orders.value.length === 0) return say("I couldn't find any orders on this account.");
  return say(`These are the orders:\n${orders.value.slice(0, 10).map(orderRow).join('\n')}`);
}

export function refund(task: Task, scene: Scene): Move {
  const order = findOrder(task, scene, AFTER_SHIPPING);
  if (!order.known) return order.move;
  const amount = refundAmount(task.words, order.value);
  if (amount.kind === 'question') return ask(amount.text, 'detail');
  return propose(scene, {
    action: 'refund_order',
    input: { order_id: order.value.id, amount: moneyOf(amount), reason: reasonFrom(task.words) },
    asked: `I've asked a colleague to check a refund of ${refundWords(amount, order.value)}.`,
    missing: `I couldn't find an order ${order.value.id}.`,
  });
}

/** Something is broken, wrong or comes back: the price of it is offered, not assumed to be wanted. */
export function damaged(task: Task, scene: Scene): Move {
  const order = findOrder(task, scene, AFTER_SHIPPING);
  if (!order.known) return order.move;
  const amount = refundAmount(task.words, order.value);
  if (amount.kind === 'question') return ask(amount.text, 'detail');
  return ask(
    `I'm sorry about that. Shall I ask my colleagues for a refund of ${refundWords(amount, order.value)}?`,
    'yes-no',
    'refund',
  );
}

const moneyOf = (amount: Exclude<RefundAmount, { kind: 'question' }>): Money | undefined =>
  amount.kind === 'part' ? amount.money : undefined;

function refundWords(amount: Exclude<RefundAmount, { kind: 'question' }>, { id }: Order): string {
  if (amount.kind === 'part') return `${formatMoney(amount.money)} for ${amount.of ? `the ${amount.of} (${id})` : id}`;
  return amount.left ? `${formatMoney(amount.left)}, everything left on ${id}` : `everything left on ${id}`;
}

export function cancelOrder(task: Task, scene: Scene): Move {
  const order = findOrder(task, scene, BEFORE_SHIPPING);
  if (!order.known) return order.move;
  const { id, status } = order.value;
  if (AFTER_SHIPPING.includes(status)) {
    return ask(
      `Order **${id}** is already **${status}**, so it can't be cancelled any more. Shall I ask my colleagues for a refund instead?`,
      'yes-no',
      'refund',
    );
  }
  if (status === 'cancelled') return say(`Order **${id}** is already **cancelled**.`);
  return propose(scene, {
    action: 'cancel_order',
    input: { order_id: id, reason: reasonFrom(task.words) },
    asked: `I've asked my colleagues to cancel **${id}**.`,
    missing: `I couldn't find an order ${id}.`,
  });
}

export function changeAddress(task: Task, scene: Scene): Move {
  const order = findOrder(task, scene, BEFORE_SHIPPING);
  if (!order.known) return order.move;
  const { id, status } = order.value;
  if (AFTER_SHIPPING.includes(status) || status === 'cancelled') {
    return say(`Order **${id}** is already **${status}**, so its address can't be changed any more.`);
  }
  const address = addressIn(task.words);
  if (!address) return ask(`What is the full new address for **${id}**?`, 'detail');
  return propose(scene, {
    action: 'change_address',
    input: { order_id: id, shipping_address: address, reason: reasonFrom(task.words) },
    asked: `I've asked my colleagues to send **${id}** to ${address}.`,
    missing: `I couldn't find an order ${id}.`,
  });
}
