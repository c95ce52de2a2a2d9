import type { ConversationId } from '../domain/ids.ts';
import { REPLY_LENGTH, reply } from '../domain/say.ts';
import { safeMarkdown } from './blocks/markdown.ts';
import { hostsOf } from './render-reply.ts';
import { stableText } from './stable-text.ts';

interface Policy {
  /** As for replies. */
  allowedHosts: readonly string[];
}
interface Written {
  conversation: ConversationId;
  /** The whole text so far. */
  markdown: string;
  links: readonly string[];
}

/** What may be shown of a text that is still being written, made safe as its reply will be; empty: nothing yet. */
export const draftWords = (policy: Policy, { links, ...written }: Written): string =>
  safe(policy, firstPart(written), links);

/** Which links may stay live is not known yet: up to the first thing that is one, or could become one. */
export function firstWords(policy: Policy, written: Omit<Written, 'links'>): string {
  const text = firstPart(written);
  const link = text.search(LINK);
  return safe(policy, link < 0 ? text : stableText(text.slice(0, link)), []);
}

const LINK = /[[<&]|:[/\\]|[\p{L}\p{N}_-]\.\p{L}/u;

/** Of what has become too long for one message, the first one as it will be. */
function firstPart({ conversation, markdown }: Omit<Written, 'links'>): string {
  const text = markdown.trimStart();
  if (text.length <= REPLY_LENGTH) return stableText(text);
  const [first] = reply(() => 'first', conversation, text.slice(0, 2 * REPLY_LENGTH));
  return first?.kind === 'reply' ? first.markdown : '';
}

function safe({ allowedHosts }: Policy, text: string, links: readonly string[]): string {
  const words = safeMarkdown(text, { allowedHosts: [...allowedHosts, ...hostsOf(links)] });
  return /\S/.test(words) ? words : '';
}
