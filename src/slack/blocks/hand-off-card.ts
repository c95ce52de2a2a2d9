import type { HandOff } from '../../domain/outgoing.ts';
import type { CardOptions } from './approval-card.ts';
import { context, header, section } from './block-kit.ts';
import type { Block, Drawn } from './block-kit.ts';
import { drawFacts } from './card-facts.ts';
import { wordsBlocks } from './card-parts.ts';
import { WANTS_TEXT } from './limits.ts';
import { fallback, safeMarkdown } from './markdown.ts';
import { mention, namedLink } from './slack-tokens.ts';
import { plain } from './text.ts';

/** Characters of the wish in the line for notifications. */
const WANTS_LINE = 300;

/** Tells colleagues that somebody needs one of them, or who has taken over, and what is known. */
export function handOffCard(handOff: HandOff, options: CardOptions): Drawn {
  const facts = drawFacts(handOff.facts);
  const blocks: Block[] = [
    header(handOff.takenBy === undefined ? 'A customer needs a person' : 'A colleague takes over'),
    section(who(handOff)),
    ...wishBlocks(handOff),
    ...facts.blocks,
    ...(facts.omitted === 0 ? [] : [section(`! ${facts.omitted} of ${handOff.facts.length} facts do not fit here.`)]),
    context(whereToAnswer(handOff, options)),
  ];
  const wants = fallback(safeMarkdown(plain(handOff.wants, WANTS_LINE), { allowedHosts: [] }));
  return { text: `${headline(handOff)}: ${wants}`, blocks };
}

const headline = ({ user, takenBy }: HandOff): string =>
  takenBy === undefined
    ? `${mention(user)} needs a person`
    : `${mention(takenBy)} takes over the conversation with ${mention(user)}`;

const who = (handOff: HandOff): string =>
  handOff.takenBy === undefined ? `*Who* ${mention(handOff.user)}` : `${headline(handOff)}.`;

/** Ours are as true as the ledger; the model's are quoted, and marked as its own. */
function wishBlocks({ wants, by }: HandOff): readonly Block[] {
  const words = plain(wants, WANTS_TEXT);
  return by === 'deskhand'
    ? wordsBlocks({ label: 'What happened' }, [words])
    : wordsBlocks({ label: 'Wants', aside: " (assistant's words, unverified)" }, [`“${words}”`]);
}

/** Nobody else can write into somebody's direct messages with the assistant; Home has no thread. */
function whereToAnswer({ user, from, takenBy }: HandOff, { threadLink }: CardOptions): string {
  if (from === 'home') return `Asked in the Home tab: please write to ${mention(user)} yourself.`;
  const link = threadLink === undefined ? undefined : namedLink(threadLink, 'View thread');
  if (link === undefined)
    return `Asked in a direct message with the assistant: please write to ${mention(user)} yourself.`;
  return takenBy === undefined ? `${link} · Answer in the thread.` : link;
}
