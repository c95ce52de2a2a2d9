import type { Message } from '../ports/messenger.ts';
import { replyBlocks } from './blocks/reply.ts';

export interface ReplyPolicy {
  /** Hosts to which a reply may link, beside those the message brings with it. */
  allowedHosts: readonly string[];
}
/** `text` is what notifications and screen readers get, and everybody when the blocks are refused. */
export interface Rendered {
  text: string;
  blocks: readonly unknown[];
}

export const renderReply = (
  { allowedHosts }: ReplyPolicy,
  { markdown, links, intake }: Extract<Message, { kind: 'reply' }>,
): Rendered => replyBlocks(markdown, { allowedHosts: [...allowedHosts, ...hostsOf(links)] }, intake);

/** Of addresses that the company gave. */
export const hostsOf = (links: readonly string[]): readonly string[] =>
  links.flatMap((link) => (URL.canParse(link) ? [new URL(link).host] : []));
