/** Chance that can be had again: the same seed and name, the same draws in the same order. */
export interface Luck {
  /** A whole number from 0 to `end`, without it. */
  below(end: number): number;
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  /** True in `share` of all cases. */
  chance(share: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

export function luckOf(seed: number, name: string): Luck {
  let state = hash(`${seed}:${name}`); // moves with each draw
  const draw = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(draw() * end);
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    chance: (share) => draw() < share,
    pick: (items) => items[below(items.length)] ?? items[0],
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let sum = 0x811c9dc5; // of the characters so far
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return sum | 0;
}
