import { disarmAddresses } from './bare-links.ts';
import { flattenTokens } from './control-tokens.ts';
import { breakEntities, decodeEntities } from './entities.ts';
import { MARKDOWN_TEXT, MESSAGE_TEXT } from './limits.ts';
import { linkCheck } from './links.ts';
import type { LinkPolicy } from './links.ts';
import { unmaskLinks } from './masked-links.ts';
import { cutText, mrkdwnLines } from './text.ts';

/**
 * What the model wrote, for a `markdown` block: no mention or broadcast, no HTML, no image, and no link that is not
 * allowed. Nothing is parsed as Markdown would be: what is dangerous is taken apart wherever it stands, code included. What no block could hold is cut off first.
 */
export function safeMarkdown(markdown: string, policy: LinkPolicy): string {
  const isAllowed = linkCheck(policy);
  const words = flattenTokens(unescapeAddresses(decodeEntities(cutText(markdown, MARKDOWN_TEXT))));
  return breakEntities(disarmAddresses(unmaskLinks(words, isAllowed), isAllowed));
}

/** The `text` beside a `markdown` block, for notifications and screen readers; of what `safeMarkdown` returned. */
export function fallback(safe: string): string {
  const words = safe
    .replaceAll(/\[([^[\]]*)\]\(([^\s()]*)\)/g, '$1 ($2)')
    .replaceAll(/\*\*|^#{1,6} /gm, '')
    .replaceAll(/\n{2,}/g, '\n');
  return mrkdwnLines(words, MESSAGE_TEXT);
}

/** `https:\/\/` is `https://` to whoever reads Markdown's backslashes. */
const unescapeAddresses = (text: string): string => text.replaceAll(/(?<!\\)\\+(?=[/:])/g, '');
