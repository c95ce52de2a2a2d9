import { z } from 'zod';
import type { Execution } from '../domain/approval.ts';
import { OrderId, Target } from '../domain/ids.ts';
import { Money, exponentOf, formatMoney, parseAmount, subtract } from '../domain/money.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Crm, Customer, Order, Orders, Refund } from '../ports/company.ts';
import { invalid } from './arguments.ts';
import { defineAction } from './define-action.ts';
import type { Plan } from './define-action.ts';
import { customerFact, itemsFact, moneyFact, nameOf, orderFact } from './facts.ts';
import { orderId, reason, textOrNull } from './fields.ts';
import { toExecution, toFound, versionOf } from './outcome.ts';
import { noOrder, orderNamed, withCustomer } from './records.ts';
import type { Action } from './tool.ts';

const Input = z.object({ order_id: z.string(), amount: Money, reason: z.string() });
type Input = z.infer<typeof Input>;

const fields = {
  order_id: orderId(),
  amount: z
    .string()
    .refine(
      (value) => /^[0-9]{1,12}(\.[0-9]{1,3})?$/.test(value),
      'must be a decimal amount in plain digits, such as 48.00',
    )
    .nullable()
    .describe(
      'How much, as decimal text in major units of the order\'s currency, such as "48.00", plain digits without a currency sign. Null: all that is left to refund.',
    ),
  currency: textOrNull().describe(
    "ISO 4217 code, such as USD, only if the person named a currency; null: the order's own.",
  ),
  reason: reason(),
};

export function refundOrder({ orders, crm }: { orders: Orders; crm: Crm }): Action {
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
      const amount = amountOf(wish, order);
      return amount.ok ? ok({ order_id: order.id, amount: amount.value, reason: wish.reason }) : amount;
    },
    propose: async (input, order, now) => {
      const allowed = checkAmount(input.amount, order);
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
  });
}

const left = ({ paid, refunded }: Order): Money => subtract(paid, refunded);

function amountOf(wish: { amount: string | null; currency: string | null }, order: Order): Result<Money, Refusal> {
  const { currency } = order;
  const named = wish.currency?.toUpperCase() ?? currency;
  if (named !== currency) return refuse(otherCurrency(currency, named));
  if (wish.amount === null) return ok(left(order));
  const amount = parseAmount(wish.amount, currency);
  if (!amount) return refuse(invalid('amount', `must have at most ${exponentOf(currency)} decimals in ${currency}`));
  return amount.minor > 0 ? ok(amount) : refuse(invalid('amount', 'must be more than zero'));
}

const otherCurrency = (currency: string, named: string): Refusal => ({
  code: 'CURRENCY_MISMATCH',
  message: `Order is in ${currency}; proposal in ${named.slice(0, 10)} refused`,
});

/** How old an order may be and who must agree is the policy's business; what is left is arithmetic. */
function checkAmount(amount: Money, order: Order): Result<Money, Refusal> {
  if (amount.currency !== order.currency) return refuse(otherCurrency(order.currency, amount.currency));
  const rest = left(order);
  const figures = `${formatMoney(order.paid)} was paid, ${formatMoney(order.refunded)} is already refunded`;
  if (rest.minor <= 0) {
    return refuse({ code: 'NOTHING_LEFT_TO_REFUND', message: `Nothing is left to refund on ${order.id}: ${figures}.` });
  }
  if (amount.minor <= 0) return refuse(invalid('amount', 'must be more than zero'));
  if (amount.minor <= rest.minor) return ok(amount);
  return refuse({
    code: 'EXCEEDS_REFUNDABLE',
    message: `${formatMoney(amount)} is more than what is left to refund on ${order.id}: ${figures}, ${formatMoney(rest)} is left.`,
  });
}

function plan(input: Input, { order, customer, now }: { order: Order; customer: Customer; now: Instant }): Plan {
  const { amount } = input;
  const sum = formatMoney(amount);
  return {
    input,
    target: Target.parse(`order:${order.id}`),
    facts: [
      orderFact(order, now),
      customerFact(customer),
      moneyFact('Paid', order.paid),
      moneyFact('Already refunded', order.refunded),
      moneyFact('This refund', amount),
      moneyFact('Left after', subtract(left(order), amount)),
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
      told: `${sum} for ${order.id} is on its way back, usually in 5-10 days.`,
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
