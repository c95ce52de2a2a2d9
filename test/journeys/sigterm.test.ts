import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { call, say, startScriptedModel } from '../fakes/openai.ts';
import { spawnBot } from '../stage/bot-process.ts';
import type { BotProcess } from '../stage/bot-process.ts';
import { peopleOf } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openWorlds } from '../stage/worlds.ts';
import { freePort, spoil } from './support.ts';

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
  const health = await freePort();
  const start = async (): Promise<BotProcess> => {
    const bot = spawnBot({ ...worlds.environment, HEALTH_PORT: String(health) });
    closing.push(async () => void (bot.isAlive() && bot.kill('SIGKILL')));
    if (!(await bot.running)) throw new Error(bot.said.err);
    return bot;
  };
  closing.push(
    () => worlds.stop(),
    () => model.close(),
  );
  const ready = async () => {
    const response = await fetch(`http://127.0.0.1:${health}/readyz`);
    return `${response.status} ${await response.text()}`;
  };
  return { ...worlds, ...peopleOf(worlds.slack), model, start, ready };
}

describe('given a bot in the middle of a turn', () => {
  test('when it is told to stop, then it is not ready at once, ends in order, and the question is answered once', async () => {
    const here = await open();
    const first = await here.start();
    await spoil(here, { system: 'knowledge', kind: 'slow', ms: 600, times: 1 });
    const thread = await here.ask('UALICE', 'how do I do this?');
    await until(() => here.model.requests.length === 1, 'the turn to begin');
    first.kill('SIGTERM');
    const draining = await until(
      async () => (await here.ready()).startsWith('503') && here.ready(),
      'it to be not ready',
    );
    const ended = await first.exited;
    const log = existsSync(join(here.environment['DATA_DIR'] ?? '', 'deskhand.db-wal'));
    const written = await here.ask('UBOB', 'written while nobody was there');
    const second = await here.start();
    await here.answer(thread);
    await here.answer(written);
    second.kill('SIGTERM');

    expect(draining).toContain('"draining":"it is about to end"');
    expect(ended).toEqual({ code: 0, signal: null });
    expect(log, 'all of the log is in the database').toBe(false);
    expect(await second.exited).toEqual({ code: 0, signal: null });
    expect(here.inThread('C_SUPPORT', thread)).toEqual(['There you are.']);
    expect(here.inThread('C_SUPPORT', written)).toEqual(['There you are.']);
  });
});
