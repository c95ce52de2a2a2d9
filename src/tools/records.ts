import { CustomerId, OrderId, TicketId } from '../domain/ids.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Crm, Customer, Order, Orders, Ticket } from '../ports/company.ts';
import { cut } from './fields.ts';

/** Undefined for an id the company cannot have given, too: nobody learns more from it. */
export async function orderNamed(orders: Orders, id: string): Promise<Order | undefined> {
  const parsed = OrderId.safeParse(id);
  return parsed.success ? orders.order(parsed.data) : undefined;
}

export async function ticketNamed(crm: Crm, id: string): Promise<Ticket | undefined> {
  const parsed = TicketId.safeParse(id);
  return parsed.success ? crm.ticket(parsed.data) : undefined;
}

export async function customerNamed(crm: Crm, id: string): Promise<Customer | undefined> {
  const parsed = CustomerId.safeParse(id);
  return parsed.success ? crm.customer(parsed.data) : undefined;
}

/** What `use` makes of this customer; a refusal when there is none. */
export async function withCustomer<Made>(
  crm: Crm,
  id: CustomerId,
  use: (customer: Customer) => Made,
): Promise<Result<Made, Refusal>> {
  const customer = await crm.customer(id);
  return customer ? ok(use(customer)) : refuse(noCustomer(id));
}

const missing = (code: string, what: string, id: string): Refusal => ({
  code,
  message: `I can't find ${what} ${cut(id, 60)}.`,
});

export const noOrder = (id: string): Refusal => missing('ORDER_NOT_FOUND', 'an order', id);
export const noTicket = (id: string): Refusal => missing('TICKET_NOT_FOUND', 'a ticket', id);
export const noCustomer = (id: string): Refusal => missing('CUSTOMER_NOT_FOUND', 'a customer', id);
export const noProduct = (sku: string): Refusal => missing('PRODUCT_NOT_FOUND', 'a product', sku);
