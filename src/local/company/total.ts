import { add, money } from '../../domain/money.ts';
import type { Money } from '../../domain/money.ts';
import type { Line } from './records.ts';

/** Throws when a line is in another currency. */
export const totalOf = (lines: readonly Line[], currency: string): Money =>
  lines.reduce((sum, { price, quantity }) => add(sum, { ...price, minor: price.minor * quantity }), money(0, currency));
