import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CrashPointName } from '../../src/ports/crash-point.ts';
import { slowly, startScriptedModel } from '../fakes/openai.ts';
import { peopleOf } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openWorlds } from '../stage/worlds.ts';
import { PATIENCE, atEveryPassing } from './every-passing.ts';
import { immortal } from './immortal.ts';

/** Where a reply is half written, or has just taken the place of what was shown. */
const POINTS = [
  'draft:before-begin',
  'draft:begun',
  'draft:opened',
  'draft:placed',
  'turn:before-commit',
  'turn:after-commit',
  'deliver:before-post',
  'deliver:after-post',
  'deliver:after-sent',
] as const satisfies readonly CrashPointName[];
const MOST_PASSES = 4;

/** Each a moment after the one before: long enough for people to watch. */
const SENTENCES = Array.from({ length: 10 }, (_, index) => `This is sentence ${index + 1} of the answer. `);
const WHOLE = SENTENCES.join('').trim();
const MOMENT = 200;
/** The bot looks once a second for what was left behind. */
const LOOKED_AROUND = 1_500;

let model: Awaited<ReturnType<typeof startScriptedModel>>;
beforeAll(async () => {
  model = await startScriptedModel({ script: () => slowly(SENTENCES, () => pause(MOMENT)) });
});
afterAll(() => model.close());

async function dieAt(point: CrashPointName, pass: number): Promise<number> {
  const worlds = await openWorlds({ modelUrl: model.url, slack: { ackTimeout: 500 } });
  const bot = immortal(worlds.environment, `${point}:${pass}`);
  const { ask, inThread } = peopleOf(worlds.slack);
  try {
    const thread = await ask('UALICE', 'please tell me everything');
    const isWritten = () =>
      worlds.slack.messages('C_SUPPORT', thread).some((message) => message.streaming_state === 'in_progress');
    await until(() => inThread('C_SUPPORT', thread).includes(WHOLE) && !isWritten(), 'the whole answer', PATIENCE);
    await pause(LOOKED_AROUND);
    expect(inThread('C_SUPPORT', thread), 'the whole answer, once').toEqual([WHOLE]);
    expect(isWritten(), 'nobody writes any more').toBe(false);
    return bot.deaths();
  } finally {
    await bot.stop();
    await worlds.stop();
  }
}

describe.concurrent('given the process is killed while people watch a reply being written', () => {
  test.each(POINTS.map((point) => [point] as const))(
    'when it dies at each passing of %s, then the whole reply stands once and no half of it stays',
    (point) => atEveryPassing((pass) => dieAt(point, pass), MOST_PASSES),
  );
});
