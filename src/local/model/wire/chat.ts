import { z } from 'zod';
import type { Item, ModelRequest } from '../mind/request.ts';
import { choiceIn, Content, Parameters, messageItems, toToolSpec } from './body.ts';
import { CREATED_AT, piecesOf } from './thought.ts';
import type { Thought } from './thought.ts';

const ToolCall = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});
const Message = z.looseObject({
  role: z.string(),
  content: Content,
  tool_calls: z.array(ToolCall).nullish(),
  tool_call_id: z.string().optional(),
});
const Tool = z.looseObject({ function: z.looseObject({ name: z.string(), parameters: Parameters }).optional() });

export const ChatBody = z.looseObject({
  model: z.string().min(1),
  messages: z.array(Message).min(1),
  tools: z.array(Tool).nullish(),
  tool_choice: z.unknown().optional(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});
export type ChatBody = z.infer<typeof ChatBody>;

export function fromChat({ messages, tools, tool_choice: choice }: ChatBody): ModelRequest {
  return {
    ...choiceIn(choice),
    items: messages.flatMap(toItems),
    tools: (tools ?? []).flatMap((tool) => (tool.function ? [toToolSpec(tool.function)] : [])),
  };
}

function toItems({
  role,
  content,
  tool_calls: calls,
  tool_call_id: answered,
}: ChatBody['messages'][number]): readonly Item[] {
  if (role === 'tool') return [{ kind: 'result', id: answered ?? '', output: content }];
  return [
    ...messageItems(role, content),
    ...(calls ?? []).map((call): Item => ({ kind: 'call', id: call.id, ...pick(call.function) })),
  ];
}

const pick = ({ name, arguments: text }: { name: string; arguments: string }) => ({ name, arguments: text });

export const toCompletion = (thought: Thought) => ({
  ...head(thought),
  object: 'chat.completion' as const,
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant' as const,
        content: thought.answer.calls.length > 0 ? null : thought.answer.text,
        refusal: null,
        ...(thought.answer.calls.length > 0 && { tool_calls: callsOf(thought) }),
      },
      logprobs: null,
      finish_reason: finishReason(thought),
    },
  ],
  usage: usageOf(thought),
});

/** The chunks of a streamed completion, in order; the end mark is not among them. */
export function completionChunks(thought: Thought, body: ChatBody): readonly object[] {
  const wantsUsage = body.stream_options?.include_usage === true;
  const chunk = (delta: object, finish: string | null = null) => ({
    ...head(thought),
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(wantsUsage && { usage: null }),
  });
  return [
    chunk({ role: 'assistant', content: thought.answer.calls.length > 0 ? null : '', refusal: null }),
    ...piecesOf(thought.answer.text).map((content) => chunk({ content })),
    ...callsOf(thought).map((call, index) => chunk({ tool_calls: [{ index, ...call }] })),
    chunk({}, finishReason(thought)),
    ...(wantsUsage
      ? [{ ...head(thought), object: 'chat.completion.chunk', choices: [], usage: usageOf(thought) }]
      : []),
  ];
}

const head = ({ newId, model }: Thought) => ({ id: newId('chatcmpl'), created: CREATED_AT, model });

const finishReason = ({ answer }: Thought): 'tool_calls' | 'stop' => (answer.calls.length > 0 ? 'tool_calls' : 'stop');

const callsOf = ({ answer, newId }: Thought) =>
  answer.calls.map((call, index) => ({
    id: `${newId('call')}${index}`,
    type: 'function' as const,
    function: { name: call.name, arguments: call.arguments },
  }));

const usageOf = ({ inputTokens, outputTokens }: Thought) => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
});
