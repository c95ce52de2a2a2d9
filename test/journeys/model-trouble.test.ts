import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, cut, decline, error, garbage, incomplete, say } from '../fakes/openai.ts';
import type { ScriptedStep } from '../fakes/openai.ts';
import { openScripted } from './support.ts';

const APOLOGY = /^I'm sorry, I can't think straight right now: my language model doesn't answer\./;

let here: Awaited<ReturnType<typeof openScripted>>;
beforeAll(async () => {
  here = await openScripted([]);
});
afterAll(() => here.stop());

/** The step is met twice, because an outage is tried again once. */
async function ask(step: ScriptedStep): Promise<{ thread: string; told: string }> {
  here.model.play((request) => (JSON.stringify(request.items).includes('all well') ? say('All well again.') : step));
  const thread = await here.ask('UALICE', 'hello?');
  return { thread, told: await here.answer(thread) };
}

describe('given a model', () => {
  test.each([
    ['answers 500', error(500)],
    ['is overloaded', error(429, { 'retry-after-ms': '5' })],
    ['does not take the key', error(401)],
    ['answers garbage', garbage()],
    ['answers JSON that is no answer', garbage('{"object":"response","output":"?"}')],
    ['is cut in the middle', cut()],
    ['stops at its limit', incomplete(), /^I'm sorry, my answer got too long and is cut short here\./],
    ['refuses', decline(), /^I'm sorry, I can't help with that\./],
    ['says nothing', say(''), /^I'm sorry, I have no answer to that\./],
  ])(
    'that %s, when somebody asks, then they read one plain sentence, and the next question is answered',
    async (_, step, words = APOLOGY) => {
      const { thread, told } = await ask(step);
      await here.slack.postAs('UALICE', 'C_SUPPORT', 'is all well?', { threadTs: thread });
      const next = await here.answer(thread, 2);

      expect(told).toMatch(words);
      expect(told).not.toMatch(/Error|500|429|401|undefined|\{/);
      expect(next).toBe('All well again.');
      expect(here.inThread('C_SUPPORT', thread)).toHaveLength(2);
    },
  );

  test('that calls tools for ever, when somebody asks, then it is stopped after eight steps with a plain sentence', async () => {
    const before = here.model.requests.length;
    here.model.play(() => call('search_articles', { query: 'again' }));
    const told = await here.answer(await here.ask('UALICE', 'go round in circles'));

    expect(told).toMatch(/couldn't finish this in a reasonable number of steps/);
    expect(here.model.requests.length - before).toBe(8);
  });

  test('that asks for a refund and is then gone, when that happens, then the request stands and the person is told of it', async () => {
    here.model.play((request) =>
      request.items.some(({ kind }) => kind === 'output')
        ? error(500)
        : call('refund_order', { order_id: 'ORD-12345', amount: '5.00', currency: null, reason: 'It broke.' }),
    );
    const thread = await here.ask('UALICE', 'refund five dollars');
    const told = await here.answer(thread);
    const card = await here.card('Refund $5.00');
    await here.press('UPRIYA', card.ts);
    await here.cardShows(card.ts, '✓ Refunded $5.00');

    expect(told).toMatch(/^I've asked for the refund of \$5\.00/);
    expect(await here.answer(thread, 2)).toMatch(/^Done: \$5\.00/);
  });
});
