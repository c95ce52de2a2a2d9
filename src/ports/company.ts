import { z } from 'zod';
import { CustomerId, OrderId, Sku, TicketId } from '../domain/ids.ts';
import type { ApprovalId } from '../domain/ids.ts';
import { Currency, Money } from '../domain/money.ts';

const time = z.iso.datetime({ offset: true });

export const Customer = z.object({
  id: CustomerId,
  name: z.string(),
  email: z.string(),
  tier: z.enum(['standard', 'premium']),
  creditStatus: z.enum(['approved', 'declined']),
  since: time,
  ticketIds: z.array(TicketId),
});
export type Customer = z.infer<typeof Customer>;

export const TICKET_STATUSES = ['Open', 'Pending', 'Resolved', 'Closed'] as const;
export const TICKET_PRIORITIES = ['Low', 'Medium', 'High'] as const;
export const Ticket = z.object({
  id: TicketId,
  customerId: CustomerId,
  subject: z.string(),
  status: z.enum(TICKET_STATUSES),
  priority: z.enum(TICKET_PRIORITIES),
  version: z.number().int(),
  notes: z.array(z.string()),
});
export type Ticket = z.infer<typeof Ticket>;

const ORDER_STATUSES = ['processing', 'shipped', 'delivered', 'cancelled', 'backordered'] as const;
export const Order = z.object({
  id: OrderId,
  customerId: CustomerId,
  status: z.enum(ORDER_STATUSES),
  placedAt: time,
  deliveredAt: time.optional(),
  lines: z.array(z.object({ sku: Sku, title: z.string(), quantity: z.number().int(), price: Money })),
  paid: Money,
  refunded: Money,
  currency: Currency,
  carrier: z.string().optional(),
  trackingUrl: z.string().optional(),
  eta: time.optional(),
  shippingAddress: z.string(),
  version: z.number().int(),
});
export type Order = z.infer<typeof Order>;

export const Product = z.object({
  sku: Sku,
  title: z.string(),
  stock: z.number().int(),
  restockDate: time.optional(),
  price: Money,
});
export type Product = z.infer<typeof Product>;

export const Found = z.object({
  id: z.string(),
  title: z.string(),
  excerpt: z.string(),
  url: z.string(),
  score: z.number(),
  updatedAt: time,
});
/** A ranked search hit. */
export type Found = z.infer<typeof Found>;
export const Article = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  url: z.string(),
  updatedAt: time,
});
export type Article = z.infer<typeof Article>;

export const Refund = z.object({
  id: z.string().min(1),
  status: z.enum(['succeeded', 'pending', 'failed']),
  amount: Money,
});
export type Refund = z.infer<typeof Refund>;

/** How a write ended. `refused` is definite: nothing changed. `unknown` may have changed it: look it up, never say "failed". */
export type Written<Value> =
  | { kind: 'done'; value: Value }
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'unknown'; why: string };

/** Looks a write up by its key: undefined when the company never saw it. Throws `Unavailable`. */
type LookUp<Value> = (key: ApprovalId) => Promise<Written<Value> | undefined>;

interface NewTicket {
  customerId: CustomerId;
  subject: string;
  priority: Ticket['priority'];
  note: string;
}
export interface TicketChange {
  status?: Ticket['status'];
  priority?: Ticket['priority'];
  note?: string;
  version: number;
}
export interface NewOrder {
  customerId: CustomerId;
  lines: readonly { sku: Sku; quantity: number }[];
  shippingAddress?: string;
  priority?: 'standard' | 'expedited';
}

/** Reads answer undefined for "no such record" and throw `Unavailable`. Writes with the same key happen once. */
export interface Crm {
  customer(id: CustomerId): Promise<Customer | undefined>;
  /** By exact e-mail; undefined unless exactly one matches. */
  customerByEmail(email: string): Promise<Customer | undefined>;
  tickets(customer: CustomerId): Promise<readonly Ticket[]>;
  ticket(id: TicketId): Promise<Ticket | undefined>;
  openTicket(ticket: NewTicket, key: ApprovalId): Promise<Written<Ticket>>;
  updateTicket(id: TicketId, change: TicketChange, key: ApprovalId): Promise<Written<Ticket>>;
  lookUpTicket: LookUp<Ticket>;
}

export interface Knowledge {
  /** Best first. */
  search(query: string, limit: number): Promise<readonly Found[]>;
  article(id: string): Promise<Article | undefined>;
}

export interface Orders {
  order(id: OrderId): Promise<Order | undefined>;
  ordersOf(customer: CustomerId): Promise<readonly Order[]>;
  product(sku: Sku): Promise<Product | undefined>;
  products(query: string): Promise<readonly Product[]>;
  refund(
    id: OrderId,
    refund: { amount: Money; reason: string; version: number },
    key: ApprovalId,
  ): Promise<Written<Refund>>;
  lookUpRefund: LookUp<Refund>;
  cancel(id: OrderId, key: ApprovalId): Promise<Written<Order>>;
  changeAddress(
    id: OrderId,
    change: { shippingAddress: string; version: number },
    key: ApprovalId,
  ): Promise<Written<Order>>;
  place(order: NewOrder, key: ApprovalId): Promise<Written<{ id: OrderId }>>;
  backorder(order: NewOrder, key: ApprovalId): Promise<Written<{ id: string }>>;
  lookUpOrder: LookUp<{ id: string }>;
}

export interface Company {
  crm: Crm;
  knowledge: Knowledge;
  orders: Orders;
}
