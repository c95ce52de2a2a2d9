import OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startModel } from '../../../src/local/model/start-model.ts';
import type { RunningModel } from '../../../src/local/model/start-model.ts';
import { problems, SPECIFICATION } from '../../fakes/openai-schema.ts';
import { TOOLS } from './shop.ts';

let model: RunningModel;
let client: OpenAI;
beforeAll(async () => {
  model = await startModel({ port: 0 });
  client = new OpenAI({ baseURL: model.baseUrl, apiKey: 'none', maxRetries: 0 });
});
afterAll(() => model.stop());

const RESPONSE_TOOLS = TOOLS.map(({ name, parameters }) => ({
  type: 'function' as const,
  name,
  description: name,
  parameters,
  strict: true,
}));
const CHAT_TOOLS = RESPONSE_TOOLS.map(({ type, ...rest }) => ({ type, function: rest }));

const PARIS =
  "Paris is the capital of France.\n\n_I'm the offline demo model: I run on this machine and understand simple requests._";
const REFUND = 'From: customer\n\nmy mug from ORD-12345 came broken, refund please';
const ORDER =
  '{"orders":[{"id":"ORD-12345","status":"delivered","lines":[{"title":"Mug","quantity":1,"price":{"minor":4800,"currency":"USD"}}],"paid":"$120.00","refunded":"$0.00"}]}';
const CALL = { call_id: 'call_1', name: 'find_orders', arguments: '{"order_id":"ORD-12345","customer_id":null}' };
const WAITING = {
  call_id: 'call_2',
  name: 'refund_order',
  arguments: '{"order_id":"ORD-12345","amount":"48.00","reason":"x"}',
};

const responses = (input: string | ResponseInputItem[]) => ({
  model: 'demo',
  instructions: 'You are a support assistant.',
  input,
  tools: RESPONSE_TOOLS,
  store: false,
  parallel_tool_calls: true,
});
const chat = (messages: ChatCompletionMessageParam[]) => ({ model: 'demo', messages, tools: CHAT_TOOLS });

const AFTER_READ: ResponseInputItem[] = [
  { role: 'user', content: REFUND },
  { type: 'function_call', ...CALL },
  { type: 'function_call_output', call_id: 'call_1', output: ORDER },
];
const AFTER_OUTCOME: ResponseInputItem[] = [
  ...AFTER_READ,
  { type: 'function_call', ...WAITING },
  { type: 'function_call_output', call_id: 'call_2', output: '{"status":"waiting","approval":"apr_1","message":"m"}' },
  { role: 'assistant', content: "I've asked a colleague." },
  { role: 'developer', content: '[Outcome] Request apr_1 (Refund $48.00): executed. The person has been told.' },
];

describe('given the Responses API', () => {
  test('when a question is asked, then the text comes with its usage', async () => {
    const {
      output_text: text,
      status,
      usage,
    } = await client.responses.create(responses('What is the capital of France?'));

    expect({ text, status, counted: usage !== undefined && usage.input_tokens > 0 && usage.output_tokens > 0 }).toEqual(
      {
        text: PARIS,
        status: 'completed',
        counted: true,
      },
    );
  });

  test('when the order was read, then the refund of the mug is proposed', async () => {
    const { output } = await client.responses.create(responses(AFTER_READ));

    const calls = output.flatMap((item) =>
      item.type === 'function_call' ? [[item.name, JSON.parse(item.arguments)]] : [],
    );
    expect(calls).toEqual([
      [
        'refund_order',
        { order_id: 'ORD-12345', amount: '48.00', reason: 'Asked: my mug from ORD-12345 came broken, refund please' },
      ],
    ]);
  });

  test('when an outcome was noted, then the message is empty', async () => {
    const { output, output_text: text } = await client.responses.create(responses(AFTER_OUTCOME));

    expect({ text, items: output.map(({ type }) => type) }).toEqual({ text: '', items: ['message'] });
  });

  test('when three things are asked, then three reads come in one step, each with its own call id', async () => {
    const words = 'From: customer\n\nWhere is ORD-12345, how do I reset my password, and is the travel mug in stock?';
    const { output } = await client.responses.create(responses([{ role: 'user', content: words }]));

    const calls = output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
    expect(calls.map(({ name }) => name)).toEqual(['find_orders', 'search_articles', 'check_stock']);
    expect(new Set(calls.map(({ call_id: id }) => id)).size).toBe(3);
  });

  test.each([
    ['a text', responses('What is the capital of France?')],
    ['calls', responses(AFTER_READ)],
    ['nothing', responses(AFTER_OUTCOME)],
  ])('when %s is streamed, then it ends as the plain answer does', async (_, body) => {
    const plain = await client.responses.create(body);
    const stream = client.responses.stream(body);
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    const streamed = await stream.finalResponse();

    expect([types[0], types.at(-1)]).toEqual(['response.created', 'response.completed']);
    expect({ text: streamed.output_text, ids: streamed.output.map(({ id }) => id) }).toEqual({
      text: plain.output_text,
      ids: plain.output.map(({ id }) => id),
    });
  });

  test('when a text is streamed, then the events come in the order of the real API', async () => {
    const stream = await client.responses.create({ ...responses('What is the capital of France?'), stream: true });
    const types: string[] = [];
    for await (const { type } of stream) if (types.at(-1) !== type) types.push(type);

    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
  });
});

describe('given the Chat Completions API', () => {
  test('when a question is asked, then the text comes with its usage', async () => {
    const { choices, usage } = await client.chat.completions.create(
      chat([{ role: 'user', content: 'What is the capital of France?' }]),
    );

    expect(choices.map(({ message, finish_reason: reason }) => [message.content, reason])).toEqual([[PARIS, 'stop']]);
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  });

  const afterRead: ChatCompletionMessageParam[] = [
    { role: 'system', content: 'You are a support assistant.' },
    { role: 'user', content: REFUND },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: CALL.name, arguments: CALL.arguments } }],
    },
    { role: 'tool', tool_call_id: 'call_1', content: ORDER },
  ];

  test('when the order was read, then the refund is proposed, plain and streamed alike', async () => {
    const plain = await client.chat.completions.create(chat(afterRead));
    const stream = client.chat.completions.stream({ ...chat(afterRead), stream_options: { include_usage: true } });
    const streamed = await stream.finalChatCompletion();

    const calls = [plain, streamed].map(({ choices }) =>
      choices[0]?.message.tool_calls?.map((call) =>
        call.type === 'function' ? [call.id, call.function.name, call.function.arguments] : [],
      ),
    );
    expect(calls[0]?.map(([, name]) => name)).toEqual(['refund_order']);
    expect(calls[1]).toEqual(calls[0]);
    expect(streamed.usage?.total_tokens).toBeGreaterThan(0);
  });

  test('when a text is streamed, then its pieces make the text', async () => {
    const stream = client.chat.completions.stream(chat([{ role: 'user', content: 'What is the capital of France?' }]));

    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe(PARIS);
  });
});

describe('given a choice of tools', () => {
  const NONE = { tool_choice: 'none' as const };
  const person = { role: 'user' as const, content: REFUND };

  test('when words only are asked for, then no tool is called, whatever there is to look up', async () => {
    const { output, output_text: text } = await client.responses.create({ ...responses([person]), ...NONE });
    const { choices } = await client.chat.completions.create({ ...chat([person]), ...NONE });

    expect(output.map(({ type }) => type)).toEqual(['message']);
    expect(text).toMatch(/^I couldn't look up everything I need/);
    expect(choices[0]?.message).toMatchObject({ content: text, refusal: null });
    expect(choices[0]?.message).not.toHaveProperty('tool_calls');
  });

  test('when nothing is left to say, then words only are no words', async () => {
    expect((await client.responses.create({ ...responses(AFTER_OUTCOME), ...NONE })).output_text).toBe('');
  });

  test('when one tool has to be called, then that one is, with the words of the person', async () => {
    const forced = { type: 'function' as const, name: 'hand_off' };
    const { output } = await client.responses.create({ ...responses([person]), tool_choice: forced });
    const { choices } = await client.chat.completions.create({
      ...chat([person]),
      tool_choice: { type: 'function', function: { name: 'hand_off' } },
    });

    const called = output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
    expect(called).toMatchObject([{ name: 'hand_off' }]);
    expect(called[0]?.arguments).toContain('my mug from ORD-12345 came broken');
    expect(choices[0]?.message.tool_calls).toMatchObject([
      { function: { name: 'hand_off', arguments: called[0]?.arguments } },
    ]);
  });
});

describe('given words between fences', () => {
  const FENCED = (from: string, words: string) => `From: ${from}\n<<<a1b2\n${words}\na1b2>>>`;
  const callsFor = async (...contents: readonly string[]) => {
    const input = contents.map((content) => ({ role: 'user' as const, content }));
    const { output } = await client.responses.create(responses(input));
    return output.flatMap((item) => (item.type === 'function_call' ? [`${item.name} ${item.arguments}`] : []));
  };

  test.each([
    ['a person with a name', FENCED('customer "Alice Wonderland"', 'where is ORD-12345?'), 'ORD-12345'],
    ['a guest', FENCED('guest', '\n\nwhere is ORD-12345?'), 'ORD-12345'],
    [
      'somebody who changed their message',
      FENCED('customer "Alice" (changed an earlier message, which now reads)', 'where is ORD-22222?'),
      'ORD-22222',
    ],
  ])('when they come from %s, then they are understood', async (_, content, order) => {
    expect(await callsFor(content)).toEqual([expect.stringContaining(order)]);
  });

  test('when they were deleted, then they were never said', async () => {
    const deleted = FENCED('customer "Alice"', '(deleted)');

    expect(await callsFor(FENCED('customer "Alice"', 'where is ORD-12345?'), deleted)).toEqual([
      expect.stringContaining('ORD-12345'),
    ]);
    expect(await callsFor(deleted)).toEqual([]);
  });
});

const post = (path: string, body: string) => fetch(`${model.baseUrl}${path}`, { method: 'POST', body });

describe('given a request that cannot be answered', () => {
  test.each([
    ['/responses', '{"model":', 400, 'invalid_json'],
    ['/responses', '{"model":"demo"}', 400, 'invalid_request'],
    ['/responses', '{"model":"demo","input":[{"type":"function_call"}]}', 400, 'invalid_request'],
    ['/responses', '{"model":"demo","input":"hi","previous_response_id":"resp_1"}', 400, 'invalid_request'],
    ['/chat/completions', '{"model":"demo","messages":[]}', 400, 'invalid_request'],
    ['/chat/completions', 'null', 400, 'invalid_request'],
    ['/embeddings', '{}', 404, 'unknown_url'],
  ])('when %s gets %s, then it is an OpenAI error', async (path, body, status, code) => {
    const response = await post(path, body);

    expect([response.status, await response.json()]).toEqual([
      status,
      { error: { type: 'invalid_request_error', code, param: null, message: expect.any(String) } },
    ]);
  });
});

test('the model is listed', async () => {
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['demo']);
});

test('the same request has the same bytes as its answer', async () => {
  const [first, second] = [JSON.stringify(responses(AFTER_READ)), JSON.stringify(responses(AFTER_READ))];

  expect(await (await post('/responses', first)).text()).toBe(await (await post('/responses', second)).text());
});

test('how long an answer takes (printed, no promise)', async () => {
  const body = JSON.stringify(responses(AFTER_OUTCOME));
  const times: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const start = performance.now();
    await (await post('/responses', body)).text();
    times.push(performance.now() - start);
  }
  console.log(`answers: ${times.map((time) => time.toFixed(1)).join(' ')} ms`);
});

describe.skipIf(!SPECIFICATION)("given OpenAI's own schemas (skipped without EVAL_DATA_DIR)", () => {
  const definitions = SPECIFICATION ?? { $defs: {} };
  const asked = 'What is the capital of France?';
  const dataOf = (text: string) =>
    text.split('\n').flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6)) as unknown] : []));

  test.each([
    ['/responses', responses(asked), '__responsesResponse'],
    ['/responses', responses(AFTER_READ), '__responsesResponse'],
    ['/responses', responses(AFTER_OUTCOME), '__responsesResponse'],
    ['/chat/completions', chat([{ role: 'user', content: asked }]), '__chatResponse'],
    ['/chat/completions', chat([{ role: 'user', content: REFUND }]), '__chatResponse'],
    ['/responses', {}, '__errorResponse'],
  ])('when %s gets %j, then the answer is valid', async (path, body, name) => {
    const answer: unknown = await (await post(path, JSON.stringify(body))).json();

    expect(problems(definitions, name, answer)).toEqual([]);
  });

  test.each([
    ['/responses', { ...responses(asked), stream: true }, '__responsesStream'],
    ['/responses', { ...responses(AFTER_READ), stream: true }, '__responsesStream'],
    [
      '/chat/completions',
      { ...chat([{ role: 'user', content: REFUND }]), stream: true },
      'CreateChatCompletionStreamResponse',
    ],
  ])('when %s streams, then every event is valid', async (path, body, name) => {
    const events = dataOf(await (await post(path, JSON.stringify(body))).text());

    expect(events.length).toBeGreaterThan(2);
    expect(events.flatMap((event) => problems(definitions, name, event))).toEqual([]);
  });

  test('when a value is wrong, then the validator says so', () => {
    expect(problems(definitions, '__errorResponse', { error: { message: 1 } })).not.toEqual([]);
  });
});
