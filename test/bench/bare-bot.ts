// The yardstick: the smallest Bolt bot that does the same job and stores nothing.
import { App } from '@slack/bolt';
import OpenAI from 'openai';
import { z } from 'zod';

const need = (name: string): string => process.env[name] ?? '';
const openai = new OpenAI({ apiKey: 'none', baseURL: need('OPENAI_BASE_URL') });
const app = new App({
  token: need('SLACK_BOT_TOKEN'),
  appToken: need('SLACK_APP_TOKEN'),
  socketMode: true,
  convoStore: false,
  clientOptions: { slackApiUrl: need('SLACK_API_URL'), timeout: 10_000, retryConfig: { retries: 3 } },
});
const tools: OpenAI.Responses.FunctionTool[] = [
  {
    type: 'function',
    name: 'find_orders',
    description: 'Finds an order',
    strict: true,
    parameters: {
      type: 'object',
      properties: { order_id: { type: 'string' } },
      required: ['order_id'],
      additionalProperties: false,
    },
  },
];

async function readOrder(id: string): Promise<string> {
  const answer = await fetch(`${need('ORDERS_URL')}/orders/${encodeURIComponent(id)}`);
  return answer.text();
}

const OrderArguments = z.object({ order_id: z.string() });

async function answer(text: string): Promise<string> {
  const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: text }];
  for (let step = 0; step < 8; step += 1) {
    const response = await openai.responses.create({ model: need('OPENAI_MODEL'), input, tools, store: false });
    const calls = response.output.filter((item) => item.type === 'function_call');
    if (calls.length === 0) return response.output_text;
    for (const call of calls) {
      const output = await readOrder(OrderArguments.parse(JSON.parse(call.arguments)).order_id);
      input.push(call, { type: 'function_call_output', call_id: call.call_id, output });
    }
  }
  return 'Sorry.';
}

app.event('app_mention', async ({ event, client }) => {
  const thread = event.thread_ts ?? event.ts;
  void client.assistant.threads
    .setStatus({ channel_id: event.channel, thread_ts: thread, status: 'thinking' })
    .catch(() => undefined);
  const text = await answer(event.text);
  await client.chat.postMessage({
    channel: event.channel,
    thread_ts: thread,
    text,
    blocks: [{ type: 'markdown', text }],
  });
});

await app.start();
console.log('Deskhand is running');
