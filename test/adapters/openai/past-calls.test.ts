import { afterEach, describe, expect, test } from 'vitest';
import { chatModel } from '../../../src/adapters/openai/chat.ts';
import { responsesModel } from '../../../src/adapters/openai/responses.ts';
import { ConversationId } from '../../../src/domain/ids.ts';
import { say, startScriptedModel } from '../../fakes/openai.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const largest = JSON.stringify({ query: 'x'.repeat(8_000 - 12) });

describe.each([
  ['responses', responsesModel],
  ['chat', chatModel],
] as const)('given a past call on the %s API', (_, open) => {
  test.each([
    ['an object', '{"query":"mug"}', '{"query":"mug"}'],
    ['an object of the longest kind', largest, largest],
    ['an object that is longer', `${largest} `, '{}'],
    ['an object that was cut', '{"query":"mu', '{}'],
    ['a list', '[1]', '{}'],
    ['a word', '"mug"', '{}'],
    ['null', 'null', '{}'],
    ['nothing', '', '{}'],
  ])('when its arguments are %s, then every server can read what is sent back', async (__, text, sent) => {
    const server = await startScriptedModel({ script: [say('ok')] });
    closing.push(() => server.close());
    const model = open({
      apiKey: 'sk-canary',
      model: 'test-model',
      baseUrl: server.url,
      log: silent,
      random: () => 0,
      now: () => 0,
      wake: () => () => {},
    });

    await model.step({
      conversation: ConversationId.parse('T1:C1:1.0'),
      instructions: 'Be kind.',
      items: [
        { kind: 'call', callId: 'c1', name: 'search_articles', arguments: text, at: 0 },
        { kind: 'result', callId: 'c1', output: '{}', at: 0 },
      ],
      tools: [],
    });

    expect(server.requests[0]?.items).toEqual([
      { kind: 'call', callId: 'c1', name: 'search_articles', arguments: sent },
      { kind: 'output', callId: 'c1', output: '{}' },
    ]);
  });
});
