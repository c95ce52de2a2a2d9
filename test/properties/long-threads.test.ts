import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compact } from '../../src/agent/compact.ts';
import { tokensOf } from '../../src/agent/estimate-tokens.ts';
import { visibleTo } from '../../src/agent/visible-items.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { CustomerId, MessageTs, UserId } from '../../src/domain/ids.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { asSpeaker, narrowed } from '../../src/domain/scope.ts';
import type { Memory } from '../../src/ports/memory.ts';
import { NOON, alice, principal, priya, tom } from '../fakes/approvals.ts';
import { runs, sayHow, seed } from './runs.ts';

const customer = (name: string, id?: string): Principal => {
  const who = principal({ slackUser: UserId.parse(name), role: 'customer' });
  return id === undefined ? who : { ...who, customerId: CustomerId.parse(id) };
};
const bob = customer('UBOB', 'cust_456');
const bobsBrother = customer('UBRO', 'cust_456');
const stranger = customer('USTRANGER');
const guest = principal({ slackUser: UserId.parse('UGUEST'), external: true, role: 'customer' });
const WRITERS = [alice, bob, bobsBrother, stranger, guest, priya, tom];

/** One thing that happens in a thread; `size` in characters. */
type Event =
  | { kind: 'turn'; who: Principal; size: number; reads: number; asks: boolean; second: boolean }
  | { kind: 'outcome'; who: Principal; goesOn: boolean; size: number }
  | { kind: 'edit'; back: number }
  | { kind: 'put off'; who: Principal; other: Principal };

const who = fc.constantFrom(...WRITERS);
const size = fc.constantFrom(20, 200, 900, 4_000);
const turn = fc.record({
  kind: fc.constant('turn' as const),
  who,
  size,
  reads: fc.integer({ min: 0, max: 2 }),
  asks: fc.boolean(),
  second: fc.boolean(),
});
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: turn },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('outcome' as const), who, goesOn: fc.boolean(), size }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const), back: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('put off' as const), who, other: who }) },
);

/** Writes a thread down as the bot would; every secret in it is another word. */
function scribe() {
  const full: Item[] = [];
  const count = { last: 0 };
  const next = (): number => (count.last += 1);
  const scoped = (by: Principal): Principal => narrowed(by, full, { shared: false });
  const words = (by: Principal, text: string, ts = MessageTs.parse(`${next()}.1`)): Item => ({
    kind: 'person',
    text,
    by: asSpeaker(scoped(by)),
    ts,
    at: NOON + next(),
  });
  const findings = ({ reads, asks, size: long }: { reads: number; asks: boolean; size: number }): readonly Item[] => {
    const read = Array.from({ length: reads }, () => {
      const [callId, id] = [`call_${next()}`, `ORD-${next()}`];
      const order = { id, customerId: `cust_${next()}`, trackingUrl: `https://t${id}.example.com/x` };
      return pair(callId, ['find_orders', { order_id: id }, { orders: [order], text: 'x'.repeat(long) }]);
    });
    const asked = asks
      ? [pair(`call_${next()}`, ['refund_order', { order_id: `ORD-${next()}` }, { approval: `apr_${1e6 + next()}` }])]
      : [];
    const text = `Secret-${next()} ${'and so on, '.repeat(long / 10)}. I will come back to Secret-${next()}.`;
    return [...[...read, ...asked].flat(), { kind: 'assistant', text, at: NOON + next() }];
  };
  const pair = (callId: string, [name, input, output]: readonly [string, unknown, unknown]): readonly Item[] => [
    { kind: 'call', callId, name, arguments: JSON.stringify(input), at: NOON },
    { kind: 'result', callId, output: JSON.stringify(output), at: NOON },
  ];
  const itemsOf = (happens: Event): readonly Item[] => {
    switch (happens.kind) {
      case 'turn': {
        const { who: by, size: long, second } = happens;
        const said = [words(by, 'please '.repeat(long / 7)), ...(second ? [words(by, 'now')] : [])];
        return [...said, ...findings(happens)];
      }
      case 'outcome': {
        const { who: by, goesOn, size: long } = happens;
        const text = `Request apr_${1e6 + next()}: Secret-${next()} executed.`;
        const about = { about: by.slackUser, customer: by.customerId ?? CustomerId.parse('cust_123') };
        const note: Item = { kind: 'note', text, ...about, at: NOON };
        return [note, ...(goesOn ? findings({ reads: 1, asks: false, size: long }) : [])];
      }
      case 'edit': {
        const old = full.filter((item) => item.kind === 'person').at(-1 - happens.back);
        return old?.kind === 'person' ? [{ ...old, kind: 'edited', text: 'I mean this', at: NOON }] : [];
      }
      case 'put off': {
        const late = words(happens.who, 'too fast');
        const meanwhile = [words(happens.other, 'me first'), ...findings({ reads: 1, asks: false, size: 20 })];
        return [late, ...meanwhile, late, ...findings({ reads: 1, asks: false, size: 20 })];
      }
    }
  };
  return { full, write: (happens: Event) => void full.push(...itemsOf(happens)) };
}

const SECRET = /Secret-\d+|ORD-\d+|apr_\d+|cust_\d+/g;
/** What a reader learns from what was read and answered, beside what people wrote. */
const secretsIn = (reader: Principal, items: readonly Item[]): ReadonlySet<string> =>
  new Set(
    visibleTo(reader, items)
      .filter(({ kind }) => kind !== 'person' && kind !== 'edited')
      .flatMap((item) => [...JSON.stringify({ ...item, customer: undefined }).matchAll(SECRET)].map(([word]) => word)),
  );

/** Everybody who may ask next, in what those who read along leave them; and a colleague who is narrowed to one customer. */
const readersFor = (items: readonly Item[]): readonly Principal[] => [
  ...WRITERS.map((one) => narrowed(one, items, { shared: false })),
  ...(['cust_123', 'cust_456', 'nobody'] as const).map((id) => ({
    ...priya,
    only: id === 'nobody' ? id : CustomerId.parse(id),
  })),
];

function expectPaired(items: readonly Item[]): void {
  const calls = items.flatMap((item) => (item.kind === 'call' ? item.callId : []));
  const results = items.flatMap((item) => (item.kind === 'result' ? item.callId : []));
  expect(new Set(calls).size).toBe(calls.length);
  expect(results).toEqual(calls);
}

/** The thread as it is recalled before each event, kept as the store would. */
function live(events: readonly Event[], look: (memory: Memory, full: readonly Item[]) => void): number {
  const { full, write } = scribe();
  let memory: Memory = { summary: { items: [], through: 0 }, items: [] };
  let compactions = 0;
  for (const happens of events) {
    look(memory, full);
    const { summary = memory.summary } = compact(memory);
    compactions += summary === memory.summary ? 0 : 1;
    write(happens);
    memory = { summary, items: full.slice(summary.through) };
  }
  look(memory, full);
  return compactions;
}

const newestTurn = (items: readonly Item[]): readonly Item[] => {
  const start = items.findLastIndex((item, index) => item.kind === 'person' && items[index - 1]?.kind !== 'person');
  return items.slice(Math.max(0, start));
};

/** Everything that must be true of a thread that is shortened now. */
function judge(memory: Memory, full: readonly Item[]): void {
  const { items, summary } = compact(memory);
  if (!summary) return;
  expect(compact(memory).items).toEqual(items);
  expect(tokensOf(summary.items)).toBeLessThanOrEqual(1_000);
  expect(tokensOf(items)).toBeLessThanOrEqual(1_000 + Math.max(1_000, tokensOf(newestTurn(full))));
  expectPaired(items);
  if (tokensOf(items) < 4_000) expect(compact({ summary, items: full.slice(summary.through) })).toEqual({ items });
  for (const reader of readersFor(full)) {
    expect(narrowed(reader, items, { shared: false })).toEqual(narrowed(reader, full, { shared: false }));
    const before = secretsIn(reader, full);
    expect([...secretsIn(reader, items)].filter((word) => !before.has(word))).toEqual([]);
  }
}

test('given any thread, however it goes on, when it is shortened, then it is bounded and whole, and nobody sees more of it', () => {
  const property = fc.property(fc.array(event, { minLength: 10, maxLength: 40 }), (events) => void live(events, judge));

  try {
    fc.assert(property, { numRuns: runs(12, 1_000), seed });
  } catch (error) {
    sayHow();
    throw error;
  }
});

test('given a thread of 300 turns, when it is recalled, then it stays within bounds, is rarely shortened, and knows its requests', () => {
  const open = new Set<string>();
  const events = Array.from({ length: 300 }, (_, index): Event => ({
    kind: 'turn',
    who: alice,
    size: 200,
    reads: 1,
    asks: index % 60 === 0,
    second: false,
  }));

  const compactions = live(events, (memory, full) => {
    const { items } = compact(memory);
    for (const [id] of JSON.stringify(full.slice(-6)).matchAll(/apr_\d+/g)) open.add(id);
    expect(tokensOf(items)).toBeLessThanOrEqual(4_000);
    const recalled = JSON.stringify(items);
    expect([...open].filter((id) => !recalled.includes(id))).toEqual([]);
  });

  expect(compactions).toBeLessThan(45);
  expect(open.size).toBe(5);
});
