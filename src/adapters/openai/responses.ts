import type {
  ResponseCreateParamsBase,
  ResponseInputItem,
  Tool,
  ToolChoiceFunction,
} from 'openai/resources/responses/responses';
import type { Model, StepRequest, ToolSpec } from '../../ports/model.ts';
import type { ModelSettings } from './client.ts';
import type { LeftOut } from './concessions.ts';
import { toEntries } from './entries.ts';
import type { Entry } from './entries.ts';
import { modelOver } from './model-over.ts';
import type { Dialect } from './model-over.ts';
import { fromResponse } from './responses-answer.ts';
import { NEEDLESS, openResponseStream } from './responses-stream.ts';
import { offeredTools } from './tools.ts';

/** Speaks OpenAI's Responses API. Nothing is kept on the server. */
export const responsesModel = (settings: ModelSettings): Model => modelOver(settings, RESPONSES);

const RESPONSES: Dialect = {
  path: '/responses',
  // Without a word about it, this API keeps every conversation.
  kept: new Set(['store']),
  toBody,
  fromAnswer: fromResponse,
  openStream: openResponseStream,
  needless: NEEDLESS,
};

function toBody(
  { model, wantsStream, leftOut }: Parameters<Dialect['toBody']>[0],
  request: StepRequest,
): ResponseCreateParamsBase {
  const { conversation, instructions, items, fence } = request;
  return {
    model,
    instructions,
    input: toEntries(items, fence).flatMap((entry) => toInput(entry, leftOut)),
    ...toolFields(request, leftOut),
    ...(!leftOut.has('store') && { store: false }),
    ...(!leftOut.has('reasoning') && { include: ['reasoning.encrypted_content' as const] }),
    ...(!leftOut.has('prompt_cache_key') && { prompt_cache_key: conversation }),
    ...(wantsStream && !leftOut.has('stream') && { stream: true }),
  };
}

function toInput(entry: Entry, leftOut: LeftOut): ResponseInputItem[] {
  switch (entry.kind) {
    case 'message':
      return [{ role: roleOf(entry.role, leftOut), content: entry.text }];
    case 'exchange':
      return [
        ...(leftOut.has('reasoning') ? [] : entry.reasoning.map(toReasoning)),
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

function roleOf(role: Extract<Entry, { kind: 'message' }>['role'], leftOut: LeftOut) {
  if (role !== 'outcome') return role;
  return leftOut.has('role') ? 'system' : 'developer';
}

const toReasoning = ({ id, sealed }: { id: string; sealed: string }) => ({
  type: 'reasoning' as const,
  id,
  summary: [],
  encrypted_content: sealed,
});

function toolFields(request: StepRequest, leftOut: LeftOut): Partial<ResponseCreateParamsBase> {
  const { tools, choice, isParallel } = offeredTools(request, leftOut);
  if (tools.length === 0) return {};
  return {
    tools: tools.map((tool) => toTool(tool, !leftOut.has('strict'))),
    ...(choice !== 'auto' && { tool_choice: choice === 'none' ? choice : toChoice(choice.tool) }),
    ...(!leftOut.has('parallel_tool_calls') && { parallel_tool_calls: isParallel }),
  };
}

const toChoice = (name: string): ToolChoiceFunction => ({ type: 'function', name });

const toTool = ({ name, description, parameters }: ToolSpec, strict: boolean): Tool => ({
  type: 'function',
  name,
  description,
  parameters,
  strict,
});
