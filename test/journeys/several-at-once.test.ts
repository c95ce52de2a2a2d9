import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls, say } from '../fakes/openai.ts';
import { readable } from '../stage/people.ts';
import { openScripted, scenes, spoil, writesOf } from './support.ts';

const ticket = (id: string, status: string) => ({
  name: 'update_ticket',
  arguments: { ticket_id: id, status, priority: null, note: null, reason: 'The agent asked for it' },
});
const refund = (order: string, amount: string) => ({
  name: 'refund_order',
  arguments: { order_id: order, amount, currency: null, reason: 'It leaks' },
});
const address = (order: string) => ({
  name: 'change_address',
  arguments: { order_id: order, shipping_address: '2 Rabbit Hole, Oxford', reason: 'She moved' },
});

let here: Awaited<ReturnType<typeof openScripted>>;
beforeAll(async () => {
  here = await openScripted(
    scenes({
      'all of it': [
        () => calls(ticket('TKT_001', 'Resolved'), refund('ORD-12345', '48.00'), address('ORD-12347')),
        () => say('I have asked.'),
      ],
      'what fails': [
        () => calls(ticket('TKT_004', 'Resolved'), refund('ORD-30201', '5.00'), address('ORD-23457')),
        () => say('I have asked.'),
      ],
    }),
  );
});
afterAll(() => here.stop());

describe('given three requests of one message', () => {
  test('when a colleague presses once, then all are done in order, each is told, and there was one card', async () => {
    const thread = await here.ask('UPRIYA', 'please do all of it');
    const card = await here.card('Do all 3');
    await here.press('UTOM', card.ts);
    await here.answer(thread, 4);
    await here.cardShows(card.ts, '✓ Changed the address of ORD-12347');

    expect(here.inThread('C_SUPPORT', thread).slice(1)).toEqual([
      expect.stringMatching(/^Done: Ticket TKT_001 is now Resolved\./),
      expect.stringMatching(/^Done: \$48\.00 for ORD-12345/),
      expect.stringMatching(/^Done: ORD-12347 now goes to 2 Rabbit Hole/),
    ]);
    expect((await here.journal()).map(({ path }) => path)).toEqual([
      '/tickets/TKT_001',
      '/orders/ORD-12345/refunds',
      '/orders/ORD-12347',
    ]);
    expect(here.slack.messages('C_APPROVALS')).toHaveLength(1);
  });

  test('when the second fails, then the third is not done, everybody reads so, and taking back the first is asked for', async () => {
    const thread = await here.ask('UPRIYA', 'please do what fails');
    const card = await here.card('Do all 3');
    await spoil(here, { system: 'orders', method: 'POST', kind: 'status', status: 422, times: 1 });
    await here.press('UTOM', card.ts);
    const told = await here.answer(thread, 3);
    const shown = readable(await here.cardShows(card.ts, 'was not done, so this was not either'));
    const back = readable(await here.card('This takes step 1 back.'));
    const offered = await here.answer(thread, 4);

    expect(told).toMatch(
      /\$5\.00 for ORD-30201 didn't go through.*the new address for ORD-23457 was not carried out either\.$/,
    );
    expect(shown).toContain('✗ Not refunded');
    expect(back).toContain('TKT_004');
    expect(offered).toMatch(/I've asked my colleagues whether to take back the change of ticket TKT_004\./);
    expect(await writesOf(here, '/orders/ORD-23457')).toEqual([]);
  });
});
