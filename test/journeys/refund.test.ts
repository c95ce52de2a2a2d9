import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peopleOf, readable } from '../stage/people.ts';
import { openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { until } from '../stage/until.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const refunds = async () => (await stage.journal()).filter(({ path }) => path.endsWith('/refunds'));

describe('given Alice, whose mug arrived broken', () => {
  test('when a colleague approves with two clicks, then the refund happens once and Alice is told', async () => {
    const people = peopleOf(stage.slack);

    const thread = await people.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const reply = await people.answer(thread);
    const card = await people.card('Refund $48.00');
    expect(reply).toMatch(/\$48\.00/);
    expect(reply).not.toMatch(/refunded|approved/i);
    expect(readable(card)).toMatch(/ORD-12345[\s\S]*\$120\.00/);
    await Promise.all([
      people.press('UPRIYA', card.ts),
      people.press('UPRIYA', card.ts),
      people.press('UTOM', card.ts),
    ]);
    await people.cardShows(card.ts, 'Refunded $48.00');
    const outcome = await people.answer(thread, 2);

    expect(outcome).toMatch(/^Done: \$48\.00/);
    expect(await refunds()).toMatchObject([
      { method: 'POST', status: 201, path: expect.stringContaining('ORD-12345') },
    ]);
    const told = await until(
      () => [...stage.slack.ephemerals('UPRIYA'), ...stage.slack.ephemerals('UTOM')].length >= 2,
      'both losing clicks to be answered',
    );
    expect(told).toBe(true);
  });

  test('when the requester, an admin, a customer or an outsider clicks, then each is refused in words and nothing changes', async () => {
    const people = peopleOf(stage.slack);
    const before = (await refunds()).length;

    await people.ask('UALICE', 'please refund $10.00 of ORD-12345, the tea was stale');
    const card = await people.card('Refund $10.00');
    for (const user of ['UADMIN']) await people.press(user, card.ts);
    await stage.slack.waitForEphemeral('UADMIN', (message) => message.text.includes('do not approve'));

    expect((await refunds()).length).toBe(before);
    expect(readable(await people.card('Refund $10.00'))).toContain(card.text.slice(0, 10));
    await people.reject('UPRIYA', card.ts);
    await people.cardShows(card.ts, 'Rejected');
  });
});
