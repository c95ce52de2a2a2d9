import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from 'openai/resources/chat/completions/completions';
import { z } from 'zod';
import type { Model, Step, StepRequest, ToolCall, ToolSpec, Usage } from '../../ports/model.ts';
import { openClient, sendStep } from './client.ts';
import type { ModelSettings } from './client.ts';
import { toEntries } from './entries.ts';
import type { AnsweredCall, Entry } from './entries.ts';
import { toStep } from './step.ts';

/** Speaks the Chat Completions API, which most other servers understand. */
export function chatModel(settings: ModelSettings): Model {
  const client = openClient(settings);
  return {
    step: (request, signal) =>
      sendStep(
        settings,
        async (untilDone) =>
          fromAnswer(await client.chat.completions.create(toBody(settings.model, request), { signal: untilDone })),
        signal,
      ),
  };
}

function toBody(model: string, { instructions, items, tools }: StepRequest): ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: [{ role: 'system', content: instructions }, ...toEntries(items).flatMap(toMessages)],
    store: false,
    // An empty list, and parallel calls without a list, are errors on this API.
    ...(tools.length > 0 && { tools: tools.map(toTool), parallel_tool_calls: true }),
  };
}

const ROLES = { user: 'user', assistant: 'assistant', outcome: 'system' } as const;

function toMessages(entry: Entry): ChatCompletionMessageParam[] {
  switch (entry.kind) {
    case 'message':
      return [{ role: ROLES[entry.role], content: entry.text }];
    case 'exchange':
      return [
        { role: 'assistant', content: null, tool_calls: entry.calls.map(toToolCall) },
        ...entry.calls.map(({ callId, output }) => ({ role: 'tool' as const, tool_call_id: callId, content: output })),
      ];
  }
}

const toToolCall = ({ callId, name, arguments: text }: AnsweredCall) => ({
  id: callId,
  type: 'function' as const,
  function: { name, arguments: text },
});

const toTool = ({ name, description, parameters }: ToolSpec): ChatCompletionTool => ({
  type: 'function',
  function: { name, description, parameters, strict: true },
});

/** Compatible servers leave the id out, or send the arguments as an object. */
const Arguments = z.union([z.string(), z.unknown().transform((value) => JSON.stringify(value ?? {}))]);
const FunctionCall = z.object({
  id: z.string().nullish(),
  function: z.object({ name: z.string(), arguments: Arguments }),
});
/** Text, or a list of parts of which only text counts. */
const Content = z.union([
  z.string(),
  z.array(z.object({ text: z.string().catch('') })).transform((parts) => parts.map(({ text }) => text).join('')),
]);
const Choice = z.object({
  /** The two that mean "not the whole answer"; other servers have words of their own for the end. */
  finish_reason: z
    .string()
    .refine((reason) => reason !== 'length' && reason !== 'content_filter')
    .nullish(),
  message: z.object({
    content: Content.nullish(),
    refusal: z.string().nullish(),
    tool_calls: z.array(FunctionCall).nullish(),
  }),
});
const Answer = z.object({
  choices: z.tuple([Choice], z.unknown()),
  usage: z
    .object({
      prompt_tokens: z.number(),
      prompt_tokens_details: z.object({ cached_tokens: z.number() }).nullish().catch(undefined),
      completion_tokens: z.number(),
    })
    .nullish()
    .catch(undefined),
});
type Answer = z.infer<typeof Answer>;

/** Throws for an answer that is not whole, not readable, or a refusal to answer. */
function fromAnswer(body: unknown): Step {
  const { choices, usage } = Answer.parse(body);
  const { content, refusal, tool_calls: calls } = choices[0].message;
  if (refusal) throw new Error('the model refused to answer');
  return {
    ...toStep(content ?? '', (calls ?? []).map(toCall)),
    ...(usage && { usage: toUsage(usage) }),
  };
}

const toCall = ({ id, function: call }: z.infer<typeof FunctionCall>): ToolCall => ({
  callId: id ?? '',
  name: call.name,
  arguments: call.arguments,
});

const toUsage = (usage: NonNullable<Answer['usage']>): Usage => ({
  input: usage.prompt_tokens,
  cached: usage.prompt_tokens_details?.cached_tokens ?? 0,
  output: usage.completion_tokens,
});
