import type { Fact } from '../domain/proposal.ts';
import { CUSTOMER_FACT } from '../domain/record-facts.ts';
import { formatMoney } from '../domain/money.ts';
import type { Money } from '../domain/money.ts';
import { DAY } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Customer, Order } from '../ports/company.ts';
import { cut } from './fields.ts';

const LINES_SHOWN = 10;

export const fact = (label: string, value: string): Fact => ({ label, value });

export function orderFact({ id, status, deliveredAt }: Order, now: Instant): Fact {
  const age = status === 'delivered' && deliveredAt !== undefined ? ` ${daysAgo(Date.parse(deliveredAt), now)}` : '';
  return fact('Order', `${id} · ${status}${age}`);
}

/** The name first, as people know them; none that could pass for the id behind it. */
export function customerFact(customer: Customer): Fact {
  const { id, tier, since } = customer;
  const name = visibleText(nameOf(customer)).replaceAll('·', ' ').trim();
  const parts = [...(name === '' ? [] : [name]), id, capital(tier), `since ${since.slice(0, 4)}`];
  return fact(CUSTOMER_FACT, parts.join(' · '));
}

export const moneyFact = (label: string, amount: Money): Fact => fact(label, formatMoney(amount));

export function itemsFact({ lines }: Order): Fact {
  const shown = lines.slice(0, LINES_SHOWN).map(({ quantity, title, price }) => itemOf(quantity, title, price));
  const hidden = lines.length - shown.length;
  return fact('Items', [...shown, ...(hidden > 0 ? [`and ${hidden} more`] : [])].join(', '));
}

export const itemOf = (quantity: number, title: string, price: Money): string =>
  `${quantity} × ${cut(title, 80)} (${formatMoney(price)}${quantity === 1 ? '' : ' each'})`;

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
