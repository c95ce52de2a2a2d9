import type { Item, Speaker } from './conversation.ts';
import type { CustomerId, UserId } from './ids.ts';
import { isStaff } from './principal.ts';
import type { Principal } from './principal.ts';

/** Whose records somebody may be told of. `nobody`: of what everybody may read, articles and products, only. */
export type Scope =
  | { kind: 'everybody' }
  | { kind: 'nobody' }
  /** `customer` absent: nobody's record, or an earlier release did not write it down; `user` absent: a colleague asked for them. */
  | { kind: 'customer'; customer?: CustomerId; user?: UserId };

/** The asker with no more to see than whoever reads the thread with the least trust; `shared`: people of other companies read it. */
export function narrowed(asker: Principal, items: readonly Item[], { shared }: { shared: boolean }): Principal {
  if (!isStaff(asker)) return asker;
  const only = shared ? 'nobody' : ofAll(readersOf(items).filter(({ user }) => user !== asker.slackUser));
  if (only === undefined) return asker;
  return { ...asker, only: asker.only === undefined || asker.only === only ? only : 'nobody' };
}

/** Everybody who has written in the thread, as they were when they did so last. */
function readersOf(items: readonly Item[]): readonly Speaker[] {
  const latest = new Map<UserId, Speaker>();
  for (const item of items) if (item.kind === 'person') latest.set(item.by.user, item.by);
  return [...latest.values()];
}

export const isOutsider = ({ role, external }: Speaker): boolean => external || role === 'customer';

/** What all of them may see; undefined: everything, because they are all colleagues. */
function ofAll(readers: readonly Speaker[]): CustomerId | 'nobody' | undefined {
  const customers = new Set(readers.filter(isOutsider).map(({ external, customer }) => (external ? '' : customer)));
  if (customers.size === 0) return undefined;
  const [only] = customers;
  return customers.size === 1 && only ? only : 'nobody';
}

/** Them as a speaker of the thread; to be kept with what they write. */
export const asSpeaker = ({ slackUser, name, role, external, customerId, only }: Principal): Speaker => ({
  user: slackUser,
  ...(name === undefined ? {} : { name }),
  role,
  external,
  ...(customerId === undefined ? {} : { customer: customerId }),
  ...(only === undefined ? {} : { only }),
});

/** In which they are answered. */
export function scopeOf({ user, role, external, customer, only }: Speaker): Scope {
  if (external || (role !== 'customer' && only === 'nobody')) return { kind: 'nobody' };
  if (role === 'customer') return { kind: 'customer', user, ...(customer === undefined ? {} : { customer }) };
  return only === undefined || only === 'nobody' ? { kind: 'everybody' } : { kind: 'customer', customer: only };
}

/** Whether what was read in one scope may be told in the other. */
export function liesWithin(inner: Scope, outer: Scope): boolean {
  if (outer.kind === 'everybody' || inner.kind === 'nobody') return true;
  if (outer.kind === 'nobody' || inner.kind === 'everybody') return false;
  if (inner.customer !== undefined) return inner.customer === outer.customer;
  return inner.user !== undefined && inner.user === outer.user;
}
