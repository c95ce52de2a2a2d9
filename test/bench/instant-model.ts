import { createServer } from 'node:http';
import { z } from 'zod';

const Request = z.object({
  input: z.array(z.looseObject({ type: z.string().optional() })),
  stream: z.boolean().default(false),
});
const LOOK_UP = {
  type: 'function_call',
  id: 'fc_1',
  status: 'completed',
  call_id: 'call_1',
  name: 'find_orders',
  arguments: '{"order_id":"ORD-12345","customer_id":null}',
};
const SAY = {
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'Your order ORD-12345 was delivered three days ago.', annotations: [] }],
};
/** About as a tokenizer would cut them. */
const TOKENS = {
  call: ['{"', 'order', '_id', '":"', 'ORD', '-', '123', '45', '","', 'customer', '_id', '":', 'null', '}'],
  text: ['Your', ' order', ' ORD', '-', '123', '45', ' was', ' delivered', ' three', ' days', ' ago', '.'],
};

const responseWith = (output: readonly object[], status: string) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 0,
  status,
  model: 'instant',
  output,
  parallel_tool_calls: true,
  tool_choice: 'auto',
  tools: [],
  usage: {
    input_tokens: 1,
    output_tokens: 1,
    total_tokens: 2,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens_details: { reasoning_tokens: 0 },
  },
});

const PLACE = { item_id: 'msg_1', output_index: 0, content_index: 0 };
/** Every event of a text, of a call: their beginning, a piece for each token, and their end. */
const EVENTS = {
  text: [
    { type: 'response.output_item.added', output_index: 0, item: { ...SAY, status: 'in_progress', content: [] } },
    { type: 'response.content_part.added', ...PLACE, part: { ...SAY.content[0], text: '' } },
    ...TOKENS.text.map((delta) => ({ type: 'response.output_text.delta', ...PLACE, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...PLACE, text: SAY.content[0]?.text, logprobs: [] },
    { type: 'response.content_part.done', ...PLACE, part: SAY.content[0] },
  ],
  call: [
    { type: 'response.output_item.added', output_index: 0, item: { ...LOOK_UP, status: 'in_progress', arguments: '' } },
    ...TOKENS.call.map((delta) => ({
      type: 'response.function_call_arguments.delta',
      item_id: 'fc_1',
      output_index: 0,
      delta,
    })),
    {
      type: 'response.function_call_arguments.done',
      item_id: 'fc_1',
      output_index: 0,
      name: LOOK_UP.name,
      arguments: LOOK_UP.arguments,
    },
  ],
};

function streamOf(kind: keyof typeof EVENTS, output: object): string {
  const started = responseWith([], 'in_progress');
  const events = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
    ...EVENTS[kind],
    { type: 'response.output_item.done', output_index: 0, item: output },
    { type: 'response.completed', response: responseWith([output], 'completed') },
  ];
  return events
    .map((event, index) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}\n\n`)
    .join('');
}

/** Thinks for no time at all: reads the order once, then answers; in a stream when it is asked for one. */
export async function startInstantModel() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { input, stream } = Request.parse(JSON.parse(Buffer.concat(chunks).toString()));
      const kind = input.at(-1)?.type === 'function_call_output' ? 'text' : 'call';
      const output = { text: SAY, call: LOOK_UP }[kind];
      const type = stream ? 'text/event-stream; charset=utf-8' : 'application/json';
      response.writeHead(200, { 'content-type': type });
      response.end(stream ? streamOf(kind, output) : JSON.stringify(responseWith([output], 'completed')));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`expected a TCP address, got ${address}`);
  return { baseUrl: `http://127.0.0.1:${address.port}/v1`, stop: () => void server.close() };
}
