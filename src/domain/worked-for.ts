import type { Item, Speaker } from './conversation.ts';
import type { UserId } from './ids.ts';

/**
 * For whom the bot worked at each of the items: whoever wrote last; after outcomes, those whose requests they tell of, as
 * they wrote last. Several: one of them, and nobody can tell which. Undefined among them, or none at all: it is not known.
 */
export function workedFor(items: readonly Item[]): readonly (readonly (Speaker | undefined)[])[] {
  const known = new Map<UserId, Speaker>();
  const state: { people: readonly (Speaker | undefined)[]; isAfterOutcome: boolean } = {
    people: [],
    isAfterOutcome: false,
  };
  return items.map((item) => {
    if (item.kind === 'person') {
      known.set(item.by.user, item.by);
      Object.assign(state, { people: [item.by], isAfterOutcome: false });
    }
    if (item.kind === 'note' && item.about !== undefined) {
      const earlier = state.isAfterOutcome ? state.people : [];
      Object.assign(state, { people: [...new Set([...earlier, known.get(item.about)])], isAfterOutcome: true });
    }
    return state.people;
  });
}
