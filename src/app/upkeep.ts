import type { Sqlite } from '../adapters/sql/sqlite.ts';
import type { House } from './furnish.ts';

/** For a timer: takes the next small step, if there is one and the last one is done. */
export type Upkeep = () => Promise<void>;

/** Forgets what is older than RETAIN_DAYS. Before anybody is served, the file is freed of what an earlier life forgot. */
export async function upkeepOf({ now, crashPoint, log, settings }: House, sqlite: Sqlite): Promise<Upkeep> {
  const { retainDays } = settings;
  if (retainDays === undefined) return async () => undefined;
  // Off by default: not loaded for nothing.
  const [{ keeper }, { sqlKeeping }] = await Promise.all([import('../keep.ts'), import('../adapters/sql/retain.ts')]);
  const keeping = sqlKeeping(sqlite);
  if ((await keeping.leftovers()) !== undefined) await keeping.rewrite();
  const step = keeper({ keeping, now, retainDays, crashPoint, log });
  const state = { isBusy: false };
  return async () => {
    if (state.isBusy) return;
    state.isBusy = true;
    await step().finally(() => (state.isBusy = false));
  };
}
