import { statfs } from 'node:fs/promises';
import type { Instant } from '../domain/time.ts';
import { SECOND } from '../domain/time.ts';
import type { Check } from './health.ts';

export interface Seen {
  /** Now it is well. */
  note: () => void;
  /** Fails when it was last well longer ago than `patience` milliseconds. */
  check: Check;
}

/** For what is looked at in the background, and may be unwell for a moment. It counts as well at the start. */
export function seenWithin(now: () => Instant, patience: number, what: string): Seen {
  const last = { at: now() };
  return {
    note: () => void (last.at = now()),
    check: async () => {
      const age = now() - last.at;
      return age <= patience ? undefined : `${what} ${Math.round(age / SECOND)} s ago`;
    },
  };
}

/** Below this share of free space SQLite may soon be unable to write. */
const FREE_SHARE = 0.05;

export const enoughSpace =
  (folder: string): Check =>
  async () => {
    const { bavail, blocks } = await statfs(folder);
    const share = bavail / blocks;
    return share > FREE_SHARE ? undefined : `${(share * 100).toFixed(1)} % of the disk is free`;
  };
