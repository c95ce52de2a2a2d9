import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { say } from '../fakes/openai.ts';
import { behind, gate, openTalk, unansweredIn, wordsIn } from './talk.ts';

let here: Awaited<ReturnType<typeof openTalk>>;
beforeAll(async () => {
  here = await openTalk([], { gatherFor: 400 });
});
afterAll(() => here.stop());
beforeEach(() => here.model.play((request) => say(`To: ${unansweredIn(request)}`)));

const UNFINISHED = ['hi', 'quick question', 'about my order', 'it never came', 'what now'];

/** Five messages, one right behind the other. */
async function burst([first = '', ...more]: readonly string[], user = 'UALICE') {
  const thread = await here.ask(user, first);
  for (const words of more) await here.reply(thread, words, user);
  return thread;
}

describe('given five messages that somebody sends off one after another', () => {
  test('when the first is no whole question, then one request tells the model all of them, and one reply answers all', async () => {
    const thread = await burst(UNFINISHED);
    const told = await here.answer(thread);
    await here.heard();

    expect(told).toBe(`To: ${UNFINISHED.join(' + ')}`);
    expect(here.requestsWith('it never came').map(wordsIn)).toEqual([UNFINISHED]);
    expect(here.inThread('C_SUPPORT', thread)).toHaveLength(1);
  });

  test('when the first could stand alone, then those behind it are heard before anything is said, and one reply answers all', async () => {
    const words = ['Where is my order ORD-12345, please?', 'the lamp', 'and the bowl', 'both of them', 'thanks'];
    const thinks = gate();
    here.model.play((request) => behind(thinks.opened, say(`To: ${unansweredIn(request)}`)));
    const thread = await here.ask('UALICE', words[0] ?? '');
    await here.requestWith('ORD-12345');
    for (const more of words.slice(1)) await here.reply(thread, more);
    await here.heard();
    thinks.open();
    const told = await here.answer(thread);

    expect(told).toBe(`To: ${words.join(' + ')}`);
    expect(here.requestsWith('ORD-12345').map(wordsIn)).toEqual([words.slice(0, 1), words]);
    expect(here.inThread('C_SUPPORT', thread)).toHaveLength(1);
  });

  test('when they come in a thread that is known, then one more request and one more reply answer them', async () => {
    const thread = await here.ask('UALICE', 'What are your opening hours in December?');
    await here.answer(thread);
    for (const words of ['oh', 'and one more', 'is there', 'somebody on', 'Sundays']) await here.reply(thread, words);
    const told = await here.answer(thread, 2);
    await here.heard();

    expect(told).toBe('To: oh + and one more + is there + somebody on + Sundays');
    expect(here.requestsWith('opening hours')).toHaveLength(2);
    expect(here.inThread('C_SUPPORT', thread)).toHaveLength(2);
  });

  test('when two people do so in two threads, then each thread has one request and one reply for its own', async () => {
    const [alice, bob] = [UNFINISHED.map((words) => `a ${words}`), UNFINISHED.map((words) => `b ${words}`)];
    const threads = await Promise.all([burst(alice), burst(bob, 'UBOB')]);
    const told = await Promise.all(threads.map((thread) => here.answer(thread)));
    await here.heard();

    expect(told).toEqual([`To: ${alice.join(' + ')}`, `To: ${bob.join(' + ')}`]);
    expect(['a hi', 'b hi'].map((words) => here.requestsWith(words).map(wordsIn))).toEqual([[alice], [bob]]);
    expect(threads.map((thread) => here.inThread('C_SUPPORT', thread).length)).toEqual([1, 1]);
  });

  test('when each mentions the bot, then it is answered once all the same', async () => {
    const thread = await burst(UNFINISHED.map((words, index) => (index === 0 ? words : `<@UBOT> ${words}`)));

    expect(await here.answer(thread)).toBe(`To: ${UNFINISHED.join(' + ')}`);
    expect(here.inThread('C_SUPPORT', thread)).toHaveLength(1);
  });
});
