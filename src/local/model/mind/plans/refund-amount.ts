import { parseAmount, subtract } from '../../../../domain/money.ts';
import type { Money } from '../../../../domain/money.ts';
import type { Line, Order } from '../facts.ts';
import { amount, newAmount, quantity } from '../slots.ts';
import type { AmountMention } from '../slots.ts';
import { overlap } from '../words.ts';
import { bestMatches } from './find-order.ts';
import { times } from './wording.ts';

export type RefundAmount =
  | { kind: 'everything'; left?: Money }
  | { kind: 'part'; money: Money; of?: string }
  | { kind: 'question'; text: string };

/** How much of the order the words ask for: an amount, "half", an item, or everything that is left. */
export function refundAmount(words: string, order: Order): RefundAmount {
  const left = order.refundable ?? (order.paid && order.refunded ? subtract(order.paid, order.refunded) : order.paid);
  return namedAmount(words, left) ?? itemAmount(words, order) ?? shareOfAll(words, left);
}

function shareOfAll(words: string, left: Money | undefined): RefundAmount {
  if (HALF.test(words) && left) return { kind: 'part', money: halfOf(left) };
  return { kind: 'everything', ...(left && { left }) };
}

const HALF = /\bhalf\b/i;

function itemAmount(words: string, order: Order): RefundAmount | undefined {
  const named = order.lines.filter(({ title }) => overlap(words, title) > 0);
  const lines = bestMatches(named, ({ title }) => overlap(words, title));
  if (lines.length > 1 && !/\b(?:both|all)\b/i.test(words)) {
    return { kind: 'question', text: `Which one do you mean: ${lines.map(({ title }) => title).join(' or ')}?` };
  }
  const money = sumOf(lines, words);
  if (!money) return undefined;
  const of = lines.map((line) => times(countOf(line, words), line.title)).join(' and ');
  return { kind: 'part', of, money: HALF.test(words) ? halfOf(money) : money };
}

function namedAmount(words: string, left: Money | undefined): RefundAmount | undefined {
  const mention = amount(words) ?? bareAmount(words, left);
  if (!mention || !left) return undefined;
  const money = mention.currency === left.currency ? parseAmount(mention.decimal, left.currency) : undefined;
  return money
    ? { kind: 'part', money }
    : {
        kind: 'question',
        text: `That order was paid in ${left.currency}. Which amount in ${left.currency} should it be?`,
      };
}

/** "Make it 20": in the order's own currency. */
function bareAmount(words: string, left: Money | undefined): AmountMention | undefined {
  const decimal = newAmount(words);
  return decimal && left ? { decimal, currency: left.currency } : undefined;
}

function sumOf(lines: readonly Line[], words: string): Money | undefined {
  const [first] = lines;
  if (!first?.price) return undefined;
  const minor = lines.reduce((sum, line) => sum + (line.price?.minor ?? 0) * countOf(line, words), 0);
  return { minor, currency: first.price.currency };
}

/** "the mug" is one, "the mugs" are all of them, "two mugs" are two. */
function countOf(line: Line, words: string): number {
  const said = quantity(words);
  if (said !== undefined && said > 0) return Math.min(said, line.quantity);
  const nouns = line.title.toLowerCase().split(/\s+/);
  return nouns.some((noun) => words.toLowerCase().includes(`${noun}s`)) ? line.quantity : 1;
}

const halfOf = (money: Money): Money => ({ ...money, minor: Math.round(money.minor / 2) });
