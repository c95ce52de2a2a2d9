import { formatMoney } from '../../../../domain/money.ts';
import type { Money } from '../../../../domain/money.ts';
import type { Line, Order, Ticket } from '../facts.ts';

/** `5 January 2026` of an ISO time; anything else stays as it is. */
export function day(time: string): string {
  const instant = Date.parse(time);
  if (!/^\d{4}-\d\d-\d\d/.test(time) || Number.isNaN(instant)) return time;
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    instant,
  );
}

export const price = (amount: Money | undefined): string => (amount ? formatMoney(amount) : '');

export const times = (quantity: number, title: string): string => (quantity === 1 ? title : `${quantity} × ${title}`);

const contents = (lines: readonly Line[]): string =>
  lines.map(({ quantity, title }) => times(quantity, title)).join('; ');

/** Everything the company told about the order's way, and nothing else. */
export function orderSentence(order: Order): string {
  const inside = order.lines.length > 0 ? ` It holds ${contents(order.lines)}.` : '';
  const link = order.trackingUrl ? ` [Track it](${order.trackingUrl}).` : '';
  return `Order **${order.id}** ${progress(order)}.${link}${inside}`;
}

function progress({ status, carrier, deliveredAt, eta }: Order): string {
  const by = carrier ? ` ${deliveredAt ? 'by' : 'with'} ${carrier}` : '';
  if (deliveredAt) return `was **${status}**${by} on ${day(deliveredAt)}`;
  return `is **${status}**${by}${eta ? ` and expected on ${day(eta)}` : ''}`;
}

export const orderRow = ({ id, status, lines, placedAt }: Order): string =>
  `- **${id}** · ${status}${placedAt ? ` · placed ${day(placedAt)}` : ''}${lines.length > 0 ? ` · ${contents(lines)}` : ''}`;

export const ticketSentence = ({ id, subject, status, priority }: Ticket): string =>
  `Ticket **${id}**${subject ? ` (${subject})` : ''} is **${status}**${priority ? `, priority ${priority}` : ''}.`;

export const ticketRow = ({ id, subject, status, priority }: Ticket): string =>
  `- **${id}** · ${[subject, status, priority].filter(Boolean).join(' · ')}`;

/** The person's own words as the reason: one line, at most 200 characters. */
export const reasonFrom = (words: string): string => {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length <= 190 ? `Asked: ${line}` : `Asked: ${line.slice(0, 189)}…`;
};
