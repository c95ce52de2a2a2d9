import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { openDemo } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo();
});
afterAll(() => here.stop());

const BROKEN = "my mug from ORD-12345 came broken, I'd like a refund";

describe('given a refund that waits for a decision', () => {
  test('when a colleague rejects it, then the customer is told kindly, without internals', async () => {
    const thread = await here.ask('UALICE', BROKEN);
    const card = await here.card('Refund $48.00');
    await here.reject('UPRIYA', card.ts, { note: 'smells of fraud' });
    const last = await here.cardShows(card.ts, 'Rejected by <@UPRIYA>');
    const told = await here.answer(thread, 2);

    expect(told).toMatch(/couldn't approve.*\$48\.00.*Nothing was changed/);
    expect(told).not.toMatch(/UPRIYA|policy|apr_|fraud/i);
    expect(JSON.stringify(last.blocks)).not.toMatch(/"action_id":"approve_request"/);
    expect(await here.refunds()).toEqual([]);
  });

  test('when the customer takes it back, then the card says so and later clicks are refused', async () => {
    const thread = await here.ask('UALICE', 'please refund $11.00 of ORD-12345, the tea was stale');
    const card = await here.card('Refund $11.00');
    await here.slack.postAs('UALICE', 'C_SUPPORT', 'please withdraw my request', { threadTs: thread });
    await here.cardShows(card.ts, 'Withdrawn');
    const told = await here.answer(thread, 2);

    expect(told).toMatch(/taken that request back/);
    expect(readable(await here.cardShows(card.ts, 'Withdrawn'))).toContain('Nothing was done');
    expect(await here.refunds()).toEqual([]);
  });

  test('when the customer asks again after that, then there is a new card, and she can ask how it stands', async () => {
    const thread = await here.ask('UALICE', 'please refund $12.00 of ORD-12345, the tea was stale');
    const card = await here.card('needs a decision by');
    await here.slack.postAs('UALICE', 'C_SUPPORT', 'any news on my refund?', { threadTs: thread });
    const told = await here.answer(thread, 2);

    expect(readable(card)).toContain('Refund $12.00 to Alice Wonderland?');
    expect(told).toMatch(/Still with the team, asked less than a minute ago/);
  });
});

describe('given somebody who wants a person', () => {
  test('when they ask for one, then colleagues get a card with who, what and where, and the customer is told', async () => {
    const thread = await here.ask('UALICE', 'I want to talk to a person about my broken mug');
    const card = await here.card('A customer needs a person');
    const told = await here.answer(thread);

    expect(told).toMatch(/teammate/);
    expect(readable(card)).toMatch(/<@UALICE>/);
    expect(readable(card)).toContain('I want to talk to a person about my broken mug');
    expect(readable(card)).toContain(`/archives/C_SUPPORT/p${thread.replace('.', '')}`);
  });

  test('when a guest asks for one, then they are heard, too', async () => {
    await here.ask('UGUEST', 'Can I talk to a person please?');

    expect(readable(await here.card('<@UGUEST>'))).toContain('talk to a person');
  });
});

describe('given a guest', () => {
  test('when they ask for an order, then they learn nothing of it', async () => {
    const thread = await here.ask('UGUEST', 'Where is my order ORD-12345?');

    expect(await here.answer(thread)).not.toMatch(/delivered|Fjord|track\./i);
  });

  test('when they ask a general question, then an article answers it', async () => {
    const thread = await here.ask('UGUEST', 'How do I reset my password?');

    expect(await here.answer(thread)).toContain('https://help.deskhand.example/articles/');
  });
});

describe('given a colleague who rejects with words of their own and takes over', () => {
  test('when they send the form, then the customer reads just that, and who has it is known', async () => {
    const thread = await here.ask('UALICE', 'please refund $9.00 of ORD-12345, the tea was stale');
    const card = await here.card('Refund $9.00 to');
    await here.openForm('UPRIYA', card.ts, 'Reject');
    await here.submit('UPRIYA', {
      reason: 'Other',
      message: 'The tea was opened, sorry.',
      conversation: ['Hand this conversation to me'],
    });
    const told = [await here.answer(thread, 2), await here.answer(thread, 3)];

    expect(told).toEqual(['The tea was opened, sorry.', 'A colleague will write to you here.']);
    expect(readable(await here.card('conversation taken over'))).toContain('<@UPRIYA>');
  });
});
