import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startModel } from '../../src/local/model/start-model.ts';
import { spawnBot } from '../stage/bot-process.ts';
import { peopleOf, readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openWorlds } from '../stage/worlds.ts';
import { PATIENCE, pressUntilTaken } from './every-passing.ts';

let model: Awaited<ReturnType<typeof startModel>>;
beforeAll(async () => {
  model = await startModel({ port: 0 });
});
afterAll(() => model.stop());

/** The same instants in every run; milliseconds after something was asked for. */
function instants(seed: number, longest: number): () => number {
  const state = { last: seed };
  return () => {
    state.last = (state.last * 48_271) % 2_147_483_647;
    return state.last % longest;
  };
}

async function open() {
  const worlds = await openWorlds({ modelUrl: model.baseUrl, slack: { ackTimeout: 500 } });
  const start = async () => {
    const bot = spawnBot(worlds.environment);
    if (!(await bot.running)) throw new Error(bot.said.err);
    return bot;
  };
  return { ...worlds, ...peopleOf(worlds.slack), start };
}

describe.concurrent('given a bot that is told to stop at any instant', () => {
  test.each([
    ['once', 1, 0],
    ['twice, without patience', 2, expect.toBeOneOf([0, 1])],
  ])('when it is told %s while it answers, then every question is answered once', async (_, times, code) => {
    const here = await open();
    const instant = instants(times * 7_919, 300);
    const threads: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const bot = await here.start();
      threads.push(await here.ask('UALICE', 'How do I reset my password?'));
      await pause(instant());
      for (let signals = 0; signals < times; signals += 1) bot.kill('SIGTERM');
      expect(await bot.exited).toEqual({ code, signal: null });
    }
    const last = await here.start();
    for (const thread of threads) await until(() => here.inThread('C_SUPPORT', thread)[0], 'an answer', PATIENCE);
    last.kill('SIGTERM');
    await last.exited;

    expect(threads.map((thread) => here.inThread('C_SUPPORT', thread).length)).toEqual(threads.map(() => 1));
    await here.stop();
  });

  test('when it is told so while a refund is carried out, then there is one refund, one card and one answer', async () => {
    const here = await open();
    const instant = instants(104_729, 120);
    let bot = await here.start();
    const thread = await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const card = await here.card('Refund $48.00');
    const pressing = pressUntilTaken(here, card.ts);
    for (let round = 0; round < 4; round += 1) {
      await pause(instant());
      bot.kill('SIGTERM');
      expect(await bot.exited).toEqual({ code: 0, signal: null });
      bot = await here.start();
    }
    await pressing;
    await here.cardShows(card.ts, 'Refunded $48.00', PATIENCE);
    await here.answer(thread, 2);
    bot.kill('SIGTERM');
    await bot.exited;

    expect((await here.journal()).filter(({ path }) => path.endsWith('/refunds'))).toHaveLength(1);
    expect(here.inThread('C_SUPPORT', thread)).toHaveLength(2);
    expect(here.slack.messages('C_APPROVALS').filter((message) => readable(message).includes('$48.00'))).toHaveLength(
      1,
    );
    await here.stop();
  });
});
