import { afterEach, describe, expect, test } from 'vitest';
import { call, calls, decline, filtered, incomplete, say, startScriptedModel, thinking } from '../../fakes/openai.ts';
import type { Script } from '../../fakes/openai.ts';
import { requestProblems } from '../../fakes/openai-requests.ts';
import { problems, SPECIFICATION } from '../../fakes/openai-schema.ts';

const TOOL = {
  type: 'function',
  name: 'find_orders',
  description: 'Reads orders.',
  strict: true,
  parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
};
const made = (id: string) => ({ type: 'function_call', call_id: id, name: 'find_orders', arguments: '{}' });
const output = (id: string) => ({ type: 'function_call_output', call_id: id, output: '{}' });
const thought = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'abc' };
const responses = (input: readonly object[], more: object = {}) => ({
  model: 'm',
  instructions: 'Be kind.',
  input: [{ role: 'user', content: 'hi' }, ...input],
  ...more,
});
const asked = (id: string) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, type: 'function', function: { name: 'find_orders', arguments: '{}' } }],
});
const chat = (messages: readonly object[], more: object = {}) => ({
  model: 'm',
  messages: [{ role: 'system', content: 'Be kind.' }, ...messages],
  ...more,
});
const withTool = (parameters: object) => responses([], { tools: [{ ...TOOL, parameters }] });
const closed = { type: 'object', additionalProperties: false };

describe('given what a request must be', () => {
  test.each([
    ['two calls and their outputs', responses([made('a'), made('b'), output('b'), output('a')])],
    ['a thought before a call', responses([thought, made('a'), output('a')])],
    [
      'a tool that has to be called',
      responses([], { tools: [TOOL], tool_choice: { type: 'function', name: 'find_orders' } }),
    ],
    [
      'a nested schema',
      withTool({
        ...closed,
        properties: { a: { anyOf: [{ ...closed, properties: {}, required: [] }] } },
        required: ['a'],
      }),
    ],
  ])('when it holds %s, then nothing is wrong', (_, body) => {
    expect(requestProblems(SPECIFICATION, 'responses', body)).toEqual([]);
  });

  test.each([
    ['an output without a call', responses([output('a')])],
    ['a call without an output', responses([made('a')])],
    ['a message between a call and its output', responses([made('a'), { role: 'user', content: 'x' }, output('a')])],
    ['a call among outputs', responses([made('a'), made('b'), output('a'), made('c'), output('b'), output('c')])],
    ['two outputs of one call', responses([made('a'), output('a'), output('a')])],
    ['one id twice', responses([made('a'), output('a'), made('a'), output('a')])],
    ['a thought without a call', responses([thought, { role: 'user', content: 'x' }])],
    ['an open schema', withTool({ type: 'object', properties: {}, required: [] })],
    ['an optional property', withTool({ ...closed, properties: { a: { type: 'string' } }, required: [] })],
    [
      'a property that is open inside',
      withTool({
        ...closed,
        properties: { a: { type: 'array', items: { type: 'object', properties: {}, required: [] } } },
        required: ['a'],
      }),
    ],
    ['a choice without tools', responses([], { tool_choice: 'none' })],
  ])('when it holds %s, then that is found', (_, body) => {
    expect(requestProblems(undefined, 'responses', body)).not.toEqual([]);
  });

  test.each([
    ['a result without a call', chat([{ role: 'tool', tool_call_id: 'a', content: '{}' }])],
    ['a call without a result', chat([asked('a'), { role: 'user', content: 'x' }])],
    ['an option for streams without a stream', chat([], { stream_options: { include_usage: true } })],
  ])('when messages hold %s, then that is found', (_, body) => {
    expect(requestProblems(undefined, 'chat', body)).not.toEqual([]);
  });
});

test.runIf(!SPECIFICATION)(
  'skipped: requests are not compared with the schemas of OpenAI, which EVAL_DATA_DIR does not hold',
  () => {
    expect(requestProblems(SPECIFICATION, 'chat', chat([], { temprature: 1 }))).toEqual([]);
  },
);

describe.skipIf(!SPECIFICATION)("given OpenAI's own schemas (skipped without EVAL_DATA_DIR)", () => {
  const definitions = SPECIFICATION ?? { $defs: {} };

  test.each([
    ['a field that does not exist', chat([{ role: 'user', content: 'x' }], { temprature: 1 })],
    ['a field of the other API', chat([{ role: 'user', content: 'x' }], { instructions: 'x' })],
    ['a value of another type', chat([{ role: 'user', content: 'x' }], { store: 'no' })],
    ['a part that is none', chat([{ role: 'user', content: 7 }])],
  ])('when a request holds %s, then that is found', (_, body) => {
    expect(requestProblems(definitions, 'chat', body)).not.toEqual([]);
  });

  const STEPS = [
    ['words', say('All is well.')],
    ['nothing', say('')],
    ['a call', call('find_orders', { id: 1 }, 'One moment.')],
    [
      'thoughts',
      thinking(calls({ name: 'find_orders', arguments: {} }, { name: 'find_orders', arguments: {} }), 'abc'),
    ],
    ['a refusal', decline()],
    ['half an answer', incomplete()],
    ['what a filter left', filtered('It cos')],
  ] as const;
  const PATHS = {
    responses: ['/responses', '__responsesResponse', '__responsesStream'],
    chat: ['/chat/completions', '__chatResponse', 'CreateChatCompletionStreamResponse'],
  } as const;

  test.each(STEPS.flatMap(([name, step]) => [[name, 'responses', step] as const, [name, 'chat', step] as const]))(
    'when the scripted model answers with %s over %s, then answer and events are valid',
    async (_, api, step) => {
      const [path, answerName, eventName] = PATHS[api];
      const model = await start(() => step);
      const body = api === 'chat' ? chat([]) : responses([]);
      const ask = (more: object) =>
        fetch(`${model.url}${path}`, { method: 'POST', body: JSON.stringify({ ...body, ...more }) });

      const plain: unknown = await (await ask({})).json();
      const events = (await (await ask({ stream: true })).text())
        .split('\n')
        .flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6)) as unknown] : []));

      expect(problems(definitions, answerName, plain)).toEqual([]);
      expect(events.flatMap((event) => problems(definitions, eventName, event))).toEqual([]);
    },
  );
});

const open: { close: () => Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((model) => model.close())));
async function start(script: Script) {
  const model = await startScriptedModel({ script });
  open.push(model);
  return model;
}

test('given a scripted model, when a request is not valid, then it answers 400 and the test cannot end well', async () => {
  const model = await startScriptedModel({ script: [say('ok')] });

  const answer = await fetch(`${model.url}/responses`, {
    method: 'POST',
    body: JSON.stringify(responses([output('a')])),
  });

  expect(answer.status).toBe(400);
  expect(() => model.assertComplete()).toThrow(/not valid: output a/);
  await expect(model.close()).rejects.toThrow(/not valid: output a/);
});
