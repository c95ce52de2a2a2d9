import { z } from 'zod';
import type { Execution } from '../domain/receipt.ts';
import { OrderId, Target } from '../domain/ids.ts';
import { Money, formatMoney, subtract } from '../domain/money.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Crm, Customer, Order, Orders, Refund } from '../ports/company.ts';
import { defineAction } from './define-action.ts';
import type { Plan } from './define-action.ts';
import { customerFact, fact, itemsFact, moneyFact, nameOf, orderFact } from './facts.ts';
import { orderId, reason, textOrNull } from './fields.ts';
import { toExecution, toFound, versionOf } from './outcome.ts';
import { amountIn, checkAmount, decimalAmount, otherCurrency, refundable } from './refund-amount.ts';
import { noOrder, orderNamed, withCustomer } from './records.ts';
import type { Action } from './tool.ts';

const Input = z.object({ order_id: z.string(), amount: Money, reason: z.string() });
type Input = z.infer<typeof Input>;

const fields = {
  order_id: orderId(),
  amount: decimalAmount()
    .nullable()
    .describe(
      'How much, as decimal text in major units of the order\'s currency, such as "48.00", plain digits without a currency sign. Null: all that is left to refund.',
    ),
  currency: textOrNull().describe(
    "ISO 4217 code, such as USD, only if the person named a currency; null: the order's own.",
  ),
  reason: reason(),
};

interface RefundDeps {
  orders: Orders;
  crm: Crm;
  /** What an open request would cost that is about this record; absent: nothing is. */
  reservedOn?: (target: Target) => Promise<Money | undefined>;
}

export function refundOrder({ orders, crm, reservedOn }: RefundDeps): Action {
  return defineAction({
    name: 'refund_order',
    description:
      'Asks colleagues to refund an order, wholly or in part. Read the order with find_orders first; call this when the person asks for money back and the articles do not rule it out. ' +
      'Not for an exchange, or for cancelling an order that has not left yet. It only asks: never say that a refund was made, approved or is certain.',
    fields,
    input: Input,
    find: (named) => orderNamed(orders, named.order_id),
    ownerOf: (order) => order.customerId,
    notFound: (named) => noOrder(named.order_id),
    freeze: (wish, order) => {
      const amount = wished(wish, order);
      return amount.ok ? ok({ order_id: order.id, amount: amount.value, reason: wish.reason }) : amount;
    },
    propose: async (input, order, { now, asker }) => {
      // Read anew, it is itself what is reserved.
      const reserved = async () => asker && reservedOn?.(targetOf(order));
      const allowed = await checkAmount(input.amount, order, reserved);
      if (!allowed.ok) return allowed;
      return withCustomer(crm, order.customerId, (customer) => plan(input, { order, customer, now }));
    },
    execute: async ({ order_id: order, amount, reason: why }, intent) =>
      toExecution(
        await orders.refund(OrderId.parse(order), { amount, reason: why, version: versionOf(intent) }, intent.key),
        (refund) => refundOutcome(refund, amount),
      ),
    lookUp: async (key, { amount }) =>
      toFound(await orders.lookUpRefund(key), (refund) => refundOutcome(refund, amount)),
    withAmount: (input, text) => {
      const amount = amountIn(input.amount.currency, text);
      return amount.ok ? ok({ ...input, amount: amount.value }) : amount;
    },
  });
}

function wished(wish: { amount: string | null; currency: string | null }, order: Order): Result<Money, Refusal> {
  const named = wish.currency?.toUpperCase() ?? order.currency;
  if (named !== order.currency) return refuse(otherCurrency(order.currency, named));
  return wish.amount === null ? ok(refundable(order)) : amountIn(order.currency, wish.amount);
}

const targetOf = (order: Order): Target => Target.parse(`order:${order.id}`);

function plan(input: Input, { order, customer, now }: { order: Order; customer: Customer; now: Instant }): Plan {
  const { amount } = input;
  const sum = formatMoney(amount);
  const left = refundable(order);
  return {
    input,
    target: targetOf(order),
    customerTier: customer.tier,
    facts: [
      orderFact(order, now),
      customerFact(customer),
      moneyFact('Paid', order.paid),
      moneyFact('Already refunded', order.refunded),
      moneyFact('This refund', amount),
      fact('Left after', `${formatMoney(subtract(left, amount))} of ${formatMoney(left)}`),
      itemsFact(order),
    ],
    basis: {
      customer: order.customerId,
      status: order.status,
      deliveredAt: order.deliveredAt ?? null,
      paid: order.paid.minor,
      refunded: order.refunded.minor,
      currency: order.currency,
    },
    version: order.version,
    reason: input.reason,
    cost: amount,
    words: {
      title: `Refund ${sum} to ${nameOf(customer)}?`,
      effect: `Refund ${sum}`,
      done: `Refunded ${sum}`,
      notDone: 'Not refunded',
      subject: `the refund of ${sum} for ${order.id}`,
      told: `${sum} for ${order.id} is on its way back.`,
      finality: 'money out, cannot be undone',
    },
  };
}

/** Another sum than the one approved is for a person to settle. */
function refundOutcome(refund: Refund, asked: Money): Execution {
  const { id: reference, status, amount } = refund;
  if (amount.minor !== asked.minor || amount.currency !== asked.currency) {
    return {
      kind: 'unknown',
      why: `asked for ${formatMoney(asked)}, the answer ${reference} says ${formatMoney(amount)}`,
      amount,
    };
  }
  switch (status) {
    case 'failed':
      return { kind: 'failed', refusal: `the payment provider declined the refund ${reference}` };
    case 'succeeded':
    case 'pending':
      return { kind: 'executed', receipt: { reference, status } };
  }
}
