import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls, say } from '../fakes/openai.ts';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openScripted, scenes, spoil } from './support.ts';
import type { Scene } from './support.ts';

/** A refund and a change of a ticket of the same customer, asked for in one message. */
const both = (amount: string, change: { status: string | null; priority: string | null }): Scene => [
  () =>
    calls(
      { name: 'refund_order', arguments: { order_id: 'ORD-12345', amount, reason: 'It came broken.' } },
      {
        name: 'update_ticket',
        arguments: { ticket_id: 'TKT_001', note: null, reason: 'She said so.', ...change },
      },
    ),
  () => say('I have asked my colleagues for both.'),
];
const SCENES: Record<string, Scene> = {
  'both, please': both('10.00', { status: 'Resolved', priority: null }),
  'only half of it': both('11.00', { status: 'Pending', priority: null }),
  'less than that': both('12.00', { status: null, priority: 'Low' }),
  'neither of them': both('13.00', { status: null, priority: 'Medium' }),
  'when the company refuses': both('14.00', { status: 'Closed', priority: null }),
};

let here: Awaited<ReturnType<typeof openScripted>>;
beforeAll(async () => {
  here = await openScripted(scenes(SCENES));
});
afterAll(() => here.stop());

/** A customer may ask for only so much a day, colleagues for more. `written`: what the company was asked to write since, in order. */
const askFor = async (words: string, part: string, user = 'UALICE') => {
  const before = (await here.journal()).length;
  const thread = await here.ask(user, words);
  const card = await here.card(part);
  const written = async () =>
    (await here.journal()).slice(before).map(({ method, path, status }) => `${method} ${path} ${status}`);
  return { thread, card, written };
};
const primaries = (message: { blocks?: readonly unknown[] }) =>
  JSON.stringify(message.blocks).split('"style":"primary"').length - 1;

describe('given two things asked for in one message', () => {
  test('when a colleague does all, then both are done in their order, on one card with one deciding button', async () => {
    const { thread, card, written } = await askFor('both, please', 'Refund $10.00');
    expect(readable(card)).toMatch(/2 changes[\s\S]*1\.[\s\S]*Refund \$10\.00[\s\S]*2\.[\s\S]*TKT_001[\s\S]*Do all 2/);
    expect(primaries(card)).toBe(1);

    await here.pressNamed('UPRIYA', card.ts, 'Do all 2');
    const done = await here.cardShows(card.ts, '✓ Set TKT_001 to Resolved · approved by');
    await here.answer(thread, 3);

    expect(readable(done)).toContain('✓ Refunded $10.00');
    expect(primaries(done)).toBe(0);
    expect(here.inThread('C_SUPPORT', thread).join()).toMatch(/\$10\.00[\s\S]*TKT_001 is now Resolved/);
    expect(await written()).toEqual(['POST /orders/ORD-12345/refunds 201', 'PATCH /tickets/TKT_001 200']);
  });

  test('when a colleague drops one, then only the other is left to decide', async () => {
    const { thread, card, written } = await askFor('only half of it', 'Refund $11.00');

    await here.pressNamed('UPRIYA', card.ts, 'Drop', { number: 2 });
    const dropped = await here.cardShows(card.ts, 'Dropped by <@UPRIYA>');
    await here.pressNamed('UTOM', card.ts, 'Refund $11.00');
    await here.cardShows(card.ts, '✓ Refunded $11.00');
    await here.answer(thread, 3);

    expect(readable(dropped)).not.toContain('Do all');
    expect(await written()).toEqual(['POST /orders/ORD-12345/refunds 201']);
  });

  test('when a colleague changes one, then another one can do all of what the card says now', async () => {
    const { card, written } = await askFor('less than that', 'Refund $12.00');

    await here.openForm('UPRIYA', card.ts, 'Edit', 1);
    await here.submit('UPRIYA', { amount: '6.00' });
    const changed = await here.cardShows(card.ts, 'Refund $12.00 → Refund $6.00');
    await here.pressNamed('UPRIYA', card.ts, 'Do all 2');
    await here.slack.waitForEphemeral('UPRIYA', ({ text }) => text.includes('You changed this request'));
    await here.pressNamed('UTOM', card.ts, 'Do all 2');
    await until(async () => (await written()).length === 2, 'both to be done');

    expect(readable(changed)).toContain('Do all 2');
    expect(await written()).toEqual(['POST /orders/ORD-12345/refunds 201', 'PATCH /tickets/TKT_001 200']);
  });

  test('when a colleague rejects the card, then nothing is done', async () => {
    const { card, written } = await askFor('neither of them', 'Refund $13.00');

    await here.reject('UPRIYA', card.ts, { reason: 'Outside policy' });
    const rejected = readable(await here.cardShows(card.ts, 'Outside policy'));

    expect(rejected.match(/Rejected by <@UPRIYA>/g)?.length).toBeGreaterThanOrEqual(2);
    expect(await written()).toEqual([]);
  });

  test('when the first is refused by the company, then the second is not done, and the card says so', async () => {
    const { card, written } = await askFor('when the company refuses', 'Refund $14.00', 'UTOM');
    await spoil(here, {
      system: 'orders',
      method: 'POST',
      path: '/orders/{id}/refunds',
      kind: 'status',
      status: 422,
      times: 1,
    });

    await here.pressNamed('UPRIYA', card.ts, 'Do all 2');
    const stopped = readable(await here.cardShows(card.ts, 'was not done, so this was not either'));

    expect(stopped).toContain('✗ Not refunded');
    expect(await written()).toEqual([]);
  });
});
