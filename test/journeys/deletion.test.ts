import { afterAll, beforeAll, expect, describe, test } from 'vitest';
import { openDemo } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo();
});
afterAll(() => here.stop());

describe('given a request that waits for a decision', () => {
  test('when the message that asked is deleted, then it is withdrawn, the card says why, and the customer is told', async () => {
    const thread = await here.ask('UALICE', 'please refund $11.00 of ORD-12345, the tea was stale');
    const card = await here.card('Refund $11.00 to');
    await here.answer(thread);

    here.slack.deleteMessage('UALICE', 'C_SUPPORT', thread);
    const withdrawn = await here.cardShows(card.ts, 'the message that asked was deleted');
    const told = await here.answer(thread, 2);

    expect(JSON.stringify(withdrawn.blocks)).not.toContain('approve_request');
    expect(told).toContain('deleted the message');
    expect(await here.refunds()).toEqual([]);
  });

  test('when it was asked for in a reply, then deleting another message of the thread changes nothing', async () => {
    const thread = await here.ask('UALICE', 'hello');
    await here.answer(thread);
    const other = await here.slack.postAs('UALICE', 'C_SUPPORT', 'thank you', { threadTs: thread });
    await here.answer(thread, 2);
    const asked = await here.slack.postAs(
      'UALICE',
      'C_SUPPORT',
      'please refund $12.00 of ORD-12345, the tea was stale',
      {
        threadTs: thread,
      },
    );
    const card = await here.card('Refund $12.00 to');

    here.slack.deleteMessage('UALICE', 'C_SUPPORT', other);
    await here.slack.postAs('UALICE', 'C_SUPPORT', 'hello again', { threadTs: thread });
    await here.answer(thread, 4);
    const afterOther = await here.cardShows(card.ts, '$12.00');
    here.slack.deleteMessage('UALICE', 'C_SUPPORT', asked);
    await here.cardShows(card.ts, 'the message that asked was deleted');

    expect(JSON.stringify(afterOther.blocks)).toContain('approve_request');
  });

  test('when it is deleted after the decision, then what was approved is done all the same', async () => {
    const thread = await here.ask('UALICE', 'please refund $13.00 of ORD-12345, the tea was stale');
    const card = await here.card('Refund $13.00 to');

    await here.press('UPRIYA', card.ts);
    await here.cardShows(card.ts, 'Refunded $13.00');
    here.slack.deleteMessage('UALICE', 'C_SUPPORT', thread);
    await here.ask('UALICE', 'please refund $14.00 of ORD-12345, the tea was stale');
    await here.card('Refund $14.00 to');

    await here.cardShows(card.ts, 'Refunded $13.00');
    expect(await here.refunds()).toHaveLength(1);
  });
});
