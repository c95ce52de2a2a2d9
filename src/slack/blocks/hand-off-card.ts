import type { HandOff } from '../../domain/outgoing.ts';
import type { CardOptions } from './approval-card.ts';
import { context, header, plainText, section } from './block-kit.ts';
import type { Block, Drawn } from './block-kit.ts';
import { drawFacts } from './card-facts.ts';
import { WANTS_TEXT } from './limits.ts';
import { fallback, safeMarkdown } from './markdown.ts';
import { mention, namedLink } from './slack-tokens.ts';
import { plain } from './text.ts';

/** Characters of the wish in the line for notifications. */
const WANTS_LINE = 300;

/** Tells the team that somebody needs a person, and what is known. */
export function handOffCard(handOff: HandOff, options: CardOptions): Drawn {
  const facts = drawFacts(handOff.facts);
  const blocks: Block[] = [
    header('A customer needs a person'),
    section(`*Who* ${mention(handOff.user)}`),
    section("*Wants* (assistant's words, unverified)"),
    { type: 'section', text: plainText(`“${plain(handOff.wants, WANTS_TEXT)}”`) },
    ...facts.blocks,
    ...(facts.omitted === 0 ? [] : [section(`! ${facts.omitted} of ${handOff.facts.length} facts do not fit here.`)]),
    context(whereToAnswer(handOff, options)),
  ];
  const wants = fallback(safeMarkdown(plain(handOff.wants, WANTS_LINE), { allowedHosts: [] }));
  return { text: `${mention(handOff.user)} needs a person: ${wants}`, blocks };
}

/** Nobody else can write into somebody's direct messages with the assistant. */
function whereToAnswer({ user }: HandOff, { threadLink }: CardOptions): string {
  const link = threadLink === undefined ? undefined : namedLink(threadLink, 'View thread');
  return link === undefined
    ? `Asked in a direct message with the assistant: please write to ${mention(user)} yourself.`
    : `${link} · Answer in the thread.`;
}
