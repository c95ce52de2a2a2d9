import type { Item } from '../domain/conversation.ts';
import type { MessageTs } from '../domain/ids.ts';
import type { Gathered, Part } from './gather.ts';
import { LONGEST_MESSAGE } from './words.ts';

/** A thread as a turn begins: what it remembered before, and what it is asked now. */
export interface Recollected {
  before: readonly Item[];
  parts: readonly Part[];
  /** Those of its messages that the thread remembers already, because their answer was put off. */
  kept: ReadonlySet<MessageTs>;
}

type Said = Extract<Item, { kind: 'person' | 'edited' }>;

const isSaid = (item: Item): item is Said => item.kind === 'person' || item.kind === 'edited';

/** Nothing that was deleted is told, and nothing twice. */
export function recollect(items: readonly Item[], { parts, deleted }: Gathered): Recollected {
  const asked = new Set(parts.map(({ message }) => message.ts));
  const kept = new Map(items.filter(isSaid).map((item): [MessageTs, Said] => [item.ts, item]));
  // What was put off is remembered where it was written, and again where it was answered.
  const lastSaid = new Map(items.flatMap((item, index) => (item.kind === 'person' ? [[item.ts, index]] : [])));
  return {
    before: items
      .filter((item, index) => !isSaid(item) || (!asked.has(item.ts) && index >= (lastSaid.get(item.ts) ?? 0)))
      .map((item) => (isSaid(item) && deleted.has(item.ts) ? { ...item, text: '', redacted: true } : item)),
    parts: parts.flatMap((part) => asKept(part, kept.get(part.message.ts))),
    kept: new Set([...asked].filter((ts) => kept.has(ts))),
  };
}

/** While its answer was put off it may have been deleted or changed. */
function asKept(part: Part, kept: Said | undefined): readonly Part[] {
  if (kept?.redacted) return [];
  if (kept?.kind !== 'edited' || part.edits.length > 0) return [part];
  const { readable: _readable, ...message } = part.message;
  return [{ ...part, message: { ...message, text: kept.text.slice(0, LONGEST_MESSAGE), files: [] } }];
}
