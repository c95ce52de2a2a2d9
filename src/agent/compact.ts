import type { Item } from '../domain/conversation.ts';
import type { Memory } from '../ports/memory.ts';
import { tokensOf } from './estimate-tokens.ts';
import { asItIs, isShort, once } from './recall.ts';
import type { Recalled } from './recall.ts';
import { shortened } from './shorten-items.ts';

/** In tokens, as estimated: a thread is shortened until no more is left as it was. */
const KEPT_WHOLE = 1_000;

/** Keeps what a turn costs within bounds, however long the thread. The newest turn stays whole, whatever its size. */
export function compact(memory: Memory): Recalled {
  const { summary, items } = memory;
  const cut = isShort(memory) ? 0 : beginningOfKept(items);
  if (cut === 0) return asItIs(memory);
  const short = shortened([...summary.items, ...once(items.slice(0, cut))]);
  return { items: [...short, ...once(items.slice(cut))], summary: { items: short, through: summary.through + cut } };
}

/** The first of what stays whole: where somebody began to speak. 0: nothing can be shortened. */
function beginningOfKept(items: readonly Item[]): number {
  const starts = items.flatMap((item, index) =>
    item.kind === 'person' && items[index - 1]?.kind !== 'person' ? [index] : [],
  );
  let tokens = 0; // of all that stays whole
  let kept = items.length;
  for (const start of starts.toReversed()) {
    tokens += tokensOf(items.slice(start, kept));
    if (tokens > KEPT_WHOLE && kept < items.length) return kept;
    kept = start;
  }
  return starts[0] ?? 0;
}
