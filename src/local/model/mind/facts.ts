import { z } from 'zod';
import { Currency, Money, parseAmount } from '../../../domain/money.ts';

const SIGNS: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP' };

/** `{minor, currency}`, or the text a person would read: `$48.00`, `48.00 EUR`. */
const Price = z.union([Money, z.string().transform(fromText), z.undefined()]).catch(undefined);

const Line = z.object({
  sku: z.string().optional(),
  title: z.string(),
  quantity: z.number().catch(1),
  price: Price,
});
export type Line = z.infer<typeof Line>;

const text = z.string().optional().catch(undefined);
export const Order = z.object({
  id: z.string(),
  status: z.string().catch('unknown'),
  placedAt: text,
  deliveredAt: text,
  eta: text,
  carrier: text,
  trackingUrl: text,
  lines: z.array(Line).catch([]),
  paid: Price,
  refunded: Price,
  refundable: Price,
});
export type Order = z.infer<typeof Order>;

export const Ticket = z.object({ id: z.string(), subject: z.string().catch(''), status: z.string(), priority: text });
export type Ticket = z.infer<typeof Ticket>;

export const Customer = z.object({
  id: z.string(),
  name: z.string(),
  email: text,
  tier: text,
  ticketIds: z.array(z.string()).catch([]),
});
export type Customer = z.infer<typeof Customer>;

export const Product = z.object({
  sku: z.string(),
  title: z.string(),
  stock: z.number(),
  restockDate: text,
  price: Price,
});
export type Product = z.infer<typeof Product>;

export const Article = z.object({ title: z.string(), excerpt: z.string().catch(''), body: text, url: z.string() });
export type Article = z.infer<typeof Article>;

/** The records under `one` and under `many` of a tool's answer, or the answer itself; what is not such a record is left out. */
export function recordsIn<Value>(
  schema: z.ZodType<Value>,
  output: Record<string, unknown>,
  [one, many]: readonly [string, string],
): readonly Value[] {
  const list = z.array(z.unknown()).catch([]).parse(output[many]);
  return [output, output[one], ...list].flatMap((candidate) => {
    const record = schema.safeParse(candidate);
    return record.success ? [record.data] : [];
  });
}

function fromText(price: string): Money | undefined {
  const match = /^\s*([$€£]?)\s*([\d,]+(?:\.\d+)?)\s*([A-Z]{3})?\s*$/.exec(price);
  const currency = Currency.safeParse(match?.[3] ?? SIGNS[match?.[1] ?? '']);
  return currency.success ? parseAmount(match?.[2]?.replaceAll(',', '') ?? '', currency.data) : undefined;
}
