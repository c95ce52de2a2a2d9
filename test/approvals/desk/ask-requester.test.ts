import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR } from '../../../src/domain/time.ts';
import { NOW, openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const asking = (question = 'Do you have a picture?') => ({ kind: 'ask', question }) as const;
const refused = (code: string) => ({
  ok: false,
  refusal: { kind: 'refused', refusal: expect.objectContaining({ code }) },
});

describe('given a refund that waits', () => {
  beforeEach(async () => {
    house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
    await house.ask('my mug is broken');
  });

  test('when a colleague asks the person, then the question stands in their thread and the clock stands still', async () => {
    await house.wait(HOUR / 2);
    await house.submit('UPRIYA', asking(' Do you have a picture? '));

    expect(house.replies()).toEqual(['I have asked.', 'A colleague asks: Do you have a picture?']);
    expect(await house.approval()).toMatchObject({
      status: 'pending',
      version: 2,
      questions: [{ text: 'Do you have a picture?', by: 'person_priya', slackUser: 'UPRIYA', at: NOW + HOUR / 2 }],
      paused: { since: NOW + HOUR / 2, left: 1.5 * HOUR },
    });
    expect(await house.notes()).toEqual([expect.stringContaining('“Do you have a picture?”')]);
    expect(await house.audit()).toEqual(['pending by person_alice', 'asked-requester by person_priya']);
    expect(house.messenger.said.filter((line) => line === 'update card')).toHaveLength(1);
  });

  test('when its time would have been up without the question, then it can still be decided', async () => {
    await house.submit('UPRIYA', asking());
    await house.wait(3 * HOUR);
    await house.click('UTOM');

    expect(await house.status()).toBe('executed');
  });

  test('when the form is sent twice, then the person is asked once', async () => {
    const first = await house.submit('UPRIYA', asking());
    const second = await house.submit('UPRIYA', asking());

    expect(second).toEqual(first);
    expect(house.replies()).toHaveLength(2);
  });

  test('when two colleagues ask in the same moment, then both questions stand', async () => {
    await Promise.all([house.submit('UPRIYA', asking('Which mug?')), house.submit('UTOM', asking('Which colour?'))]);

    expect((await house.approval()).questions.map(({ text }) => text).toSorted()).toEqual([
      'Which colour?',
      'Which mug?',
    ]);
    expect(house.replies()).toHaveLength(3);
  });

  test.each([
    ['', /write/],
    ['x'.repeat(501), /500/],
  ])('when the question is %j, then its field is wrong', async (question, message) => {
    expect(await house.submit('UPRIYA', asking(question))).toEqual({
      ok: false,
      refusal: { kind: 'field', field: 'question', message: expect.stringMatching(message) },
    });
    expect(house.replies()).toEqual(['I have asked.']);
  });

  test.each([
    ['UALICE', 'customer'],
    ['UGUEST', 'external'],
    ['UADMIN', 'admin'],
  ])('when %s sends the form, then nobody is asked: %s', async (user, code) => {
    expect(await house.submit(user, asking())).toEqual(refused(code));
    expect(house.replies()).toEqual(['I have asked.']);
  });

  test('when it was decided or its time was up, then nobody is asked', async () => {
    house.clock.now += 2 * HOUR;
    expect(await house.submit('UPRIYA', asking())).toEqual(refused('expired'));
    house.clock.now -= 2 * HOUR;

    await house.click('UTOM');

    expect(await house.submit('UPRIYA', asking())).toEqual(refused('already-decided'));
  });
});

describe('given two refunds of one turn on one card', () => {
  beforeEach(async () => {
    house = await openHouse({
      script: [calls(refundCall('48.00'), refundCall('20.00', 'ORD-1')), says('I have asked.')],
    });
    await house.ask('both are broken');
  });

  test('when a colleague asks, then the person is asked once and every row waits for the answer', async () => {
    await house.submit('UPRIYA', asking());

    expect(house.replies()).toHaveLength(2);
    expect([await house.approval(), await house.approval('apr_000002')]).toMatchObject([
      { paused: { since: NOW } },
      { paused: { since: NOW } },
    ]);
  });
});
