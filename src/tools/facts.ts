import type { Fact } from '../domain/approval.ts';
import { formatMoney } from '../domain/money.ts';
import type { Money } from '../domain/money.ts';
import { DAY } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Customer, Order } from '../ports/company.ts';
import { cut } from './fields.ts';

const LINES_SHOWN = 10;

export const fact = (label: string, value: string): Fact => ({ label, value });

export function orderFact({ id, status, deliveredAt }: Order, now: Instant): Fact {
  const age = status === 'delivered' && deliveredAt !== undefined ? ` ${daysAgo(Date.parse(deliveredAt), now)}` : '';
  return fact('Order', `${id} · ${status}${age}`);
}

export const customerFact = ({ id, tier, since }: Customer): Fact =>
  fact('Customer', `${id} · ${capital(tier)} · since ${since.slice(0, 4)}`);

export const moneyFact = (label: string, amount: Money): Fact => fact(label, formatMoney(amount));

export function itemsFact({ lines }: Order): Fact {
  const shown = lines.slice(0, LINES_SHOWN).map(({ quantity, title, price }) => itemOf(quantity, title, price));
  const hidden = lines.length - shown.length;
  return fact('Items', [...shown, ...(hidden > 0 ? [`and ${hidden} more`] : [])].join(', '));
}

export const itemOf = (quantity: number, title: string, price: Money): string =>
  `${quantity} × ${cut(title, 80)} (${formatMoney(price)} each)`;

/** Headers are short, names are not. */
export const nameOf = ({ name }: Customer): string => cut(name, 60);

export const capital = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** `1 December 2026`, in UTC. */
export const dayOf = (time: string): string =>
  new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

function daysAgo(then: Instant, now: Instant): string {
  const days = Math.max(0, Math.floor((now - then) / DAY));
  if (days === 0) return 'today';
  return days === 1 ? '1 day ago' : `${days} days ago`;
}
