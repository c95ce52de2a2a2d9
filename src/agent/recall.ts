import type { Item } from '../domain/conversation.ts';
import type { Memory, Summary } from '../ports/memory.ts';
import { tokensOf } from './estimate-tokens.ts';

/** What a turn is told of its thread. */
export interface Recalled {
  items: readonly Item[];
  /** To be saved with the turn: from now on it stands for the older part. Absent: nothing was shortened now. */
  summary?: Summary;
}

/** In tokens, as estimated: beyond that, a thread is shortened. */
const MOST_REMEMBERED = 4_000;

/** Most threads are short: what shortens the others is loaded with the first of them. */
export async function recalled(memory: Memory): Promise<Recalled> {
  if (isShort(memory)) return asItIs(memory);
  const { compact } = await import('./compact.ts');
  return compact(memory);
}

export const isShort = ({ summary, items }: Memory): boolean =>
  tokensOf(summary.items) + tokensOf(items) <= MOST_REMEMBERED;

export const asItIs = ({ summary, items }: Memory): Recalled => ({ items: [...summary.items, ...once(items)] });

/** A message whose answer was put off is remembered a second time where it was answered. */
export function once(items: readonly Item[]): readonly Item[] {
  const last = new Map(items.flatMap((item) => (item.kind === 'person' ? [[item.ts, item]] : [])));
  return items.filter((item) => item.kind !== 'person' || last.get(item.ts) === item);
}
