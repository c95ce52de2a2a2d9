import type { ResponseCreateParamsNonStreaming, ResponseInputItem, Tool } from 'openai/resources/responses/responses';
import { z } from 'zod';
import type { Model, Step, StepRequest, ToolCall, ToolSpec, Usage } from '../../ports/model.ts';
import { openClient, sendStep } from './client.ts';
import type { ModelSettings } from './client.ts';
import { toEntries } from './entries.ts';
import type { Entry } from './entries.ts';
import { toStep } from './step.ts';

/** Speaks OpenAI's Responses API. Nothing is kept on the server. */
export function responsesModel(settings: ModelSettings): Model {
  const client = openClient(settings);
  return {
    step: (request, signal) =>
      sendStep(
        settings,
        async (untilDone) =>
          fromAnswer(await client.responses.create(toBody(settings.model, request), { signal: untilDone })),
        signal,
      ),
  };
}

function toBody(
  model: string,
  { conversation, instructions, items, tools }: StepRequest,
): ResponseCreateParamsNonStreaming {
  return {
    model,
    instructions,
    input: toEntries(items).flatMap(toInput),
    store: false,
    prompt_cache_key: conversation,
    ...(tools.length > 0 && { tools: tools.map(toTool), parallel_tool_calls: true }),
  };
}

const ROLES = { user: 'user', assistant: 'assistant', outcome: 'developer' } as const;

function toInput(entry: Entry): ResponseInputItem[] {
  switch (entry.kind) {
    case 'message':
      return [{ role: ROLES[entry.role], content: entry.text }];
    case 'exchange':
      return [
        ...entry.calls.map(({ callId, name, arguments: text }) => ({
          type: 'function_call' as const,
          call_id: callId,
          name,
          arguments: text,
        })),
        ...entry.calls.map(({ callId, output }) => ({
          type: 'function_call_output' as const,
          call_id: callId,
          output,
        })),
      ];
  }
}

const toTool = ({ name, description, parameters }: ToolSpec): Tool => ({
  type: 'function',
  name,
  description,
  parameters,
  strict: true,
});

const Completed = z.literal('completed').nullish();
const Content = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output_text'), text: z.string() }),
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
]);
const Message = z.object({ status: Completed, content: z.array(Content) });
const FunctionCall = z.object({ status: Completed, call_id: z.string(), name: z.string(), arguments: z.string() });
const Answer = z.object({
  status: Completed,
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

/** Throws for an answer that is not whole, not readable, or a refusal to answer. */
function fromAnswer(body: unknown): Step {
  const { output, usage } = Answer.parse(body);
  const texts = output.filter(({ type }) => type === 'message').map((item) => toText(Message.parse(item)));
  const calls = output.filter(({ type }) => type === 'function_call').map((item) => toCall(FunctionCall.parse(item)));
  return { ...toStep(texts.join('\n\n'), calls), ...(usage && { usage: toUsage(usage) }) };
}

function toText({ content }: z.infer<typeof Message>): string {
  const texts = content.map((part) => {
    if (part.type === 'refusal') throw new Error('the model refused to answer');
    return part.text;
  });
  return texts.join('');
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
