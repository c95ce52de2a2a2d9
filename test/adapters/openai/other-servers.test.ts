import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chatModel } from '../../../src/adapters/openai/chat.ts';
import type { ModelSettings } from '../../../src/adapters/openai/client.ts';
import { responsesModel } from '../../../src/adapters/openai/responses.ts';
import { ConversationId } from '../../../src/domain/ids.ts';
import type { StepRequest } from '../../../src/ports/model.ts';
import { error, events, say, startScriptedModel } from '../../fakes/openai.ts';
import type { Script } from '../../fakes/openai.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const settingsFor = (baseUrl: string): ModelSettings => ({
  apiKey: 'sk-canary',
  model: 'test-model',
  baseUrl,
  log: silent,
  timeout: 2_000,
  random: () => 0,
  now: () => 0,
  wake: (_, run) => {
    const soon = setImmediate(run);
    return () => clearImmediate(soon);
  },
});
const request: StepRequest = {
  conversation: ConversationId.parse('T1:C1:1.0'),
  instructions: 'Be kind.',
  items: [],
  tools: [
    {
      name: 'find_orders',
      description: 'Reads orders.',
      parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
    },
  ],
};

const closing: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

async function open(script: Script) {
  const server = await startScriptedModel({ script });
  closing.push(() => server.close());
  return { server, chat: chatModel(settingsFor(server.url)), responses: responsesModel(settingsFor(server.url)) };
}

const watching = { onText: () => {} };
const eventsOf = (...said: readonly unknown[]) =>
  said.map((data) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`).join('');
const chunk = (delta: object, more: object = {}) => ({ choices: [{ index: 0, delta, ...more }] });
const pieces = (...made: readonly object[]) => chunk({ content: null, tool_calls: made });
const end = (reason = 'tool_calls') => chunk({}, { finish_reason: reason });
const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };

describe('given a server with a Chat Completions stream of its own kind', () => {
  test.each([
    [
      'sends calls whole, without index or id',
      eventsOf(
        pieces({ function: { name: 'a', arguments: '{}' } }),
        pieces({ function: { name: 'b', arguments: '{"x":1}' } }),
        end(),
        '[DONE]',
      ),
      [
        ['', 'a', '{}'],
        ['', 'b', '{"x":1}'],
      ],
    ],
    [
      'gives every call the same index',
      eventsOf(
        pieces({ index: 0, id: 'c1', function: { name: 'a', arguments: '{}' } }),
        pieces({ index: 0, id: 'c2', function: { name: 'a', arguments: '{}' } }),
        end(),
        '[DONE]',
      ),
      [
        ['c1', 'a', '{}'],
        ['c2', 'a', '{}'],
      ],
    ],
    [
      'repeats id and name with every piece',
      eventsOf(
        pieces({ index: 0, id: 'c1', function: { name: 'a', arguments: '{"x"' } }),
        pieces({ index: 0, id: 'c1', function: { name: 'a', arguments: ':1}' } }),
        end(),
      ),
      [['c1', 'a', '{"x":1}']],
    ],
    [
      'sends arguments as an object, or none',
      eventsOf(
        pieces({ index: 0, id: 'c1', function: { name: 'a', arguments: { x: 1 } } }),
        pieces({ index: 1, id: 'c2', function: { name: 'b' } }),
        end('stop'),
        '[DONE]',
      ),
      [
        ['c1', 'a', '{"x":1}'],
        ['c2', 'b', '{}'],
      ],
    ],
    [
      'goes on with a call without saying which',
      eventsOf(
        pieces({ id: 'c1', function: { name: 'a', arguments: '' } }),
        pieces({ function: { arguments: '{"x"' } }),
        pieces({ function: { arguments: ':1}' } }),
        end(),
      ),
      [['c1', 'a', '{"x":1}']],
    ],
    [
      'mixes the pieces of two calls',
      eventsOf(
        pieces(
          { index: 0, id: 'c1', function: { name: 'a', arguments: '' } },
          { index: 1, id: 'c2', function: { name: 'b', arguments: '{' } },
        ),
        pieces({ index: 0, function: { arguments: '{}' } }, { index: 1, function: { arguments: '}' } }),
        end(),
      ),
      [
        ['c1', 'a', '{}'],
        ['c2', 'b', '{}'],
      ],
    ],
    [
      'keeps the connection alive with comments, breaks lines as on Windows and begins without a choice',
      [
        ': ping\n\n',
        eventsOf({ choices: [] }),
        ': ping\n\n',
        eventsOf(pieces({ index: 0, id: 'c1', function: { name: 'a', arguments: '{}' } }), end(), '[DONE]'),
      ]
        .join('')
        .replaceAll('\n', '\r\n'),
      [['c1', 'a', '{}']],
    ],
  ])('when it %s, then the calls are read', async (_, body, calls) => {
    const { chat } = await open([events(body)]);

    const step = await chat.step(request, watching);

    expect(step.calls).toEqual(
      calls.map(([callId, name, text]) => ({ callId: callId === '' ? 'call' : callId, name, arguments: text })),
    );
  });

  test('when the usage comes last and without a choice, then it is counted', async () => {
    const { chat } = await open([
      events(
        eventsOf(
          chunk({ content: 'All ' }),
          chunk({ content: [{ text: 'well.' }] }),
          end('stop'),
          { choices: [], usage },
          '[DONE]',
        ),
      ),
    ]);

    expect(await chat.step(request, watching)).toEqual({
      text: 'All well.',
      calls: [],
      usage: { input: 9, cached: 0, output: 3 },
    });
  });

  test.each([
    ['ends without a reason', eventsOf(chunk({ content: 'half an' }), '[DONE]')],
    [
      'tells of an error in the middle',
      eventsOf(chunk({ content: 'half an' }), { error: { message: 'overloaded' } }, end('stop'), '[DONE]'),
    ],
    ['tells of an error in a word', eventsOf(chunk({ content: 'half an' }), { error: 'overloaded' }, '[DONE]')],
    ['breaks off in an event', `${eventsOf(chunk({ content: 'half an' }))}data: {"choices":[`],
  ])('when it %s, then nothing of that is used', async (_, body) => {
    const { chat } = await open([events(body), say('All well.')]);

    expect((await chat.step(request, watching)).text).toBe('All well.');
  });
});

const response = (more: object) => ({ status: 'completed', output: [], ...more });
const message = (text: string) => ({ type: 'message', content: [{ type: 'output_text', text }] });

describe('given a server with a Responses stream of its own kind', () => {
  test('when its last event leaves out what it said, then that is taken from before', async () => {
    const { responses } = await open([
      events(
        eventsOf(
          { type: 'response.output_item.done', output_index: 0, item: message('All well.') },
          { type: 'response.something_new', sequence_number: null },
          { type: 'response.completed', response: response({}) },
        ),
      ),
    ]);

    expect((await responses.step(request, watching)).text).toBe('All well.');
  });

  test.each([
    [
      'fails at the end',
      { type: 'response.failed', response: response({ status: 'failed', error: { code: 'server_error' } }) },
    ],
    ['tells of an error', { type: 'error', code: 'server_error', message: 'oops' }],
    ['tells of an error without a type', { error: { message: 'oops' } }],
    ['ends in the middle', { type: 'response.output_text.delta', output_index: 0, delta: 'half an' }],
  ])('when it %s, then nothing of that is used', async (_, event) => {
    const { responses } = await open([events(eventsOf(event)), say('All well.')]);

    expect((await responses.step(request, watching)).text).toBe('All well.');
  });

  test('when a filter takes the question in the stream, then that is said', async () => {
    const failed = response({ status: 'failed', error: { code: 'content_filter', message: 'filtered' } });
    const { responses } = await open([events(eventsOf({ type: 'response.failed', response: failed }))]);

    expect(await responses.step(request, watching)).toEqual({ text: '', calls: [], ending: 'filtered' });
  });
});

/** A server that answers each request by hand. */
async function serve(answer: (response: ServerResponse, url: string) => void): Promise<string> {
  const server = createServer((incoming, answering) => {
    incoming.resume();
    answer(answering, incoming.url ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}/v1`;
}

describe('given a server that is slow to end', () => {
  test('when it has said everything and does not hang up, then nobody waits for it', async () => {
    const url = await serve((answering) => {
      answering.writeHead(200, { 'content-type': 'text/event-stream' });
      answering.write(eventsOf({ type: 'response.completed', response: response({ output: [message('All well.')] }) }));
    });

    expect((await responsesModel(settingsFor(url)).step(request, watching)).text).toBe('All well.');
  });

  test('when a letter comes in two halves, then it is read as one', async () => {
    const body = Buffer.from(eventsOf(chunk({ content: 'Grüße' }), end('stop'), '[DONE]'));
    const middle = body.indexOf('ü') + 1;
    const url = await serve((answering) => {
      answering.writeHead(200, { 'content-type': 'text/event-stream' });
      answering.write(body.subarray(0, middle), () => setImmediate(() => answering.end(body.subarray(middle))));
    });

    expect((await chatModel(settingsFor(url)).step(request, watching)).text).toBe('Grüße');
  });
});

describe('given a server that refuses in its own words', () => {
  test.each([
    ['of FastAPI', '{"detail":[{"loc":["body","parallel_tool_calls"],"msg":"Extra inputs are not permitted"}]}'],
    ['of an older vLLM', '{"object":"error","message":"parallel_tool_calls is not supported","code":400}'],
    ['without JSON', 'unknown field: parallel_tool_calls'],
    ['in one text', '{"error":"parallel_tool_calls is unknown"}'],
  ])('when these are %s, then they are understood', async (_, refusal) => {
    const bodies: string[] = [];
    const url = await serve((answering) => {
      bodies.push('');
      if (bodies.length > 1)
        return answering.writeHead(200, JSON_TYPE).end('{"choices":[{"message":{"content":"ok"}}]}');
      return answering.writeHead(400, JSON_TYPE).end(refusal);
    });
    const sent: string[] = [];
    const model = chatModel({
      ...settingsFor(url),
      fetch: (input, init) => {
        sent.push(z.string().parse(init?.body));
        return fetch(input, init);
      },
    });

    await model.step(request);

    expect(sent.map((body) => [body.includes('parallel_tool_calls'), body.includes('strict')])).toEqual([
      [true, true],
      [false, true],
    ]);
  });
});

const JSON_TYPE = { 'content-type': 'application/json' };

describe('given an address with a query', () => {
  test('when a step is asked for, then the query goes along and the key stands in both headers', async () => {
    const { server } = await open([say('ok')]);

    await chatModel(settingsFor(`${server.url}?api-version=2025-01-01`)).step(request);

    const [asked] = server.requests;
    expect(asked?.query).toBe('api-version=2025-01-01');
    expect(asked?.headers).toMatchObject({ 'api-key': 'sk-canary', authorization: 'Bearer sk-canary' });
  });

  test('when there is none, then the key stands in one header', async () => {
    const { server, responses } = await open([say('ok')]);

    await responses.step(request);

    expect(server.requests[0]?.headers).not.toHaveProperty('api-key');
  });

  test.each([
    ['https://shop.openai.azure.com/openai/v1', true],
    ['https://azure.com.example.org/v1', false],
  ])('when the address is %s, then the second header is sent: %s', async (baseUrl, isSent) => {
    const sent: (string | null)[] = [];
    const model = responsesModel({
      ...settingsFor(baseUrl),
      fetch: async (_, init) => {
        sent.push(new Headers(init?.headers).get('api-key'));
        return Response.json(response({}));
      },
    });

    await model.step(request);

    expect(sent).toEqual([isSent ? 'sk-canary' : null]);
  });
});

test('given a date to try again at, when the server names it by its own clock, then that long is waited', async () => {
  const headers = { date: 'Wed, 21 Oct 2026 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2026 07:28:03 GMT' };
  const server = await startScriptedModel({ script: [error(503, headers), say('ok')] });
  closing.push(() => server.close());
  const delays: number[] = [];
  const model = chatModel({
    ...settingsFor(server.url),
    wake: (delay, run) => {
      delays.push(delay);
      run();
      return () => {};
    },
  });

  await model.step(request);

  expect(delays).toEqual([3_000]);
});
