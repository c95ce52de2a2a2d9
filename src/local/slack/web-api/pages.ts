import { z } from 'zod';
import { type Answer, fail, succeed } from './method.ts';

/** What every method that answers in pages takes. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().default(''),
};

export interface Page {
  limit: number;
  cursor: string;
}

/** The items of one page under `name`, and the cursor of the next, as Slack answers them. */
export function answerPage(name: string, items: readonly unknown[], { limit, cursor }: Page): Answer {
  const start = cursor === '' ? 0 : startOf(cursor);
  if (start === undefined) return fail('invalid_cursor');
  const end = start + limit;
  const more = end < items.length;
  const next = more ? Buffer.from(`next:${end}`).toString('base64') : '';
  return succeed({ [name]: items.slice(start, end), has_more: more, response_metadata: { next_cursor: next } });
}

function startOf(cursor: string): number | undefined {
  const start = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  return start === undefined ? undefined : Number(start);
}
