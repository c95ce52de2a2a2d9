import { toEntries } from '../../src/adapters/openai/entries.ts';
import { statementsOf } from '../../src/adapters/sql/change-statements.ts';
import type { StepRequest } from '../../src/ports/model.ts';
import type { Store } from '../../src/ports/store.ts';
import { openHouse } from '../fakes/house.ts';
import { calls, says } from '../fakes/model.ts';
import { shareOf } from './share-of.ts';

/** What one turn of a thread costs. */
interface Cost {
  /** Characters of all its requests by four: instructions, tools and conversation. */
  tokens: number;
  /** Statements of its commit. */
  writes: number;
  milliseconds: number;
}

const CHARACTERS_A_TOKEN = 4;
const NEAR = 10;

/** Turns of one thread, each with a read: late ones cost no more than early ones. */
export async function benchLongThread({ turns }: { turns: number }): Promise<void> {
  const costs: Cost[] = [];
  const written: number[] = []; // statements of each commit
  const house = await openHouse({ overStore: (store) => counting(store, (statements) => written.push(statements)) });
  for (let turn = 1; turn <= turns; turn += 1) {
    house.model.goOn(
      calls(['find_orders', { order_id: 'ORD-12345', customer_id: null }]),
      says(`Your order ORD-12345 was delivered three days ago, on January 7th. That was question ${turn}.`),
    );
    const before = { requests: house.model.requests.length, commits: written.length };
    const begun = performance.now();
    await house.ask(
      `Question ${turn}: where is my order ORD-12345, please? I have been waiting for it for a while now.`,
    );
    const requests = house.model.requests.slice(before.requests);
    costs.push({
      milliseconds: performance.now() - begun,
      tokens: sumOf(requests.map(sizeOf)) / CHARACTERS_A_TOKEN,
      writes: sumOf(written.slice(before.commits)),
    });
  }
  house.close();
  console.log(`one thread of ${turns} turns, one read a turn; the mean of the ${NEAR} turns up to each\n`);
  console.log(`${'turn'.padEnd(8)}${['tokens a turn', 'writes', 'ms'].map((name) => name.padStart(16)).join('')}`);
  for (const turn of [NEAR, 20, 50, 100, 200, turns].filter((at) => at <= turns))
    print(turn, costs.slice(turn - NEAR, turn));
  console.log(`\nlargest turn: ${Math.max(...costs.map(({ tokens }) => tokens)).toFixed(0)} tokens`);
}

const counting = (store: Store, count: (statements: number) => void): Store => ({
  ...store,
  commit: (change) => {
    count(statementsOf(change).length);
    return store.commit(change);
  },
});

const sizeOf = ({ instructions, items, tools, fence }: StepRequest): number =>
  instructions.length + JSON.stringify(toEntries(items, fence)).length + JSON.stringify(tools).length;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function print(turn: number, costs: readonly Cost[]): void {
  const mean = (of: (cost: Cost) => number): number => sumOf(costs.map(of)) / costs.length;
  const cells = [
    mean(({ tokens }) => tokens).toFixed(0),
    mean(({ writes }) => writes).toFixed(1),
    shareOf(
      costs.map(({ milliseconds }) => milliseconds),
      0.5,
    ).toFixed(1),
  ];
  console.log(`${String(turn).padEnd(8)}${cells.map((cell) => cell.padStart(16)).join('')}`);
}
