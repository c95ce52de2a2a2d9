import { actions, plainText } from './block-kit.ts';
import type { Button, Drawn } from './block-kit.ts';
import { MARKDOWN_TEXT } from './limits.ts';
import type { LinkPolicy } from './links.ts';
import { fallback, safeMarkdown } from './markdown.ts';
import { cutText } from './text.ts';

/** Opens the form by which somebody leaves it with the team. */
export const INTAKE_ACTION = 'leave_with_team';

/** A reply to a thread. Whatever the model wrote is made safe here; a reply with nothing left says so. `intake`: with the button for that form. */
export function replyBlocks(markdown: string, links: LinkPolicy, intake = false): Drawn {
  const safe = cutText(safeMarkdown(markdown, links), MARKDOWN_TEXT);
  const text = /\S/.test(safe) ? safe : NOTHING_LEFT;
  return { text: fallback(text), blocks: [{ type: 'markdown', text }, ...actions(intake ? [INTAKE_BUTTON] : [])] };
}

const INTAKE_BUTTON: Button = {
  type: 'button',
  action_id: INTAKE_ACTION,
  text: plainText('Leave it with the team'),
  value: 'leave',
};

const NOTHING_LEFT = '(Nothing in this answer can be shown here.)';
