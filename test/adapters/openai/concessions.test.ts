import { afterEach, describe, expect, test } from 'vitest';
import { chatModel } from '../../../src/adapters/openai/chat.ts';
import { responsesModel } from '../../../src/adapters/openai/responses.ts';
import { Unavailable } from '../../../src/domain/errors.ts';
import { ConversationId } from '../../../src/domain/ids.ts';
import { HOUR } from '../../../src/domain/time.ts';
import type { StepRequest } from '../../../src/ports/model.ts';
import { error, refuse, say, startScriptedModel } from '../../fakes/openai.ts';
import type { Script } from '../../fakes/openai.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
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
const OPENERS = { responses: responsesModel, chat: chatModel };

async function start(api: keyof typeof OPENERS, script: Script) {
  const server = await startScriptedModel({ script });
  closing.push(() => server.close());
  const clock = { now: 0 };
  const model = OPENERS[api]({
    apiKey: 'sk-canary',
    model: 'test-model',
    baseUrl: server.url,
    log: silent,
    random: () => 0,
    now: () => clock.now,
    wake: () => () => {},
  });
  return {
    clock,
    step: () => model.step(request, { onText: () => {} }),
    bodies: () => server.requests.map(({ body }) => body),
    storing: () => server.requests.map(({ body }) => body['store']),
  };
}

describe('given a server of the Responses API, which keeps what it is not told to forget', () => {
  test('when it refuses and does not say what, then it is still told not to keep anything', async () => {
    const { step, bodies, storing } = await start('responses', ({ body }) =>
      'stream' in body ? error(400) : say('ok'),
    );

    expect((await step()).text).toBe('ok');

    expect(storing()).toEqual([false, false, false]);
    expect(bodies().at(-1)).not.toHaveProperty('prompt_cache_key');
  });

  test('when it takes nothing with that and does not say so, then it is not used', async () => {
    const { step, storing } = await start('responses', ({ body }) => ('store' in body ? error(400) : say('ok')));

    await expect(step()).rejects.toBeInstanceOf(Unavailable);

    expect(storing()).toEqual([false, false, false]);
  });

  test.each([
    ['as a parameter', refuse('Unsupported value', 'store')],
    ['in quotes', refuse("Unsupported parameter: 'store'")],
    ['as an argument', refuse('Unrecognized request argument supplied: store')],
    ['as a place in the request', error(422, {}, { message: '[{"loc":["body","store"],"msg":"Extra inputs"}]' })],
    ['at the beginning', refuse('store is not supported here')],
  ])('when it refuses that by name, %s, then it goes without', async (_, refusal) => {
    const { step, storing } = await start('responses', ({ body }) => ('store' in body ? refusal : say('ok')));

    await step();

    expect(storing()).toEqual([false, undefined]);
  });

  test('when its refusal quotes what a person wrote about a store, then that names nothing', async () => {
    const quote = '[{"loc":["body","input",0],"msg":"Input should be shorter","input":"I bought it in your store."}]';
    const { step, storing } = await start('responses', () => refuse(quote));

    await expect(step()).rejects.toBeInstanceOf(Unavailable);

    expect(new Set(storing())).toEqual(new Set([false]));
  });
});

describe.each(['responses', 'chat'] as const)(
  'given a server of the %s API that once refused without a word',
  (api) => {
    const afterThat = async () => {
      const odd = { count: 2 }; // refusals still to come
      const started = await start(api, () => ((odd.count -= 1) >= 0 ? error(400) : say('ok')));
      await started.step();
      return started;
    };

    test('when it is asked again within the hour, then with the barest request', async () => {
      const { step, bodies, clock } = await afterThat();
      clock.now = HOUR - 1;

      await step();

      expect(bodies()[3]).toEqual(bodies()[2]);
      expect(bodies()[3]).not.toHaveProperty('stream');
    });

    test('when an hour is over, then with all that makes an answer better', async () => {
      const { step, bodies, clock } = await afterThat();
      clock.now = HOUR - 1;
      await step();
      clock.now = HOUR;

      await step();

      expect(bodies()[4]).toEqual(bodies()[0]);
      expect(bodies()[4]).toMatchObject({ stream: true });
    });

    test('when what it refused had a name, then that is left out however long', async () => {
      const refusal = refuse('Unknown parameter', 'parallel_tool_calls');
      const { step, bodies, clock } = await start(api, ({ body }) =>
        'parallel_tool_calls' in body ? refusal : say('ok'),
      );
      await step();
      clock.now = 100 * HOUR;

      await step();

      expect(bodies().map((body) => 'parallel_tool_calls' in body)).toEqual([true, false, false]);
    });
  },
);
