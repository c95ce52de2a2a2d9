import type { ApprovalId, ConversationId } from './ids.ts';
import { OutgoingId } from './ids.ts';
import type { HandOff, Outgoing } from './outgoing.ts';

/** Slack shortens what is longer where only text is shown; the markdown block itself takes 12,000 characters. */
export const REPLY_LENGTH = 3_800;

type NewId = () => string;

/** A reply of any length, in as many messages as it needs; none for an empty one. */
export function reply(
  newId: NewId,
  conversation: ConversationId,
  markdown: string,
  links: readonly string[] = [],
): Outgoing[] {
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

export const drawCard = (newId: NewId, approval: ApprovalId): Outgoing => ({
  id: OutgoingId.parse(newId()),
  kind: 'card',
  lane: cardLane(approval),
  approval,
});

export const callPerson = (newId: NewId, conversation: ConversationId, handOff: HandOff): Outgoing => ({
  id: OutgoingId.parse(newId()),
  kind: 'hand-off',
  lane: handOffLane(conversation),
  conversation,
  handOff,
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
