import type { Item } from '../domain/conversation.ts';
import { isStaff } from '../domain/principal.ts';
import type { Principal } from '../domain/principal.ts';

const WITHHELD = JSON.stringify({ withheld: 'This was read for somebody else in this thread.' });

/** What the model may read while it answers this person: to a customer, nothing that was looked up for somebody else. */
export function visibleTo(asker: Principal, items: readonly Item[]): readonly Item[] {
  if (isStaff(asker)) return items;
  let workingFor: string | undefined; // whoever wrote last
  return items
    .filter((item) => !isAboutAnother(item, asker))
    .map((item) => {
      if (item.kind === 'person') workingFor = item.by.user;
      return workingFor === asker.slackUser ? item : withoutFindings(item);
    });
}

const isAboutAnother = (item: Item, asker: Principal): boolean =>
  item.kind === 'note' && item.about !== undefined && item.about !== asker.slackUser;

function withoutFindings(item: Item): Item {
  switch (item.kind) {
    case 'result':
      return { ...item, output: WITHHELD };
    case 'call':
      return { ...item, arguments: '{}' };
    case 'assistant':
      return { ...item, text: '(An answer to somebody else in this thread.)' };
    case 'person':
    case 'note':
      return item;
  }
}
