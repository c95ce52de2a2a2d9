import { z } from 'zod';
import type { Reasoning, Step, ToolCall, Usage } from '../../ports/model.ts';
import { APIError } from './sdk.ts';
import { toStep } from './step.ts';

const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output_text'), text: z.string() }),
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
]);
const Message = z.object({ content: z.array(Part) });
const FunctionCall = z.object({
  status: z.string().nullish(),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
});
/** One that is not sealed cannot be sent back. */
const Thought = z.object({ id: z.string().min(1), encrypted_content: z.string().min(1) });
const Answer = z.object({
  status: z.enum(['completed', 'incomplete', 'failed']).nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  error: z.looseObject({}).nullish(),
  output: z.array(z.looseObject({ type: z.string() })),
  usage: z
    .object({
      input_tokens: z.number(),
      input_tokens_details: z.object({ cached_tokens: z.number() }).nullish().catch(undefined),
      output_tokens: z.number(),
    })
    .nullish()
    .catch(undefined),
});
type Answer = z.infer<typeof Answer>;

/** Throws for an answer that cannot be read, and for a failure. */
export function fromResponse(body: unknown): Step {
  const answer = Answer.parse(body);
  if (answer.status === 'failed') throw new APIError(undefined, answer.error ?? {}, 'the response failed', undefined);
  const messages = itemsOf(answer, 'message').map((item) => Message.parse(item).content);
  const calls = itemsOf(answer, 'function_call').map((item) => FunctionCall.parse(item));
  return toStep({
    text: messages.map(textOf).join('\n\n'),
    calls: calls.map(toCall),
    reasoning: itemsOf(answer, 'reasoning').flatMap(toReasoning),
    ending: endingOf(answer, messages.flat(), calls),
    usage: answer.usage ? toUsage(answer.usage) : undefined,
  });
}

const itemsOf = ({ output }: Answer, wanted: string) => output.filter(({ type }) => type === wanted);

const textOf = (parts: readonly z.infer<typeof Part>[]): string =>
  parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('');

function endingOf(
  { status, incomplete_details: details }: Answer,
  parts: readonly z.infer<typeof Part>[],
  calls: readonly z.infer<typeof FunctionCall>[],
): Step['ending'] {
  if (parts.some(({ type }) => type === 'refusal')) return 'refused';
  if (status === 'incomplete') return details?.reason === 'content_filter' ? 'filtered' : 'cut';
  return calls.some((call) => call.status === 'incomplete') ? 'cut' : undefined;
}

function toReasoning(item: unknown): Reasoning[] {
  const thought = Thought.safeParse(item);
  return thought.success ? [{ id: thought.data.id, sealed: thought.data.encrypted_content }] : [];
}

const toCall = ({ call_id: callId, name, arguments: text }: z.infer<typeof FunctionCall>): ToolCall => ({
  callId,
  name,
  arguments: text,
});

const toUsage = (usage: NonNullable<Answer['usage']>): Usage => ({
  input: usage.input_tokens,
  cached: usage.input_tokens_details?.cached_tokens ?? 0,
  output: usage.output_tokens,
});
