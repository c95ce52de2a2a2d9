import type { ScriptedAnswer } from './openai.ts';

/** The server-sent events of one answer, as text: before the words, a text for each piece of them, and after. */
export interface WireEvents {
  start: string;
  pieces: readonly string[];
  end: string;
}

const callsOf = (step: ScriptedAnswer, count: number) =>
  step.calls.map((made, index) => ({
    id: made.callId ?? `call_${count}_${index + 1}`,
    name: made.name,
    arguments: typeof made.arguments === 'string' ? made.arguments : JSON.stringify(made.arguments),
  }));

const piecesOf = ({ text, pieces }: ScriptedAnswer): readonly string[] => pieces ?? text.match(/\S+\s*|\s+/g) ?? [];

const REASONS = { incomplete: 'max_output_tokens', filtered: 'content_filter' } as const;

function statusOf({ kind }: ScriptedAnswer) {
  if (kind === 'early') return { status: 'in_progress', incomplete_details: null };
  if (kind !== 'incomplete' && kind !== 'filtered') return { status: 'completed', incomplete_details: null };
  return { status: 'incomplete', incomplete_details: { reason: REASONS[kind] } };
}

export function responsesAnswer(step: ScriptedAnswer, count: number) {
  return {
    ...head(count),
    ...statusOf(step),
    output: outputOf(step, count),
    usage: {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 60, cache_write_tokens: 0 },
      output_tokens: 7,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 107,
    },
  };
}

const head = (count: number) => ({
  id: `resp_${count}`,
  object: 'response',
  created_at: 1_700_000_000,
  model: 'scripted',
  error: null,
  instructions: null,
  metadata: {},
  parallel_tool_calls: true,
  temperature: 1,
  top_p: 1,
  tool_choice: 'auto',
  tools: [],
});

function outputOf(step: ScriptedAnswer, count: number) {
  const thoughts = (step.thoughts ?? []).map((sealed, index) => ({
    id: `rs_${count}_${index + 1}`,
    type: 'reasoning',
    summary: [],
    encrypted_content: sealed,
  }));
  const made = callsOf(step, count).map(({ id, ...rest }) => ({
    id: `fc_${id}`,
    type: 'function_call',
    status: step.kind === 'answer' ? 'completed' : 'incomplete',
    call_id: id,
    ...rest,
  }));
  return [...thoughts, ...(step.text === '' ? [] : [messageOf(step, count)]), ...made];
}

const messageOf = (step: ScriptedAnswer, count: number) => ({
  id: `msg_${count}`,
  type: 'message',
  role: 'assistant',
  status: ['answer', 'refusal'].includes(step.kind) ? 'completed' : 'incomplete',
  content: [
    step.kind === 'refusal'
      ? { type: 'refusal', refusal: step.text }
      : { type: 'output_text', text: step.text, annotations: [], logprobs: [] },
  ],
});

/** https://platform.openai.com/docs/api-reference/responses-streaming */
export function responsesEvents(step: ScriptedAnswer, count: number): WireEvents {
  const write = writer();
  const whole = responsesAnswer(step, count);
  const started = { ...head(count), status: 'in_progress', incomplete_details: null, output: [] };
  const place = whole.output.findIndex(({ type }) => type === 'message');
  const at = { item_id: `msg_${count}`, output_index: place, content_index: 0 };
  const kind = step.kind === 'refusal' ? 'response.refusal' : 'response.output_text';
  const more = step.kind === 'refusal' ? {} : { logprobs: [] };
  const items = whole.output.map((item, index) => ({ item, index }));
  const itemEvents = (from: number, to: number) =>
    items
      .slice(from, to)
      .map(({ item, index }) => write('response.output_item.done', { output_index: index, item }))
      .join('');
  const start = [
    write('response.created', { response: started }),
    write('response.in_progress', { response: started }),
    itemEvents(0, Math.max(place, 0)),
  ].join('');
  return {
    start,
    pieces: place < 0 ? [] : piecesOf(step).map((delta) => write(`${kind}.delta`, { ...at, delta, ...more })),
    end: [itemEvents(Math.max(place, 0), items.length), write(endOf(step), { response: whole })].join(''),
  };
}

const endOf = ({ kind }: ScriptedAnswer): string =>
  kind === 'incomplete' || kind === 'filtered' ? 'response.incomplete' : 'response.completed';

function writer() {
  let count = 0; // events are numbered
  return (type: string, fields: Record<string, unknown>): string => {
    const text = `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: count, ...fields })}\n\n`;
    count += 1;
    return text;
  };
}

const FINISH_REASONS = { refusal: 'stop', incomplete: 'length', filtered: 'content_filter', early: 'stop' } as const;

function finishReason({ kind, calls }: ScriptedAnswer): string {
  if (kind === 'answer') return calls.length > 0 ? 'tool_calls' : 'stop';
  return FINISH_REASONS[kind];
}

const USAGE = {
  prompt_tokens: 100,
  prompt_tokens_details: { cached_tokens: 60 },
  completion_tokens: 7,
  total_tokens: 107,
};

const toolCalls = (step: ScriptedAnswer, count: number) =>
  callsOf(step, count).map(({ id, ...rest }) => ({ id, type: 'function', function: rest }));

/** Plain, an answer that is not finished is cut in its middle. */
export function chatAnswer(step: ScriptedAnswer, count: number) {
  const made = toolCalls(step, count);
  const message = {
    role: 'assistant',
    content: step.kind === 'refusal' || step.text === '' ? null : step.text,
    refusal: step.kind === 'refusal' ? step.text : null,
    ...(made.length > 0 && { tool_calls: made }),
  };
  if (step.kind === 'early') return { id: `chatcmpl-${count}`, object: 'chat.completion' };
  return {
    id: `chatcmpl-${count}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'scripted',
    choices: [{ index: 0, logprobs: null, finish_reason: finishReason(step), message }],
    usage: USAGE,
  };
}

/** https://platform.openai.com/docs/api-reference/chat-streaming */
export function chatEvents(step: ScriptedAnswer, count: number): WireEvents {
  const chunk = (more: object) =>
    `data: ${JSON.stringify({
      id: `chatcmpl-${count}`,
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model: 'scripted',
      ...more,
    })}\n\n`;
  const choice = (delta: object, reason: string | null = null) =>
    chunk({ choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }], usage: null });
  const name = step.kind === 'refusal' ? 'refusal' : 'content';
  const made = toolCalls(step, count).flatMap((call, index) => [
    choice({ tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: '' } }] }),
    ...halves(call.function.arguments).map((part) =>
      choice({ tool_calls: [{ index, function: { arguments: part } }] }),
    ),
  ]);
  return {
    start: choice({ role: 'assistant', content: null, refusal: null }),
    pieces: piecesOf(step).map((piece) => choice({ [name]: piece })),
    end: [...made, choice({}, finishReason(step)), chunk({ choices: [], usage: USAGE }), 'data: [DONE]\n\n'].join(''),
  };
}

const halves = (text: string): readonly string[] =>
  [text.slice(0, text.length >> 1), text.slice(text.length >> 1)].filter((part) => part !== '');
