import type { Principal } from '../../domain/principal.ts';
import type { Instant } from '../../domain/time.ts';
import type { Home } from '../../ports/home.ts';
import { beginningOfDay } from './beginning-of-day.ts';
import type { QueueDeps } from './queue-home.ts';

/** Every card waits for a lead or for somebody else. */
export async function overview(deps: QueueDeps, { person }: Principal, at: Instant): Promise<Home> {
  const { store } = deps;
  const since = beginningOfDay(deps, at);
  const question = { who: { person, role: 'lead' }, filter: 'all', order: 'deadline', now: at } as const;
  const [own, others, attention, handled, holds] = await Promise.all([
    store.mayDecide({ ...question, limit: 0, offset: 0 }),
    store.waitsForOthers({ ...question, limit: 0 }),
    store.attentionSince(since),
    store.handledSince(since, person),
    store.holds(),
  ]);
  return { kind: 'overview', waiting: own.total + others.total, attention, handled, holds, since, at };
}
