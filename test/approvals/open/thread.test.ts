import { afterEach, describe, expect, test } from 'vitest';
import { pause } from '../../../src/domain/deadline.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { priya } from '../../fakes/approvals.ts';
import { NOW, THREAD, openHouse, refundCall } from '../../fakes/house.ts';
import type { House, HouseOptions } from '../../fakes/house.ts';
import { calls, says, silence } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const waiting = async (over: HouseOptions = {}): Promise<void> => {
  house = await openHouse({ script: [calls(refundCall()), says('Asked.')], ...over });
  await house.ask('refund please');
};
const lastItems = () => house.model.requests.at(-1)?.items ?? [];

describe('given a thread in which a request waits', () => {
  test('when the person asks for news, then the model reads right before their words how it stands', async () => {
    await waiting();
    await house.wait(3 * MINUTE);
    house.model.goOn(says('Still with the team.'));
    await house.ask('any news?');

    expect(lastItems().slice(-2)).toMatchObject([
      {
        kind: 'note',
        text: '[Requests] Open in this thread:\napr_000001 · Refund $48.00 · waiting for a colleague since 12:00 UTC (3 minutes ago), until 14:00 UTC · asked for ORD-12345',
      },
      { kind: 'person', text: 'any news?' },
    ]);
    expect(await house.notes()).toEqual([]);
  });

  test('when the model looks something up for its answer, then the note stays where it was', async () => {
    await waiting();
    house.model.goOn(calls(['find_orders', { order_id: 'ORD-1', customer_id: null }]), says('On its way.'));
    await house.ask('where is ORD-1?');

    expect(
      lastItems()
        .slice(-4)
        .map(({ kind }) => kind),
    ).toEqual(['note', 'person', 'call', 'result']);
  });

  test('when somebody else in the thread is answered, then a customer’s turn does not hold it, and a colleague’s does', async () => {
    house = await openHouse({ script: [calls(refundCall()), says('Asked.')] });
    await house.ask('refund ORD-12345', { user: 'UTOM' });
    await house.ask('any news?', { user: 'UALICE' });
    expect(lastItems().filter(({ kind }) => kind === 'note')).toEqual([]);

    await house.ask('any news?', { user: 'ULEA' });
    expect(lastItems().filter(({ kind }) => kind === 'note')).toHaveLength(1);
  });

  test('when it was decided, then there is nothing to note', async () => {
    await waiting();
    await house.click('UPRIYA');
    await house.ask('thanks');

    expect(lastItems().some((item) => item.kind === 'note' && item.text.startsWith('[Requests]'))).toBe(false);
  });
});

describe('given a turn that opened a request', () => {
  test('when the model says nothing, then the person still gets a sentence, and the thread remembers it', async () => {
    await waiting({ script: [calls(refundCall()), silence] });

    const sentence = "Thanks. A colleague checks this first; I'll write here as soon as it's decided.";
    expect(house.said()).toEqual([`reply ${sentence}`, 'card pending']);
    expect((await house.store.items(THREAD)).at(-1)).toMatchObject({ kind: 'assistant', text: sentence });
  });
});

describe('given a request whose requester was asked something by a colleague', () => {
  /** An hour before its time is up the clock stands; Alice is asked for a photo. */
  const askedBack = async (over: HouseOptions = {}): Promise<void> => {
    await waiting(over);
    await house.wait(HOUR - MINUTE);
    const approval = await house.approval();
    if (approval.status !== 'pending') throw new Error('it does not wait');
    const question = {
      text: 'Do you have a photo?',
      by: priya.person,
      slackUser: priya.slackUser,
      at: house.clock.now,
    };
    const to = pause(approval, question, house.clock.now);
    await house.store.commit({ approvals: [{ to, from: approval.version }], audit: [] });
    await house.wait(10 * HOUR);
  };

  test('when the requester writes, then their words are the answer, the card is redrawn and the clock runs on', async () => {
    await askedBack();
    const updates = house.messenger.said.filter((what) => what === 'update card').length;
    house.model.goOn(says('Thank you, I have passed it on.'));
    await house.ask('yes, it is in the mail');

    const now = NOW + 11 * HOUR - MINUTE;
    const resumed = await house.approval();
    expect(resumed).toMatchObject({
      status: 'pending',
      questions: [{ text: 'Do you have a photo?', answer: 'yes, it is in the mail' }],
      expiresAt: now + HOUR + MINUTE,
    });
    expect(resumed).not.toHaveProperty('paused');
    expect(house.messenger.said.filter((what) => what === 'update card')).toHaveLength(updates + 1);
    expect((await house.audit()).at(-1)).toBe('answered by person_alice');
    expect(lastItems().at(-2)).toMatchObject({
      kind: 'note',
      text: expect.stringContaining(
        '· a colleague asked the person: “Do you have a photo?”, waiting for their answer ·',
      ),
    });
    await house.wait(HOUR + MINUTE);
    expect(await house.status()).toBe('expired');
  });

  test.each([
    ['a colleague writes', { user: 'UTOM' }],
    ['a lead writes', { user: 'ULEA' }],
  ])('when %s there, then it goes on waiting for the answer', async (_, who) => {
    await askedBack();
    await house.ask('hello', who);

    expect(await house.approval()).toHaveProperty('paused');
  });

  test('when the requester takes it back instead, then it is withdrawn', async () => {
    await askedBack();
    house.model.goOn(
      calls(['withdraw_request', { approval_id: 'apr_000001', why: 'no photo' }]),
      says('OK, I have cancelled that request.'),
    );
    await house.ask('never mind then');

    expect(await house.status()).toBe('withdrawn');
  });

  test('when a colleague decides while the model thinks about the answer, then the turn is run again and nothing is lost', async () => {
    await askedBack();
    house.model.goOn(async () => {
      await house.process.engine.enqueue(house.clickJob('UPRIYA', await house.approval(), 'approve'));
      await expect.poll(() => house.status(), { interval: 1 }).toBe('executed');
      return says('Passed on.');
    }, says('It was approved already.'));
    await house.ask('yes, it is in the mail');

    expect(house.replies().at(-1)).toBe('It was approved already.');
    expect(house.refunds()).toHaveLength(1);
  });

  test('when the process dies after the answer was saved, then the clock runs on after the start', async () => {
    await askedBack();
    house.dieAt('turn:after-commit');
    await house.ask('yes, it is in the mail');
    await house.restart();
    await house.wait(HOUR + MINUTE);

    expect(await house.status()).toBe('expired');
  });
});
