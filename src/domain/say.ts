import type { ApprovalId, ConversationId } from './ids.ts';
import { OutgoingId } from './ids.ts';
import { cardOf } from './ledger.ts';
import type { Ledger, Reminder } from './ledger.ts';
import type { HandOff, Notice, Outgoing } from './outgoing.ts';

/** Slack shortens what is longer where only text is shown; the markdown block itself takes 12,000 characters. */
export const REPLY_LENGTH = 3_800;

type NewId = () => string;

/** A reply of any length, in as many messages as it needs; none for an empty one. */
export function reply(
  newId: NewId,
  conversation: ConversationId,
  markdown: string,
  links: readonly string[] = [],
): Extract<Outgoing, { kind: 'reply' }>[] {
  return split(markdown.trim()).map((part) => ({
    id: OutgoingId.parse(newId()),
    kind: 'reply',
    lane: conversation,
    conversation,
    markdown: part,
    links,
  }));
}

/** Lanes of the outbox: what one holds is said in order. A thread's own lane is its id. */
export const cardLane = (approval: ApprovalId): string => `card:${approval}`;
export const handOffLane = (conversation: ConversationId): string => `hand-off:${conversation}`;

/** `approval` names the card: `cardOf`. */
export const drawCard = (newId: NewId, approval: ApprovalId): Outgoing => ({
  id: OutgoingId.parse(newId()),
  kind: 'card',
  lane: cardLane(approval),
  approval,
});

/** In the thread's own lane, so that it comes behind what the same turn said. */
export const askToConfirm = (newId: NewId, { id, conversation }: Pick<Ledger, 'id' | 'conversation'>): Outgoing => ({
  id: OutgoingId.parse(newId()),
  kind: 'confirmation',
  lane: conversation,
  conversation,
  approval: id,
});

export const nudge = (newId: NewId, approval: Pick<Ledger, 'id' | 'bundle'>, stage: Reminder['stage']): Outgoing => ({
  id: OutgoingId.parse(newId()),
  kind: 'nudge',
  lane: cardLane(cardOf(approval)),
  approval: approval.id,
  stage,
});

export const cardPlace = (card: ApprovalId): string => `card:${card}`;
export const confirmationPlace = (approval: ApprovalId): string => `confirmation:${approval}`;

/** What is drawn once and then redrawn where it stands; undefined: it is said once. */
export function placeOf(outgoing: Outgoing): string | undefined {
  switch (outgoing.kind) {
    case 'card':
      return cardPlace(outgoing.approval);
    case 'confirmation':
      return confirmationPlace(outgoing.approval);
    case 'reply':
    case 'nudge':
    case 'hand-off':
    case 'notice':
      return undefined;
  }
}

export const callPerson = (newId: NewId, conversation: ConversationId, handOff: HandOff): Outgoing => ({
  id: OutgoingId.parse(newId()),
  kind: 'hand-off',
  lane: handOffLane(conversation),
  conversation,
  handOff,
});

/** The same one is said once, however often it is owed. */
export const tellColleagues = (notice: Notice): Outgoing => ({
  id: OutgoingId.parse(`notice:${notice.kind}:${notice.at}`),
  kind: 'notice',
  lane: 'notices',
  notice,
});

/** Cuts at the last paragraph, line or word that fits; never between the halves of a character. */
function split(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > REPLY_LENGTH) {
    const cut = cutAt(rest);
    const part = rest.slice(0, cut).trimEnd();
    const fence = openFence(part);
    parts.push(fence === undefined ? part : `${part}\n\`\`\``);
    rest = fence === undefined ? rest.slice(cut).trimStart() : `${fence}\n${rest.slice(cut).replace(/^\n/, '')}`;
  }
  return rest === '' ? parts : [...parts, rest];
}

/** The line that began a code block which the text does not end; the block goes on in the next message. */
function openFence(text: string): string | undefined {
  const fences = text.match(/^```.*$/gm) ?? [];
  return fences.length % 2 === 1 ? fences.at(-1) : undefined;
}

function cutAt(text: string): number {
  const head = text.slice(0, REPLY_LENGTH);
  for (const mark of ['\n\n', '\n', ' ']) {
    const at = head.lastIndexOf(mark);
    if (at > REPLY_LENGTH / 2) return at;
  }
  return /[\uD800-\uDBFF]$/.test(head) ? REPLY_LENGTH - 1 : REPLY_LENGTH;
}
