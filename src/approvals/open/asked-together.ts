import type { Item } from '../../domain/conversation.ts';
import type { MessageTs, UserId } from '../../domain/ids.ts';

/** The messages that were answered together with this one, itself among them; none when the thread does not remember it. */
export function askedTogether(items: readonly Item[], ts: MessageTs): ReadonlySet<MessageTs> {
  const author = items.find((item) => isPerson(item) && item.ts === ts);
  const turns = author && isPerson(author) ? turnsOf(items, author.by.user) : [];
  const turn = turns.find((messages) => messages.includes(ts));
  return new Set(turn ?? []);
}

const isPerson = (item: Item): item is Extract<Item, { kind: 'person' }> => item.kind === 'person';

/** What one person wrote until they were answered, again and again; what was said to others meanwhile does not count. */
function turnsOf(items: readonly Item[], user: UserId): readonly (readonly MessageTs[])[] {
  const turns: MessageTs[][] = [[]];
  let speaker: UserId | undefined; // who is worked for
  for (const [index, item] of items.entries()) {
    if (isPerson(item)) speaker = item.by.user;
    if (speaker !== user) continue;
    if (isPerson(item)) turns.at(-1)?.push(item.ts);
    // Words beside a call are no answer yet.
    if (item.kind === 'assistant' && items[index + 1]?.kind !== 'call') turns.push([]);
  }
  return turns;
}
