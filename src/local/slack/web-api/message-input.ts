import { z } from 'zod';
import { checkBlocks } from '../blocks/check.ts';
import { complete } from '../blocks/complete.ts';
import type { Block } from '../blocks/parts.ts';
import { Fields } from '../json.ts';
import type { World } from '../world.ts';
import { type Failed, fail } from './method.ts';

/** What the methods that write a message take. Blocks are checked by `contentOf`. */
export const contentInput = {
  text: z.string().default(''),
  blocks: z.unknown().optional(),
  markdown_text: z.string().optional(),
  metadata: z.object({ event_type: z.string(), event_payload: Fields }).optional(),
};

export interface ContentInput {
  text: string;
  blocks?: unknown;
  markdown_text?: string | undefined;
}

export interface Content {
  text: string;
  /** Absent: none were given. */
  blocks?: readonly Block[];
}

export type ReadContent = { ok: true; content: Content } | { ok: false; refusal: Failed };

const MARKDOWN_LENGTH = 12_000;

/** What a message will say, or why Slack would not take it. */
export function contentOf(world: World, input: ContentInput): ReadContent {
  if (input.markdown_text !== undefined) return markdownContent(world, input, input.markdown_text);
  if (input.blocks === undefined) return withText({ text: input.text });
  const checked = checkBlocks(input.blocks, 'message');
  if (!checked.ok) return { ok: false, refusal: blocksRefusal(checked) };
  return withText({ text: input.text, blocks: complete(checked.blocks, world.ids.named) });
}

export function blocksRefusal(checked: { error: string; errors?: readonly string[] }): Failed {
  if (!checked.errors) return fail(checked.error);
  const messages = checked.errors.map((message) => `[ERROR] ${message}`);
  return fail(checked.error, { errors: checked.errors, response_metadata: { messages } });
}

function markdownContent(world: World, input: ContentInput, markdown: string): ReadContent {
  if (input.text !== '' || input.blocks !== undefined) return { ok: false, refusal: fail('markdown_text_conflict') };
  if (markdown.length > MARKDOWN_LENGTH) return { ok: false, refusal: fail('msg_too_long') };
  if (markdown === '') return { ok: false, refusal: fail('no_text') };
  return withText({ text: markdown, blocks: complete([{ type: 'markdown', text: markdown }], world.ids.named) });
}

function withText(content: Content): ReadContent {
  const empty = content.text.trim() === '' && (content.blocks ?? []).length === 0;
  return empty ? { ok: false, refusal: fail('no_text') } : { ok: true, content };
}
