import type { Item, Speaker } from '../domain/conversation.ts';
import { workedFor } from '../domain/worked-for.ts';
import { REQUEST, recordsIn } from './earlier-records.ts';
import type { Named, Records } from './earlier-records.ts';
import { WORDS_GONE } from './shorten-text.ts';

type Call = Extract<Item, { kind: 'call' }>;
type Spoken = Extract<Item, { kind: 'person' }>;

/** Characters of ids and of addresses, for all people together; and how many people have them. */
const MOST_NAMED = 1_000;
const MOST_HOSTS = 400;
const MOST_ANSWERED = 4;

/** Somebody in one scope, and what is left of what was read for them. */
export interface Share extends Records {
  /** That they wrote, without the words; absent: it is not known for whom this was read. */
  words?: Spoken;
  /** The last that found some of it; absent: nothing of it is remembered. */
  call?: Call;
}

/** By `shareKey`, in the order in which people wrote last; what nobody is known to have asked for comes first. */
export type Shares = ReadonlyMap<string, Share>;

/** The same for what was read for one person in one scope: they have several, as when customers came to read along. */
export const shareKey = (by: Speaker | undefined): string =>
  by ? JSON.stringify([by.user, by.role, by.external, by.customer, by.only]) : '';

/** Who wrote, and the newest of what was read for them. */
export function sharesOf(items: readonly Item[]): Shares {
  const shares = [...allSharesOf(items)];
  const answered = new Map(shares.filter(([, { call }]) => call !== undefined).slice(-MOST_ANSWERED));
  const within = bounded([...answered.values()]);
  return new Map(
    shares.map(([key, share]) => [key, answered.has(key) ? onlyThose(within, share) : withoutRecords(share)]),
  );
}

const onlyThose = (within: ReadonlySet<Named | string>, share: Share): Share => ({
  ...share,
  named: share.named.filter((one) => within.has(one)),
  hosts: share.hosts.filter((host) => within.has(host)),
});

const withoutRecords = ({ words }: Share): Share => (words ? { ...NOTHING, words } : NOTHING);

function allSharesOf(items: readonly Item[]): Shares {
  const shares = new Map<string, Share>([['', NOTHING]]);
  const calls = new Map(items.flatMap((item) => (item.kind === 'call' ? [[item.callId, item]] : [])));
  const people = workedFor(items);
  for (const [index, item] of items.entries()) {
    if (item.kind === 'person') spoke(shares, item);
    const call = item.kind === 'result' ? calls.get(item.callId) : undefined;
    if (item.kind === 'result' && call) add(shares, people[index] ?? [], { call, ...recordsIn(call, item) });
  }
  return shares;
}

const NOTHING: Share = { named: [], hosts: [] };

function spoke(shares: Map<string, Share>, { by, ts, at }: Spoken): void {
  const key = shareKey(by);
  const share = shares.get(key) ?? NOTHING;
  shares.delete(key);
  const { name: _told, ...speaker } = by;
  // The oldest message: later ones may still be remembered under their own name.
  const words: Spoken = { kind: 'person', text: WORDS_GONE, by: speaker, ts: share.words?.ts ?? ts, at };
  shares.set(key, { ...share, words });
}

function add(
  shares: Map<string, Share>,
  people: readonly (Speaker | undefined)[],
  more: Records & { call: Call },
): void {
  const [by] = people;
  const key = people.length === 1 ? shareKey(by) : '';
  const share = shares.get(key) ?? NOTHING;
  shares.set(key, { ...share, ...joined(share, more), call: more.call });
}

/** Each once, where it was named last. */
function joined(earlier: Records, later: Records): Records {
  const named = new Map<string, Named>();
  for (const one of [...earlier.named, ...later.named]) {
    const key = `${one.kind} ${one.id}`;
    named.delete(key);
    named.set(key, one);
  }
  const again = new Set(later.hosts);
  return { named: [...named.values()], hosts: [...earlier.hosts.filter((host) => !again.has(host)), ...again] };
}

/** The newest of all shares; ids of requests go last. */
function bounded(shares: readonly Share[]): ReadonlySet<Named | string> {
  const named = shares.toReversed().flatMap((share) => share.named.toReversed());
  const [requests, others] = [named.filter(isRequest), named.filter((one) => !isRequest(one))];
  const hosts = shares.toReversed().flatMap((share) => share.hosts.toReversed());
  return new Set([
    ...fitting([...requests, ...others], MOST_NAMED, ({ id }) => id.length + 3),
    ...fitting([...new Set(hosts)], MOST_HOSTS, (host) => host.length + 10),
  ]);
}

const isRequest = ({ kind }: Named): boolean => kind === REQUEST;

function fitting<Value>(values: readonly Value[], room: number, sizeOf: (value: Value) => number): readonly Value[] {
  let left = room;
  return values.filter((value) => (left -= sizeOf(value)) >= 0);
}
