import { z } from 'zod';
import { exponentOf, formatMoney, money, parseAmount, subtract } from '../domain/money.ts';
import type { Currency, Money } from '../domain/money.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Order } from '../ports/company.ts';
import { invalid } from './arguments.ts';

const PLAIN = /^[0-9]{1,12}(\.[0-9]{1,9})?$/;
const RULE = 'must be a decimal amount in plain digits, such as 48.00';

/** Never a number: what JSON makes of 48.1 or 1e400 is not what was written. */
export const decimalAmount = () => z.string(RULE).refine((value) => PLAIN.test(value), RULE);

/** `text` is what a model or a person wrote, in major units of the currency. */
export function amountIn(currency: Currency, text: string): Result<Money, Refusal> {
  if (!PLAIN.test(text)) return refuse(invalid('amount', RULE));
  const amount = parseAmount(text, currency);
  if (!amount) return refuse(invalid('amount', `must have at most ${exponentOf(currency)} decimals in ${currency}`));
  return amount.minor > 0 ? ok(amount) : refuse(NOT_POSITIVE);
}

const NOT_POSITIVE = invalid('amount', 'must be more than zero');

/** What was paid and has not gone back. */
export const refundable = ({ paid, refunded }: Order): Money => subtract(paid, refunded);

export const otherCurrency = (currency: string, named: string): Refusal => ({
  code: 'CURRENCY_MISMATCH',
  message: `Order is in ${currency}; proposal in ${named.slice(0, 10)} refused`,
});

/** How old an order may be and who must agree is the policy's business; what is left is arithmetic. `reserved` is told, no more. */
export async function checkAmount(
  amount: Money,
  order: Order,
  reserved: () => Promise<Money | undefined>,
): Promise<Result<Money, Refusal>> {
  if (amount.currency !== order.currency) return refuse(otherCurrency(order.currency, amount.currency));
  const rest = refundable(order);
  if (rest.minor <= 0) return refuse(nothingLeft(order));
  if (amount.minor <= 0) return refuse(NOT_POSITIVE);
  return amount.minor <= rest.minor ? ok(amount) : refuse(tooMuch(amount, order, await reserved()));
}

const nothingLeft = (order: Order): Refusal => ({
  code: 'NOTHING_LEFT_TO_REFUND',
  message: `Nothing is left to refund on ${order.id}: ${soFar(order)}.`,
});

function tooMuch(amount: Money, order: Order, open: Money | undefined): Refusal {
  const reserved = open?.currency === order.currency ? open : money(0, order.currency);
  const left = Math.max(0, refundable(order).minor - reserved.minor);
  const figures = `${formatMoney(reserved)} is reserved by open requests, ${formatMoney(money(left, order.currency))} is left`;
  return {
    code: 'EXCEEDS_REFUNDABLE',
    message: `${formatMoney(amount)} is more than what is left to refund on ${order.id}: ${soFar(order)}, ${figures}.`,
  };
}

const soFar = ({ paid, refunded }: Order): string =>
  `${formatMoney(paid)} was paid, ${formatMoney(refunded)} is already refunded`;
