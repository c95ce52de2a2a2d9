import { describe, expect, test } from 'vitest';
import { runTurn } from '../../src/agent/run-turn.ts';
import type { TurnDeps } from '../../src/agent/run-turn.ts';
import type { Turn } from '../../src/agent/turn.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { Unavailable } from '../../src/domain/errors.ts';
import { MessageTs, UserId } from '../../src/domain/ids.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import { HOUR } from '../../src/domain/time.ts';
import { toolbox } from '../../src/tools/toolbox.ts';
import type { Tool } from '../../src/tools/tool.ts';
import { alice } from '../fakes/approvals.ts';
import { fakeCompany } from '../fakes/company.ts';
import { NOW, THREAD, refundCall } from '../fakes/house.ts';
import { calls, fakeModel, outputOf, says } from '../fakes/model.ts';
import type { FakeModel, Scripted } from '../fakes/model.ts';

const asked: Item = {
  kind: 'person',
  text: 'help',
  by: { user: UserId.parse('UALICE'), role: 'customer', external: false },
  ts: MessageTs.parse('1700000000.000100'),
  at: NOW,
};

interface Run {
  turn: Turn;
  model: FakeModel;
  /** `start name`, `end name` of every tool call. */
  order: string[];
  outputs: (...callIds: readonly string[]) => unknown[];
}

/** One turn of Alice's; `over` replaces what the loop sees. */
async function run(
  script: readonly Scripted[],
  over: (order: string[]) => Partial<TurnDeps> = () => ({}),
): Promise<Run> {
  const company = fakeCompany();
  const box = toolbox(company);
  const model = fakeModel(...script);
  const order: string[] = [];
  const ignore = (): void => {};
  const id = { last: 0 };
  const turn = await runTurn(
    {
      store: sqlStore(openSqlite(':memory:').driver),
      policy: DEFAULT_POLICY,
      decideWithin: HOUR,
      newId: () => String((id.last += 1)).padStart(6, '0'),
      findTool: (name, asker) => box.find(name, asker),
      toolsFor: (asker, hasOpenRequest) => box.toolsFor(asker, hasOpenRequest),
      isAction: (name) => box.actions.has(name),
      model,
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      now: () => NOW,
      crashPoint: ignore,
      ...over(order),
    },
    { context: { asker: alice, conversation: THREAD, now: NOW }, items: [asked], approvals: [] },
  );
  const outputs = (...callIds: readonly string[]) => callIds.map((callId) => outputOf({ items: turn.items }, callId));
  return { turn, model, order, outputs };
}

/** Tools that take as many turns of the event loop as they are told, and say when they begin and end. */
const slowTools =
  (actions: readonly string[]) =>
  (order: string[]): Partial<TurnDeps> => ({
    isAction: (name) => actions.includes(name),
    findTool: (name): Tool => ({
      spec: { name, description: '', parameters: {} },
      call: async (input) => {
        order.push(`start ${name}`);
        for (let turns = Number(Object(input).turns); turns > 0; turns -= 1) await Promise.resolve();
        order.push(`end ${name}`);
        return { kind: 'data', data: { from: name } };
      },
    }),
  });

describe('given several calls in one step', () => {
  test('when they are reads, then they run together, and their results stand in the order of the calls', async () => {
    const { turn, order } = await run(
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
    const { order } = await run(
      [calls(['first', { turns: 20 }], ['second', { turns: 1 }]), says('Both.')],
      slowTools(['first', 'second']),
    );

    expect(order).toEqual(['start first', 'end first', 'start second', 'end second']);
  });

  test('when one of them cannot reach its system, then only that one answers so', async () => {
    const company = fakeCompany();
    company.takeDown('orders');
    const box = toolbox(company);
    const { outputs, turn } = await run(
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
    const { turn, model } = await run([
      calls(['find_orders', { order_id: 'ORD-1', customer_id: null }]),
      calls(['find_orders', { order_id: 'ORD-999', customer_id: null }]),
      says('Done.'),
    ]);

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
    const { outputs, turn } = await run([calls(call), says('I see.')]);

    expect(outputs('call_1')).toEqual([{ error, message: expect.any(String) }]);
    expect(turn).toMatchObject({ reply: 'I see.', opened: [] });
  });

  test('when it never ends, then it is stopped after eight steps with a sentence', async () => {
    const endless = Array.from({ length: 20 }, () => calls(['find_orders', { order_id: 'ORD-1', customer_id: null }]));
    const { turn, model } = await run(endless);

    expect(model.requests).toHaveLength(8);
    expect(turn.reply).toMatch(/^I'm sorry, I couldn't finish this/);
  });

  test('when it talks while it calls, then only its last words are the reply', async () => {
    const step = { ...calls(['find_orders', { order_id: 'ORD-1', customer_id: null }]), text: 'Let me look.' };
    const { turn } = await run([step, says('It is on its way.')]);

    expect(turn.reply).toBe('It is on its way.');
    expect(turn.items.flatMap((item) => (item.kind === 'assistant' ? item.text : []))).toEqual([
      'Let me look.',
      'It is on its way.',
    ]);
  });
});

test('given a model that cannot be reached in the middle, when the turn ends, then what was read is kept and the person is told', async () => {
  const { turn } = await run([calls(['find_orders', { order_id: 'ORD-1', customer_id: null }]), 'outage']);

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
    await run([fail], () => ({ log }));

    expect(logged).toEqual([[{ conversation: THREAD, ...fields }, 'the model is unavailable']]);
  },
);

test('given a hand-off, when the model calls it, then it is told that somebody was called', async () => {
  const { turn, outputs } = await run([calls(['hand_off', { wants: 'a person' }]), says('Somebody will answer here.')]);

  expect(turn.handOffs).toEqual(['a person']);
  expect(outputs('call_1')).toMatchObject([{ status: 'handed_off' }]);
});
