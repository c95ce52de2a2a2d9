import { z } from 'zod';
import type { Item, ToolSpec } from '../mind/request.ts';

const Part = z.looseObject({ text: z.string().optional(), refusal: z.string().optional() });

/** Text, or text in parts, as both wire formats write a message. Other kinds of parts are left out. */
export const Content = z
  .union([z.string(), z.array(Part), z.null(), z.undefined()])
  .transform((content) => (Array.isArray(content) ? content.map(({ text }) => text ?? '').join('') : (content ?? '')));

export const Parameters = z.record(z.string(), z.unknown()).nullish();

export const toToolSpec = ({ name, parameters }: { name: string; parameters?: unknown }): ToolSpec => ({
  name,
  parameters: parameters ?? {},
});

const WRITER = /^From:[ \t]*([a-z]+)[^\n]*\n+/i;
const FENCE = /^(?:`{3,}\w*|~{3,}\w*|<{3,}.*|>{3,}.*|-{3,}.*|<\/?[\w-]+>)$/;
const OUTCOME = /^\[Outcome\]\s*/;
const REQUESTS = /^\[Requests\]\s*/;

/** A message of a conversation. System text that is no note of the bot is instruction, and none of ours. */
export function messageItems(role: string, content: string): readonly Item[] {
  switch (role) {
    case 'user':
      return [toPerson(content)];
    case 'assistant':
      return content === '' ? [] : [{ kind: 'assistant', text: content }];
    default:
      return toNote(content);
  }
}

/** What ended, or what is open now; the latter comes with or without the mark of the former. */
function toNote(content: string): readonly Item[] {
  const text = content.replace(OUTCOME, '');
  if (REQUESTS.test(text)) return [{ kind: 'requests', text: text.replace(REQUESTS, '') }];
  return OUTCOME.test(content) ? [{ kind: 'note', text }] : [];
}

/** The first line says who writes; the rest is theirs, whatever it claims. */
function toPerson(content: string): Item {
  const writer = WRITER.exec(content)?.[1]?.toLowerCase() ?? 'customer';
  const lines = content.replace(WRITER, '').split('\n');
  const words = lines.filter(
    (line, index) => !(FENCE.test(line.trim()) && (index === 0 || index === lines.length - 1)),
  );
  return { kind: 'person', speaker: STAFF.includes(writer) ? 'staff' : 'customer', words: words.join('\n').trim() };
}

const STAFF = ['agent', 'lead', 'admin', 'staff'];
