import type { Home, HomeWish } from '../../../ports/home.ts';
import type { QueueFilter, QueueOrder } from '../../../ports/queue.ts';
import { context } from '../block-kit.ts';
import { button } from '../decision-buttons.ts';
import { FILTERS, filterAction, NEXT_ACTION, ORDER_ACTION, PREVIOUS_ACTION, REFRESH_ACTION } from './home-actions.ts';
import { controls, menu } from './home-kit.ts';
import type { HomeBlock, HomeButton } from './home-kit.ts';
import { wishValue } from './wish.ts';

type Queue = Extract<Home, { kind: 'queue' }>;

const ORDERS: readonly (readonly [QueueOrder, string])[] = [
  ['deadline', 'Soonest deadline'],
  ['amount', 'Largest amount'],
  ['oldest', 'Oldest first'],
];

/** What is shown of the queue, and in which order. */
export function queueControls(wish: HomeWish): readonly HomeBlock[] {
  const orders = ORDERS.map(([order, text]) => [wishValue({ ...wish, order, page: 0 }), text] as const);
  return controls([
    ...FILTERS.map(([filter, text]) => filterButton(filter, text, wish)),
    menu(ORDER_ACTION, orders, wishValue({ ...wish, page: 0 })),
    refreshButton(wish),
  ]);
}

export const refreshButton = (wish: HomeWish, label = 'Refresh'): HomeButton =>
  button(REFRESH_ACTION, label, { value: wishValue(wish) });

/** The chosen one is marked by more than its colour. */
function filterButton(filter: QueueFilter, text: string, wish: HomeWish): HomeButton {
  const value = wishValue({ ...wish, filter, page: 0 });
  if (filter !== wish.filter) return button(filterAction(filter), text, { value });
  return button(filterAction(filter), `✓ ${text}`, { value, style: 'primary' });
}

/** `21–40 of 312` and the way to the rest; nothing where all are shown. */
export function paging({ wish, page, size }: Queue): readonly HomeBlock[] {
  if (page.total <= size) return [];
  const before = wish.page * size;
  const turn = (action: string, label: string, to: number): HomeButton =>
    button(action, label, { value: wishValue({ ...wish, page: to }) });
  return [
    context(`${before + 1}–${before + page.items.length} of ${page.total}`),
    ...controls([
      ...(wish.page > 0 ? [turn(PREVIOUS_ACTION, 'Previous', wish.page - 1)] : []),
      ...(before + size < page.total ? [turn(NEXT_ACTION, 'Next', wish.page + 1)] : []),
    ]),
  ];
}
