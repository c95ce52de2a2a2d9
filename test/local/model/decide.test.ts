import { describe, expect, test } from 'vitest';
import { refusalSentence } from '../../../src/local/model/mind/look-up.ts';
import type { Item } from '../../../src/local/model/mind/request.ts';
import { TOOLS, converse, next, note, person } from './shop.ts';

const INTRODUCTION = "\n\n_I'm the offline demo model: I run on this machine and understand simple requests._";
const spoken = (steps: readonly string[]) => steps.map((step) => step.replace(INTRODUCTION, ''));
const run = (...said: Item[]) => {
  const thread = converse(said);
  return { ...thread, steps: spoken(thread.steps) };
};
const DECIDED = "I'll write here as soon as it's decided.";
const ORDER_12345 =
  'Order **ORD-12345** was **delivered** by UPS on 4 January 2026. [Track it](https://track.example/1). It holds Stoneware Mug; French Press; Tea Towel.';
const PASSWORD =
  'Open the login page and choose **Forgot password?**. A reset link for your password comes by e-mail. ([Reset your password](https://help.example/reset))';
const TRAVEL_MUG = '**Travel Mug** is out of stock; it is expected back on 1 February 2026. It costs $29.00.';
const ORDER_LIST =
  'Which order do you mean?\n- **ORD-22222** · processing · placed 3 January 2026 · 2 × Gooseneck Kettle\n- **ORD-12345** · delivered · placed 1 January 2026 · Stoneware Mug; French Press; Tea Towel';

describe('given the reference conversations', () => {
  test.each([
    [
      person('Can you get me the details for customer ID cust_123?', 'staff'),
      [
        'find_customer',
        '**Alice Wonderland** (cust_123, alice@example.com, premium tier)\nTickets:\n- **TKT_001** · Login Issue · Open · High',
      ],
    ],
    [
      person('Please mark ticket TKT_001 as Resolved', 'staff'),
      ['update_ticket', `I've asked my colleagues to set **TKT_001** to **Resolved**. ${DECIDED}`],
    ],
    [
      person('What about customer cust_999?', 'staff'),
      ['find_customer', "I'm sorry, I couldn't find a customer cust_999. Could you check it?"],
    ],
    [
      person('Set ticket TKT_002 to InvalidStatus', 'staff'),
      [
        "“InvalidStatus” isn't a status a ticket can have. Which status should **TKT_002** get: Open, Pending, Resolved or Closed?",
      ],
    ],
    [person('What is the capital of France?'), ['Paris is the capital of France.']],
    [person('How do I reset my password?'), ['search_articles', PASSWORD]],
    [person('Where is my order ORD-12345?'), ['find_orders', ORDER_12345]],
    [
      person("my mug from ORD-12345 came broken, I'd like a refund"),
      [
        'find_orders',
        'refund_order',
        `I've asked a colleague to check a refund of $48.00 for the Stoneware Mug (ORD-12345). ${DECIDED}`,
      ],
    ],
    [
      person('Where is ORD-12345, how do I reset my password, and is the travel mug in stock?'),
      ['find_orders + search_articles + check_stock', `${ORDER_12345}\n\n${PASSWORD}\n\n${TRAVEL_MUG}`],
    ],
    [person('Where is my last order?'), ['find_orders', ORDER_LIST]],
    [
      person('I want to talk to a person'),
      ['hand_off', "I'm bringing in a teammate and have passed on everything above, so you won't need to repeat it."],
    ],
    [
      person('Cancel ORD-12345'),
      [
        'find_orders',
        "Order **ORD-12345** is already **delivered**, so it can't be cancelled any more. Shall I ask my colleagues for a refund instead?",
      ],
    ],
    [
      person('Please send ORD-22222 to 12 Oak Street, Dublin instead'),
      [
        'find_orders',
        'change_address',
        `I've asked my colleagues to send **ORD-22222** to 12 Oak Street, Dublin. ${DECIDED}`,
      ],
    ],
    [
      person("I'd like to order two travel mugs"),
      [
        'check_stock',
        'place_order',
        `${TRAVEL_MUG} I've asked my colleagues to put in a backorder for **2 × Travel Mug**. ${DECIDED}`,
      ],
    ],
    [
      person('What is the status of ticket TKT_001?'),
      ['find_tickets', 'Ticket **TKT_001** (Login Issue) is **Open**, priority High.'],
    ],
    [person('Where is ORD-99999?'), ['find_orders', "I couldn't find an order ORD-99999. Could you check the number?"]],
  ])('when somebody writes %j, then the steps are %j', (said, steps) => {
    expect(run(said).steps).toEqual(steps);
  });
});

describe('given a change that is asked for', () => {
  test.each([
    [
      "my mug from ORD-12345 came broken, I'd like a refund",
      'refund_order',
      { order_id: 'ORD-12345', amount: '48.00' },
    ],
    ['Please refund ORD-12345', 'refund_order', { order_id: 'ORD-12345', amount: null }],
    ['refund half of ORD-12345', 'refund_order', { order_id: 'ORD-12345', amount: '60.00' }],
    ['refund $20 of ord-12345 please', 'refund_order', { order_id: 'ORD-12345', amount: '20.00' }],
    ['cancel my kettle order', 'cancel_order', { order_id: 'ORD-22222' }],
    [
      'order 3 travel mugs, express',
      'place_order',
      { lines: [{ sku: 'MUG-002', quantity: 3 }], delivery: 'expedited' },
    ],
    [
      'change the priority of TKT_001 to High',
      'update_ticket',
      { ticket_id: 'TKT_001', status: null, priority: 'High' },
    ],
    ['create a ticket: my invoice is wrong', 'open_ticket', { customer_id: null, subject: 'my invoice is wrong' }],
  ])('when somebody writes %j, then %s gets what the words and the tools say', (words, action, input) => {
    const { inputs } = run(person(words));

    expect(inputs[action]).toMatchObject(input);
  });

  test('then every property of the schema is filled, unknown ones with null', () => {
    const { inputs } = run(person('Please mark ticket TKT_001 as Resolved'));

    expect(inputs['update_ticket']).toEqual({
      ticket_id: 'TKT_001',
      status: 'Resolved',
      priority: null,
      note: null,
      reason: 'Asked: Please mark ticket TKT_001 as Resolved',
    });
  });

  test('when the amount is an integer in the schema, then it is in minor units', () => {
    const schema = { properties: { orderId: { type: 'string' }, amount: { type: ['integer', 'null'] } } };
    const tools = TOOLS.map((tool) => (tool.name === 'refund_order' ? { ...tool, parameters: schema } : tool));
    const read = converse([person('Where is ORD-12345?')]).items.filter(
      ({ kind }) => kind === 'call' || kind === 'result',
    );

    const { calls } = next([person('refund the mug of ORD-12345'), ...read], tools);

    expect(calls).toEqual([{ name: 'refund_order', arguments: '{"orderId":"ORD-12345","amount":4800}' }]);
  });

  test('when the tool is not offered, then a person is offered and nothing is called', () => {
    expect(next([person('Where is ORD-12345?')], []).calls).toEqual([]);
  });
});

describe('given an earlier turn', () => {
  test('when it asked which order, then "the second one" answers it', () => {
    expect(run(person('Where is my last order?'), person('the second one')).steps.slice(2)).toEqual([
      'find_orders',
      ORDER_12345,
    ]);
  });

  test('when an order was spoken of, then "it" is that order', () => {
    expect(run(person('Where is ORD-22222?'), person('cancel it please')).inputs['cancel_order']).toMatchObject({
      order_id: 'ORD-22222',
    });
  });

  test('when it offered a refund, then "yes" asks for it', () => {
    expect(run(person('My mug from ORD-12345 came broken'), person('yes please')).steps).toEqual([
      'find_orders',
      "I'm sorry about that. Shall I ask my colleagues for a refund of $48.00 for the Stoneware Mug (ORD-12345)?",
      'find_orders',
      'refund_order',
      `I've asked a colleague to check a refund of $48.00 for the Stoneware Mug (ORD-12345). ${DECIDED}`,
    ]);
  });

  test('when it asked for a status, then the bare status is the answer', () => {
    const { inputs } = run(person('Set ticket TKT_001 to Done'), person('Closed'));

    expect(inputs['update_ticket']).toMatchObject({ ticket_id: 'TKT_001', status: 'Closed' });
  });

  test('when something else is asked instead, then the open question is let go', () => {
    expect(run(person('Set ticket TKT_001 to Done'), person('What is the capital of France?')).steps.at(-1)).toBe(
      'Paris is the capital of France.',
    );
  });

  test('when two messages in a row are not understood, then a person is offered, and "yes" brings one', () => {
    expect(run(person('asdf qwer'), person('blorp zong'), person('yes')).steps).toEqual([
      "I'm not sure I understood. Is it about an order, a ticket, a product or something else?",
      "I'm sorry, I still don't understand. Shall I bring in a person?",
      'hand_off',
      "I'm bringing in a teammate and have passed on everything above, so you won't need to repeat it.",
    ]);
  });

  test('when a request waits, then it can be asked about and taken back', () => {
    const { steps, inputs } = run(
      person('cancel ORD-22222'),
      person('any news?'),
      person('withdraw my request'),
      person('any news?'),
    );

    expect(steps.slice(3)).toEqual([
      "It's still with my colleagues. I'll write here as soon as it's decided.",
      'withdraw_request',
      "All right, I've taken that request back.",
      'That request was taken back, so nothing was changed.',
    ]);
    expect(inputs['withdraw_request']).toMatchObject({ approval_id: 'apr_2' });
  });
});

describe('given an outcome note', () => {
  test('when nobody speaks in the thread any more, then nothing is said', () => {
    expect(run(note('Request apr_2 (Cancel): executed. The person has been told.')).steps).toEqual(['']);
  });

  test('when nothing is left to do, then nothing is said', () => {
    const { steps } = run(
      person('cancel ORD-22222'),
      note('Request apr_2 (Cancel): executed. The person has been told.'),
    );

    expect(steps.at(-1)).toBe('');
  });

  const two = person('Cancel ORD-22222 and change the address of ORD-22222 to 5 Hill Road, Leeds');
  test('when the first of two changes of one order is done, then the second is asked for', () => {
    const { steps } = run(two, note('Request apr_2 (Cancel): executed. The person has been told.'));

    expect(steps).toEqual([
      'find_orders',
      'cancel_order',
      `I've asked my colleagues to cancel **ORD-22222**. ${DECIDED}\n\nI'll ask for the rest as soon as that is decided.`,
      'change_address',
      `I've asked my colleagues to send **ORD-22222** to 5 Hill Road, Leeds. ${DECIDED}`,
    ]);
  });

  test('when the first was rejected, then the second is dropped in silence', () => {
    expect(run(two, note('Request apr_2 (Cancel): rejected by a colleague.')).steps.at(-1)).toBe('');
  });
});

describe('given a refund that is too high', () => {
  const told = (reserved: string) =>
    refusalSentence(
      {
        code: 'EXCEEDS_REFUNDABLE',
        message: `$500.00 is more than what is left to refund on ORD-1: $1,000.00 was paid, $0.00 is already refunded, ${reserved} is reserved by open requests, $120.00 is left.`,
      },
      'no such order',
    );

  test.each(['$0.00', '¥0', 'KWD 0.000'])('when %s is reserved, then that is no news for the person', (nothing) => {
    expect(told(nothing)).toBe(
      "I'm sorry, that isn't possible: $500.00 is more than what is left to refund on ORD-1: $1,000.00 was paid, $0.00 is already refunded, $120.00 is left.",
    );
  });

  test.each(['$20.00', '$1,000.00', '¥10', '$0.50'])('when %s is reserved, then the person is told', (something) => {
    expect(told(something)).toContain(`, ${something} is reserved by open requests, $120.00 is left.`);
  });
});

describe('given text that came from a tool', () => {
  test('then it is never taken for a wish, nor quoted when it speaks to an assistant', () => {
    const { steps } = run(person('How do I reset my password?'));

    expect(steps).toEqual(['search_articles', PASSWORD]);
  });
});

test('the model says once per thread what it is', () => {
  const { steps } = converse([person('hi'), person('thanks')]);

  expect(steps.map((step) => step.includes('offline demo model'))).toEqual([true, false]);
});

test('the same request has the same answer', () => {
  const { items } = converse([person("my mug from ORD-12345 came broken, I'd like a refund")]);

  expect(next(items)).toEqual(next(items));
});
