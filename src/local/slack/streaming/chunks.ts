import { z } from 'zod';
import { checkBlocks } from '../blocks/check.ts';
import { Block } from '../blocks/parts.ts';
import { type Failed, fail } from '../web-api/method.ts';
import { blocksRefusal } from '../web-api/message-input.ts';

/** https://docs.slack.dev/reference/methods/chat.appendStream */
const Chunk = z.discriminatedUnion('type', [
  z.object({ type: z.literal('markdown_text'), text: z.string() }),
  z.object({
    type: z.literal('task_update'),
    id: z.string().min(1),
    title: z.string().min(1),
    status: z.enum(['pending', 'in_progress', 'complete', 'error']),
    details: z.string().optional(),
    output: z.string().optional(),
    sources: z.array(z.object({ type: z.literal('url'), url: z.string(), text: z.string() })).optional(),
  }),
  z.object({ type: z.literal('plan_update'), title: z.string().min(1) }),
  z.object({ type: z.literal('blocks'), blocks: z.array(Block) }),
]);
export type Chunk = z.infer<typeof Chunk>;

/** What the three methods of a stream take. Chunks are checked by `readChunks`. */
export const additionInput = {
  markdown_text: z.string().optional(),
  chunks: z.unknown().optional(),
};

interface Addition {
  markdown_text?: string | undefined;
  chunks?: unknown;
}

type ReadChunks = { ok: true; chunks: readonly Chunk[] } | { ok: false; refusal: Failed };

/** What comes to a stream, the text first. No chunks are none, also as an empty list. */
export function readChunks({ markdown_text: text, chunks = [] }: Addition): ReadChunks {
  if (text === '') return { ok: false, refusal: fail('no_text') };
  const read = z.array(Chunk).safeParse(chunks);
  if (!read.success) return { ok: false, refusal: fail('invalid_chunks') };
  const refusal = read.data.flatMap((chunk) => (chunk.type === 'blocks' ? refusalsOf(chunk.blocks) : []))[0];
  if (refusal) return { ok: false, refusal };
  const first: readonly Chunk[] = text === undefined ? [] : [{ type: 'markdown_text', text }];
  return { ok: true, chunks: [...first, ...read.data] };
}

function refusalsOf(blocks: readonly Block[]): readonly Failed[] {
  const checked = checkBlocks(blocks, 'message');
  return checked.ok ? [] : [blocksRefusal(checked)];
}
