import { z } from 'zod';
import type { Item, ModelRequest } from '../mind/request.ts';
import { choiceIn, Content, Parameters, messageItems, toToolSpec } from './body.ts';
import { CREATED_AT } from './thought.ts';
import type { Thought } from './thought.ts';

const InputItem = z.union([
  z.object({ type: z.literal('function_call'), call_id: z.string(), name: z.string(), arguments: z.string() }),
  z.object({ type: z.literal('function_call_output'), call_id: z.string(), output: Content }),
  z.object({ type: z.literal('message').optional(), role: z.string(), content: Content }),
  z.object({ type: z.enum(['reasoning', 'item_reference', 'compaction']) }),
]);
const Tool = z.looseObject({ type: z.string(), name: z.string().optional(), parameters: Parameters });

export const ResponsesBody = z.looseObject({
  model: z.string().min(1),
  instructions: z.string().nullish(),
  input: z.union([z.string().transform((content) => [{ role: 'user', content }]), z.array(InputItem)]),
  tools: z.array(Tool).nullish(),
  tool_choice: z.unknown().optional(),
  stream: z.boolean().nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  previous_response_id: z.null('this server is stateless: send the whole conversation as input').optional(),
});
export type ResponsesBody = z.infer<typeof ResponsesBody>;

export function fromResponses({ input, tools, tool_choice: choice }: ResponsesBody): ModelRequest {
  return {
    ...choiceIn(choice),
    items: input.flatMap(toItems),
    tools: (tools ?? []).flatMap(({ name, parameters }) => (name ? [toToolSpec({ name, parameters })] : [])),
  };
}

function toItems(item: ResponsesBody['input'][number]): readonly Item[] {
  if ('role' in item) return messageItems(item.role, item.content);
  if ('output' in item) return [{ kind: 'result', id: item.call_id, output: item.output }];
  if ('arguments' in item) return [{ kind: 'call', id: item.call_id, name: item.name, arguments: item.arguments }];
  return []; // another model's reasoning is nothing to this one
}

export interface OutputMessage {
  id: string;
  type: 'message';
  status: 'completed' | 'in_progress';
  role: 'assistant';
  content: readonly TextPart[];
}
export interface TextPart {
  type: 'output_text';
  text: string;
  annotations: readonly [];
  logprobs: readonly [];
}
export interface OutputCall {
  id: string;
  type: 'function_call';
  status: 'completed' | 'in_progress';
  call_id: string;
  name: string;
  arguments: string;
}
export type OutputItem = OutputMessage | OutputCall;

export const textPart = (text: string): TextPart => ({ type: 'output_text', text, annotations: [], logprobs: [] });

/** Calls, or one message; a message may be empty. */
export function outputOf({ answer, newId }: Thought): readonly OutputItem[] {
  const calls = answer.calls.map((call, index): OutputCall => ({
    id: `${newId('fc')}${index}`,
    type: 'function_call',
    status: 'completed',
    call_id: `${newId('call')}${index}`,
    name: call.name,
    arguments: call.arguments,
  }));
  if (calls.length > 0) return calls;
  return [
    { id: newId('msg'), type: 'message', status: 'completed', role: 'assistant', content: [textPart(answer.text)] },
  ];
}

export const toResponse = (thought: Thought, body: ResponsesBody) => ({
  ...startedResponse(thought, body),
  status: 'completed' as const,
  completed_at: CREATED_AT,
  output: outputOf(thought),
  usage: {
    input_tokens: thought.inputTokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: thought.outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: thought.inputTokens + thought.outputTokens,
  },
});

/** The response as it is before anything was said. */
export const startedResponse = ({ newId, model }: Thought, body: ResponsesBody) => ({
  id: newId('resp'),
  object: 'response' as const,
  created_at: CREATED_AT,
  status: 'in_progress' as const,
  error: null,
  incomplete_details: null,
  instructions: body.instructions ?? null,
  model,
  output: [],
  parallel_tool_calls: body.parallel_tool_calls ?? true,
  previous_response_id: null,
  store: false,
  temperature: 1,
  top_p: 1,
  tool_choice: body.tool_choice ?? 'auto',
  tools: (body.tools ?? []).map((tool) => ({
    ...tool,
    parameters: tool.parameters ?? null,
    strict: tool['strict'] ?? true,
  })),
  metadata: {},
});
