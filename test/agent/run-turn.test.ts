import { describe, expect, test } from 'vitest';
import type { Showing } from '../../src/agent/turn.ts';
import { Unavailable } from '../../src/domain/errors.ts';
import { toolbox } from '../../src/tools/toolbox.ts';
import { fakeCompany } from '../fakes/company.ts';
import { THREAD, refundCall } from '../fakes/house.ts';
import { calls, outputOf, says, writes } from '../fakes/model.ts';
import { lookUp, playTurn, slowTools } from './play-turn.ts';

describe('given several calls in one step', () => {
  test('when they are reads, then they run together, and their results stand in the order of the calls', async () => {
    const { turn, order } = await playTurn(
      [calls(['slow', { turns: 50 }], ['quick', { turns: 1 }]), says('Both.')],
      slowTools([]),
    );

    expect(order).toEqual(['start slow', 'start quick', 'end quick', 'end slow']);
    expect(turn.items.map((item) => (item.kind === 'result' ? item.output : item.kind))).toEqual([
      'call',
      'call',
      '{"from":"slow"}',
      '{"from":"quick"}',
      'assistant',
    ]);
  });

  test('when they are actions, then one ends before the next begins, in the order of the calls', async () => {
    const { order } = await playTurn(
      [calls(['first', { turns: 20 }], ['second', { turns: 1 }]), says('Both.')],
      slowTools(['first', 'second']),
    );

    expect(order).toEqual(['start first', 'end first', 'start second', 'end second']);
  });

  test('when one of them cannot reach its system, then only that one answers so', async () => {
    const company = fakeCompany();
    company.takeDown('orders');
    const box = toolbox(company);
    const { outputs, turn } = await playTurn(
      [
        calls(['find_orders', { order_id: 'ORD-1', customer_id: null }], ['search_articles', { query: 'password' }]),
        says('Sorry.'),
      ],
      () => ({ findTool: (name, asker) => box.find(name, asker) }),
    );

    const [first, second] = outputs('call_1', 'call_2');
    expect(first).toEqual({
      error: 'UNAVAILABLE',
      message: 'The order system cannot be reached right now. Say so; nothing was changed.',
    });
    expect(second).not.toHaveProperty('error');
    expect(turn.reply).toBe('Sorry.');
  });

  test('when a server counts its call ids anew in each step, then every result still answers its own call', async () => {
    const { turn, model } = await playTurn([lookUp(), lookUp('ORD-999'), says('Done.')]);

    const ids = turn.items.flatMap((item) => (item.kind === 'call' ? item.callId : []));
    expect(ids).toEqual(['call_1', 'call_1-2']);
    expect(outputOf(model.requests[2] ?? { items: [] }, 'call_1')).toMatchObject({ error: 'ORDER_NOT_FOUND' });
  });
});

describe('given a model that calls badly', () => {
  test.each([
    ['a tool that does not exist', ['give_money', {}], 'UNKNOWN_TOOL'],
    ['what this person may not call', ['no_such_tool', {}], 'UNKNOWN_TOOL'],
    ['with text that is no JSON', ['find_orders', '{"order_id": '], 'INVALID_JSON'],
    ['with a key named twice', ['find_orders', '{"order_id":"a","order_id":"b","customer_id":null}'], 'DUPLICATE_KEYS'],
    ['with arguments that break the schema', ['refund_order', { order_id: 'ORD-12345' }], expect.any(String)],
    ['for an order of somebody else', refundCall('1.00', 'ORD-2'), 'ORDER_NOT_FOUND'],
  ] as const)('when it calls %s, then it is told, and the turn goes on', async (_, call, error) => {
    const { outputs, turn } = await playTurn([calls(call), says('I see.')]);

    expect(outputs('call_1')).toEqual([{ error, message: expect.any(String) }]);
    expect(turn).toMatchObject({ reply: 'I see.', opened: [] });
  });

  test('when it never ends, then it is stopped after eight steps with a sentence', async () => {
    const endless = Array.from({ length: 20 }, () => lookUp());
    const { turn, model } = await playTurn(endless);

    expect(model.requests).toHaveLength(8);
    expect(turn.reply).toMatch(/^I'm sorry, I couldn't finish this/);
  });

  test('when it talks while it calls, then only its last words are the reply', async () => {
    const step = { ...lookUp(), text: 'Let me look.' };
    const { turn } = await playTurn([step, says('It is on its way.')]);

    expect(turn.reply).toBe('It is on its way.');
    expect(turn.items.flatMap((item) => (item.kind === 'assistant' ? item.text : []))).toEqual([
      'Let me look.',
      'It is on its way.',
    ]);
  });
});

test('given a model that cannot be reached in the middle, when the turn ends, then what was read is kept and the person is told', async () => {
  const { turn } = await playTurn([lookUp(), 'outage']);

  expect(turn.items.map(({ kind }) => kind)).toEqual(['call', 'result', 'assistant']);
  expect(turn.reply).toMatch(/my language model doesn't answer/);
});

test.each([
  [Object.assign(new RangeError('he wrote: my card is 4111'), { status: 429 }), { error: 'RangeError', status: 429 }],
  [new TypeError('fetch failed'), { error: 'TypeError' }],
  ['he wrote: my card is 4111', { error: 'string' }],
])(
  'given a model that fails with %o, when that is logged, then only its name and status are',
  async (cause, fields) => {
    const logged: unknown[] = [];
    const fail = () => Promise.reject(new Unavailable('model', { cause }));
    const ignore = (): void => {};
    const log = { debug: ignore, info: ignore, warn: ignore, error: (...line: unknown[]) => void logged.push(line) };
    await playTurn([fail], () => ({ log }));

    expect(logged).toEqual([[{ conversation: THREAD, ...fields }, 'the model is unavailable']]);
  },
);

test('given a hand-off, when the model calls it, then it is told that somebody was called', async () => {
  const { turn, outputs } = await playTurn([
    calls(['hand_off', { wants: 'a person' }]),
    says('Somebody will answer here.'),
  ]);

  expect(turn.handOffs).toEqual(['a person']);
  expect(outputs('call_1')).toMatchObject([{ status: 'handed_off' }]);
});

test('given a step with thoughts of the model, when it goes on, then they stand right before its calls, and nowhere once the turn is over', async () => {
  const { turn, model } = await playTurn([
    { ...lookUp(), text: 'Let me look.', reasoning: [{ id: 'rs_1', sealed: 'xyz' }] },
    says('It is on its way.'),
  ]);

  expect(model.requests[1]?.items.map(({ kind }) => kind)).toEqual([
    'person',
    'assistant',
    'reasoning',
    'call',
    'result',
  ]);
  expect(turn.items.map(({ kind }) => kind)).toEqual(['assistant', 'call', 'result', 'assistant']);
});

test('given several model calls, when the turn ends, then its tokens are those of all of them together', async () => {
  const { turn } = await playTurn([
    { ...lookUp(), usage: { input: 100, cached: 0, output: 10 } },
    { ...says(''), usage: { input: 130, cached: 100, output: 0 } },
    { ...says('Here.'), usage: { input: 130, cached: 120, output: 5 } },
  ]);

  expect(turn.usage).toEqual({ input: 360, cached: 220, output: 15 });
});

describe('given somebody who watches', () => {
  test('when the model writes, then they see it grow, and know what the turn has read before', async () => {
    const shown: string[] = [];
    const read: string[] = [];
    const showing: Showing = {
      knows: (items) => read.push(items.map(({ kind }) => kind).join(' ')),
      text: (soFar) => void shown.push(soFar),
      tools: () => () => {},
    };
    await playTurn([calls(['a', {}]), writes(['It ', 'is ', 'here.'])], slowTools([]), { showing });

    expect(shown).toEqual(['It ', 'It is ', 'It is here.']);
    expect(read).toEqual(['', 'call result']);
  });

  test('when tools run, then they see which, until those have ended', async () => {
    const seen: string[] = [];
    const showing: Showing = {
      knows: () => {},
      text: () => {},
      tools: (made) => {
        seen.push(`begin ${made.map(({ name, callId }) => `${name} ${callId}`).join(', ')}`);
        return () => void seen.push('end');
      },
    };
    await playTurn([calls(['a', {}], ['b', {}]), calls(['a', { again: true }]), says('Done.')], slowTools([]), {
      showing,
    });

    expect(seen).toEqual(['begin a call_1, b call_2', 'end', 'begin a call_1-2', 'end']);
  });

  test('when nobody does, then the model need not show its text', async () => {
    const asked: boolean[] = [];
    await playTurn([
      (_, { onText }) => {
        asked.push(onText !== undefined);
        return says('Hello.');
      },
    ]);

    expect(asked).toEqual([false]);
  });
});
