import { afterEach, describe, expect, test } from 'vitest';
import { call, say, startScriptedModel } from '../fakes/openai.ts';
import { spawnBot } from '../stage/bot-process.ts';
import type { BotProcess } from '../stage/bot-process.ts';
import { peopleOf } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openWorlds } from '../stage/worlds.ts';
import { spoil } from './support.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open() {
  const model = await startScriptedModel({
    script: ({ items }) =>
      items.some(({ kind }) => kind === 'output')
        ? say('There you are.')
        : call('search_articles', { query: 'something' }),
  });
  const worlds = await openWorlds({ modelUrl: model.url });
  const start = async (): Promise<BotProcess> => {
    const bot = spawnBot(worlds.environment);
    closing.push(async () => void (bot.isAlive() && bot.kill('SIGKILL')));
    if (!(await bot.running)) throw new Error(bot.said.err);
    return bot;
  };
  closing.push(
    () => worlds.stop(),
    () => model.close(),
  );
  return { ...worlds, ...peopleOf(worlds.slack), model, start };
}

describe('given a bot in the middle of a turn', () => {
  test('when it is told to stop, then it ends in order and the question is answered once', async () => {
    const here = await open();
    const first = await here.start();
    await spoil(here, { system: 'knowledge', kind: 'slow', ms: 600, times: 1 });
    const thread = await here.ask('UALICE', 'how do I do this?');
    await until(() => here.model.requests.length === 1, 'the turn to begin');
    first.kill('SIGTERM');
    const ended = await first.exited;
    const written = await here.ask('UBOB', 'written while nobody was there');
    const second = await here.start();
    await here.answer(thread);
    await here.answer(written);
    second.kill('SIGTERM');

    expect(ended).toEqual({ code: 0, signal: null });
    expect(await second.exited).toEqual({ code: 0, signal: null });
    expect(here.inThread('C_SUPPORT', thread)).toEqual(['There you are.']);
    expect(here.inThread('C_SUPPORT', written)).toEqual(['There you are.']);
  });
});
