import { describe, expect, test } from 'vitest';
import type { TurnRequest } from '../../src/agent/running.ts';
import { pending, priya } from '../fakes/approvals.ts';
import { NOW, THREAD, refundCall } from '../fakes/house.ts';
import { calls, says, silence } from '../fakes/model.ts';
import type { Scripted } from '../fakes/model.ts';
import { kindsOf, lookUp, note, playTurn, words } from './play-turn.ts';

const NO_ANSWER = expect.stringMatching(/^I'm sorry, I have no answer to that/);
const CUT =
  "I'm sorry, my answer got too long and is cut short here. Please ask me for one thing at a time, and I'll go on.";
const cutOff = (text: string) => ({ ...says(text), ending: 'cut' as const });
const refused = { ...says('As a model of this provider I must not.'), ending: 'refused' as const };
const filtered = { ...says(''), ending: 'filtered' as const };
const reply = async (script: readonly Scripted[], request: Partial<TurnRequest> = {}) => {
  const { turn, model } = await playTurn(script, undefined, request);
  return { reply: turn.reply, asked: model.requests.length };
};

describe('given a model that answers with nothing', () => {
  test('when it is asked once more, then what it says then is the reply', async () => {
    expect(await reply([silence, says('Hello.')])).toEqual({ reply: 'Hello.', asked: 2 });
  });

  test('when it still says nothing, then the person is offered other words or a person', async () => {
    expect(await reply([silence, silence, says('Late.')])).toEqual({ reply: NO_ANSWER, asked: 2 });
  });

  test('when it does so again later in the turn, then it is not asked a second time', async () => {
    expect(await reply([silence, lookUp(), silence, says('Late.')])).toEqual({ reply: NO_ANSWER, asked: 3 });
  });

  test('when its last step is empty, then there is no further one, and the person is told that it got too long', async () => {
    const each = [1, 2, 3, 4, 5, 6, 7].map((count) => lookUp(`ORD-${count}`));

    expect(await reply([...each, silence, says('Late.')])).toEqual({
      reply: expect.stringMatching(/^I'm sorry, I couldn't finish this/),
      asked: 8,
    });
  });

  test.each([
    ['a follow-up', { isFollowUp: true }],
    ['an outcome', { items: [words('refund please'), note('Request apr_1: executed'), words('thanks')] }],
    ['an open request', { approvals: [pending()] }],
  ])('when it was told of %s, then silence is an answer', async (_, request) => {
    expect(await reply([silence, says('Late.')], request)).toEqual({ reply: '', asked: 1 });
  });

  test('when it looked something up for the person, then the note of an open request excuses nothing', async () => {
    expect(await reply([lookUp(), silence, silence], { approvals: [pending()] })).toEqual({
      reply: NO_ANSWER,
      asked: 3,
    });
  });

  test('when it has asked for something, then the person is told that a colleague checks it', async () => {
    expect(await reply([calls(refundCall()), silence])).toEqual({
      reply: expect.stringMatching(/^Thanks\. A colleague checks this first/),
      asked: 2,
    });
  });

  test('when it has called a colleague, then the person is told so', async () => {
    expect(await reply([calls(['hand_off', { wants: 'a person' }]), silence])).toEqual({
      reply: "I've called a colleague, who will answer you here.",
      asked: 2,
    });
  });
});

describe('given an answer that is not whole', () => {
  test('when it was cut, then it is asked for once more', async () => {
    expect(await reply([cutOff('Your order is'), says('It is here.')])).toEqual({ reply: 'It is here.', asked: 2 });
  });

  test('when it is cut again, then its whole sentences are said, and that it was cut', async () => {
    expect(await reply([cutOff('One. Tw'), cutOff('First. Second! Thi')])).toEqual({
      reply: `First. Second!\n\n${CUT}`,
      asked: 2,
    });
  });

  test('when nothing of it is whole, then only that is said', async () => {
    expect((await reply([cutOff('Your ord'), cutOff('Your ord')])).reply).toBe(CUT);
  });

  test('when it calls tools, then those are not made', async () => {
    const broken = { ...lookUp(), ending: 'cut' as const };
    const { turn } = await playTurn([broken, { ...lookUp(), ending: 'filtered' }]);

    expect(kindsOf(turn)).toEqual([expect.stringMatching(/^assistant I'm sorry, I couldn't put an answer/)]);
  });

  test('when the model refused, then the person is told in our own words, at once', async () => {
    expect(await reply([refused, says('Late.')])).toEqual({
      reply: "I'm sorry, I can't help with that. If you'd like to talk to a person about it, just tell me.",
      asked: 1,
    });
  });

  test('when something was asked for before, then the person is told that first', async () => {
    expect((await reply([calls(refundCall()), filtered])).reply).toMatch(
      /^I've asked for the refund of \$48\.00 for ORD-12345, and will write here how it ends\.\n\nI'm sorry, I couldn't put/,
    );
  });

  test.each([
    ['was refused', [refused]],
    ['was filtered', [filtered]],
    ['was cut before it said anything', [cutOff('And n'), cutOff('And n')]],
  ])('when nobody waits for it and it %s, then nothing is said', async (_, script) => {
    expect((await reply(script, { isFollowUp: true })).reply).toBe('');
  });
});

describe('given a model that cannot be reached', () => {
  test('when nothing was asked for yet, then the person may leave it with a colleague', async () => {
    const { turn } = await playTurn(['outage']);

    expect(turn).toMatchObject({
      offersIntake: true,
      reply: expect.stringMatching(/my language model doesn't answer/),
    });
  });

  test('when the person asked for a human being, then one is called all the same', async () => {
    const { turn } = await playTurn(['outage'], undefined, { items: [words('I want to talk to a person')] });

    expect(turn).toMatchObject({
      handOffs: ['They wrote: “I want to talk to a person”'],
      reply: "I've called a colleague, who will answer you here.",
      offersIntake: false,
    });
  });

  test.each([
    ['something was asked for', [calls(refundCall()), 'outage'], {}],
    ['nobody waits for an answer', ['outage'], { isFollowUp: true }],
  ] as const)('when %s, then no form is offered', async (_, script, request) => {
    const { turn } = await playTurn(script, undefined, request);

    expect(turn.offersIntake).toBe(false);
  });
});

test('given a model that is lost after it has called a colleague, when the turn ends, then the person is told that one comes, and not to ask for one', async () => {
  const { turn } = await playTurn([calls(['hand_off', { wants: 'a person' }]), 'outage']);

  expect(turn).toMatchObject({ reply: "I've called a colleague, who will answer you here.", offersIntake: false });
});

describe('given somebody who asks for a person and nothing else', () => {
  const wish = words('Can I talk to a human please?');
  const first = async (request: Partial<TurnRequest>) =>
    (await playTurn([calls(['hand_off', { wants: 'a person' }]), says('Somebody comes.')], undefined, request)).model
      .requests;

  test('when the turn begins, then the model has to call one, and is free again afterwards', async () => {
    const requests = await first({ items: [wish] });

    expect(requests.map(({ toolChoice }) => toolChoice)).toEqual([{ tool: 'hand_off' }, 'auto']);
  });

  const calledBefore = [
    words('a person please', { ts: '1700000000.000050' }),
    { kind: 'call', callId: 'call_1', name: 'hand_off', arguments: '{}', at: NOW },
    { kind: 'result', callId: 'call_1', output: '{}', at: NOW },
    { kind: 'assistant', text: 'Somebody comes.', at: NOW },
  ] as const;

  test.each([
    ['was called a moment ago', { items: [...calledBefore, wish] }],
    ['is what writes', { items: [wish], context: { asker: priya, conversation: THREAD, now: NOW } }],
    ['is not asked for in a follow-up', { items: [wish], isFollowUp: true }],
    ['is asked for among other things', { items: [words('Can I talk to a human? And where is ORD-1?')] }],
  ])('when a colleague %s, then the model is free', async (_, request) => {
    expect((await first(request))[0]?.toolChoice).toBe('auto');
  });

  test('when one was called, but for what was said before that, then it has to call one again', async () => {
    const items = [...calledBefore, words('thanks', { ts: '1700000000.000070' }), note('done'), wish];

    expect((await first({ items }))[0]?.toolChoice).toEqual({ tool: 'hand_off' });
  });
});
