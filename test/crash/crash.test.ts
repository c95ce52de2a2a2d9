import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startModel } from '../../src/local/model/start-model.ts';
import { MAIN_JOB_POINTS } from '../../src/ports/crash-point.ts';
import type { CrashPointName } from '../../src/ports/crash-point.ts';
import { peopleOf, readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openWorlds } from '../stage/worlds.ts';
import type { Worlds } from '../stage/worlds.ts';
import { PATIENCE, atEveryPassing, pressUntilTaken } from './every-passing.ts';
import { immortal } from './immortal.ts';

/** No point of the refund journey is passed more often than this. */
const MOST_PASSES = 12;

let model: Awaited<ReturnType<typeof startModel>>;
beforeAll(async () => {
  model = await startModel({ port: 0 });
});
afterAll(() => model.stop());

/** Alice asks, Priya presses until the card no longer asks, Alice is told. */
async function refundJourney(worlds: Worlds): Promise<{ thread: string; card: string }> {
  const { slack } = worlds;
  const people = peopleOf(slack);
  const thread = await people.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
  const card = await until(
    () => slack.messages('C_APPROVALS').find((message) => readable(message).includes('Refund $48.00')),
    'the card',
    PATIENCE,
  );
  await pressUntilTaken(worlds, card.ts);
  await people.cardShows(card.ts, 'Refunded $48.00', PATIENCE);
  await until(
    () => people.inThread('C_SUPPORT', thread).some((text) => text.startsWith('Done:')),
    'Alice to be told',
    PATIENCE,
  );
  return { thread, card: card.ts };
}

async function dieAt(point: CrashPointName, pass: number): Promise<number> {
  const worlds = await openWorlds({ modelUrl: model.baseUrl, slack: { ackTimeout: 500 } });
  const bot = immortal(worlds.environment, `${point}:${pass}`);
  try {
    const { thread, card } = await refundJourney(worlds);
    const said = peopleOf(worlds.slack).inThread('C_SUPPORT', thread);
    expect(said.filter((text) => text.startsWith('Done:'))).toHaveLength(1);
    expect(said, 'the question is answered once').toHaveLength(2);
    expect(
      worlds.slack.messages('C_APPROVALS').map(({ ts }) => ts),
      'one card',
    ).toEqual([card]);
    expect(
      (await worlds.journal()).filter(({ path }) => path.endsWith('/refunds')),
      'one refund',
    ).toHaveLength(1);
    return bot.deaths();
  } finally {
    await bot.stop();
    await worlds.stop();
  }
}

describe.concurrent('given the process is killed in the middle of a refund', () => {
  test.each(MAIN_JOB_POINTS.map((point) => [point] as const))(
    'when it dies at each passing of %s, then there is one refund, one answer and the true card',
    (point) => atEveryPassing((pass) => dieAt(point, pass), MOST_PASSES),
  );
});
