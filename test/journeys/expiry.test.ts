import { expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { openDemo } from './support.ts';

const BROKEN = "my mug from ORD-12345 came broken, I'd like a refund";

test('given nobody decides, when time goes by, then they are reminded, the leads are called, and everybody is told the truth', async () => {
  const here = await openDemo({ settings: { DECIDE_WITHIN: '8s' } });

  const thread = await here.ask('UALICE', BROKEN);
  const card = await here.card('Refund $48.00');
  await here.cardShows(card.ts, 'Expired', 25_000);
  const told = await here.answer(thread, 2);
  const handOff = readable(await here.card('needs a person'));
  const nudges = here.slack.messages('C_APPROVALS', card.ts).filter(({ ts }) => ts !== card.ts);
  await here.press('UPRIYA', card.ts).catch(() => undefined);

  expect(nudges.map(readable)).toEqual([
    expect.stringContaining('Still needs a decision'),
    expect.stringContaining('S_LEADS'),
  ]);
  expect(told).toBe(
    "I'm sorry, nobody could confirm the refund of $48.00 for ORD-12345 in time. Nothing was changed. I've passed it on to a colleague.",
  );
  expect(handOff).toContain('Nobody decided in time on the refund of $48.00 for ORD-12345.');
  expect(await here.refunds()).toEqual([]);
  await here.stop();
}, 45_000);

test('given a bot that is stopped while a request waits, when it is started again, then the request expires in time and is never carried out', async () => {
  const here = await openDemo({ settings: { DECIDE_WITHIN: '2s' } });

  const thread = await here.ask('UALICE', BROKEN);
  const card = await here.card('Refund $48.00');
  await here.restart();
  await here.cardShows(card.ts, 'Expired');
  await here.press('UPRIYA', card.ts).catch(() => undefined);

  expect(await here.answer(thread, 2)).toContain('nobody could confirm');
  expect(await here.refunds()).toEqual([]);
  await here.stop();
}, 45_000);
