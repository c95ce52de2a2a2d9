import { ABOUT_ARTICLES } from './about.ts';
import { ACCOUNT_ARTICLES } from './account.ts';
import { BILLING_ARTICLES, GIFT_CARD_ARTICLES } from './billing.ts';
import { ORDER_ARTICLES } from './orders.ts';
import { DAMAGE_ARTICLES, RETURN_ARTICLES } from './returns.ts';
import type { SeedArticle } from './seed-article.ts';
import { SHIPPING_ARTICLES } from './shipping.ts';
import { WARRANTY_ARTICLES } from './warranty.ts';

export const SEED_ARTICLES: readonly SeedArticle[] = [
  ...ACCOUNT_ARTICLES,
  ...ORDER_ARTICLES,
  ...SHIPPING_ARTICLES,
  ...RETURN_ARTICLES,
  ...DAMAGE_ARTICLES,
  ...WARRANTY_ARTICLES,
  ...BILLING_ARTICLES,
  ...GIFT_CARD_ARTICLES,
  ...ABOUT_ARTICLES,
];
