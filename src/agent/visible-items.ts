import type { Item } from '../domain/conversation.ts';
import type { Principal } from '../domain/principal.ts';
import { asSpeaker, liesWithin, scopeOf } from '../domain/scope.ts';
import type { Scope } from '../domain/scope.ts';
import { workedFor } from '../domain/worked-for.ts';

const WITHHELD = JSON.stringify({ withheld: 'This was read for somebody else in this thread.' });

/** What the model may read while it answers this person: nothing that was looked up in a wider scope than theirs. */
export function visibleTo(asker: Principal, items: readonly Item[]): readonly Item[] {
  const reader = scopeOf(asSpeaker(asker));
  if (reader.kind === 'everybody') return items;
  const people = workedFor(items);
  const isOpen = (index: number): boolean => {
    const candidates = people[index] ?? [];
    return candidates.length > 0 && candidates.every((one) => one !== undefined && liesWithin(scopeOf(one), reader));
  };
  return items
    .map((item, index) => (isOpen(index) ? item : withoutFindings(item)))
    .filter((item) => item.kind !== 'note' || item.about === undefined || isToldTo(reader, asker, item));
}

/** A customer is told of what they asked for themselves; a colleague among customers, of what was asked for this one. */
const isToldTo = (reader: Scope, asker: Principal, { about, customer }: Extract<Item, { kind: 'note' }>): boolean =>
  asker.only === undefined
    ? about === asker.slackUser
    : customer !== undefined && reader.kind === 'customer' && reader.customer === customer;

function withoutFindings(item: Item): Item {
  switch (item.kind) {
    case 'result':
      return { ...item, output: WITHHELD };
    case 'call':
      return { ...item, arguments: '{}' };
    case 'assistant':
      return { ...item, text: '(An answer to somebody else in this thread.)' };
    case 'person':
    case 'edited':
    case 'reasoning':
    case 'note':
      return item;
  }
}
