import type { Item } from '../domain/conversation.ts';
import type { UserId } from '../domain/ids.ts';
import { workedFor } from '../domain/worked-for.ts';
import { promisesIn } from './promises.ts';
import { shareKey } from './shares.ts';
import type { Share, Shares } from './shares.ts';
import { idsIn } from './written-ids.ts';

type Said = Extract<Item, { kind: 'person' | 'edited' | 'assistant' | 'note' }>;

/** What must outlive the words it stood in: a promise of ours, or an id that anybody wrote. */
export interface Binding {
  kind: 'promise' | 'id';
  text: string;
  /** Where it was said last. */
  from: Said;
  /** Whose share of the thread it is; nobody's, if it was noted. */
  share: string;
}

/** In tokens, as estimated; the last is what it takes to say whose something is. */
const ROOM = { promise: 500, id: 300 };
const AROUND = 24;
const CHARACTERS = 4;

/** One message may hold a whole table of them. */
const MOST_IDS = 20;

/** Oldest first, each once, without ids that are known as records or from what people wrote anyway. */
export function bindingIn(items: readonly Item[], shares: Shares): readonly Binding[] {
  const people = workedFor(items);
  const latest = new Map([...shares].flatMap(([key, { words }]) => (words ? [[words.by.user, key]] : [])));
  const all = new Map<string, Binding>();
  for (const [index, item] of items.entries()) {
    for (const one of isSaid(item) ? bindingOf(item, shareOf(item, people[index], latest)) : []) {
      const key = JSON.stringify([one.share, one.kind, one.text]);
      all.delete(key);
      all.set(key, one);
    }
  }
  const unknown = [...all.values()].filter((one) => one.kind === 'promise' || !isNamed(one, shares));
  const written = new Set(unknown.filter(({ from }) => isWritten(from)).map(({ text }) => text));
  return unknown.filter(({ kind, text, from }) => kind === 'promise' || isWritten(from) || !written.has(text));
}

export const isWritten = ({ kind }: Item): boolean => kind === 'person' || kind === 'edited';

/** As much as there is room for, in tokens: the newest, ids of requests before others. */
export function fitting(all: readonly Binding[], room: number): readonly Binding[] {
  const newest = all.toReversed();
  const [promises, ids] = [newest.filter(({ kind }) => kind === 'promise'), newest.filter(({ kind }) => kind === 'id')];
  const inOrder = [...ids.filter(isRequest), ...ids.filter((one) => !isRequest(one))];
  const kept = within(promises, Math.min(ROOM.promise, room));
  const left = room - costsOf(kept).reduce((sum, cost) => sum + cost, 0);
  const chosen = new Set([...kept, ...within(inOrder, Math.min(ROOM.id, left))]);
  return all.filter((one) => chosen.has(one));
}

const isSaid = (item: Item): item is Said => isWritten(item) || item.kind === 'assistant' || item.kind === 'note';

/** What somebody made of their message is theirs, as they wrote last. Undefined: nobody knows of them any more. */
function shareOf(
  item: Said,
  people: ReturnType<typeof workedFor>[number] = [],
  latest: ReadonlyMap<UserId, string>,
): string | undefined {
  switch (item.kind) {
    case 'person':
      return shareKey(item.by);
    case 'edited':
      return latest.get(item.by.user);
    case 'assistant':
      return people.length === 1 ? shareKey(people[0]) : '';
    case 'note':
      return JSON.stringify([item.about, item.customer]);
  }
}

function bindingOf(from: Said, share: string | undefined): readonly Binding[] {
  if (share === undefined) return [];
  const promises = from.kind === 'assistant' ? promisesIn(from.text) : [];
  const ids = idsIn(from.text).slice(0, MOST_IDS);
  return [
    ...promises.map((text): Binding => ({ kind: 'promise', text, from, share })),
    ...ids.map((text): Binding => ({ kind: 'id', text, from, share })),
  ];
}

/** Whoever may read the one may read the other. */
function isNamed({ text, from, share }: Binding, shares: Shares): boolean {
  const names = ({ named }: Share): boolean => named.some(({ id }) => id === text);
  if (from.kind !== 'note') return names(shares.get(share) ?? { named: [], hosts: [] });
  return [...shares.values()].some((one) => one.words?.by.user === from.about && names(one));
}

const isRequest = ({ text }: Binding): boolean => text.startsWith('apr_');

function within(values: readonly Binding[], room: number): readonly Binding[] {
  let left = room;
  const costs = costsOf(values);
  return values.filter((_, index) => (left -= costs[index] ?? 0) >= 0);
}

/** Of each with what it takes to say whose it is, where that was not said for one before it. */
function costsOf(values: readonly Binding[]): readonly number[] {
  const places = new Set<string>();
  return values.map(({ text, from, share }) => {
    const place = `${share} ${'ts' in from ? from.ts : ''}`;
    const around = places.has(place) ? 0 : AROUND;
    places.add(place);
    return text.length / CHARACTERS + 1 + around;
  });
}
