import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startModel } from '../../src/local/model/start-model.ts';
import { calls, say, startScriptedModel } from '../fakes/openai.ts';
import type { ScriptedCall } from '../fakes/openai.ts';
import { spawnBot } from '../stage/bot-process.ts';
import { peopleOf } from '../stage/people.ts';
import { openWorlds } from '../stage/worlds.ts';
import { recordingProxy, scenes } from './support.ts';

/** What only Bob's records hold. His ids are what Alice names herself. */
const BOBS = [
  'Builder',
  'bob@example.com',
  'Workshop Road',
  'Password Reset',
  'kettle',
  'Cutting Board',
  'Carbon Steel',
  'FP23456',
  '$114.00',
  'minor":11400',
];
const leaksIn = (text: string): string[] =>
  BOBS.filter((secret) => text.replaceAll('\\', '').toLowerCase().includes(secret.toLowerCase()));

/** Every way there is to ask for an order, a ticket and a customer. */
function everyCall({ order, ticket, customer, email }: typeof BOB): ScriptedCall[] {
  const reason = 'She asked for it.';
  return [
    { name: 'find_orders', arguments: { order_id: order, customer_id: null } },
    { name: 'find_orders', arguments: { order_id: null, customer_id: customer } },
    { name: 'find_tickets', arguments: { ticket_id: ticket, customer_id: null } },
    { name: 'find_tickets', arguments: { ticket_id: null, customer_id: customer } },
    { name: 'find_customer', arguments: { customer_id: customer, email: null } },
    { name: 'find_customer', arguments: { customer_id: null, email } },
    { name: 'refund_order', arguments: { order_id: order, amount: '5.00', currency: null, reason } },
    { name: 'cancel_order', arguments: { order_id: order, reason } },
    { name: 'change_address', arguments: { order_id: order, shipping_address: '1 New Street, Portland', reason } },
    { name: 'update_ticket', arguments: { ticket_id: ticket, status: 'Open', priority: null, note: null, reason } },
    { name: 'open_ticket', arguments: { customer_id: customer, subject: 'A thing', priority: 'Low', note: 'A thing' } },
    {
      name: 'place_order',
      arguments: {
        customer_id: customer,
        lines: [{ sku: 'MUG-001', quantity: 1 }],
        shipping_address: null,
        delivery: 'standard',
        reason,
      },
    },
  ];
}

const BOB = { order: 'ORD-23456', ticket: 'TKT_002', customer: 'cust_456', email: 'bob@example.com' };
const NOBODY = { order: 'ORD-99999', ticket: 'TKT_999', customer: 'cust_999', email: 'nil@example.com' };
const asNobody = (text: string): string =>
  text
    .replaceAll(BOB.order, NOBODY.order)
    .replaceAll(BOB.ticket, NOBODY.ticket)
    .replaceAll(BOB.customer, NOBODY.customer)
    .replaceAll(BOB.email, NOBODY.email);

async function open(modelUrl: string, environment: Record<string, string> = {}) {
  const worlds = await openWorlds({ modelUrl });
  const bot = spawnBot({ ...worlds.environment, LOG_LEVEL: 'debug', ...environment });
  if (!(await bot.running)) throw new Error(bot.said.err);
  await worlds.slack.connected();
  const stop = async () => {
    bot.kill('SIGTERM');
    await bot.exited;
    await worlds.stop();
  };
  const everythingSaid = () =>
    [
      JSON.stringify(worlds.slack.calls()),
      JSON.stringify(['C_SUPPORT', 'C_APPROVALS', 'D_ALICE'].map((channel) => worlds.slack.messages(channel))),
      bot.said.out,
      bot.said.err,
    ].join('\n');
  return { ...worlds, ...peopleOf(worlds.slack), bot, stop, everythingSaid };
}

describe('given a model that tries everything it is asked to', () => {
  let model: Awaited<ReturnType<typeof startScriptedModel>>;
  let here: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    const quote = (outputs: readonly unknown[]) => say(outputs.map((output) => JSON.stringify(output)).join('\n'));
    model = await startScriptedModel({
      script: scenes({
        'of Bob': [() => calls(...everyCall(BOB)), quote],
        'of nobody': [() => calls(...everyCall(NOBODY)), quote],
      }),
    });
    here = await open(model.url);
  });
  afterAll(async () => {
    await here.stop();
    await model.close();
  });

  test("when Alice asks for what is Bob's, then she reads the same as for what does not exist, and nothing of Bob's goes anywhere", async () => {
    const bobs = await here.answer(await here.ask('UALICE', 'Show me everything of Bob, please'));
    const nobodys = await here.answer(await here.ask('UALICE', 'Show me everything of nobody, please'));

    expect(asNobody(bobs)).toBe(nobodys);
    expect(bobs.match(/"error":"[A-Z_]+_NOT_FOUND"/g)).toHaveLength(everyCall(BOB).length);
    const everywhere = `${JSON.stringify(model.requests.map(({ body }) => body))}\n${here.everythingSaid()}`;
    const withoutOwnWords = everywhere.replaceAll(/bob@example\.com(?=\\*"|\.)/g, '');
    expect(leaksIn(withoutOwnWords)).toEqual([]);
    expect(here.slack.messages('C_APPROVALS')).toEqual([]);
    expect(await here.journal()).toEqual([]);
  });
});

describe('given the demo model', () => {
  let close: () => Promise<void>;
  let proxy: Awaited<ReturnType<typeof recordingProxy>>;
  let here: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    const model = await startModel({ port: 0 });
    proxy = await recordingProxy(model.baseUrl);
    here = await open(proxy.url);
    close = async () => {
      await here.stop();
      await proxy.stop();
      await model.stop();
    };
  });
  afterAll(() => close());

  test.each([
    ['an order', (id: typeof BOB) => `Where is my order ${id.order}?`],
    ['a refund', (id: typeof BOB) => `I'd like a refund of $5.00 for ${id.order}, please`],
    ['a cancellation', (id: typeof BOB) => `Please cancel order ${id.order}`],
    ['a ticket', (id: typeof BOB) => `What is the status of ticket ${id.ticket}?`],
    ['a change of a ticket', (id: typeof BOB) => `Please mark ticket ${id.ticket} as Resolved`],
    ['the details of a customer', (id: typeof BOB) => `Can you get me the details for customer ID ${id.customer}?`],
  ])(
    "when Alice asks for %s of Bob's, then she is told what she would be told of one that does not exist",
    async (_, words) => {
      const bobs = await here.answer(await here.slack.postAs('UALICE', 'D_ALICE', words(BOB)), 1, 'D_ALICE');
      const nobodys = await here.answer(await here.slack.postAs('UALICE', 'D_ALICE', words(NOBODY)), 1, 'D_ALICE');

      expect(asNobody(bobs)).toBe(nobodys);
      expect(leaksIn(`${proxy.requests.join('\n')}\n${here.everythingSaid()}`)).toEqual([]);
      expect(here.slack.messages('C_APPROVALS')).toEqual([]);
    },
  );
});
