import type { Drawn } from './block-kit.ts';
import { MARKDOWN_TEXT } from './limits.ts';
import type { LinkPolicy } from './links.ts';
import { fallback, safeMarkdown } from './markdown.ts';
import { cutText } from './text.ts';

/** A reply to a thread. Whatever the model wrote is made safe here; a reply with nothing left says so. */
export function replyBlocks(markdown: string, links: LinkPolicy): Drawn {
  const safe = cutText(safeMarkdown(markdown, links), MARKDOWN_TEXT);
  const text = /\S/.test(safe) ? safe : NOTHING_LEFT;
  return { text: fallback(text), blocks: [{ type: 'markdown', text }] };
}

const NOTHING_LEFT = '(Nothing in this answer can be shown here.)';
