import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CrashPointName } from '../../src/ports/crash-point.ts';
import { calls, say, startScriptedModel } from '../fakes/openai.ts';
import { scenes } from '../journeys/support.ts';
import { peopleOf, readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openWorlds } from '../stage/worlds.ts';
import type { Worlds } from '../stage/worlds.ts';
import { PATIENCE, atEveryPassing, pressUntilTaken } from './every-passing.ts';
import { immortal } from './immortal.ts';

const POINTS = [
  'decide:after-commit',
  'execute:start',
  'execute:before-intent',
  'execute:intent-saved',
  'execute:after-call',
  'execute:before-outcome',
  'execute:outcome-saved',
] as const satisfies readonly CrashPointName[];
/** Three rows, each carried out once, and a few runs that a death repeats. */
const MOST_PASSES = 6;

const THREE = calls(
  {
    name: 'update_ticket',
    arguments: { ticket_id: 'TKT_001', status: 'Resolved', priority: null, note: null, reason: 'It works again' },
  },
  {
    name: 'refund_order',
    arguments: { order_id: 'ORD-12345', amount: '48.00', currency: null, reason: 'Arrived broken' },
  },
  {
    name: 'change_address',
    arguments: { order_id: 'ORD-12347', shipping_address: '2 Rabbit Hole, Oxford', reason: 'She moved' },
  },
);

let model: Awaited<ReturnType<typeof startScriptedModel>>;
beforeAll(async () => {
  model = await startScriptedModel({ script: scenes({ 'all of it': [() => THREE, () => say('I have asked.')] }) });
});
afterAll(() => model.close());

/** Alice asks for three things in one message, Priya presses once, Alice is told three times. */
async function journey(worlds: Worlds): Promise<{ thread: string; card: string }> {
  const { slack } = worlds;
  const people = peopleOf(slack);
  const thread = await people.ask('UALICE', 'please do all of it');
  const card = await until(
    () => slack.messages('C_APPROVALS').find((message) => readable(message).includes('Do all 3')),
    'the card',
    PATIENCE,
  );
  await pressUntilTaken(worlds, card.ts);
  await until(
    () => people.inThread('C_SUPPORT', thread).filter((text) => text.startsWith('Done:')).length >= 3,
    'Alice to be told',
    PATIENCE,
  );
  return { thread, card: card.ts };
}

const WRITES = ['PATCH /tickets/TKT_001', 'POST /orders/ORD-12345/refunds', 'PATCH /orders/ORD-12347'];

async function dieAt(point: CrashPointName, pass: number): Promise<number> {
  const worlds = await openWorlds({ modelUrl: model.url, slack: { ackTimeout: 500 } });
  const bot = immortal(worlds.environment, `${point}:${pass}`);
  try {
    const { thread, card } = await journey(worlds);
    const said = peopleOf(worlds.slack).inThread('C_SUPPORT', thread);
    expect(said.filter((text) => text.startsWith('Done:'))).toHaveLength(3);
    expect(
      worlds.slack.messages('C_APPROVALS').map(({ ts }) => ts),
      'one card',
    ).toEqual([card]);
    expect(
      (await worlds.journal()).map(({ method, path }) => `${method} ${path}`),
      'each once, in order',
    ).toEqual(WRITES);
    return bot.deaths();
  } finally {
    await bot.stop();
    await worlds.stop();
  }
}

describe.concurrent('given the process is killed in the middle of a card with three rows', () => {
  test.each(POINTS.map((point) => [point] as const))(
    'when it dies at each passing of %s, then each was done once, in order, and told once',
    (point) => atEveryPassing((pass) => dieAt(point, pass), MOST_PASSES),
  );
});
