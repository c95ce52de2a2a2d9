import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startModel } from '../../src/local/model/start-model.ts';
import { peopleOf, readable } from '../stage/people.ts';
import { openStage } from '../stage/stage.ts';
import { recordingProxy, writesOf } from './support.ts';

const Request = z.object({
  input: z.array(z.looseObject({ type: z.string().optional(), name: z.string().optional() })),
});

const open = async () => {
  const model = await startModel({ port: 0 });
  const proxy = await recordingProxy(model.baseUrl);
  const stage = await openStage({ modelUrl: proxy.url });
  const close = async () => {
    await stage.stop();
    await proxy.stop();
    await model.stop();
  };
  return { ...stage, ...peopleOf(stage.slack), proxy, close };
};
let here: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  here = await open();
});
afterAll(() => here.close());

describe('given the demo model, when an agent asks', () => {
  test('for the details of a customer, then they are told', async () => {
    const thread = await here.ask('UPRIYA', 'Can you get me the details for customer ID cust_123?');

    const told = await here.answer(thread);

    for (const part of ['Alice Wonderland', 'alice@example.com', 'premium', 'TKT_001', 'Login Issue', 'High']) {
      expect(told).toContain(part);
    }
  });

  test('to resolve a ticket, then another agent decides and it is resolved at the company and on the card', async () => {
    const thread = await here.ask('UPRIYA', 'Please mark ticket TKT_001 as Resolved');
    const asked = await here.answer(thread);
    const card = await here.card('Set ticket TKT_001 to Resolved?');
    await here.press('UTOM', card.ts);
    await here.cardShows(card.ts, '✓ Set TKT_001 to Resolved');
    const told = await here.answer(thread, 2);

    expect(asked).toMatch(/asked my colleagues.*TKT_001.*Resolved/);
    expect(asked).not.toMatch(/is now|has been|done/i);
    expect(readable(card)).toMatch(/Open → Resolved[\s\S]*High \(unchanged\)/);
    expect(told).toContain('Ticket TKT_001 is now Resolved.');
    expect(await writesOf(here, '/tickets/TKT_001')).toMatchObject([{ method: 'PATCH', status: 200 }]);
    const ticket: unknown = await (await fetch(`${here.company.crmUrl}/tickets/TKT_001`)).json();
    expect(ticket).toMatchObject({ status: 'Resolved', priority: 'High' });
  });

  test('for a customer that does not exist, then it says so kindly', async () => {
    const thread = await here.ask('UPRIYA', 'What about customer cust_999?');

    expect(await here.answer(thread)).toMatch(/sorry, I couldn't find a customer cust_999/);
  });

  test('the same in the thread of another customer, then nothing of that one is said', async () => {
    const thread = await here.ask('UPRIYA', 'Can you get me the details for customer ID cust_123?');
    await here.answer(thread);
    await here.slack.postAs('UPRIYA', 'C_SUPPORT', 'What about customer cust_999?', { threadTs: thread });

    const told = await here.answer(thread, 2);

    expect(told).toMatch(/couldn't find a customer cust_999/);
    expect(told).not.toContain('Alice');
  });

  test('for a status that does not exist, then the four that do are named and no card is made', async () => {
    const cards = here.slack.messages('C_APPROVALS').length;
    const thread = await here.ask('UPRIYA', 'Set ticket TKT_002 to InvalidStatus');

    const told = await here.answer(thread);

    expect(told).toMatch(/Open, Pending, Resolved or Closed/);
    expect(here.slack.messages('C_APPROVALS')).toHaveLength(cards);
  });

  test('in a direct message, then it is answered there, in its thread', async () => {
    const thread = await here.slack.postAs('UPRIYA', 'D_PRIYA', 'Can you get me the details for customer ID cust_123?');

    expect(await here.answer(thread, 1, 'D_PRIYA')).toContain('Alice Wonderland');
  });
});

describe('given the demo model, when Alice asks', () => {
  test('what the capital of France is, then she is told without any tool', async () => {
    const before = here.proxy.requests.length;
    const thread = await here.ask('UALICE', 'What is the capital of France?');

    expect(await here.answer(thread)).toContain('Paris');
    expect(here.proxy.requests.length - before).toBe(1);
  });

  test("how to reset her password, then she is answered with the article's link, which is live", async () => {
    const thread = await here.ask('UALICE', 'How do I reset my password?');
    await here.answer(thread);

    const [posted] = here.slack.messages('C_SUPPORT', thread).filter(({ user }) => user === 'UBOT');

    expect(posted?.blocks).toMatchObject([{ type: 'markdown' }]);
    expect(JSON.stringify(posted?.blocks)).toMatch(
      /\]\(https:\/\/help\.deskhand\.example\/articles\/[\w-]*password[\w-]*\)/,
    );
  });

  test('where her order is, then she is told status, carrier, date and link', async () => {
    const thread = await here.ask('UALICE', 'Where is my order ORD-12346?');

    const told = await here.answer(thread);

    expect(told).toMatch(/ORD-12346.*shipped.*Fjord Parcel.*expected on \d+ \w+ \d{4}/);
    expect(told).toContain('https://track.fjordparcel.example/FP12346');
  });

  test('where her delivered order is, then she is told so', async () => {
    const thread = await here.ask('UALICE', 'Where is my order ORD-12345?');

    const told = await here.answer(thread);

    expect(told).toMatch(/ORD-12345.*delivered.*Fjord Parcel.*on \d+ \w+ \d{4}/);
    expect(told).toContain('https://track.fjordparcel.example/FP12345');
  });

  test('three things at once, then three reads are made in one step', async () => {
    const before = here.proxy.requests.length;
    const thread = await here.ask(
      'UALICE',
      'Where is my order ORD-12345? What is the status of ticket TKT_001? And how do I reset my password?',
    );

    const told = await here.answer(thread);

    expect(told).toMatch(/ORD-12345[\s\S]*TKT_001[\s\S]*help\.deskhand\.example/);
    const requests = here.proxy.requests.slice(before).map((body) => Request.parse(JSON.parse(body)));
    expect(requests).toHaveLength(2);
    const called = requests[1]?.input.filter(({ type }) => type === 'function_call').map(({ name }) => name);
    expect(called?.toSorted()).toEqual(['find_orders', 'find_tickets', 'search_articles']);
  });
});
