import { runTurn } from '../../src/agent/run-turn.ts';
import type { TurnDeps } from '../../src/agent/run-turn.ts';
import type { TurnRequest } from '../../src/agent/running.ts';
import type { Listening, Turn } from '../../src/agent/turn.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { MessageTs, UserId } from '../../src/domain/ids.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import { HOUR } from '../../src/domain/time.ts';
import { toolbox } from '../../src/tools/toolbox.ts';
import type { Tool } from '../../src/tools/tool.ts';
import { alice } from '../fakes/approvals.ts';
import { fakeCompany } from '../fakes/company.ts';
import { NOW, THREAD } from '../fakes/house.ts';
import { calls, fakeModel, outputOf } from '../fakes/model.ts';
import type { FakeModel, Scripted } from '../fakes/model.ts';

/** What Alice writes. */
export const words = (text: string, over: { at?: number; ts?: string } = {}): Extract<Item, { kind: 'person' }> => ({
  kind: 'person',
  text,
  by: { user: UserId.parse('UALICE'), role: 'customer', external: false },
  ts: MessageTs.parse(over.ts ?? '1700000000.000100'),
  at: over.at ?? NOW,
});

export const note = (text: string): Item => ({ kind: 'note', text, at: NOW });

/** A look-up that finds the order; `order` makes it another one. */
export const lookUp = (order = 'ORD-1') => calls(['find_orders', { order_id: order, customer_id: null }]);

export interface Played {
  turn: Turn;
  model: FakeModel;
  /** `start name`, `end name` of every tool call. */
  order: string[];
  outputs: (...callIds: readonly string[]) => unknown[];
}

/** One turn of Alice's; `over` replaces what the loop sees, `request` what it is asked. */
export async function playTurn(
  script: readonly Scripted[],
  over: (order: string[]) => Partial<TurnDeps> = () => ({}),
  request: Partial<TurnRequest> = {},
): Promise<Played> {
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
      wake: () => ignore,
      fence: 'fence',
      ...over(order),
    },
    { context: { asker: alice, conversation: THREAD, now: NOW }, items: [words('help')], approvals: [], ...request },
  );
  const outputs = (...callIds: readonly string[]) => callIds.map((callId) => outputOf({ items: turn.items }, callId));
  return { turn, model, order, outputs };
}

/** Tools that take as many turns of the event loop as they are told, and say when they begin and end. */
export const slowTools =
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

/** A tool of any name that never answers. */
export const stuckTools = (): Partial<TurnDeps> => ({
  findTool: (name): Tool => ({
    spec: { name, description: '', parameters: {} },
    call: () => new Promise(() => {}),
  }),
});

/** What the person writes while the turn runs; `write` puts it there. */
export function listening(): { listening: Listening; write: (...items: readonly Item[]) => void; stop: () => void } {
  const arrived: Item[] = [];
  const stopped = new AbortController();
  return {
    listening: { takeIn: () => arrived.splice(0), signal: stopped.signal },
    write: (...items) => void arrived.push(...items),
    stop: () => stopped.abort(),
  };
}

/** `said in order`: what the turn's items are, in short. */
export const kindsOf = ({ items }: Turn): string[] =>
  items.map((item) => (item.kind === 'person' || item.kind === 'assistant' ? `${item.kind} ${item.text}` : item.kind));
