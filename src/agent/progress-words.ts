import { jsonIn } from '../domain/json.ts';
import type { ToolCall } from '../ports/model.ts';

/** What is going on until somebody knows better. */
export const LOOKING = 'is looking into it…';

/** What these tools do, for people, as Slack sets it behind the bot's name; of the model's own text only ids. */
export function progressWords(calls: readonly ToolCall[]): string {
  const [first, second] = new Set(calls.flatMap((call) => doing(call) ?? []));
  if (first === undefined) return LOOKING;
  return second === undefined ? `is ${first}…` : `is ${first} and ${second}…`;
}

const DOING = new Map([
  ['find_customer', 'looking up the account'],
  ['find_orders', 'looking up the orders'],
  ['check_stock', 'checking the stock'],
  ['search_articles', 'searching the help articles'],
  ['find_tickets', 'reading your tickets'],
  ['hand_off', 'calling a colleague'],
  ['withdraw_request', 'taking the request back'],
  ['open_ticket', 'preparing the ticket'],
  ['update_ticket', 'preparing the change'],
  ['refund_order', 'preparing the refund'],
  ['cancel_order', 'preparing the cancellation'],
  ['change_address', 'preparing the new address'],
  ['place_order', 'preparing the order'],
]);

/** Tools that look up one record when they are given its id, and the argument that names it. */
const NAMED_BY = new Map([
  ['find_orders', 'order_id'],
  ['find_tickets', 'ticket_id'],
]);

function doing({ name, arguments: given }: ToolCall): string | undefined {
  const field = NAMED_BY.get(name);
  const id = field === undefined ? undefined : idIn(given, field);
  return id === undefined ? DOING.get(name) : `looking up ${id}`;
}

/** `ORD-12345`, `TKT_001`: nothing that a model was talked into saying has this shape. */
const ID = /^[A-Z]{2,6}[-_]\d{1,12}$/;

function idIn(given: string, field: string): string | undefined {
  const named = jsonIn(given);
  if (typeof named !== 'object' || named === null) return undefined;
  const [, id] = Object.entries(named).find(([key]) => key === field) ?? [];
  return typeof id === 'string' && ID.test(id) ? id : undefined;
}
