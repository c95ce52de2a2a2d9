import type { QueueFilter } from '../../../ports/queue.ts';

/** Apart from what draws them, which is loaded when somebody opens Home. */

/** Opens the form in which a request is decided. */
export const REVIEW_ACTION = 'review_request';
export const CALL_PERSON_ACTION = 'home_call_person';
export const REFRESH_ACTION = 'home_refresh';
export const ORDER_ACTION = 'home_order';
export const PREVIOUS_ACTION = 'home_previous';
export const NEXT_ACTION = 'home_next';

export const FILTERS: readonly (readonly [QueueFilter, string])[] = [
  ['all', 'All'],
  ['money', 'Money'],
  ['orders', 'Orders'],
  ['tickets', 'Tickets'],
];
export const filterAction = (filter: QueueFilter): string => `home_filter_${filter}`;

/** Each carries the wish with which Home is drawn again. */
export const SHOW_ACTIONS: readonly string[] = [
  ...FILTERS.map(([filter]) => filterAction(filter)),
  ORDER_ACTION,
  REFRESH_ACTION,
  PREVIOUS_ACTION,
  NEXT_ACTION,
];
