import { z } from 'zod';
import { Content } from './chat-answer.ts';
import type { AnswerStream } from './read-answer.ts';
import { APIError } from './sdk.ts';

const CallPiece = z.object({
  index: z.number().nullish(),
  id: z.string().nullish(),
  function: z.object({
    name: z.string().nullish(),
    /** Compatible servers send an object, whole. */
    arguments: z.union([z.string(), z.looseObject({}).transform((value) => JSON.stringify(value))]).nullish(),
  }),
});
type CallPiece = z.infer<typeof CallPiece>;
const Delta = z.object({
  content: Content.nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(CallPiece).nullish(),
});
const Chunk = z.object({
  /** None in the chunk that holds the usage, nor in a first one that some servers send. */
  choices: z.array(z.object({ delta: Delta.nullish(), finish_reason: z.string().nullish() })).nullish(),
  usage: z.unknown().optional(),
  error: z.unknown().optional(),
});

interface Call {
  index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}
interface SoFar {
  content: string;
  refusal: string;
  calls: readonly Call[];
  finishReason: string | undefined;
  usage: unknown;
}

/** Puts the pieces together to the answer that would have come in one piece. */
export function openChatStream(): AnswerStream {
  let soFar: SoFar = { content: '', refusal: '', calls: [], finishReason: undefined, usage: undefined }; // grows by each piece
  return {
    take: (event) => {
      const chunk = Chunk.parse(event);
      if ((chunk.error ?? null) !== null) throw failureOf(chunk.error);
      soFar = plus(soFar, chunk);
      return false; // the usage may still come
    },
    text: () => soFar.content,
    answer: () => wholeAnswer(soFar),
  };
}

function plus(soFar: SoFar, { choices, usage }: z.infer<typeof Chunk>): SoFar {
  const [choice] = choices ?? [];
  const { content, refusal, tool_calls: pieces } = choice?.delta ?? {};
  return {
    content: soFar.content + (content ?? ''),
    refusal: soFar.refusal + (refusal ?? ''),
    calls: (pieces ?? []).reduce(withPiece, soFar.calls),
    finishReason: choice?.finish_reason ?? soFar.finishReason,
    usage: usage ?? soFar.usage,
  };
}

function withPiece(calls: readonly Call[], piece: CallPiece): readonly Call[] {
  const { id, index, function: said } = piece;
  const place = placeOf(calls, piece);
  const known = calls[place] ?? { index: index ?? undefined, id: id ?? '', name: '', arguments: '' };
  const call = {
    ...known,
    id: known.id || (id ?? ''),
    name: known.name || (said.name ?? ''),
    arguments: known.arguments + (said.arguments ?? ''),
  };
  return [...calls.slice(0, place), call, ...calls.slice(place + 1)];
}

/** By its index; but some servers leave that out, or give every call the same one, and tell calls apart by id or name only. */
function placeOf(calls: readonly Call[], { id, index, function: { name } }: CallPiece): number {
  const last =
    index === null || index === undefined ? calls.length - 1 : calls.findLastIndex((call) => call.index === index);
  const known = calls[last];
  if (!known) return calls.length;
  const isAnother = id ? known.id !== '' && known.id !== id : Boolean(name) && (index ?? null) === null;
  return isAnother ? calls.length : last;
}

function wholeAnswer({ content, refusal, calls, finishReason, usage }: SoFar): unknown {
  if (finishReason === undefined) throw new Error('expected a finish reason, the stream ended without');
  const toolCalls = calls.map(({ id, name, arguments: text }) => ({ id, function: { name, arguments: text || '{}' } }));
  return {
    choices: [{ finish_reason: finishReason, message: { content, refusal, tool_calls: toolCalls } }],
    usage,
  };
}

const Failure = z.looseObject({}).catch((context) => ({ message: String(context.value) }));
const failureOf = (error: unknown): APIError =>
  new APIError(undefined, Failure.parse(error), 'the stream failed', undefined);
