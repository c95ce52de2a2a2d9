import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import type { ScriptedRequest } from '../fakes/openai.ts';
import { openTalk, saidIn, unansweredIn, wordsIn } from './talk.ts';

let here: Awaited<ReturnType<typeof openTalk>>;
beforeAll(async () => {
  here = await openTalk((request) => {
    const words = wordsIn(request).at(-1) ?? '';
    if (request.items.at(-1)?.kind === 'output') return say(`Found: ${outputsIn(request).at(-1)}`);
    if (words.includes('my order')) return call('find_orders', { order_id: 'ORD-12345', customer_id: null });
    if (words.includes('about Bob')) return call('find_customer', { customer_id: null, email: 'bob@example.com' });
    return say(`To: ${unansweredIn(request)}`);
  });
});
afterAll(() => here.stop());

const outputsIn = ({ items }: ScriptedRequest) => items.flatMap((item) => (item.kind === 'output' ? item.output : []));
/** What only Bob's records hold. */
const BOBS = /Bob The Builder|cust_456|TKT_002|Password Reset|ORD-23456|Workshop Road/;
/** All that the model and Slack were told since then. */
const sent = (since: { requests: number; calls: number }): string =>
  JSON.stringify([
    here.model.requests.slice(since.requests).map(({ items, instructions }) => [items, instructions]),
    here.slack.calls().slice(since.calls),
  ]);
const mark = () => ({ requests: here.model.requests.length, calls: here.slack.calls().length });

describe('given several people in one thread', () => {
  test('when they write, then the model is told who says what, by name and role', async () => {
    const thread = await here.ask('UALICE', 'the lamp flickers');
    await here.answer(thread);
    await here.reply(thread, 'did you change the bulb?', 'UPRIYA');
    await here.answer(thread, 2);
    await here.reply(thread, 'mine does as well', 'UBOB');
    await here.answer(thread, 3);
    await here.reply(thread, 'I sold it to them', 'UGUEST');
    await here.answer(thread, 4);
    const last = await here.requestWith('I sold it to them');

    expect(saidIn(last)).toEqual([
      'customer "alice": the lamp flickers',
      'agent "priya": did you change the bulb?',
      'customer "bob": mine does as well',
      'guest "gus": I sold it to them',
    ]);
    expect(last.instructions).toContain('In this thread: 2 customers, a guest, an agent.');
  });

  test('when two customers ask, then neither is told what was looked up for the other', async () => {
    const thread = await here.ask('UALICE', 'where is my order?');
    const toAlice = await here.answer(thread);
    const since = mark();
    await here.reply(thread, 'what did they say to her?', 'UBOB');
    await here.answer(thread, 2);

    expect(toAlice).toMatch(/ORD-12345.*Rabbit Lane/);
    expect(sent(since)).not.toMatch(/ORD-12345|delivered|Rabbit Lane/);
  });

  test('when a colleague asks for another customer in a customer’s thread, then nothing of that customer leaves the company', async () => {
    const thread = await here.ask('UALICE', 'hello from Alice');
    await here.answer(thread);
    const since = mark();
    await here.reply(thread, 'what do we know about Bob?', 'UPRIYA');
    const inHers = await here.answer(thread, 2);
    const all = sent(since);
    const alone = await here.slack.postAs('UPRIYA', 'D_PRIYA', 'what do we know about Bob?');
    const toHerAlone = await here.answer(alone, 1, 'D_PRIYA');

    expect(inHers).toContain('CUSTOMER_NOT_FOUND');
    expect(all).not.toMatch(BOBS);
    expect(toHerAlone).toContain('Bob The Builder');
  });

  test('when people of another company read along, then a colleague is told of no customer at all', async () => {
    const since = mark();
    const thread = await here.ask('UPRIYA', 'what do we know about Bob?', 'C_SHARED');
    const told = await here.answer(thread, 1, 'C_SHARED');

    expect(told).not.toMatch(BOBS);
    expect(sent(since)).not.toMatch(BOBS);
  });

  test('when a guest asks, then they are told of no record', async () => {
    const told = await here.answer(await here.ask('UGUEST', 'where is my order?'));

    expect(told).not.toMatch(/delivered|Alice|\d\.\d\d/);
  });
});
