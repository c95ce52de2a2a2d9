import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { Policy } from '../../../src/domain/policy.ts';
import type { Requirement } from '../../../src/domain/requirement.ts';
import { openHouse, refundCall, THREAD } from '../../fakes/house.ts';
import type { House, HouseOptions } from '../../fakes/house.ts';
import { calls, says, silence } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const cancelCall = ['cancel_order', { order_id: 'ORD-1', reason: 'Not needed' }] as const;
const refundsNeed = (needs: Requirement): Policy => ({
  ...DEFAULT_POLICY,
  actions: { ...DEFAULT_POLICY.actions, refund_order: { tiers: [{ needs }] } },
});

describe('given a request', () => {
  const asked = async (over: HouseOptions = {}): Promise<void> => {
    house = await openHouse({ script: [calls(refundCall()), says('Asked.')], ...over });
    await house.ask('refund please');
  };

  test('when the message that asked is deleted, then it is withdrawn, and everybody is told once', async () => {
    await asked();
    await house.enqueue(house.deletionJob(1));
    await house.process.handlers.deletion(house.deletionJob(1), 2);

    expect(await house.approval()).toMatchObject({ status: 'withdrawn', why: 'message-deleted' });
    expect(await house.approval()).not.toHaveProperty('quote');
    expect((await house.store.items(THREAD))[0]).toMatchObject({ kind: 'person', text: '', redacted: true });
    expect(house.said()).toEqual([
      'reply Asked.',
      'card withdrawn',
      "reply You deleted the message that asked for the refund of $48.00 for ORD-12345, so I've cancelled the request.",
    ]);
    expect(await house.notes()).toEqual([expect.stringMatching(/^Request apr_000001 .*deleted the message/)]);
    expect(await house.audit()).toEqual(['pending by person_alice', 'withdrawn by person_alice']);
    await house.click('UPRIYA');
    expect(house.refunds()).toEqual([]);
  });

  test('when another message is deleted, then it goes on waiting', async () => {
    await asked();
    house.model.goOn(says('You are welcome.'));
    await house.ask('thanks');
    await house.enqueue(house.deletionJob(2));

    expect(house.said().slice(0, 2)).toEqual(['reply Asked.', 'card pending']);
    expect(await house.status()).toBe('pending');
    expect(JSON.stringify(await house.store.items(THREAD))).not.toContain('thanks');
  });

  test('when it waits for the person’s own yes, then that question is withdrawn', async () => {
    await asked({ script: [calls(refundCall()), silence], policy: refundsNeed({ kind: 'auto' }) });
    await house.enqueue(house.deletionJob(1));

    expect(house.said()).toEqual(['confirmation withdrawn', expect.stringMatching(/^reply You deleted/)]);
  });

  test('when it was decided before, then it stays as it is and nothing is said', async () => {
    await asked();
    await house.click('UPRIYA');
    const said = house.said();
    await house.enqueue(house.deletionJob(1));

    expect(house.said()).toEqual(said);
    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
  });

  test('when it was carried out and the next step waits, then that is withdrawn', async () => {
    await asked();
    house.model.goOn(calls(cancelCall), says('Now I have asked to cancel ORD-1.'));
    await house.click('UPRIYA');
    await house.enqueue(house.deletionJob(1));

    expect(await house.store.approvalsOf(THREAD)).toMatchObject([{ status: 'executed' }, { status: 'withdrawn' }]);
  });

  test('when it was replaced by a later message, then the request of that one stays', async () => {
    await asked();
    house.model.goOn(calls(refundCall('20.00')), says('Asked for $20.00.'));
    await house.ask('make it 20');
    await house.enqueue(house.deletionJob(1));

    expect(house.cards()).toEqual(['card superseded', 'card pending']);
  });

  /** Priya approves between the look at the ledger and the commit. */
  const deletedWhileApproved = async (over: HouseOptions): Promise<void> => {
    let approveFirst = async (): Promise<void> => {};
    await asked({
      ...over,
      overStore: (store) => ({
        ...store,
        commit: async (change) => {
          if (change.done?.startsWith('deletion:')) await approveFirst();
          return store.commit(change);
        },
      }),
    });
    const click = house.clickJob('UPRIYA', await house.approval(), 'approve');
    approveFirst = async () => {
      approveFirst = async () => {};
      await house.process.handlers.click(click, 1);
    };
    await house.enqueue(house.deletionJob(1));
  };

  test('when it is approved at the same moment, then one of the two wins', async () => {
    await deletedWhileApproved({});

    expect(house.refunds()).toEqual(['refund ORD-12345 apr_000001']);
    expect(house.replies()).toEqual(['Asked.', expect.stringMatching(/^Done/)]);
  });

  test('when the first of two people approves it at the same moment, then it is withdrawn all the same', async () => {
    await deletedWhileApproved({ policy: refundsNeed({ kind: 'people', count: 2, role: 'agent' }) });

    expect(house.cards()).toEqual(['card withdrawn']);
    expect(house.refunds()).toEqual([]);
  });

  test('when the process dies before anybody is told, then they are told at the start', async () => {
    await asked();
    house.dieAt('deliver:before-post');
    await house.enqueue(house.deletionJob(1));
    await house.restart();

    expect(house.cards()).toEqual(['card withdrawn']);
    expect(house.replies()).toEqual(['Asked.', expect.stringMatching(/^You deleted/)]);
  });
});

test('given several requests of one message, when it is deleted, then all are cancelled in one card and one sentence', async () => {
  house = await openHouse({ script: [calls(refundCall(), cancelCall), says('Asked for both.')] });
  await house.ask('refund ORD-12345 and cancel ORD-1');
  await house.enqueue(house.deletionJob(1));

  expect(house.cards()).toEqual(['card withdrawn, withdrawn']);
  expect(house.replies().at(-1)).toMatch(
    /^You deleted the message that asked for the refund of \$48\.00 for ORD-12345 and .*, so I've cancelled the requests\.$/,
  );
});

describe('given a request that several messages asked for', () => {
  test.each([1, 2, 3])('when message %i of three is deleted, then it is withdrawn', async (count) => {
    house = await openHouse({ script: [calls(refundCall()), says('Asked.')], gatherFor: 1_500 });
    for (const text of ['hi', 'refund my mug', 'it is broken']) await house.send(text);
    await house.pass(1_500);
    await house.enqueue(house.deletionJob(count));

    expect(await house.status()).toBe('withdrawn');
  });
});

test('given an answer to a colleague’s question, when it is deleted, then the card does not hold it any more', async () => {
  house = await openHouse({ script: [calls(refundCall()), says('Asked.'), says('Thank you.')] });
  await house.ask('refund my mug');
  await house.submit('UPRIYA', { kind: 'ask', question: 'What happened?' });
  await house.ask('my secret story');
  await house.enqueue(house.deletionJob(2));

  expect(await house.approval()).toMatchObject({ status: 'pending', questions: [{ answer: '(deleted)' }] });
  expect(JSON.stringify(await house.store.items(THREAD))).not.toContain('secret');
  expect(await house.audit()).toContain('answer-deleted by person_alice');
  expect(house.replies().filter((text) => text.startsWith('You deleted'))).toEqual([]);
});

describe('given a message that asked for nothing', () => {
  test('when it was changed and is deleted, then nothing of it is kept, and nothing is said', async () => {
    house = await openHouse({ script: [says('Hello.')] });
    await house.ask('my secret');
    await house.enqueue(house.editJob(1, 'my other secret'));
    await house.enqueue(house.deletionJob(1));

    expect(JSON.stringify(await house.store.items(THREAD))).not.toContain('secret');
    expect(house.replies()).toEqual(['Hello.']);
  });

  test('when the bot does not know its thread, then nothing is written', async () => {
    house = await openHouse();
    await house.enqueue(house.deletionJob(1));

    expect(await house.store.isDone(house.deletionJob(1).id)).toBe(false);
  });
});
