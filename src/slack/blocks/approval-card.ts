import { isOpen } from '../../domain/approval.ts';
import type { Approval } from '../../domain/approval.ts';
import { recordFacts } from '../../domain/record-facts.ts';
import { actions, context, header, lengthOf, section } from './block-kit.ts';
import type { Block, Drawn } from './block-kit.ts';
import { bundleCard } from './bundle-card.ts';
import { drawFacts } from './card-facts.ts';
import {
  cannotDecide,
  dotted,
  editBlocks,
  expiry,
  finality,
  questionBlocks,
  quoteBlocks,
  reasonBlocks,
  unnamedRecord,
} from './card-parts.ts';
import { cardStatus } from './card-status.ts';
import { namesEffect, singleButtons } from './decision-buttons.ts';
import { CARD_TEXT, FACTS, FACTS_TEXT, PHRASE_TEXT } from './limits.ts';
import { policyCheck } from './policy-check.ts';
import { stillMissing } from './requirement-words.ts';
import { mention, namedLink, withoutDates } from './slack-tokens.ts';
import { mrkdwn } from './text.ts';

export interface CardOptions {
  /** The permalink of the thread in which it was asked for. */
  threadLink?: string;
}

/** The card of one request or several, in every state, from their ledger rows alone. Only what shows every fact whole can be approved. */
export function approvalCard(rows: readonly Approval[], { threadLink }: CardOptions): Drawn {
  const [first, ...others] = rows;
  if (!first) throw new Error('a card needs a request');
  const link = threadLink === undefined ? undefined : namedLink(threadLink, 'View thread');
  if (others.length > 0) return bundleCard(rows, link);
  return { text: cardText(first), blocks: isOpen(first) ? openBlocks(first, link) : endedBlocks(first, link) };
}

/** Everything that whoever decides or finds out must know. */
function openBlocks(approval: Approval, link: string | undefined): readonly Block[] {
  const { reason, facts } = approval.proposal;
  const top = [...headBlocks(approval), ...reasonBlocks([reason]), ...quoteBlocks(approval.quote, [reason])];
  const below = [...editBlocks(approval), ...questionBlocks(approval), policyCheck(approval)];
  const last = context(lastLine(approval, link));
  const room = CARD_TEXT - lengthOf([...top, ...below, last]) - DECISION_TEXT;
  const drawn = drawFacts(facts, { text: Math.min(FACTS_TEXT, room), facts: FACTS });
  return [...top, ...drawn.blocks, ...below, ...decisionBlocks(approval, drawn.omitted), last];
}

/** What became of which record; the rest is behind Details. Where the facts changed, what they were stays beside it. */
const endedBlocks = (approval: Approval, link: string | undefined): readonly Block[] => [
  ...headBlocks(approval),
  ...(approval.status === 'stale' ? [context('As they were when it was asked for:')] : []),
  ...drawFacts(approval.status === 'stale' ? approval.proposal.facts : recordFacts(approval.proposal)).blocks,
  ...decisionBlocks(approval, 0),
  context(lastLine(approval, link)),
];

const headBlocks = (approval: Approval): readonly Block[] => [header(titleOf(approval)), ...statusBlocks(approval)];

/** A question only while it is one. */
const titleOf = ({ status, proposal: { words } }: Approval): string =>
  status === 'pending' ? words.title : words.title.replace(/\?\s*$/, '');

/** Characters of the buttons and of why there are not more. */
const DECISION_TEXT = 500;

/** One line for notifications and screen readers. */
function cardText(approval: Approval): string {
  const title = mrkdwn(approval.proposal.words.title.replace(/\?\s*$/, ''), PHRASE_TEXT);
  const joint = approval.status === 'pending' && !approval.paused ? ' ' : ': ';
  return `${title}${joint}${withoutDates(cardStatus(approval))} (${approval.id})`;
}

function statusBlocks(approval: Approval): readonly Block[] {
  const status = approval.status === 'pending' ? stillMissing(approval) : cardStatus(approval);
  return status === undefined ? [] : [section(status)];
}

const lastLine = (approval: Approval, link: string | undefined): string =>
  dotted(
    approval.id,
    unnamedRecord(approval),
    finality(approval),
    `asked by ${mention(approval.requester.slackUser)}`,
    expiry(approval),
    link,
  );

function decisionBlocks(approval: Approval, omitted: number): readonly Block[] {
  const whole = omitted === 0 && namesEffect(approval);
  const buttons = actions(singleButtons(approval, whole));
  if (whole || approval.status !== 'pending') return buttons;
  const total = approval.proposal.facts.length;
  const why = omitted === 0 ? 'its button cannot name it' : `${omitted} of ${total} facts do not fit`;
  return [cannotDecide(why), ...buttons];
}
