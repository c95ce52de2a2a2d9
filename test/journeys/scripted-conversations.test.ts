import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call, calls, say } from '../fakes/openai.ts';
import { readable } from '../stage/people.ts';
import { Articles, openScripted, scenes, writesOf } from './support.ts';
import type { Scene } from './support.ts';

const Refused = z.object({ error: z.string() });
const order = { name: 'find_orders', arguments: { order_id: 'ORD-12345', customer_id: null } };
const quote: Scene[number] = (outputs) => say(JSON.stringify(outputs));

const SCENES: Record<string, Scene> = {
  'details for customer ID cust_123': [
    () => call('find_customer', { customer_id: 'cust_123', email: null }),
    ([customer]) => say(`Here you are: ${JSON.stringify(customer)}`),
  ],
  'TKT_001 as Resolved': [
    () => call('find_tickets', { ticket_id: 'TKT_001', customer_id: null }),
    () =>
      call('update_ticket', {
        ticket_id: 'TKT_001',
        status: 'Resolved',
        priority: null,
        note: null,
        reason: 'The agent asked for it.',
      }),
    () => say('I have asked for it.'),
  ],
  cust_999: [() => call('find_customer', { customer_id: 'cust_999', email: null }), quote],
  InvalidStatus: [
    () =>
      call('update_ticket', {
        ticket_id: 'TKT_002',
        status: 'InvalidStatus',
        priority: null,
        note: null,
        reason: 'The agent asked for it.',
      }),
    quote,
  ],
  'capital of France': [() => say('Paris is the capital of France.')],
  'reset my password': [
    () => call('search_articles', { query: 'reset my password' }),
    ([found]) => {
      const [article] = Articles.parse(found).articles;
      return say(`See [${article?.title}](${article?.url}).`);
    },
  ],
  'all at once': [
    () =>
      calls(
        order,
        { name: 'find_tickets', arguments: { ticket_id: 'TKT_001', customer_id: null } },
        { name: 'search_articles', arguments: { query: 'reset my password' } },
      ),
    (outputs) => say(`${outputs.length} answers: ${JSON.stringify(outputs)}`),
  ],
  'Where is my order': [() => calls(order), quote],
  'wrong call': [
    () => call('find_orders', '{"order_id": '),
    () => call('find_orders', { order_id: 7 }),
    () => call('buy_everything', {}),
    () => call('find_orders', '{"order_id":"ORD-12345","order_id":"ORD-12346","customer_id":null}'),
    (outputs) => say(outputs.map((output) => Refused.parse(output).error).join(' ')),
  ],
};

describe.each(['responses', 'chat'])('given a model that is spoken to by %s', (api) => {
  let here: Awaited<ReturnType<typeof openScripted>>;
  beforeAll(async () => {
    here = await openScripted(scenes(SCENES), { settings: { OPENAI_API: api } });
  });
  afterAll(() => here.stop());
  const told = async (user: string, words: string) => here.answer(await here.ask(user, words));
  const wordsOf = () =>
    here.model.requests.at(-1)?.items.flatMap((item) => (item.kind === 'message' ? [item.text] : []));

  test('when an agent asks for a customer, then the answer holds the record, and the words arrived verbatim', async () => {
    const words = 'Can you get me the details for customer ID cust_123?';
    const answer = await told('UPRIYA', words);

    expect(answer).toMatch(/Alice Wonderland.*alice@example\.com.*TKT_001/);
    expect(wordsOf()?.some((text) => text.includes(words))).toBe(true);
    expect(here.model.requests.at(-1)?.api).toBe(api);
  });

  test('when an agent has a ticket resolved, then another one approves it and it is resolved', async () => {
    const thread = await here.ask('UPRIYA', 'Please mark ticket TKT_001 as Resolved');
    const card = await here.card('Set ticket TKT_001 to Resolved?');
    await here.press('UPRIYA', card.ts);
    const refused = await here.slack.waitForEphemeral('UPRIYA', () => true);
    await here.press('UTOM', card.ts);
    await here.cardShows(card.ts, '✓ Set TKT_001 to Resolved');

    expect(refused.text).toContain('You asked for this; another approver must decide.');
    expect(await here.answer(thread, 2)).toContain('Ticket TKT_001 is now Resolved.');
    expect(await writesOf(here, '/tickets/TKT_001')).toMatchObject([{ method: 'PATCH', status: 200 }]);
    expect(readable(card)).toContain('The agent asked for it.');
  });

  test('when a customer does not exist, then the model is told by a structured error', async () => {
    expect(await told('UPRIYA', 'What about customer cust_999?')).toMatch(
      /"error":"CUSTOMER_NOT_FOUND","message":"[^"]*cust_999/,
    );
  });

  test('when a status does not exist, then the model is told the four that do', async () => {
    expect(await told('UPRIYA', 'Set ticket TKT_002 to InvalidStatus')).toMatch(/Open, Pending, Resolved, Closed/);
  });

  test('when no tool is needed, then none is called', async () => {
    const before = here.model.requests.length;

    expect(await told('UALICE', 'What is the capital of France?')).toBe('Paris is the capital of France.');
    expect(here.model.requests.length - before).toBe(1);
  });

  test('when an article is linked, then its link is live', async () => {
    const thread = await here.ask('UALICE', 'How do I reset my password?');
    await here.answer(thread);

    const posted = here.slack.messages('C_SUPPORT', thread).find(({ user }) => user === 'UBOT');
    expect(JSON.stringify(posted?.blocks)).toMatch(/\]\(https:\/\/help\.deskhand\.example\/articles\//);
  });

  test('when her order is asked for, then status, carrier, date and link are there', async () => {
    expect(await told('UALICE', 'Where is my order ORD-12345?')).toMatch(
      /"status":"delivered".*Fjord Parcel.*https:\/\/track\.fjordparcel\.example\/FP12345/,
    );
  });

  test('when three things are asked at once, then three reads are answered in one step', async () => {
    const before = here.model.requests.length;

    expect(await told('UALICE', 'Tell me all at once, please')).toMatch(/^3 answers: .*ORD-12345.*TKT_001/);
    const requests = here.model.requests.slice(before);
    expect(requests.map(({ items }) => items.filter(({ kind }) => kind === 'output').length)).toEqual([0, 3]);
    for (const { tools } of requests) expect(tools.length).toBeLessThanOrEqual(10);
  });

  test('when the model calls wrongly, then every mistake comes back as a structured error', async () => {
    expect(await told('UALICE', 'Make a wrong call')).toBe(
      'INVALID_JSON INVALID_ARGUMENTS UNKNOWN_TOOL DUPLICATE_KEYS',
    );
  });
});
