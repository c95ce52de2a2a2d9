import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { Policy } from '../../../src/domain/policy.ts';
import { HOUR } from '../../../src/domain/time.ts';
import { conversationOf, ChannelId, MessageTs, TeamId } from '../../../src/domain/ids.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';
import { calls, outputOf, says, silence } from '../../fakes/model.ts';
import type { Scripted } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

/** Colleagues decide on tickets, of which a customer can ask for as many as they like. */
const TICKETS: Policy = {
  ...DEFAULT_POLICY,
  actions: {
    ...DEFAULT_POLICY.actions,
    open_ticket: { tiers: [{ needs: { kind: 'people', count: 1, role: 'agent' } }] },
  },
};
const ticket = (name: string) =>
  ['open_ticket', { customer_id: null, subject: `Problem ${name}`, priority: 'Low', note: 'It is broken' }] as const;
const thread = (count: number) =>
  conversationOf({
    team: TeamId.parse('T1'),
    channel: ChannelId.parse('C1'),
    ts: MessageTs.parse(`1700000000.00${count}000`),
  });
const lastOutput = (callId: string) => outputOf(house.model.requests.at(-1) ?? { items: [] }, callId);

describe('given a model that asks for too much', () => {
  test('when it proposes a hundred times in one step, then there is one card of five rows and one sentence', async () => {
    const hundred = Array.from({ length: 100 }, (_, index) => ticket(String(index)));
    house = await openHouse({ script: [calls(...hundred), silence], policy: TICKETS });
    await house.ask('everything is broken');

    expect(house.cards()).toEqual(['card pending, pending, pending, pending, pending']);
    expect(house.replies()).toEqual([
      expect.stringMatching(/^Thanks\. A colleague checks this first.*as much as I can/),
    ]);
    expect(lastOutput('call_6')).toEqual({
      error: 'TOO_MANY_REQUESTS',
      message:
        'One message may ask colleagues for at most 5 things, so this was not asked for. Tell the person once what was not asked for, and do not call again now.',
    });
  });

  test('when it proposes thirty times, one after another, then there are three cards and one notice', async () => {
    const script = Array.from({ length: 30 }, (_, index): Scripted[] => [calls(ticket(String(index))), silence]);
    house = await openHouse({ script: script.flat(), policy: TICKETS });
    for (let messages = 0; messages < 30; messages += 1) await house.ask('and one more');

    expect(house.cards()).toHaveLength(3);
    expect(house.replies().filter((text) => text.startsWith('Thanks. A colleague checks'))).toHaveLength(3);
    expect(house.replies().filter((text) => text.startsWith('That is as much as I can ask'))).toHaveLength(1);
    expect(house.replies()).toHaveLength(4);
  });
});

describe('given a thread in which three cards wait', () => {
  const full = async (): Promise<void> => {
    const script = [refundCall(), ticket('one'), ticket('two')].flatMap((call) => [calls(call), says('Asked.')]);
    house = await openHouse({ script, policy: TICKETS });
    for (let messages = 0; messages < 3; messages += 1) await house.ask('please');
  };

  test('when a fourth is asked for, then it is refused in words', async () => {
    await full();
    house.model.goOn(calls(ticket('three')), says('Three are waiting already.'));
    await house.ask('and this');

    expect(lastOutput('call_1')).toMatchObject({
      error: 'TOO_MANY_REQUESTS',
      message: expect.stringMatching(/^3 requests are already waiting in this thread, so this was not asked for\./),
    });
    expect(house.replies().at(-1)).toBe('Three are waiting already.');
    expect(house.cards()).toHaveLength(3);
  });

  test('when the person changes one of them, then that is always possible', async () => {
    await full();
    house.model.goOn(calls(refundCall('20.00')), says('Changed.'));
    await house.ask('make it 20');

    expect(house.cards()).toEqual(['card superseded', 'card pending', 'card pending', 'card pending']);
  });

  test('when one of them is taken back in the same turn, then there is room for another', async () => {
    await full();
    const withdraw = ['withdraw_request', { approval_id: 'apr_000001', why: 'not needed' }] as const;
    house.model.goOn(calls(withdraw), calls(ticket('three')), says('Asked for the ticket instead.'));
    await house.ask('rather a ticket');

    expect(house.cards()).toEqual(['card withdrawn', 'card pending', 'card pending', 'card pending']);
  });

  test('when one of them is decided, then there is room for another', async () => {
    await full();
    await house.click('UPRIYA');
    house.model.goOn(calls(ticket('three')), says('Asked.'));
    await house.ask('and this');

    expect(house.cards()).toHaveLength(4);
  });
});

describe('given a customer who has made ten requests today', () => {
  const busy = async (inSecondThread = 5): Promise<void> => {
    house = await openHouse({ policy: TICKETS });
    for (const [count, length] of [
      [1, 5],
      [2, inSecondThread],
    ] as const) {
      const asked = Array.from({ length }, (_, index) => ticket(`${count}-${index}`));
      house.model.goOn(calls(...asked), says('Asked.'));
      await house.ask('all of this', { thread: thread(count) });
    }
  };

  test('when they ask for an eleventh in another thread, then it is refused in words', async () => {
    await busy();
    house.model.goOn(calls(ticket('last')), says('Enough for today.'));
    await house.ask('and this', { thread: thread(3) });

    expect(lastOutput('call_1')).toMatchObject({
      error: 'TOO_MANY_REQUESTS',
      message: expect.stringMatching(/^There were 10 requests for this customer within 24 hours/),
    });
    expect(house.cards()).toHaveLength(2);
  });

  test('when the tenth and the eleventh are asked for in one turn, then only the tenth is', async () => {
    await busy(4);
    house.model.goOn(calls(ticket('tenth'), ticket('eleventh')), says('Asked for one.'));
    await house.ask('and these', { thread: thread(3) });

    expect(lastOutput('call_1')).toMatchObject({ status: 'waiting' });
    expect(lastOutput('call_2')).toMatchObject({ error: 'TOO_MANY_REQUESTS' });
  });

  test('when a colleague asks for them, then that is no matter', async () => {
    await busy();
    house.model.goOn(calls(refundCall()), says('Asked.'));
    await house.ask('refund ORD-12345', { thread: thread(3), user: 'UTOM' });

    expect(house.cards()).toHaveLength(3);
  });

  test('when a day has passed, then they may ask again', async () => {
    await busy();
    await house.wait(25 * HOUR);
    house.model.goOn(calls(ticket('last')), says('Asked.'));
    await house.ask('and this', { thread: thread(3) });

    expect(house.cards()).toHaveLength(3);
  });
});

test('given tickets that need nobody, when a customer’s task feeds itself, then it ends with the tenth', async () => {
  house = await openHouse();
  for (let index = 0; index < 30; index += 1) house.model.goOn(calls(ticket(String(index))), silence);
  await house.ask('open tickets');
  for (let turns = 0; turns < 30; turns += 1) await house.idle();

  expect(house.company.journal).toHaveLength(10);
});
