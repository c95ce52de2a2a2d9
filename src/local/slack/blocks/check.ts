import { z } from 'zod';
import { Block } from './parts.ts';
import { SURFACES, type Surface } from './schemas.ts';

export type Checked =
  | { ok: true; blocks: readonly Block[] }
  | { ok: false; error: 'invalid_blocks_format' | 'msg_blocks_too_long' }
  | { ok: false; error: 'invalid_blocks'; errors: readonly string[] };

const MOST_BLOCKS = { message: 50, modal: 100, home: 100 } as const;
/** In all markdown blocks of one payload together. */
const MARKDOWN_LENGTH = 12_000;
/** In all texts of one message together; undocumented, seen at about this many characters. */
const MESSAGE_LENGTH = 13_200;
const TABLES = new Set(['table', 'data_table']);

/** Refuses what Slack refuses, all or nothing, each mistake with the place it is at. */
export function checkBlocks(value: unknown, surface: Surface): Checked {
  const blocks = z.array(Block).safeParse(value);
  if (!blocks.success) return { ok: false, error: 'invalid_blocks_format' };
  const errors = [...ownMistakes(blocks.data, surface), ...commonMistakes(blocks.data, surface)];
  if (errors.length > 0) return { ok: false, error: 'invalid_blocks', errors };
  if (surface === 'message' && textLength(blocks.data) > MESSAGE_LENGTH) {
    return { ok: false, error: 'msg_blocks_too_long' };
  }
  return { ok: true, blocks: blocks.data };
}

const mistake = (message: string, ...path: readonly PropertyKey[]): string =>
  `${message} [json-pointer:/${['blocks', ...path].map(String).join('/')}]`;

function ownMistakes(blocks: readonly Block[], surface: Surface): readonly string[] {
  const issues = SURFACES[surface].safeParse(blocks).error?.issues ?? [];
  return issues.map((issue) => mistake(issue.message, ...issue.path));
}

function commonMistakes(blocks: readonly Block[], surface: Surface): readonly string[] {
  const most = MOST_BLOCKS[surface];
  const markdown = blocks.filter((block) => block.type === 'markdown');
  const tables = blocks.filter((block) => TABLES.has(block.type));
  return [
    ...(blocks.length > most ? [mistake(`no more than ${most} items allowed`)] : []),
    ...(textLength(markdown) > MARKDOWN_LENGTH ? [mistake(`markdown over ${MARKDOWN_LENGTH} characters`)] : []),
    ...(tables.length > 1 ? [mistake('only_one_table_allowed')] : []),
    ...repeatedIds(blocks),
  ];
}

function repeatedIds(blocks: readonly Block[]): readonly string[] {
  const ids = blocks.map((block) => block.block_id);
  return ids.flatMap((id, index) =>
    id !== undefined && ids.indexOf(id) < index ? [mistake(`block_id already exists: ${id}`, index, 'block_id')] : [],
  );
}

/** All strings under a `text` key, however deep. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + textLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]: [string, unknown]) =>
      sum + (key === 'text' && typeof item === 'string' ? item.length : textLength(item)),
    0,
  );
}
