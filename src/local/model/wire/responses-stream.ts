import { outputOf, startedResponse, textPart, toResponse } from './responses.ts';
import type { OutputCall, OutputItem, OutputMessage, ResponsesBody } from './responses.ts';
import { piecesOf } from './thought.ts';
import type { Thought } from './thought.ts';

export interface StreamEvent {
  type: string;
  [field: string]: unknown;
}

/** The events of a streamed response, in the order in which they are sent. https://platform.openai.com/docs/api-reference/responses-streaming */
export function responseEvents(thought: Thought, body: ResponsesBody): readonly StreamEvent[] {
  const started = startedResponse(thought, body);
  const events: readonly StreamEvent[] = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
    ...outputOf(thought).flatMap(itemEvents),
    { type: 'response.completed', response: toResponse(thought, body) },
  ];
  return events.map((event, index) => ({ ...event, sequence_number: index }));
}

function itemEvents(item: OutputItem, outputIndex: number): readonly StreamEvent[] {
  const at = { item_id: item.id, output_index: outputIndex };
  const empty = item.type === 'message' ? { ...item, content: [] } : { ...item, arguments: '' };
  return [
    { type: 'response.output_item.added', output_index: outputIndex, item: { ...empty, status: 'in_progress' } },
    ...(item.type === 'message' ? textEvents(item, at) : callEvents(item, at)),
    { type: 'response.output_item.done', output_index: outputIndex, item },
  ];
}

interface Place {
  item_id: string;
  output_index: number;
}

function textEvents({ content }: OutputMessage, place: Place): readonly StreamEvent[] {
  return content.flatMap((part, index) => {
    const at = { ...place, content_index: index };
    return [
      { type: 'response.content_part.added', ...at, part: textPart('') },
      ...piecesOf(part.text).map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
      { type: 'response.output_text.done', ...at, text: part.text, logprobs: [] },
      { type: 'response.content_part.done', ...at, part },
    ];
  });
}

const callEvents = (call: OutputCall, at: Place): readonly StreamEvent[] => [
  ...piecesOf(call.arguments).map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
  { type: 'response.function_call_arguments.done', ...at, name: call.name, arguments: call.arguments },
];
