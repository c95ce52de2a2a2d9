import { z } from 'zod';
import type { Choice, Item, ToolSpec } from '../mind/request.ts';

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

const ToolChoice = z.union([
  z.literal('none'),
  z.object({ type: z.literal('function'), name: z.string() }).transform(({ name }) => ({ tool: name })),
  z
    .object({ type: z.literal('function'), function: z.object({ name: z.string() }) })
    .transform((choice) => ({ tool: choice.function.name })),
]);

/** As both wire formats write it; every other choice leaves it to the model. */
export function choiceIn(value: unknown): { choice?: Choice } {
  const choice = ToolChoice.safeParse(value);
  return choice.success ? { choice: choice.data } : {};
}

const WRITER = /^From:[ \t]*([a-z]+)[^\n]*\n+/i;
/** The fence of the bot: what stands at both ends is a secret of its own. */
const FENCED = /^<<<(\S+)\n([\s\S]*)\n\1>>>\s*$/;
const DELETED = '(deleted)';
const FENCE = /^(?:`{3,}\w*|~{3,}\w*|<{3,}.*|>{3,}.*|-{3,}.*|<\/?[\w-]+>)$/;
const OUTCOME = /^\[Outcome\]\s*/;
const REQUESTS = /^\[Requests\]\s*/;

/** A message of a conversation. System text that is no note of the bot is instruction, and none of ours. */
export function messageItems(role: string, content: string): readonly Item[] {
  switch (role) {
    case 'user':
      return toPerson(content);
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

/** The first line says who writes and by what name; the rest is theirs, whatever it claims. What was deleted was never said. */
function toPerson(content: string): readonly Item[] {
  const writer = WRITER.exec(content)?.[1]?.toLowerCase() ?? 'customer';
  const words = wordsOf(content.replace(WRITER, ''));
  if (words === DELETED) return [];
  return [{ kind: 'person', speaker: STAFF.includes(writer) ? 'staff' : 'customer', words }];
}

/** Other fences are tolerated as well. */
function wordsOf(said: string): string {
  const fenced = FENCED.exec(said)?.[2];
  if (fenced !== undefined) return fenced.trim();
  const lines = said.split('\n');
  const words = lines.filter(
    (line, index) => !(FENCE.test(line.trim()) && (index === 0 || index === lines.length - 1)),
  );
  return words.join('\n').trim();
}

const STAFF = ['agent', 'lead', 'admin', 'staff'];
