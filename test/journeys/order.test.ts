import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import type { ScriptedRequest } from '../fakes/openai.ts';
import { behind, gate, openTalk, saidIn, unansweredIn, wordsIn } from './talk.ts';

let here: Awaited<ReturnType<typeof openTalk>>;
beforeAll(async () => {
  here = await openTalk([]);
});
afterAll(() => here.stop());

const LOOK_UP = call('search_articles', { query: 'mugs' });
const echo = (request: ScriptedRequest) => say(`To: ${unansweredIn(request)}`);
const hasLookedUp = ({ items }: ScriptedRequest): boolean => items.at(-1)?.kind === 'output';

describe('given a turn that takes its time', () => {
  test('when more is written while it looks something up, then its next step knows all of it, in order, and another thread is answered meanwhile', async () => {
    const thinks = gate();
    here.model.play((request) => {
      if (wordsIn(request).includes('one') && !request.items.some(({ kind }) => kind === 'output'))
        return behind(thinks.opened, LOOK_UP);
      return echo(request);
    });
    const thread = await here.ask('UALICE', 'one');
    await here.requestWith('one');
    await here.reply(thread, 'two');
    await here.reply(thread, 'three');
    await here.heard();
    const other = await here.answer(await here.ask('UBOB', 'elsewhere'));
    const before = here.inThread('C_SUPPORT', thread);
    thinks.open();
    const told = await here.answer(thread);
    await here.heard();

    expect([other, before]).toEqual(['To: elsewhere', []]);
    expect(told).toBe('To: one + two + three');
    expect(here.requestsWith('one').map(wordsIn)).toEqual([['one'], ['one', 'two', 'three']]);
    expect(here.inThread('C_SUPPORT', thread)).toHaveLength(1);
  });

  test('when somebody else writes meanwhile, then both are answered, one after the other, each with what they wrote', async () => {
    const thinks = gate();
    here.model.play((request) => behind(thinks.opened, echo(request)));
    const thread = await here.ask('UALICE', 'from Alice');
    await here.requestWith('from Alice');
    await here.reply(thread, 'from Priya', 'UPRIYA');
    await here.reply(thread, 'more from Alice');
    await here.heard();
    thinks.open();
    await here.answer(thread, 3);
    await here.heard();

    expect(here.inThread('C_SUPPORT', thread)).toEqual(['To: from Alice', 'To: from Priya', 'To: more from Alice']);
  });

  test('when it has looked something up and somebody goes on writing all the time, then nothing is lost and nothing answered twice', async () => {
    here.model.play((request) => (hasLookedUp(request) ? echo(request) : LOOK_UP));
    const words = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`);
    const thread = await here.ask('UALICE', words[0] ?? '');
    for (const more of words.slice(1)) {
      await here.reply(thread, more);
      await here.heard();
    }
    const end = await here.requestWith('line 12');
    await here.asked(thread, 'line 12');
    const answered = here.inThread('C_SUPPORT', thread).flatMap((told) => told.replace('To: ', '').split(' + '));

    expect(saidIn(end).at(-1)).toBe('customer "alice": line 12');
    expect(answered).toEqual(words);
  });
});

describe('given a bot that is restarted while messages wait', () => {
  test('when it is back, then they are answered in their order, once', async () => {
    const thinks = gate();
    here.model.play((request) => behind(thinks.opened, echo(request)));
    const thread = await here.ask('UALICE', 'before it ends');
    await here.requestWith('before it ends');
    await here.reply(thread, 'waiting one', 'UBOB');
    await here.reply(thread, 'waiting two', 'UBOB');
    await here.heard();
    const back = here.restart();
    thinks.open();
    await back;
    await here.answer(thread, 2);
    await here.answer(await here.ask('UBOB', 'elsewhere, later'));

    expect(here.inThread('C_SUPPORT', thread)).toEqual(['To: before it ends', 'To: waiting one + waiting two']);
  });
});
