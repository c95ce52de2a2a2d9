import { describe, expect, test } from 'vitest';
import type { TurnDeps } from '../../src/agent/run-turn.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import type { Wake } from '../../src/ports/wake.ts';
import { calls, hangs, says, silence } from '../fakes/model.ts';
import type { FakeModel, Scripted } from '../fakes/model.ts';
import { NOW, refundCall } from '../fakes/house.ts';
import { lookUp, playTurn, slowTools, stuckTools } from './play-turn.ts';

const choicesOf = ({ requests }: FakeModel) => requests.map(({ toolChoice }) => toolChoice);
const TOO_LONG = expect.stringMatching(/^I'm sorry, I couldn't finish this/);

describe('given a model that calls again and again', () => {
  test('when it has one step left, then that one has to end in words', async () => {
    const each = [1, 2, 3, 4, 5, 6, 7].map((count) => lookUp(`ORD-${count}`));
    const { turn, model } = await playTurn([...each, says('That is all I found.')]);

    expect(choicesOf(model)).toEqual([...Array.from({ length: 7 }, () => 'auto'), 'none']);
    expect(turn.reply).toBe('That is all I found.');
  });

  test('when it calls although it may not, then that is not made, and the person is told', async () => {
    const each = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => lookUp(`ORD-${count}`));
    const { turn, model } = await playTurn(each);

    expect(turn.items.filter(({ kind }) => kind === 'call')).toHaveLength(7);
    expect(turn.reply).toEqual(TOO_LONG);
    expect(model.requests).toHaveLength(8);
  });

  test('when one step makes more than twelve calls, then twelve are made, and the model has to end it in words', async () => {
    const many = Array.from({ length: 15 }, (_, index) => [`read_${index + 1}`, {}] as const);
    const { turn, order, outputs, model } = await playTurn([calls(...many), says('Enough.')], slowTools([]));

    expect(order.filter((line) => line.startsWith('start'))).toHaveLength(12);
    expect(outputs('call_12', 'call_13', 'call_15')).toEqual([
      { from: 'read_12' },
      { error: 'TOO_MANY_CALLS', message: expect.any(String) },
      { error: 'TOO_MANY_CALLS', message: expect.any(String) },
    ]);
    expect(choicesOf(model)).toEqual(['auto', 'none']);
    expect(turn.reply).toBe('Enough.');
  });

  test('when a call is the third of its kind, then it is not made, however it is written', async () => {
    const { turn, order } = await playTurn(
      [
        calls(['look', '{"a":1,"b":[2]}'], ['look', { a: 1, b: [3] }]),
        calls(['look', '{ "b": [2], "a": 1 }'], ['other', { a: 1, b: [2] }]),
        calls(['look', { a: 1, b: [2] }]),
        says('I see.'),
      ],
      slowTools([]),
    );

    expect(order.filter((line) => line.startsWith('start'))).toEqual([
      'start look',
      'start look',
      'start look',
      'start other',
    ]);
    expect(turn.items.flatMap((item) => (item.kind === 'result' ? item.output : []))[4]).toContain('REPEATED_CALL');
    expect(turn.reply).toBe('I see.');
  });

  test('when an action is called a third time in words that are no JSON, then it is not made either', async () => {
    const { outputs } = await playTurn([
      calls(['refund_order', '{'], ['refund_order', '{'], ['refund_order', '{']),
      says('I see.'),
    ]);

    expect(outputs('call_2', 'call_3')).toMatchObject([{ error: 'INVALID_JSON' }, { error: 'REPEATED_CALL' }]);
  });
});

describe('given a turn that takes long', () => {
  /** Each answer takes so long. */
  const slowly =
    (clock: { now: number }, milliseconds: number, step: ReturnType<typeof says>): Scripted =>
    () => {
      Object.assign(clock, { now: clock.now + milliseconds });
      return step;
    };

  test('when 90 seconds are over, then nothing is looked up any more', async () => {
    const clock = { now: NOW };
    const { model, turn } = await playTurn(
      [slowly(clock, 89 * SECOND, lookUp('ORD-1')), slowly(clock, SECOND, lookUp('ORD-2')), says('So far so good.')],
      () => ({ now: () => clock.now }),
    );

    expect(choicesOf(model)).toEqual(['auto', 'auto', 'none']);
    expect(turn.reply).toBe('So far so good.');
  });

  /** A timer that the test lets ring. */
  function timer() {
    const state: { delay?: number; isOff: boolean; ring: () => void } = { isOff: false, ring: () => {} };
    const wake: Wake = (delay, run) => {
      Object.assign(state, { delay, ring: run });
      return () => void (state.isOff = true);
    };
    return { state, wake };
  }
  const ringing =
    ({ state }: ReturnType<typeof timer>, then: Scripted): Scripted =>
    (request, watching) => {
      setImmediate(() => state.ring());
      if (typeof then !== 'function') throw new Error('expected a function');
      return then(request, watching);
    };

  test('when 5 minutes are over while the model thinks, then the turn ends with words', async () => {
    const clock = timer();
    const { turn } = await playTurn([lookUp(), ringing(clock, hangs)], () => ({ wake: clock.wake }));

    expect(clock.state).toMatchObject({ delay: 5 * MINUTE, isOff: true });
    expect(turn).toMatchObject({
      isStopped: false,
      offersIntake: false,
      reply: expect.stringMatching(/^I'm sorry, this is taking me far too long/),
    });
    expect(turn.items.map(({ kind }) => kind)).toEqual(['call', 'result', 'assistant']);
  });

  test('when that happens while tools run, then it ends without them', async () => {
    const clock = timer();
    const over = (): Partial<TurnDeps> => ({ ...stuckTools(), wake: clock.wake });
    const { turn } = await playTurn([ringing(clock, () => lookUp())], over);

    expect(turn.items.map(({ kind }) => kind)).toEqual(['assistant']);
  });

  test('when something was asked for before, then the person is told that first', async () => {
    const clock = timer();
    const { turn } = await playTurn([calls(refundCall()), ringing(clock, hangs)], () => ({ wake: clock.wake }));

    expect(turn.reply).toMatch(
      /^I've asked for the refund of \$48\.00 for ORD-12345, .*\n\nI'm sorry, this is taking/s,
    );
  });

  test('when nobody waits for it, then it ends in silence', async () => {
    const clock = timer();
    const { turn } = await playTurn([ringing(clock, hangs)], () => ({ wake: clock.wake }), { isFollowUp: true });

    expect(turn.reply).toBe('');
  });

  test('when it ends in time, then its timer is called off', async () => {
    const clock = timer();
    await playTurn([silence, silence], () => ({ wake: clock.wake }));

    expect(clock.state.isOff).toBe(true);
  });
});
