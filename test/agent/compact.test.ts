import { describe, expect, test } from 'vitest';
import { compact } from '../../src/agent/compact.ts';
import { tokensOf } from '../../src/agent/estimate-tokens.ts';
import { linksIn } from '../../src/agent/links.ts';
import { shortAnswer } from '../../src/agent/shorten-text.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { CustomerId, MessageTs, UserId } from '../../src/domain/ids.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { asSpeaker } from '../../src/domain/scope.ts';
import { HOUR } from '../../src/domain/time.ts';
import { NOON, alice, priya, principal } from '../fakes/approvals.ts';

const NOTHING = { items: [], through: 0 };
const LONG = 'and so on '.repeat(600);
const bob = principal({
  slackUser: UserId.parse('UBOB'),
  role: 'customer',
  customerId: CustomerId.parse('cust_456'),
});

const says = (text: string): Item => ({ kind: 'assistant', text, at: NOON });
const words = (text: string, who: Principal = alice, ts = '1.1'): Extract<Item, { kind: 'person' }> => ({
  kind: 'person',
  text,
  by: asSpeaker(who),
  ts: MessageTs.parse(ts),
  at: NOON,
});
const reads = (callId: string, [name, input, output]: readonly [string, unknown, unknown]): readonly Item[] => [
  { kind: 'call', callId, name, arguments: JSON.stringify(input), at: NOON },
  { kind: 'result', callId, output: JSON.stringify(output), at: NOON },
];
const note = (text: string): Item => ({ kind: 'note', text, about: alice.slackUser, at: NOON });
/** Pushes what came before it out of what stays whole. */
const later: readonly Item[] = [words('and?', alice, '9.1'), says(LONG), words('ok', alice, '9.2'), says(LONG)];
/** Of a long thread, what stands for these. */
const shortOf = (...items: readonly Item[]): readonly Item[] => {
  const { summary } = compact({ summary: NOTHING, items: [...items, says(LONG), says(LONG), ...later] });
  return summary?.items ?? [];
};
const outputs = (items: readonly Item[]) =>
  items.flatMap((item) => (item.kind === 'result' ? [JSON.parse(item.output).earlier] : []));

describe('given a thread within bounds', () => {
  test('when it is recalled, then nothing is shortened', () => {
    const items = [words('hi'), ...reads('c1', ['find_orders', {}, { text: LONG }]), says('Hello.')];

    expect(compact({ summary: { items: [words('…')], through: 7 }, items })).toEqual({ items: [words('…'), ...items] });
  });

  test('when a message was put off and answered later, then it stands where it was answered, once', () => {
    const [early, late, others] = [words('first', alice, '1.1'), words('first', alice, '1.1'), words('me', bob, '1.2')];

    const { items } = compact({ summary: NOTHING, items: [early, others, says('Bob!'), late, says('Alice!')] });

    expect(items).toEqual([others, says('Bob!'), late, says('Alice!')]);
  });
});

describe('given a thread that has grown long', () => {
  const older = [words('where is it?'), says('On its way.'), says(LONG), says(LONG)];

  test('when it is recalled, then the newest turn stays whole, and the summary stands for all before it', () => {
    const { items, summary } = compact({ summary: NOTHING, items: [...older, ...later] });

    expect(summary?.through).toBe(6);
    expect(items.slice(-2)).toEqual(later.slice(-2));
    expect(items.slice(0, -2)).toEqual(summary?.items);
    expect(tokensOf(items)).toBeLessThan(3_000);
  });

  test('when it is shortened again, then positions are counted on from the earlier summary', () => {
    const { summary } = compact({ summary: { items: [words('…')], through: 40 }, items: [...older, ...later] });

    expect(summary?.through).toBe(46);
  });

  test('when the newest turn alone is beyond bounds, then it stays whole all the same', () => {
    const newest = [words('read all of it', alice, '8.1'), ...[1, 2, 3, 4].map(() => says(LONG))];

    const { items, summary } = compact({ summary: NOTHING, items: [...older, ...newest] });

    expect(items.slice(-5)).toEqual(newest);
    expect(summary?.through).toBe(4);
  });

  test('when nobody but the bot has begun anything before it, then there is nothing to shorten', () => {
    const items = [words('all of it'), ...[1, 2, 3, 4, 5].map(() => says(LONG))];

    expect(compact({ summary: NOTHING, items })).toEqual({ items });
  });
});

describe('given what is shortened', () => {
  test('when somebody wrote much, then its beginning stays, and an edit takes its place', () => {
    const edited: Item = { ...words('I mean the red one', alice, '1.2'), kind: 'edited', at: NOON - HOUR };

    const items = shortOf(words(LONG, alice, '1.1'), words('the blue one', alice, '1.2'), edited);

    const said = items.flatMap((item) => (item.kind === 'person' || item.kind === 'edited' ? item.text : []));
    expect(said).toEqual(['…', `${LONG.slice(0, 159)}…`, 'I mean the red one', 'and?']);
  });

  test('when a message was deleted, then it stays deleted', () => {
    const gone: Item = { ...words('', alice, '1.1'), redacted: true };

    expect(shortOf(gone, says('Gone.'))).toContainEqual(gone);
  });

  test('when records were read, then their ids and the company’s hosts stay, with whom they were read for, and no more', () => {
    const order = {
      id: 'ORD-1',
      customerId: 'cust_123',
      trackingUrl: 'https://track.example.com/1?x=SECRET',
      name: 'Mug',
    };
    const items = shortOf(
      words('where is it?'),
      ...reads('c1', ['find_orders', { order_id: 'ORD-1' }, { orders: [order], older: 0 }]),
      ...reads('c2', ['find_customer', {}, { id: 'cust_123', name: 'Alice', tickets: [{ id: 'TKT_001' }] }]),
      ...reads('c3', ['refund_order', { order_id: 'ORD-1' }, { status: 'waiting', approval: 'apr_000001' }]),
      words('and his?', bob, '1.2'),
      ...reads('c4', ['find_orders', { order_id: 'ORD-2' }, { orders: [{ id: 'ORD-2' }] }]),
      ...reads('c5', ['find_orders', { order_id: 'ORD-3' }, { error: 'ORDER_NOT_FOUND', message: 'no' }]),
    );

    expect(outputs(items)).toEqual([
      { order: ['ORD-2'] },
      { customer: ['cust_123'], ticket: ['TKT_001'], order: ['ORD-1'], request: ['apr_000001'] },
    ]);
    expect(items.map((item) => (item.kind === 'person' ? item.by.user : item.kind)).slice(0, 6)).toEqual([
      'UBOB',
      'call',
      'result',
      'UALICE',
      'call',
      'result',
    ]);
    expect(linksIn(items)).toEqual(['https://track.example.com/']);
    expect(JSON.stringify(items)).not.toContain('SECRET');
  });

  test('when a field holds what looks like an id, then that stays, too, and no figures of an address', () => {
    const order = { id: 'ORD-1', lines: [{ sku: 'SKU-9981', title: 'Mug' }], address: { postcode: '100001' } };

    const items = shortOf(words('where is it?'), ...reads('c1', ['find_orders', {}, { orders: [order] }]));

    expect(outputs(items)).toEqual([{ order: ['ORD-1'], sku: ['SKU-9981'] }]);
  });

  test('when it is shortened again, then the ids stay, each once', () => {
    const call = reads('c1', ['find_orders', {}, { orders: [{ id: 'ORD-1' }, { id: 'ORD-2' }] }]);
    const again = reads('c2', ['find_orders', {}, { orders: [{ id: 'ORD-1' }, { id: 'ORD-3' }] }]);

    const { summary } = compact({
      summary: { items: shortOf(words('a'), ...call), through: 9 },
      items: [words('b', alice, '2.1'), ...again, says(LONG), says(LONG), ...later],
    });

    expect(outputs(summary?.items ?? [])).toEqual([{ order: ['ORD-2', 'ORD-1', 'ORD-3'] }]);
  });

  test('when more records were read than it can name, then the oldest go, requests last', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ id: `ORD-${1_000 + index}` }));
    const items = shortOf(
      words('all'),
      ...reads('c1', ['refund_order', {}, { approval: 'apr_000001' }]),
      ...reads('c2', ['find_orders', {}, { orders: many }]),
    );

    const [{ order, request }] = outputs(items);
    expect(request).toEqual(['apr_000001']);
    expect(order.at(-1)).toBe('ORD-1299');
    expect(order.length).toBeGreaterThan(50);
    expect(tokensOf(items)).toBeLessThan(800);
  });

  test('when outcomes were told, then they stay word by word', () => {
    const told = note('Request apr_000001 (Refund $48.00): executed, RF-77. $48.00 is on its way back.');

    expect(shortOf(words('refund?'), told)).toContainEqual(told);
  });

  test('when more was said than it may hold, then the oldest exchanges go, and who wrote them is still known', () => {
    const rounds = Array.from({ length: 60 }, (_, index) => [
      words(`round ${index}`, index === 0 ? bob : alice, `${index + 1}.1`),
      says(`Answer ${index}.`),
    ]).flat();

    const items = shortOf(...rounds);

    expect(items[0]).toMatchObject({ kind: 'person', text: '…', by: { user: 'UBOB', customer: 'cust_456' } });
    expect(JSON.stringify(items)).not.toContain('Answer 0.');
    expect(JSON.stringify(items)).toContain('Answer 59.');
    expect(tokensOf(items)).toBeLessThanOrEqual(1_000);
  });

  test('when colleagues wrote of whom nothing was read, then they are forgotten with their words', () => {
    const rounds = Array.from({ length: 60 }, (_, index) =>
      words(`round ${index}`, index === 0 ? priya : alice, '1.1'),
    );

    expect(JSON.stringify(shortOf(...rounds))).not.toContain('UPRIYA');
  });
});

describe('given a long answer', () => {
  const filler =
    'This is a sentence that says nothing that anybody has to remember later on, however long it goes on. ';

  test.each([
    'I’ve asked a colleague about it.',
    "I'll write here how it ends.",
    'It will be there soon.',
    'Your request is apr_000001.',
    'That is ORD-12345, as you said.',
    'You get $48.00 back.',
    'You get 48,00 EUR back.',
    'It arrives on 2026-11-21, they say.',
    'It arrives on 21 November, they say.',
    'It arrives on Nov. 21, they say.',
  ])('when it says “%s”, then that stays word by word', (sentence) => {
    const short = shortAnswer(`${filler.repeat(5)}${sentence} ${filler.repeat(5)}`);

    expect(short).toContain(sentence);
    expect(short.length).toBeLessThan(320);
    expect(shortAnswer(short)).toBe(short);
  });

  test('when it promises nothing, then its beginning stays', () => {
    expect(shortAnswer(filler.repeat(9))).toBe(`${filler.trim()} …`);
    expect(shortAnswer('x'.repeat(900))).toBe(`${'x'.repeat(159)}…`);
  });
});
