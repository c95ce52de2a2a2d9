import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import { readable } from '../stage/people.ts';
import { openDemo, openScripted, scenes, writesOf } from './support.ts';

describe('given the demo model', () => {
  let here: Awaited<ReturnType<typeof openDemo>>;
  beforeAll(async () => {
    here = await openDemo();
  });
  afterAll(() => here.stop());

  test('when an agent orders what is in stock, then it is placed after the click', async () => {
    const thread = await here.ask('UPRIYA', 'Please place an order of 2 linen tea towels for cust_123');
    const card = await here.card('Place an order of $40.00');
    await here.press('UTOM', card.ts);
    await here.cardShows(card.ts, '✓ Placed order of $40.00');

    expect(await here.answer(thread, 2)).toMatch(/^Done: The order of \$40\.00 is placed with standard delivery/);
    expect(await writesOf(here, '/orders')).toMatchObject([{ path: '/orders', status: 201 }]);
  });

  test('when credit is not approved, then it is refused in words and there is no card', async () => {
    const cards = here.slack.messages('C_APPROVALS').length;
    const told = await here.answer(
      await here.ask('UPRIYA', 'Please place an order of 2 linen tea towels for cust_502'),
    );

    expect(told).toMatch(/credit is not approved/);
    expect(here.slack.messages('C_APPROVALS')).toHaveLength(cards);
  });

  test('when it is out of stock, then a backorder with its date is asked for and placed', async () => {
    const thread = await here.ask(
      'UPRIYA',
      'Please place an order of one cast iron teapot for cust_123, express delivery',
    );
    const asked = await here.answer(thread);
    const card = await here.card('Place a backorder of $74.00');
    await here.press('UTOM', card.ts);
    await here.cardShows(card.ts, '✓ Placed backorder of $74.00');

    expect(asked).toMatch(/out of stock.*expected back on \d+ \w+ \d{4}/);
    expect(readable(card)).toMatch(/backorder, out of stock, restock \d/);
    expect(readable(card)).toContain('Expedited');
    expect(await here.answer(thread, 2)).toMatch(
      /^Done: The backorder of \$74\.00 is placed with expedited delivery, expected back in stock on/,
    );
    expect(await writesOf(here, '/backorders')).toMatchObject([{ status: 201 }]);
  });
});

describe('given a scripted model', () => {
  const order = (lines: object[], more: object = {}) =>
    call('place_order', {
      customer_id: null,
      lines,
      shipping_address: null,
      delivery: 'standard',
      reason: 'She asked for it.',
      ...more,
    });
  const quote = (outputs: readonly unknown[]) => say(JSON.stringify(outputs.at(-1)));
  let here: Awaited<ReturnType<typeof openScripted>>;
  beforeAll(async () => {
    here = await openScripted(
      scenes({
        'express mug': [() => order([{ sku: 'MUG-001', quantity: 1 }], { delivery: 'expedited' }), quote],
        'unknown thing': [() => order([{ sku: 'NOPE-1', quantity: 1 }]), quote],
        'no pieces': [() => order([{ sku: 'MUG-001', quantity: 0 }]), quote],
        'for somebody else': [() => order([{ sku: 'MUG-001', quantity: 1 }], { customer_id: 'cust_456' }), quote],
      }),
    );
  });
  afterAll(() => here.stop());

  test('when she orders with expedited delivery, then the company is asked for just that, once', async () => {
    const thread = await here.ask('UALICE', 'an express mug, please');
    const card = await here.card('Place an order of $48.00');
    await Promise.all([here.press('UPRIYA', card.ts), here.press('UTOM', card.ts)]);
    await here.cardShows(card.ts, '✓ Placed order of $48.00');

    expect(await here.answer(thread, 2)).toContain('with expedited delivery');
    expect(await here.journal()).toMatchObject([
      { path: '/orders', status: 201, body: { priority: 'expedited', customerId: 'cust_123' } },
    ]);
  });

  test.each([
    ['an unknown thing', 'PRODUCT_NOT_FOUND'],
    ['no pieces of it', 'INVALID_ARGUMENTS'],
    ['for somebody else', 'CUSTOMER_NOT_FOUND'],
  ])('when the model orders %s, then it is told %s', async (words, code) => {
    expect(await here.answer(await here.ask('UALICE', words))).toContain(`"error":"${code}"`);
  });
});
