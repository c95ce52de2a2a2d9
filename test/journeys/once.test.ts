import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openDemo } from './support.ts';

const Event = z.looseObject({ event: z.looseObject({ ts: z.string() }) });

let here: Awaited<ReturnType<typeof openDemo>>;
/** Every event the local Slack sent, as it was. */
const events: z.infer<typeof Event>[] = [];
beforeAll(async () => {
  here = await openDemo();
  here.slack.feed.subscribe((change) => {
    if (change.type !== 'log' || change.entry.kind !== 'envelope') return;
    const event = Event.safeParse(change.entry.detail['payload']);
    if (event.success) events.push(event.data);
  });
});
afterAll(() => here.stop());

const eventsOf = (ts: string) => events.filter(({ event }) => event.ts === ts);

describe('given a request for a refund', () => {
  test('when its envelopes are delivered three times and five people press at once, then everything happens once', async () => {
    const thread = await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const [first, second] = eventsOf(thread);
    if (!first || !second) throw new Error('a mention is told twice');
    await Promise.all(
      [1, 2, 3].flatMap((retryAttempt) => [first, second].map((event) => here.slack.deliver(event, { retryAttempt }))),
    );
    await here.slack.resendLast();
    const card = await here.card('Refund $48.00');
    const acked = await Promise.all(
      (['UPRIYA', 'UPRIYA', 'UTOM', 'ULEA', 'UTOM'] as const).map((user) => here.press(user, card.ts)),
    );
    await here.cardShows(card.ts, '✓ Refunded $48.00');
    await here.answer(thread, 2);
    await here.slack.deliver(first, { retryAttempt: 3 });
    const whispers = () => ['UPRIYA', 'UTOM', 'ULEA'].flatMap((user) => here.slack.ephemerals(user));
    await until(() => whispers().length === 4, 'every losing click to be answered');

    expect(acked).toEqual([true, true, true, true, true]);
    expect(here.slack.messages('C_APPROVALS')).toHaveLength(1);
    expect(await here.refunds()).toMatchObject([{ status: 201, path: '/orders/ORD-12345/refunds' }]);
    expect(here.inThread('C_SUPPORT', thread)).toEqual([
      expect.stringContaining('asked a colleague'),
      expect.stringMatching(/^Done: \$48\.00 .* Reference re_\d+\.$/),
    ]);
    for (const { message } of whispers()) expect(message.text).toMatch(/Already|approved this at/);
  });

  test('when one approves while another rejects, then one of them wins, and the other is told who', async () => {
    const thread = await here.ask('UALICE', 'please refund $10.00 of ORD-12345, the tea was stale');
    const card = await here.card('Refund $10.00');
    const before = (await here.refunds()).length;
    await here.openForm('UTOM', card.ts, 'Reject');
    const [form] = await Promise.all([here.submit('UTOM', { reason: 'Other' }), here.press('UPRIYA', card.ts)]);
    const last = await until(
      () =>
        here.slack
          .messages('C_APPROVALS')
          .find(({ ts, blocks }) => ts === card.ts && /✓ Refunded|Rejected by/.test(JSON.stringify(blocks))),
      'the card to be final',
    );
    const told = await here.answer(thread, 2);

    const isRejected = readable(last).includes('Rejected by');
    const rejected = ({ text }: { text: string }) => text.includes('<@UTOM> rejected');
    const why = isRejected ? (await here.slack.waitForEphemeral('UPRIYA', rejected)).text : JSON.stringify(form);
    expect(why).toMatch(/(rejected|approved) this at .* The card is up to date now\./);
    expect(form.ok).toBe(isRejected);
    expect(told).toMatch(isRejected ? /couldn't approve/ : /^Done/);
    expect((await here.refunds()).length - before).toBe(isRejected ? 0 : 1);
    expect(JSON.stringify(last.blocks)).not.toContain('approve_request');
  });
});
