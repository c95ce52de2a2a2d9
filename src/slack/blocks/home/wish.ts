import { z } from 'zod';
import type { HomeWish } from '../../../ports/home.ts';

/** What somebody sees who has chosen nothing. */
export const FIRST_WISH: HomeWish = { filter: 'all', order: 'deadline', page: 0 };

/** What Home's buttons, menus and forms carry, so that it is drawn again as it was: `money:deadline:2` */
export const wishValue = ({ filter, order, page }: HomeWish): string => `${filter}:${order}:${page}`;

/** Undefined for anything that no Home of ours carries. */
export function parseWish(value: string): HomeWish | undefined {
  const [filter, order, page, ...rest] = value.split(':');
  return rest.length === 0 ? Wish.safeParse({ filter, order, page }).data : undefined;
}

const Wish = z.object({
  filter: z.enum(['all', 'money', 'orders', 'tickets']),
  order: z.enum(['deadline', 'amount', 'oldest']),
  page: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
});
