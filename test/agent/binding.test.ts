import { describe, expect, test } from 'vitest';
import { compact } from '../../src/agent/compact.ts';
import { tokensOf } from '../../src/agent/estimate-tokens.ts';
import { promisesIn } from '../../src/agent/promises.ts';
import { recollect } from '../../src/agent/recollect.ts';
import { visibleTo } from '../../src/agent/visible-items.ts';
import { idsIn } from '../../src/agent/written-ids.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { ChannelId, CustomerId, JobId, MessageTs, UserId } from '../../src/domain/ids.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { asSpeaker } from '../../src/domain/scope.ts';
import { NOON, THREAD, alice, priya, principal } from '../fakes/approvals.ts';

const FILLER = 'This is a sentence about nothing that anybody has to remember later on. ';
const LONG = FILLER.repeat(20);
const CUSTOMER = CustomerId.parse('cust_456');
const bob = principal({ slackUser: UserId.parse('UBOB'), role: 'customer', customerId: CUSTOMER });
const bobsBrother = principal({ slackUser: UserId.parse('UBRO'), role: 'customer', customerId: CUSTOMER });

const says = (text: string): Item => ({ kind: 'assistant', text, at: NOON });
const words = (text: string, ts: string, who: Principal = alice): Extract<Item, { kind: 'person' }> => ({
  kind: 'person',
  text,
  by: asSpeaker(who),
  ts: MessageTs.parse(ts),
  at: NOON,
});
const reads = (callId: string, output: unknown): readonly Item[] => [
  { kind: 'call', callId, name: 'find_orders', arguments: '{}', at: NOON },
  { kind: 'result', callId, output: JSON.stringify(output), at: NOON },
];
const note = (text: string): Item => ({ kind: 'note', text, about: bob.slackUser, customer: CUSTOMER, at: NOON });

/** Of one round, three quarters of what a summary has room for is left. */
const later = (round: number): readonly Item[] =>
  Array.from({ length: 7 }, (_, turn) => [
    words(`And then? ${FILLER.repeat(3)}`, `${round}${turn}.9`),
    says(LONG),
  ]).flat();

/** What is left of these after so many shortenings, each with more words in between. */
function leftOf(items: readonly Item[], times = 4): readonly Item[] {
  const all = [...items, ...later(1)];
  let memory = { summary: { items: [] as readonly Item[], through: 0 }, items: all };
  for (let round = 2; round < times + 2; round += 1) {
    const { summary = memory.summary } = compact(memory);
    all.push(...later(round));
    memory = { summary, items: all.slice(summary.through) };
  }
  return memory.summary.items;
}

const textsOf = (kind: Item['kind'], items: readonly Item[]): readonly string[] =>
  items.flatMap((item) =>
    item.kind === kind && 'text' in item && !item.text.startsWith('This is') ? [item.text] : [],
  );
const written = (items: readonly Item[]): readonly string[] =>
  textsOf('person', items).filter((text) => !text.startsWith('And then?'));

describe('given a thread so long that its beginning is forgotten', () => {
  test('when we promised something in it, then that stays word by word, each once, and other facts go', () => {
    const items = leftOf([
      words('hi', '1.1'),
      says(`${FILLER}I promise that a colleague will call you on Friday at 15:00 about TKT_777. Anything else?`),
      words('and the mug?', '1.2'),
      says('Your order was delivered on January 7th. We’ll send you another mug by Tuesday, free of charge.'),
      words('sure?', '1.3'),
      says('We’ll send you another mug by Tuesday, free of charge. Shall I repeat it?'),
    ]);

    expect(textsOf('assistant', items)).toEqual([
      'I promise that a colleague will call you on Friday at 15:00 about TKT_777.\n' +
        'We’ll send you another mug by Tuesday, free of charge.',
    ]);
  });

  test('when somebody wrote ids in it, then they stay with the message that they stood in', () => {
    const items = leftOf([
      words(`It is ORD-55555, and my case is ABC-99-XYZ. ${FILLER.repeat(9)} Write to al@example.com!`, '1.1'),
      says('Noted.'),
      words('ORD-55555, I said, with SKU-9981', '1.2'),
      says('I see TKT_777.'),
    ]);

    const stubs = items.flatMap((item) => (item.kind === 'person' && item.text.startsWith('…\n') ? [item] : []));
    expect(stubs.map(({ ts, text }) => [ts, text])).toEqual([
      ['1.1', '…\nABC-99-XYZ, al@example.com'],
      ['1.2', '…\nORD-55555, SKU-9981'],
    ]);
    expect(textsOf('assistant', items)).toEqual(['Named before: TKT_777.']);
  });

  test('when an id is known as a record that was read for them, then it is not said again', () => {
    const items = leftOf([
      words('where is ORD-1?', '1.1'),
      ...reads('c1', { orders: [{ id: 'ORD-1' }] }),
      says('ORD-1 it is.'),
    ]);

    expect(JSON.stringify(items).split('ORD-1')).toHaveLength(2);
  });

  test('when more was promised than it has room for, then the oldest goes, and it stays within bounds', () => {
    const promised = Array.from({ length: 90 }, (_, index) => [
      words(`and REF-${100 + index}?`, `${index + 1}.1`),
      says(`We will send part ${index} of the whole delivery tomorrow.`),
    ]);

    const items = leftOf(promised.flat());

    const [said = ''] = textsOf('assistant', items);
    expect(said.split('\n').length).toBeGreaterThan(20);
    expect(said).toContain('We will send part 89 of');
    expect(said).not.toContain('We will send part 9 of');
    expect(written(items).at(-1)).toBe('…\nREF-189');
    expect(written(items).length).toBeGreaterThan(5);
    expect(tokensOf(items)).toBeLessThanOrEqual(1_000);
  });

  test('when more ids were written than it has room for, then those of requests are the last to go', () => {
    const many = Array.from({ length: 90 }, (_, index) => words(`and REF-${100 + index}?`, `${index + 2}.1`));

    const items = leftOf([words('what about apr_000001?', '1.1'), ...many]);

    expect(written(items)[0]).toBe('…\napr_000001');
  });

  test('when a message of it is deleted, then its ids are gone, and those of others stay', () => {
    const items = leftOf([words('it is ORD-1', '1.1'), says('Ok.'), words('and ORD-2', '1.2'), says('Ok.')], 2);
    const without = items.map((item) =>
      item.kind === 'person' && item.ts === '1.1' ? { ...item, text: '', redacted: true as const } : item,
    );

    const left = JSON.stringify(leftOf(without));

    expect(left).not.toContain('ORD-1');
    expect(left).toContain('ORD-2');
  });

  test('when something was promised to one of two people, then the other does not read of it', () => {
    const items = leftOf([
      words('hi', '1.1', bob),
      says('I will call Bob about TKT_777.'),
      words('me, too', '1.2'),
      says('I will call Alice.'),
      words('and outcomes?', '1.3', bob),
      note('Request apr_000001: executed, RF-77.'),
    ]);

    const readBy = (who: Principal) => JSON.stringify(visibleTo(who, items));
    expect(readBy(alice)).toContain('I will call Alice.');
    expect(readBy(alice)).not.toMatch(/Bob|TKT_777|RF-77/);
    expect(readBy(bob)).toMatch(/I will call Bob about TKT_777\..*|RF-77/);
    expect(readBy(bobsBrother)).toContain('TKT_777');
    expect(readBy(bobsBrother)).not.toContain('RF-77');
    expect(readBy(priya)).toContain('Told earlier in this thread: apr_000001, RF-77.');
  });

  test('when nobody knows to which of two people something was promised, then colleagues alone read of it', () => {
    const items = leftOf([
      words('hi', '1.1', bob),
      words('hi', '1.2'),
      note('Request apr_000001: executed.'),
      { kind: 'note', text: 'Request apr_000002: executed.', about: alice.slackUser, at: NOON },
      says('I will call you.'),
    ]);

    expect(JSON.stringify(items)).toContain('I will call you.');
    expect(JSON.stringify([visibleTo(bob, items), visibleTo(alice, items)])).not.toContain('I will call you.');
  });
});

describe('given a summary that still tells the newest exchanges in short', () => {
  const { summary } = compact({
    summary: { items: [], through: 0 },
    items: [
      words(`${FILLER.repeat(9)} ORD-77.`, '1.1'),
      says(`We will come on Friday. ${LONG}`),
      ...[1, 2, 3].flatMap((turn) => [words('ok', `2.${turn}`), says(FILLER.repeat(80))]),
    ],
  });
  const told = JSON.stringify(summary?.items);

  test('when it is made, then ids behind the end of a long message stand below its beginning', () => {
    expect(told).toContain('a sente…\\nORD-77');
  });

  test('when a promise stands in it, then it is not said twice', () => {
    expect(told.split('We will come on Friday.')).toHaveLength(2);
  });
});

test('given an edit of a message whose answer was put off, when the thread is shortened meanwhile, then the edit is answered', () => {
  const message = {
    team: alice.team,
    channel: ChannelId.parse('C1'),
    user: alice.slackUser,
    ts: MessageTs.parse('1.1'),
    conversation: THREAD,
    text: 'the blue one',
    files: [],
    addressed: true,
  };
  const edited: Item = { ...words('the red one', '1.1'), kind: 'edited' };
  const older = [words('the blue one', '1.1'), edited, words('me first', '1.2', bob), says(FILLER.repeat(180))];
  const { items, summary } = compact({
    summary: { items: [], through: 0 },
    items: [...older, ...later(1).slice(0, 6)],
  });

  const { parts } = recollect(items, {
    parts: [{ message, jobs: [JobId.parse('msg:1.1:later1')], edits: [] }],
    gone: [],
    deleted: new Set(),
    stops: [],
  });

  expect(summary?.through).toBeGreaterThanOrEqual(older.length);
  expect(parts.map((part) => part.message.text)).toEqual(['the red one']);
});

describe('given a sentence', () => {
  test.each([
    'We won’t charge you again.',
    'You will get 20% off your next order.',
    'Somebody is going to look at it.',
    'They shall have it by noon.',
    'Wir werden Ihnen am Freitag Ersatz schicken.',
    'Nous vous enverrons un colis mardi.',
    'Un compañero te llamará el viernes.',
  ])('when it is “%s”, then it is a promise', (sentence) => {
    expect(promisesIn(`Hello. ${sentence} Bye.`)).toEqual([sentence]);
  });

  test.each([
    'Your order was delivered on January 7th.',
    'I’ll be happy to help!',
    'Will you send it?',
    'You’ll need a photo of it.',
  ])('when it is “%s”, then it is none', (sentence) => {
    expect(promisesIn(sentence)).toEqual([]);
  });

  test('when it has no end, then what stands around the promise stays, however often it is read', () => {
    const [promise = ''] = promisesIn(`${'and so on, '.repeat(90)} we will call you ${'and so on, '.repeat(90)}`);

    expect(promise).toContain('we will call you');
    expect(promise.length).toBeLessThanOrEqual(400);
    expect(promisesIn(promise)).toEqual([promise]);
  });

  test('when it names ids, then they are told from words, dates, amounts and numbers of cards', () => {
    const text =
      'ORD-5- <mailto:a_1@ex.co.uk|a_1@ex.co.uk>, +43 660 1234567 #417 apr_abcdef, 1Z999AA10123456784; 8839201 ' +
      'e-mail find_orders 24-hour 2026-11-21 $48.00 mp3 10:30 4111111111111111';

    expect(idsIn(text)).toEqual([
      'ORD-5',
      'a_1@ex.co.uk',
      '+43 660 1234567',
      '#417',
      'apr_abcdef',
      '1Z999AA10123456784',
      '8839201',
    ]);
  });
});
