import type { CommandAnswer, Waiting } from '../../ports/commands.ts';
import type { Instant } from '../../domain/time.ts';
import type { LinkTo } from '../explain.ts';
import { context } from './block-kit.ts';
import type { Block } from './block-kit.ts';
import { dotted, expiry, recordName } from './card-parts.ts';
import { holdBanner } from './home/hold-banner.ts';
import { spanWords } from './home/span.ts';
import { NAME_TEXT } from './limits.ts';
import { markupSections } from './pack.ts';
import { namedLink } from './slack-tokens.ts';
import { mrkdwn } from './text.ts';

type Listed = Extract<CommandAnswer, { kind: 'approvals' }>;

/** `*2 requests wait for your decision*, soonest first. 3 wait for others.` */
export function listLead({ role, total, others }: Listed): string {
  if (role === 'admin') {
    const wait = others === 1 ? '1 request waits' : `${others} requests wait`;
    return `Admins configure Deskhand and do not approve requests. ${wait} for your colleagues.`;
  }
  const elsewhere = others === 0 ? '' : ` ${others} ${others === 1 ? 'waits' : 'wait'} for others.`;
  if (total === 0) return `Nothing waits for your decision.${elsewhere}`;
  const own =
    total === 1 ? '*1 request waits for your decision*.' : `*${total} requests wait for your decision*, soonest first.`;
  return `${own}${elsewhere}`;
}

/** The requests, each with the way to its card, and what holds executions back. */
export function listBlocks({ role, items, total, holds, at }: Listed, linkTo: LinkTo): readonly Block[] {
  const more = total - items.length;
  const home = role === 'admin' ? 'My Home tab has the counts.' : 'My Home tab has the whole queue, with its buttons.';
  return [
    ...markupSections(items.map((item) => `• ${itemWords(item, linkTo, at)}`)),
    context(more > 0 ? `…and ${more} more. ${home}` : home),
    ...holdBanner(holds, role === 'admin' ? 'admin' : 'colleague'),
  ];
}

function itemWords({ approval, card }: Waiting, linkTo: LinkTo, at: Instant): string {
  const { words, target } = approval.proposal;
  const title = words.title.replace(/\?$/, '');
  const address = card && linkTo(card);
  const name = (address !== undefined && namedLink(address, title)) || `*${mrkdwn(title, NAME_TEXT)}*`;
  const together = approval.bundle && approval.bundle.of > 1 ? `${approval.bundle.of} requests on one card` : undefined;
  const left = approval.paused ? undefined : `${spanWords(approval.expiresAt - at)} left`;
  return dotted(name, recordName(target), together, expiry(approval), left);
}
