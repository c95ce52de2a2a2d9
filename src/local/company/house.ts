import type { Shelves } from './shelf.ts';

/** What the company owns, for those who answer requests. */
export interface House {
  shelves: Shelves;
  now: () => number;
}
