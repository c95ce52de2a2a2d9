import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openDemo } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo({ settings: { DECIDE_WITHIN: '2s' } });
});
afterAll(() => here.stop());

/** What was said in the thread of a card, without the card. */
const reminders = (card: string) => here.slack.messages('C_APPROVALS', card).slice(1).map(readable);

describe('given nobody decides', () => {
  test('when the time runs out, then colleagues are reminded, the leads are called, and it expires', async () => {
    const thread = await here.ask('UALICE', 'please refund $11.00 of ORD-12345, the tea was stale');
    const card = await here.card('Refund $11.00 to');

    await here.cardShows(card.ts, 'Expired');
    const told = await here.answer(thread, 2);

    expect(reminders(card.ts)).toEqual([
      expect.stringContaining('Still needs a decision'),
      expect.stringContaining('<!subteam^S_LEADS>'),
    ]);
    expect(told).toContain('nobody could confirm');
    expect(await here.refunds()).toEqual([]);
  });

  test('when a colleague proposes it again, then there is a new card with a deadline of its own, and it can be approved', async () => {
    await here.ask('UALICE', 'please refund $12.00 of ORD-12345, the tea was stale');
    const card = await here.card('Refund $12.00 to');
    await here.cardShows(card.ts, 'Expired');

    const again = () => here.pressNamed('UPRIYA', card.ts, 'Propose again');
    await Promise.all([again(), again()]);
    const next = await until(
      () =>
        here.slack
          .messages('C_APPROVALS')
          .findLast(({ ts, blocks }) => ts > card.ts && JSON.stringify(blocks).includes('approve_request')),
      'a new card',
    );
    await here.press('UTOM', next.ts);
    await here.cardShows(next.ts, 'Refunded $12.00');

    expect(readable(await here.cardShows(card.ts, 'Proposed again'))).toContain('Nothing was done');
    expect(await here.refunds()).toHaveLength(1);
  });

  test('when it is decided in time, then nobody is reminded', async () => {
    await here.ask('UALICE', 'please refund $13.00 of ORD-12345, the tea was stale');
    const card = await here.card('Refund $13.00 to');
    await here.press('UPRIYA', card.ts);
    await here.cardShows(card.ts, 'Refunded $13.00');

    await here.ask('UALICE', 'please refund $14.00 of ORD-12345, the tea was stale');
    await here.cardShows((await here.card('Refund $14.00 to')).ts, 'Expired');

    expect(reminders(card.ts)).toEqual([]);
  });
});
