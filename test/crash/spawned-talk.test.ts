import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, say, startScriptedModel } from '../fakes/openai.ts';
import { spawnBot } from '../stage/bot-process.ts';
import { peopleOf } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openWorlds } from '../stage/worlds.ts';
import { gate, talkIn, unansweredIn, wordsIn, written } from '../journeys/talk.ts';

let here: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  here = await open();
}, 30_000);
afterAll(() => here.stop());

/** The bot in a process of its own, whose machine's clock `clock` moves so many milliseconds from the real one. */
async function open() {
  const model = await startScriptedModel();
  const worlds = await openWorlds({ modelUrl: model.url, slack: { ackTimeout: 500 } });
  const file = join(worlds.folder, 'clock');
  const clock = (ahead: number): void => writeFileSync(file, String(ahead));
  clock(0);
  const environment = {
    ...worlds.environment,
    LOG_LEVEL: 'debug',
    TURNS_PER_MINUTE: '6',
    NODE_OPTIONS: `--import ${resolve(import.meta.dirname, '../chaos/clock.mjs')}`,
    CHAOS_CLOCK: file,
  };
  const start = async () => {
    const bot = spawnBot(environment);
    if (!(await bot.running)) throw new Error(bot.said.err);
    return bot;
  };
  let bot = await start();
  const end = async () => {
    bot.kill('SIGKILL');
    await bot.exited;
  };
  return {
    ...worlds,
    ...peopleOf(worlds.slack),
    ...talkIn(worlds.slack, model),
    model,
    clock,
    log: () => bot.said.out + bot.said.err,
    /** `dead`: what is done while there is none. */
    killed: async (dead: () => void) => {
      await end();
      dead();
      bot = await start();
    },
    stop: async () => {
      await end();
      await worlds.stop();
      await model.close();
    },
  };
}

/** It needs nothing more: nobody waits for the rest of it. */
const question = (number: number): string => `What do you say to number ${number}?`;

const SENTENCES = ['Your mug has left. ', 'It comes on Friday. ', 'It is well packed. ', 'Somebody has to be there.'];
const WHOLE = SENTENCES.join('');

describe('given a bot that is killed while people watch its reply being written', () => {
  test('when it is back, then the whole reply stands there once, and no half of it', async () => {
    const finished = gate();
    const before = here.model.requests.length;
    here.model.play(() =>
      here.model.requests.length === before + 1 ? written(SENTENCES, { finished: finished.opened }) : say(WHOLE),
    );
    const thread = await here.ask('UALICE', 'Where is my mug now?');
    const ours = () => here.slack.messages('C_SUPPORT', thread).filter(({ user }) => user === 'UBOT');
    await until(() => ours().some(({ text }) => text.includes('Your mug has left.')), 'the beginning');
    const left: string[] = [];
    await here.killed(() => void left.push(...here.inThread('C_SUPPORT', thread)));
    await until(() => here.inThread('C_SUPPORT', thread).includes(WHOLE), 'the whole reply');
    await here.answer(await here.ask('UBOB', 'Are you back with us?'));
    finished.open();

    expect(left).not.toEqual([WHOLE]);
    expect(ours().map(({ text, streaming_state }) => [text, streaming_state])).toEqual([[WHOLE, 'completed']]);
  });
});

describe('given a colleague in a customer’s thread', () => {
  test('when they ask for another customer, then nothing of that customer reaches the log either', async () => {
    here.model.play((request) =>
      wordsIn(request).at(-1)?.includes('about Bob') && request.items.at(-1)?.kind !== 'output'
        ? call('find_customer', { customer_id: null, email: 'bob@example.com' })
        : say('I cannot tell.'),
    );
    const thread = await here.ask('UALICE', 'This is Alice, hello again.');
    await here.answer(thread);
    await here.reply(thread, 'What do we know about Bob?', 'UPRIYA');
    await here.answer(thread, 2);

    expect(here.log()).toContain('model answered');
    expect(here.log()).not.toMatch(/Bob The Builder|cust_456|TKT_002|bob@example/);
  });
});

describe('given somebody who asks more often than people can follow', () => {
  test('when they go on within a minute, then they are told once, and the rest is answered after it, together', async () => {
    here.model.play((request) => say(`To: ${unansweredIn(request)}`));
    const first = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => here.ask('UTOM', question(number))));
    const told = await Promise.all(first.map((thread) => here.answer(thread)));
    const thread = await here.ask('UTOM', question(7));
    const notice = await here.answer(thread);
    await here.reply(thread, question(8), 'UTOM');
    await here.reply(thread, question(9), 'UTOM');
    await here.heard();
    const beside = await here.answer(await here.ask('UBOB', 'Is there somebody for me?'));
    const before = here.inThread('C_SUPPORT', thread);
    here.clock(61_000);
    // Whatever happens next is when the bot notices that its machine's clock was set.
    await until(async () => {
      await here.answer(await here.ask('ULEA', 'Is it that late already?'));
      return here.inThread('C_SUPPORT', thread)[1];
    }, 'the answer after the minute');

    expect(beside).toBe('To: Is there somebody for me?');
    expect(told).toEqual([1, 2, 3, 4, 5, 6].map((number) => `To: ${question(number)}`));
    expect(notice).toMatch(/a lot at once.*\d+ seconds/);
    expect(before).toEqual([notice]);
    expect(here.inThread('C_SUPPORT', thread)).toEqual([notice, `To: ${[7, 8, 9].map(question).join(' + ')}`]);
  });
});
