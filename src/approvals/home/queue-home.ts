import type { Approval, Pending } from '../../domain/approval.ts';
import type { BusinessHours } from '../../domain/business-hours.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Instant } from '../../domain/time.ts';
import type { Home, HomeWish } from '../../ports/home.ts';
import type { Looker, QueuePage, QueueQuestion } from '../../ports/queue.ts';
import type { Store } from '../../ports/store.ts';
import { rowsWith } from '../bundle-order.ts';
import { decideRows } from '../decide/decide-rows.ts';
import { aloneUpTo } from './alone.ts';
import { beginningOfDay } from './beginning-of-day.ts';

export interface QueueDeps {
  store: Store;
  policy: Policy;
  hours?: BusinessHours;
  now: () => Instant;
}

type Colleague = Principal & { role: 'agent' | 'lead' };

/** Cards on one page. */
const SIZE = 20;
/** Of what waits for others, was decided or can be taken back. */
const BESIDE = 5;

/** The queue of somebody who decides. `handled` and what failed count from the beginning of the day where they work, else 24 hours. */
export async function queueHome(
  deps: QueueDeps,
  by: Colleague,
  { wish, at }: { wish: HomeWish; at: Instant },
): Promise<Home> {
  const { store, policy } = deps;
  const who = lookerOf(by);
  const since = beginningOfDay(deps, at);
  const [found, rest, handled, attention, decided, undoable, holds] = await Promise.all([
    pageOf(store, { ...wish, who, now: at }),
    store.waitsForOthers({ who, now: at, limit: BESIDE }),
    store.handledSince(since, by.person),
    store.attentionSince(since),
    store.latestDecided(BESIDE),
    store.undoable(at, BESIDE),
    store.holds(),
  ]);
  const { page, others } = await asThePolicyIsNow(deps, by, { page: found.items, others: rest, at });
  const alone = aloneUpTo(policy, by.role, currencyIn([...page.items, ...others.items, ...decided]));
  const beside = { others, since, handled, attention, decided, undoable, holds, ...(alone ? { alone } : {}) };
  return { kind: 'queue', role: by.role, wish: { ...wish, page: found.page }, page, size: SIZE, ...beside, at };
}

const lookerOf = ({ person, role, customerId }: Colleague): Looker => ({
  person,
  role,
  ...(customerId === undefined ? {} : { customer: customerId }),
});

type Asked = Omit<QueueQuestion, 'limit' | 'offset'> & { page: number };

/** The page that was wanted, else the last there is. */
async function pageOf(store: Store, { page: wanted, ...question }: Asked): Promise<{ page: number; items: QueuePage }> {
  const read = (page: number) => store.mayDecide({ ...question, limit: SIZE, offset: page * SIZE });
  const items = await read(wanted);
  const last = Math.max(0, Math.ceil(items.total / SIZE) - 1);
  return wanted <= last ? { page: wanted, items } : { page: last, items: await read(last) };
}

/** What takes more by now than when it was asked for waits for somebody else. */
async function asThePolicyIsNow(
  deps: QueueDeps,
  by: Colleague,
  { page, others, at }: { page: QueuePage; others: QueuePage; at: Instant },
): Promise<{ page: QueuePage; others: QueuePage }> {
  const tried = await Promise.all(page.items.map((item) => mayApprove(deps, by, { item, at })));
  const lost = page.items.filter((_, index) => tried[index] === false);
  const rest = [...others.items, ...lost].toSorted((a, b) => a.expiresAt - b.expiresAt).slice(0, BESIDE);
  return {
    page: { items: page.items.filter((item) => !lost.includes(item)), total: page.total - lost.length },
    others: { items: rest, total: others.total + lost.length },
  };
}

async function mayApprove(
  deps: QueueDeps,
  by: Colleague,
  { item, at }: { item: Pending; at: Instant },
): Promise<boolean> {
  const rows = await rowsWith(deps.store, item);
  const decided = await decideRows(deps, { rows, click: { verdict: 'approve', by }, now: at });
  return decided.ok;
}

/** A policy names no currency: a limit is told in that of what is seen. */
const currencyIn = (approvals: readonly Approval[]) =>
  approvals.flatMap(({ proposal }) => proposal.cost?.currency ?? [])[0];
