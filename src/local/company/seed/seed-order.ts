import type { Order } from '../records.ts';

/** Days are counted back from the day of seeding; prices are the products' unless a line names its own, in minor units. */
export interface SeedOrder {
  id: string;
  customerId: string;
  status: Order['status'];
  placedAgo: number;
  deliveredAgo?: number;
  etaIn?: number;
  /** USD unless told. */
  currency?: string;
  refunded?: number;
  lines: readonly { sku: string; quantity: number; price?: number }[];
}
