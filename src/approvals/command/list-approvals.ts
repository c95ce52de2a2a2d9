import type { Pending } from '../../domain/approval.ts';
import { cardOf } from '../../domain/ledger.ts';
import type { Principal } from '../../domain/principal.ts';
import { cardPlace } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { CommandAnswer, Waiting } from '../../ports/commands.ts';
import type { Looker } from '../../ports/queue.ts';
import type { Store } from '../../ports/store.ts';

/** More are in Home. */
const SHOWN = 10;

export interface ListDeps {
  store: Store;
  now: () => Instant;
}

/** What waits for this person's decision, soonest first. */
export async function listApprovals({ store, now }: ListDeps, by: Principal): Promise<CommandAnswer> {
  const { person, role, customerId: customer } = by;
  if (role === 'customer') return { kind: 'refused', why: 'not-staff' };
  const at = now();
  const isLead = role === 'lead';
  const who: Looker = { person, role: isLead ? 'lead' : 'agent', ...(customer === undefined ? {} : { customer }) };
  const [own, others, holds] = await Promise.all([
    store.mayDecide({ who, filter: 'all', order: 'deadline', now: at, limit: SHOWN, offset: 0 }),
    store.waitsForOthers({ who, now: at, limit: 1 }),
    store.holds(),
  ]);
  const common = { kind: 'approvals', role, holds, at } as const;
  if (role === 'admin') return { ...common, items: [], total: 0, others: own.total + others.total };
  const items = await Promise.all(own.items.map((approval) => withCard(store, approval)));
  return { ...common, items, total: own.total, others: others.total };
}

async function withCard(store: Store, approval: Pending): Promise<Waiting> {
  const card = await store.placeOf(cardPlace(cardOf(approval)));
  return { approval, ...(card && { card }) };
}
