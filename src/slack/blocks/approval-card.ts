import { QUOTE_LENGTH } from '../../domain/approval.ts';
import type { Approval, ApprovalStatus } from '../../domain/approval.ts';
import type { Target } from '../../domain/ids.ts';
import { context, header, plainText, section } from './block-kit.ts';
import type { Block, Drawn } from './block-kit.ts';
import { drawFacts } from './card-facts.ts';
import { cardStatus } from './card-status.ts';
import { decisionButtons, namesEffect } from './decision-buttons.ts';
import { NAME_TEXT, PHRASE_TEXT, REASON_TEXT } from './limits.ts';
import { policyCheck } from './policy-check.ts';
import { clock, mention, namedLink, withoutDates } from './slack-tokens.ts';
import { mrkdwn, plain } from './text.ts';

export interface CardOptions {
  /** The permalink of the thread in which it was asked for. */
  threadLink?: string;
}

/** The card in every state, from the ledger row alone. Only a pending one that shows every fact whole can be approved. */
export function approvalCard(approval: Approval, options: CardOptions): Drawn {
  const facts = drawFacts(approval.proposal.facts);
  const blocks = [
    header(approval.proposal.words.title),
    ...statusBlocks(approval),
    ...reasonBlocks(approval.proposal.reason),
    ...facts.blocks,
    policyCheck(approval),
    ...quoteBlocks(approval.quote),
    ...decisionBlocks(approval, facts.omitted),
    context(lastLine(approval, options)),
  ];
  return { text: cardText(approval), blocks };
}

/** One line for notifications and screen readers. */
function cardText(approval: Approval): string {
  const title = mrkdwn(approval.proposal.words.title.replace(/\?\s*$/, ''), PHRASE_TEXT);
  const joint = approval.status === 'pending' ? ' ' : ': ';
  return `${title}${joint}${withoutDates(cardStatus(approval))} (${approval.id})`;
}

const statusBlocks = (approval: Approval): readonly Block[] =>
  approval.status === 'pending' ? [] : [section(cardStatus(approval))];

/** The only words of the model's on a card, and marked so. */
function reasonBlocks(reason: string): readonly Block[] {
  if (reason.trim() === '') return [];
  const quoted = plainText(`“${plain(reason, REASON_TEXT)}”`);
  return [section("*Why* (assistant's words, unverified)"), { type: 'section', text: quoted }];
}

/** The person's own words, as they wrote them. */
const quoteBlocks = (quote: string | undefined): readonly Block[] =>
  quote === undefined || quote.trim() === ''
    ? []
    : [section('*They wrote*'), { type: 'section', text: plainText(`“${plain(quote, QUOTE_LENGTH)}”`) }];

function lastLine(approval: Approval, { threadLink }: CardOptions): string {
  const { target, words } = approval.proposal;
  const parts = [
    approval.id,
    recordName(target),
    UNDONE.has(approval.status) ? undefined : mrkdwn(words.finality, PHRASE_TEXT),
    `asked by ${mention(approval.requester.slackUser)}`,
    approval.status === 'pending' ? `expires ${clock(approval.expiresAt)}` : undefined,
    threadLink === undefined ? undefined : namedLink(threadLink, 'View thread'),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** `order ORD-12345`; undefined for what does not exist yet, whose customer stands among the facts. */
const recordName = (target: Target): string | undefined =>
  target.startsWith('customer:') ? undefined : mrkdwn(target.replace(':', ' '), NAME_TEXT);

/** Nothing happened, so that there is nothing to undo. */
const UNDONE: ReadonlySet<ApprovalStatus> = new Set([
  'failed',
  'rejected',
  'expired',
  'withdrawn',
  'superseded',
  'stale',
]);

function decisionBlocks(approval: Approval, omitted: number): readonly Block[] {
  if (approval.status !== 'pending') return [];
  const whole = omitted === 0 && namesEffect(approval);
  const warning =
    omitted === 0 ? 'its button cannot name it' : `${omitted} of ${approval.proposal.facts.length} facts do not fit`;
  const buttons = decisionButtons(approval, whole);
  return whole
    ? [buttons]
    : [section(`! *This request cannot be displayed whole, so it cannot be decided here:* ${warning}.`), buttons];
}
