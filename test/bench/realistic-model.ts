import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** Milliseconds to the first token, and between two. */
export const FIRST_TOKEN = 600;
const BETWEEN = 1_000 / 80;

const Request = z.object({
  stream: z.boolean().default(false),
  input: z.array(z.looseObject({ type: z.string().optional(), content: z.unknown().optional() })),
});
const WORDS = ['Your', 'order', 'ORD-12345', 'was', 'delivered', 'three', 'days', 'ago.'];

/** Two reads in one step, about as long as a model writes them. */
const CALLS = [
  { name: 'find_orders', arguments: '{"order_id":"ORD-12345","customer_id":null}' },
  { name: 'search_articles', arguments: '{"query":"where is my order"}' },
];
const CALL_TOKENS = 40;

/** Milliseconds that the model takes for a turn with such a reply, whoever asks. */
export const modelTime = (replyTokens: number): number => 2 * FIRST_TOKEN + (CALL_TOKENS + replyTokens) * BETWEEN;

/** What the person reads in the end. */
export const replyOf = (tokens: number): string =>
  Array.from({ length: tokens }, (_, index) => WORDS[index % WORDS.length]).join(' ');

/** Thinks and writes at a model's pace: reads twice at once, then answers in as many tokens as `(N tokens)` in the question says. */
export async function startRealisticModel() {
  const server = createServer((request, response) => {
    void text(request).then((body) => answer(response, Request.parse(JSON.parse(body))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { baseUrl: `http://127.0.0.1:${port}/v1`, stop: () => void server.close() };
}

async function answer(response: ServerResponse, { stream, input }: z.infer<typeof Request>): Promise<void> {
  const isAnswered = input.at(-1)?.type === 'function_call_output';
  const asked = JSON.stringify(input.findLast((item) => item.content !== undefined)?.content);
  const tokens = isAnswered ? Number(/\((\d+) tokens\)/.exec(asked)?.[1] ?? 20) : CALL_TOKENS;
  const output = isAnswered ? [messageOf(tokens)] : CALLS.map(callOf);
  const whole = responseOf(output, 'completed');
  if (!stream) {
    await pause(FIRST_TOKEN + tokens * BETWEEN);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(whole));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = sender(response);
  send('response.created', { response: responseOf([], 'in_progress') });
  await (isAnswered ? writeText(send, tokens) : writeCalls(send));
  send('response.completed', { response: whole });
  response.end();
}

type Send = (type: string, fields: Record<string, unknown>) => void;

function sender(response: ServerResponse): Send {
  let count = 0; // events are numbered
  return (type, fields) => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: count, ...fields })}\n\n`);
    count += 1;
  };
}

async function writeText(send: Send, tokens: number): Promise<void> {
  const begun = performance.now() + FIRST_TOKEN;
  const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  send('response.output_item.added', { output_index: 0, item: { ...messageOf(0), content: [] } });
  for (let token = 0; token < tokens; token += 1) {
    await pause(Math.max(0, begun + token * BETWEEN - performance.now()));
    const word = WORDS[token % WORDS.length] ?? '';
    send('response.output_text.delta', { ...place, delta: token === 0 ? word : ` ${word}`, logprobs: [] });
  }
  await pause(Math.max(0, begun + tokens * BETWEEN - performance.now()));
  send('response.output_text.done', { ...place, text: replyOf(tokens), logprobs: [] });
  send('response.output_item.done', { output_index: 0, item: messageOf(tokens) });
}

async function writeCalls(send: Send): Promise<void> {
  await pause(FIRST_TOKEN + CALL_TOKENS * BETWEEN);
  CALLS.map(callOf).forEach((item, index) => {
    send('response.output_item.added', { output_index: index, item: { ...item, arguments: '' } });
    send('response.function_call_arguments.done', {
      item_id: item.id,
      output_index: index,
      name: item.name,
      arguments: item.arguments,
    });
    send('response.output_item.done', { output_index: index, item });
  });
}

const callOf = (call: (typeof CALLS)[number], index: number) => ({
  type: 'function_call',
  id: `fc_${index}`,
  status: 'completed',
  call_id: `call_${index}`,
  ...call,
});

const messageOf = (tokens: number) => ({
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: replyOf(tokens), annotations: [], logprobs: [] }],
});

const responseOf = (output: readonly unknown[], status: string) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 0,
  status,
  model: 'realistic',
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  output,
  parallel_tool_calls: true,
  temperature: 1,
  top_p: 1,
  tool_choice: 'auto',
  tools: [],
  usage: {
    input_tokens: 1_200,
    output_tokens: 60,
    total_tokens: 1_260,
    input_tokens_details: { cached_tokens: 1_024, cache_write_tokens: 0 },
    output_tokens_details: { reasoning_tokens: 0 },
  },
});
