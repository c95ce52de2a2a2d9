import { z } from 'zod';
import { Currency, Money } from '../../domain/money.ts';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

/** As stored; the API adds `ticketIds`, which are read from the tickets. */
export const Customer = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  tier: z.enum(['standard', 'premium']),
  creditStatus: z.enum(['approved', 'declined']),
  since: time,
});
export type Customer = z.infer<typeof Customer>;

export const TicketStatus = z.enum(['Open', 'Pending', 'Resolved', 'Closed']);
export const TicketPriority = z.enum(['Low', 'Medium', 'High']);
export const Ticket = z.object({
  id: z.string(),
  customerId: z.string(),
  subject: z.string(),
  status: TicketStatus,
  priority: TicketPriority,
  version: count,
  notes: z.array(z.string()),
});
export type Ticket = z.infer<typeof Ticket>;

export const Interaction = z.object({
  id: z.string(),
  customerId: z.string(),
  channel: z.string(),
  note: z.string(),
  at: time,
});
export type Interaction = z.infer<typeof Interaction>;

export const Line = z.object({ sku: z.string(), title: z.string(), quantity: count, price: Money });
export type Line = z.infer<typeof Line>;

export const Order = z.object({
  id: z.string(),
  customerId: z.string(),
  status: z.enum(['processing', 'shipped', 'delivered', 'cancelled', 'backordered']),
  placedAt: time,
  deliveredAt: time.optional(),
  lines: z.array(Line),
  paid: Money,
  refunded: Money,
  currency: Currency,
  carrier: z.string().optional(),
  trackingUrl: z.string().optional(),
  eta: time.optional(),
  shippingAddress: z.string(),
  version: count,
});
export type Order = z.infer<typeof Order>;

export const Refund = z.object({
  id: z.string(),
  orderId: z.string(),
  status: z.enum(['succeeded', 'pending', 'failed']),
  amount: Money,
  reason: z.string(),
});
export type Refund = z.infer<typeof Refund>;

export const Product = z.object({
  sku: z.string(),
  title: z.string(),
  stock: count,
  restockDate: time.optional(),
  price: Money,
});
export type Product = z.infer<typeof Product>;

export const Article = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  /** What people call it and the article does not: searched, never shown. */
  keywords: z.string(),
  url: z.string(),
  updatedAt: time,
});
export type Article = z.infer<typeof Article>;
