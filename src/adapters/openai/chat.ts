import type {
  ChatCompletionCreateParamsBase,
  ChatCompletionMessageParam,
  ChatCompletionNamedToolChoice,
  ChatCompletionTool,
} from 'openai/resources/chat/completions/completions';
import type { Model, StepRequest, ToolSpec } from '../../ports/model.ts';
import { fromCompletion } from './chat-answer.ts';
import { openChatStream } from './chat-stream.ts';
import type { ModelSettings } from './client.ts';
import type { LeftOut } from './concessions.ts';
import { toEntries } from './entries.ts';
import type { AnsweredCall, Entry } from './entries.ts';
import { modelOver } from './model-over.ts';
import type { Dialect } from './model-over.ts';
import { offeredTools } from './tools.ts';

/** Speaks the Chat Completions API, which most other servers understand. */
export const chatModel = (settings: ModelSettings): Model => modelOver(settings, CHAT);

const CHAT: Dialect = {
  path: '/chat/completions',
  // Without a word about it, this API keeps nothing either.
  kept: new Set(),
  toBody,
  fromAnswer: fromCompletion,
  openStream: openChatStream,
  needless: new Set(),
};

function toBody(
  { model, wantsStream, leftOut }: Parameters<Dialect['toBody']>[0],
  request: StepRequest,
): ChatCompletionCreateParamsBase {
  const { instructions, items, fence } = request;
  const isStreamed = wantsStream && !leftOut.has('stream');
  return {
    model,
    messages: [
      { role: 'system', content: instructions },
      ...toEntries(items, fence).flatMap((entry) => toMessages(entry, leftOut)),
    ],
    ...toolFields(request, leftOut),
    ...(!leftOut.has('store') && { store: false }),
    ...(isStreamed && { stream: true }),
    ...(isStreamed && !leftOut.has('stream_options') && { stream_options: { include_usage: true } }),
  };
}

function toMessages(entry: Entry, leftOut: LeftOut): ChatCompletionMessageParam[] {
  switch (entry.kind) {
    case 'message':
      return [{ role: roleOf(entry.role, leftOut), content: entry.text }];
    case 'exchange':
      return [
        { role: 'assistant', content: null, tool_calls: entry.calls.map(toToolCall) },
        ...entry.calls.map(({ callId, output }) => ({ role: 'tool' as const, tool_call_id: callId, content: output })),
      ];
  }
}

/** Several local models want their only system message first; what people write always says that it is theirs. */
function roleOf(role: Extract<Entry, { kind: 'message' }>['role'], leftOut: LeftOut) {
  if (role !== 'outcome') return role;
  return leftOut.has('role') ? 'user' : 'system';
}

const toToolCall = ({ callId, name, arguments: text }: AnsweredCall) => ({
  id: callId,
  type: 'function' as const,
  function: { name, arguments: text },
});

/** An empty list, and what is said about tools without a list, are errors on this API. */
function toolFields(request: StepRequest, leftOut: LeftOut): Partial<ChatCompletionCreateParamsBase> {
  const { tools, choice, isParallel } = offeredTools(request, leftOut);
  if (tools.length === 0) return {};
  return {
    tools: tools.map((tool) => toTool(tool, !leftOut.has('strict'))),
    ...(choice !== 'auto' && { tool_choice: choice === 'none' ? choice : toChoice(choice.tool) }),
    ...(!leftOut.has('parallel_tool_calls') && { parallel_tool_calls: isParallel }),
  };
}

const toChoice = (name: string): ChatCompletionNamedToolChoice => ({ type: 'function', function: { name } });

const toTool = ({ name, description, parameters }: ToolSpec, isStrict: boolean): ChatCompletionTool => ({
  type: 'function',
  function: { name, description, parameters, ...(isStrict && { strict: true }) },
});
