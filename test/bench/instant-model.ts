import { createServer } from 'node:http';
import { z } from 'zod';

const Request = z.object({ input: z.array(z.looseObject({ type: z.string().optional() })) });
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

/** Thinks for no time at all: reads the order once, then answers. */
export async function startInstantModel() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { input } = Request.parse(JSON.parse(Buffer.concat(chunks).toString()));
      const output = input.at(-1)?.type === 'function_call_output' ? SAY : LOOK_UP;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          id: 'resp_1',
          object: 'response',
          created_at: 0,
          status: 'completed',
          model: 'instant',
          output: [output],
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
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`expected a TCP address, got ${address}`);
  return { baseUrl: `http://127.0.0.1:${address.port}/v1`, stop: () => void server.close() };
}
