import { appendAnchor, readAnchors } from '../adapters/sql/audit-anchors.ts';
import { readHead } from '../adapters/sql/audit-head.ts';
import type { Driver } from '../adapters/sql/driver.ts';
import { DAY, toIso } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Anchor } from '../ports/audit.ts';
import type { Log } from '../ports/log.ts';
import type { Posted } from '../ports/messenger.ts';

export interface AnchorDeps {
  driver: Driver;
  dataDir: string;
  now: () => Instant;
  log: Log;
  /** Says it where the audit's head is watched; absent: nowhere. */
  announce?: ((sentence: string) => Promise<Posted>) | undefined;
}

export interface Anchors {
  /** At the start and at the stop. */
  write(): Promise<void>;
  /** For a timer: does its work once a day, and at most once a day it says so. */
  daily(): Promise<void>;
}

/** Keeps the head of the audit outside of the database, so that rows that were cut off at its end are missed. */
export function anchorsFor(deps: AnchorDeps): Anchors {
  const { driver, dataDir, now, log, announce } = deps;
  const days: { written?: Instant; done?: Instant } = {};
  const anchorNow = async (): Promise<Anchor> => ({ at: now(), ...(await readHead(driver)) });
  const append = (anchor: Anchor): void => {
    appendAnchor(dataDir, anchor);
    days.written = dayOf(anchor.at);
  };
  return {
    write: async () => append(await anchorNow()),
    daily: async () => {
      if (days.done === dayOf(now())) return;
      const anchor = await anchorNow();
      const day = dayOf(anchor.at);
      if (days.done === day) return;
      const says = announce && !wasPosted(dataDir, day) ? announce : undefined;
      // Written down first: whatever happens to the post, it is not said twice on one day.
      if (says) append({ ...anchor, posted: true });
      else if (days.written !== day) append(anchor);
      days.done = day;
      const posted = await says?.(sentence(anchor));
      if (posted && posted.kind !== 'posted') log.warn({ why: posted.why }, "the audit's head was not posted today");
    },
  };
}

/** The beginning of the day, UTC. */
const dayOf = (at: Instant): Instant => at - (at % DAY);

const wasPosted = (folder: string, day: Instant): boolean =>
  readAnchors(folder)?.anchors.some(({ at, posted }) => posted === true && dayOf(at) === day) ?? false;

const sentence = ({ at, seq, hash }: Anchor): string =>
  `Audit of ${toIso(at).slice(0, 10)}: ${seq.toLocaleString('en-US')} ${seq === 1 ? 'row' : 'rows'}. ` +
  (seq === 0 ? 'Nothing was written down yet.' : `Its head is row ${seq}, \`${hash}\`.`);
