import { appendAnchor, lastAnchor } from '../adapters/sql/audit-anchors.ts';
import { readHead } from '../adapters/sql/audit-head.ts';
import type { Driver } from '../adapters/sql/driver.ts';
import { DESKHAND } from '../approvals/report/audit-row.ts';
import type { Handlers } from '../ports/engine.ts';
import type { Work } from './work.ts';

/** What works on a database that may be an earlier copy; for every other one it changes nothing. */
export interface Quarantine {
  work: Work;
  handlers: (all: Handlers) => Handlers;
  /** For a timer. */
  check: () => Promise<void>;
}

/** To be called before anything runs, and before a new anchor is written. */
export async function quarantine(work: Work, driver: Driver): Promise<Quarantine> {
  await noticeEarlierCopy(work, driver);
  const hold = (await work.store.holds()).find(({ kind }) => kind === 'restored');
  if (!hold) return { work, handlers: (all) => all, check: async () => undefined };
  work.log.warn({ ...hold }, 'in quarantine: this database is an earlier copy, nothing is carried out yet');
  // Rarely needed: not loaded for nothing.
  const { openCopy } = await import('../approvals/holds/restored-copy.ts');
  const copy = await openCopy(work);
  if (!copy) throw new Error('the hold of an earlier copy is gone, although nobody has lifted it');
  return { ...copy, work: { ...work, store: copy.store } };
}

/** Somebody put one in place by hand: an anchor of the audit reaches beyond its end. */
async function noticeEarlierCopy({ store, settings, now }: Work, driver: Driver): Promise<void> {
  const head = await readHead(driver);
  const anchor = lastAnchor(settings.dataDir);
  if (!anchor || anchor.seq <= head.seq) return;
  const at = now();
  await store.commit({
    holds: [{ put: { kind: 'restored', takenAt: await store.latest(), at } }],
    audit: [{ at, event: 'restored', ...DESKHAND, detail: { behind: anchor.seq - head.seq } }],
  });
  appendAnchor(settings.dataDir, { at, ...head, restored: true });
}
