import { describe, expect, test } from 'vitest';
import { reply } from '../../src/domain/say.ts';
import { THREAD } from '../fakes/house.ts';
import { calls, says } from '../fakes/model.ts';
import type { Scripted } from '../fakes/model.ts';
import { lookUp, playTurn, slowTools } from './play-turn.ts';

const SHORTENED = "My answer got too long, so I've shortened it here; ask me for one thing at a time, and I'll go on.";
const sentences = (length: number): string => 'All is well with it. '.repeat(length / 21 + 1).slice(0, length);
const partsOf = (text: string) => reply(() => 'out_1', THREAD, text).map(({ markdown }) => markdown);
const said = async (...script: readonly Scripted[]) => (await playTurn(script)).turn;

describe('given a model that does not come to an end', () => {
  test('when its answer is as long as people read, then it is said as it is', async () => {
    expect((await said(says(sentences(11_500)))).reply).toBe(sentences(11_500));
  });

  test('when it is longer, then it ends with a whole sentence, and one that says so', async () => {
    const turn = await said(says(sentences(1_000_000)));

    expect(turn.reply.length).toBeLessThanOrEqual(12_000);
    expect(turn.reply.length).toBeGreaterThan(11_000);
    expect(turn.reply.endsWith(`All is well with it.\n\n${SHORTENED}`)).toBe(true);
    expect(turn.items).toMatchObject([{ kind: 'assistant', text: turn.reply }]);
  });

  test.each([
    ['sentences', sentences(1_000_000)],
    ['one word', 'x'.repeat(1_000_000)],
    ['one sentence and one word', `It is here. ${'x'.repeat(1_000_000)}`],
    ['code', `Run this:\n\`\`\`sh\n${'npm start\n'.repeat(100_000)}`],
    ['half characters', '😀'.repeat(500_000)],
  ])('when it consists of %s, then people see the beginning that they saw while it was written', async (_, text) => {
    const parts = partsOf((await said(says(text))).reply);

    expect(parts[0]).toBe(partsOf(text)[0]);
    expect(parts.length).toBeLessThanOrEqual(4);
    expect(parts.at(-1)?.endsWith(`\n\n${SHORTENED}`)).toBe(true);
    expect(parts.every((part) => part.isWellFormed() && (part.match(/^```/gm) ?? []).length % 2 === 0)).toBe(true);
  });

  test('when it is cut at its own limit, twice, then no more than its beginning is said', async () => {
    const cutOff = { ...says(sentences(1_000_000)), ending: 'cut' as const };

    const { reply: words } = await said(cutOff, cutOff);

    expect(words.length).toBeLessThanOrEqual(12_000);
    expect(words).toMatch(/All is well with it\.\n\nI'm sorry, my answer got too long and is cut short here/);
  });

  test('when it talks while it looks something up, then no more than a beginning of that is kept', async () => {
    const { items } = await said({ ...lookUp(), text: sentences(1_000_000) }, says('It is here.'));

    expect(JSON.stringify(items).length).toBeLessThan(14_000);
  });

  test('when the arguments of a call are endless, then it is not made, and nothing of them is kept', async () => {
    const { turn, order, outputs } = await playTurn(
      [calls(['look', { query: 'x'.repeat(8_000) }]), says('I see.')],
      slowTools([]),
    );

    expect(order).toEqual([]);
    expect(outputs('call_1')).toMatchObject([{ error: 'ARGUMENTS_TOO_LONG' }]);
    expect(turn.items[0]).toMatchObject({ kind: 'call', arguments: '{}' });
  });
});

test.each([
  [24_000, { text: 'x'.repeat(24_000 - 11) }],
  [24_001, { error: 'TOO_LARGE', message: expect.stringMatching(/ask for less/i) }],
])(
  'given a result of %i characters, when it is answered, then the model gets no more than it can use',
  async (length, output) => {
    const { outputs } = await playTurn([calls(['look', {}]), says('I see.')], () => ({
      findTool: (name) => ({
        spec: { name, description: '', parameters: {} },
        call: async () => ({ kind: 'data', data: { text: 'x'.repeat(length - 11) } }),
      }),
    }));

    expect(outputs('call_1')).toEqual([output]);
  },
);
