import { expect, test } from 'vitest';
import { peopleOf } from '../stage/people.ts';
import { openStage } from '../stage/stage.ts';

test('given nobody decides, when the time is up, then nothing is done and everybody is told', async () => {
  const stage = await openStage({ settings: { DECIDE_WITHIN: '1s' } });
  const people = peopleOf(stage.slack);

  const thread = await people.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
  const card = await people.card('Refund $48.00');
  await people.cardShows(card.ts, 'Expired');
  const told = await people.answer(thread, 2);
  await people.press('UPRIYA', card.ts).catch(() => undefined);

  expect(told).toContain('nobody could confirm');
  expect(await stage.journal()).toEqual([]);
  await stage.stop();
});
