import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openDemo } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo();
});
afterAll(() => here.stop());

const count = async () => (await here.refunds()).filter(({ status }) => status === 201).length;
/** `refunded`: how many refunds there were since. */
const ask = async (amount: string) => {
  const before = await count();
  const thread = await here.ask('UALICE', `please refund ${amount} of ORD-12345, the tea was stale`);
  return { thread, card: await here.card(`Refund ${amount} to`), refunded: async () => (await count()) - before };
};

describe('given a request that waits for a decision', () => {
  test('when a colleague lowers the amount, then only somebody else can approve it, and that much is refunded once', async () => {
    const { thread, card, refunded } = await ask('$48.00');

    await here.openForm('UPRIYA', card.ts, 'Edit');
    const tooMuch = await here.submit('UPRIYA', { amount: '500.00' });
    const saved = await here.submit('UPRIYA', { amount: '30.00', note: 'The saucer was fine.' });
    const changed = await here.card('Refund $30.00 to');
    const replaced = await here.cardShows(card.ts, 'replaced by version 2');
    await here.press('UPRIYA', changed.ts);
    await here.slack.waitForEphemeral('UPRIYA', ({ text }) => text.includes('You changed this request'));
    await here.press('UTOM', changed.ts);
    await here.cardShows(changed.ts, 'Refunded $30.00');
    const told = await here.answer(thread, 2);

    expect(tooMuch).toEqual({ ok: false, errors: { amount: expect.stringContaining('$120.00 is left') } });
    expect(saved).toEqual({ ok: true });
    expect(here.slack.views('UPRIYA')).toEqual([]);
    expect(JSON.stringify(replaced.blocks)).not.toContain('"primary"');
    expect(told).toMatch(/^Done: \$30\.00[\s\S]*The saucer was fine\./);
    expect(await refunded()).toBe(1);
  });

  test('when a colleague rejects it, then the customer reads their words, and colleagues the reason and the note', async () => {
    const { thread, card, refunded } = await ask('$11.00');

    const form = await here.openForm('UPRIYA', card.ts, 'Reject');
    await here.submit('UPRIYA', {
      reason: 'Not enough evidence',
      note: 'asked twice for a photo',
      message: 'Please send us a photo of the tea.',
    });
    const rejected = readable(await here.cardShows(card.ts, 'Rejected by <@UPRIYA>'));
    const told = await here.answer(thread, 2);

    expect(JSON.stringify(form.blocks)).toContain('$11.00');
    expect(rejected).toMatch(/Not enough evidence[\s\S]*asked twice for a photo/);
    expect(told).toContain('Please send us a photo of the tea.');
    expect(told).not.toMatch(/evidence|asked twice|UPRIYA/);
    expect(await refunded()).toBe(0);
  });

  test('when a colleague asks the customer, then the question and the answer are seen on both sides, and it can be approved', async () => {
    const { thread, card, refunded } = await ask('$12.00');

    await here.openForm('UPRIYA', card.ts, 'Ask customer');
    await here.submit('UPRIYA', { question: 'Was the tin still sealed?' });
    const asked = await here.answer(thread, 2);
    await here.cardShows(card.ts, 'Was the tin still sealed?');
    await here.slack.postAs('UALICE', 'C_SUPPORT', 'no, it was open already', { threadTs: thread });
    await here.cardShows(card.ts, 'no, it was open already');
    await here.press('UPRIYA', card.ts);
    await here.cardShows(card.ts, 'Refunded $12.00');

    expect(asked).toContain('Was the tin still sealed?');
    expect(asked).not.toContain('UPRIYA');
    expect(await refunded()).toBe(1);
  });

  test('when a colleague looks at the details, then they stand in a form that cannot be sent in', async () => {
    const { card } = await ask('$13.00');

    const form = await here.openForm('UTOM', card.ts, 'Details');

    expect(form.submit).toBeNull();
    expect(JSON.stringify(form.blocks)).toMatch(/ORD-12345[\s\S]*apr_[\s\S]*\$12\.00/);
    await here.slack.closeView('UTOM', form.id);
    await here.reject('UTOM', card.ts);
    await here.cardShows(card.ts, 'Rejected');
  });

  test('when somebody else decides while a form is open, then what was typed stays, and the form says what happened', async () => {
    const { card, refunded } = await ask('$14.00');

    await here.openForm('UPRIYA', card.ts, 'Edit');
    await here.press('UTOM', card.ts);
    await here.cardShows(card.ts, 'Refunded $14.00');
    const late = await here.submit('UPRIYA', { amount: '1.00' });

    expect(late).toEqual({ ok: false, errors: { amount: expect.stringMatching(/colleague approved this at/i) } });
    expect(here.slack.views('UPRIYA')).toHaveLength(1);
    expect(await refunded()).toBe(1);
  });

  test('when it was changed while a form of it is open, then the form says what took its place', async () => {
    const { card, refunded } = await ask('$16.00');

    await here.openForm('UTOM', card.ts, 'Reject');
    await here.openForm('UPRIYA', card.ts, 'Edit');
    await here.submit('UPRIYA', { amount: '17.00' });
    const changed = await here.card('Refund $17.00 to');
    const late = await here.submit('UTOM', { reason: 'Other' });

    expect(late).toEqual({
      ok: false,
      errors: { reason: expect.stringMatching(/^Replaced by version 2 \(apr_\w+\): Refund \$17\.00/) },
    });
    await here.reject('UTOM', changed.ts);
    await here.cardShows(changed.ts, 'Rejected');
    expect(await refunded()).toBe(0);
  });

  test('when somebody who may not decide presses a button that opens a form, then they are told why not, and nothing opens', async () => {
    const { card } = await ask('$18.00');

    for (const [user, words, buttons] of [
      ['UADMIN', 'do not approve', ['Edit', 'Reject', 'Ask customer']],
      ['UBOB', 'Only the support team', ['Edit', 'Reject', 'Ask customer', 'Details']],
      ['UEXT', 'Only the support team', ['Edit', 'Reject', 'Ask customer', 'Details']],
    ] as const) {
      for (const button of buttons) {
        const before = here.slack.ephemerals(user).length;
        await here.pressNamed(user, card.ts, button);
        await until(() => here.slack.ephemerals(user).length > before, `${user} to be told`);
        expect(here.slack.ephemerals(user).at(-1)?.message.text).toContain(words);
      }
      expect(here.slack.views(user)).toEqual([]);
    }
  });
});
