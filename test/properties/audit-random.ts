/** Numbers that one seed always brings in the same order. */
export interface Random {
  /** From 0 to `limit - 1`. */
  below(limit: number): number;
  pick<Value>(values: readonly Value[]): Value;
  /** Two different ones from 1 to `limit`. */
  two(limit: number): readonly [number, number];
}

/** Mulberry32. */
export function random(seed: number): Random {
  const state = { at: seed };
  const below = (limit: number): number => {
    state.at = (state.at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state.at ^ (state.at >>> 15), 1 | state.at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  const pick = <Value>(values: readonly Value[]): Value => {
    const value = values[below(values.length)];
    if (value === undefined) throw new Error('there is nothing to pick from');
    return value;
  };
  const two = (limit: number): readonly [number, number] => {
    const one = 1 + below(limit);
    const other = 1 + below(limit - 1);
    return [one, other < one ? other : other + 1];
  };
  return { below, pick, two };
}
