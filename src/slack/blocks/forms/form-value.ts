import type { HomeWish } from '../../../ports/home.ts';
import { parseDecisionValue } from '../decision-buttons.ts';
import type { DecisionValue } from '../decision-buttons.ts';
import { parseWish, wishValue } from '../home/wish.ts';

/** Stands between what a form carries and its seal, and in nothing that a form carries. */
export const SEAL_MARK = '~';

/** What a form carries that was opened from Home: `apr_…:3 money:deadline:0` */
export const openedFromHome = (value: string, wish: HomeWish): string => `${value} ${wishValue(wish)}`;

/** Undefined for anything that no form of ours carries. */
export function parseFormValue(value: string): (DecisionValue & { wish?: HomeWish }) | undefined {
  const [carried = ''] = value.split(SEAL_MARK);
  const [about = '', shown, ...rest] = carried.split(' ');
  const decision = parseDecisionValue(about);
  if (!decision || rest.length > 0) return undefined;
  const wish = shown === undefined ? undefined : parseWish(shown);
  return { ...decision, ...(wish ? { wish } : {}) };
}
