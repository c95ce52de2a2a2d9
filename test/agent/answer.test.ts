import { afterEach, describe, expect, test } from 'vitest';
import { JobId } from '../../src/domain/ids.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { HOUR, SECOND } from '../../src/domain/time.ts';
import type { Store } from '../../src/ports/store.ts';
import { openHouse, refundCall, THREAD } from '../fakes/house.ts';
import type { House } from '../fakes/house.ts';
import { calls, hangs, says, silence } from '../fakes/model.ts';
import type { Scripted } from '../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const cancelCall = (order: string) => ['cancel_order', { order_id: order, reason: 'Not needed' }] as const;

describe('given a message to the bot', () => {
  test('when the model answers, then the person reads it once and the thread remembers both', async () => {
    house = await openHouse({ script: [says('Hello Alice.')] });
    await house.ask('hello');

    expect(house.said()).toEqual(['reply Hello Alice.']);
    expect(await house.store.items(THREAD)).toMatchObject([
      { kind: 'person', text: 'hello', by: { user: 'UALICE', role: 'customer', external: false } },
      { kind: 'assistant', text: 'Hello Alice.' },
    ]);
  });

  test('when its job is run again, then nothing is thought or said again', async () => {
    house = await openHouse({ script: [says('Hello Alice.'), says('Hello again.')] });
    const job = house.messageJob('hello');
    await house.enqueue(job);
    await house.process.handlers.message(job, 2);

    expect(house.replies()).toEqual(['Hello Alice.']);
    expect(house.model.requests).toHaveLength(1);
  });

  test('when it is a reply in a thread that the bot does not know, then it is left alone', async () => {
    house = await openHouse({ script: [says('Hello.')] });
    await house.ask('see you at lunch', { addressed: false });

    expect(house.said()).toEqual([]);
    expect(house.model.requests).toEqual([]);
  });

  test('when nothing is to be said, then nothing is posted and the status is cleared', async () => {
    const onlyAsked = { ...DEFAULT_POLICY.actions, refund_order: { tiers: [{ needs: { kind: 'auto' } as const }] } };
    house = await openHouse({
      script: [calls(refundCall()), silence],
      policy: { ...DEFAULT_POLICY, actions: onlyAsked },
    });
    await house.ask('refund please');

    expect(house.said()).toEqual(['confirmation prepared']);
    expect(house.messenger.statuses.at(-1)).toBe('');
  });

  test('when it cannot be known who writes, then the person is told, and the model is not asked', async () => {
    house = await openHouse({ script: [says('Hello.')] });
    house.directory.isDown = true;
    await house.ask('hello');

    expect(house.replies()).toEqual([expect.stringMatching(/can't look up who you are/)]);
    expect(house.model.requests).toEqual([]);
  });

  test('when it is too long, then the person is told the limit, and only its beginning is kept', async () => {
    house = await openHouse();
    await house.ask('a'.repeat(12_001));

    expect(house.replies()).toEqual(['Too long (12,001; limit 12,000). Please shorten or attach.']);
    expect((await house.store.items(THREAD))[0]).toMatchObject({ text: 'a'.repeat(12_000) });
  });

  test('when one of several is too long, then it is refused, and the others are answered', async () => {
    house = await openHouse({ script: [says('About your mug.')], gatherFor: 1_500 });
    await house.send('about my mug');
    await house.send('a'.repeat(12_001));
    await house.pass(2 * SECOND);

    expect(house.replies()).toEqual(['Too long (12,001; limit 12,000). Please shorten or attach.\n\nAbout your mug.']);
    expect(house.model.requests.map(({ items }) => items.length)).toEqual([1]);
  });

  test('when text files are attached, then the model reads them as far as they go, and the names of the others', async () => {
    house = await openHouse({ script: [says('Read.')] });
    const readable = ['a', 'b', 'gone', 'late'].map((name) => ({ name, url: `https://files/${name}`, size: 10 }));
    const large = { name: 'large', url: 'https://files/large', size: 100_001 };
    for (const [name, text] of [
      ['a', 'A'.repeat(11_990)],
      ['b', 'B'.repeat(100)],
      ['late', 'never'],
      ['large', 'never'],
    ] as const)
      house.files.set(`https://files/${name}`, text);
    await house.ask('look', {
      files: ['photo.png', 'a', 'b', 'gone', 'late', 'large'],
      readable: [large, ...readable],
    });

    expect(await house.store.items(THREAD)).toMatchObject([
      {
        text: `look\n[attached file a]\n${'A'.repeat(11_990)}\n[attached file b]\n${'B'.repeat(10)}\n[attached, not read: photo.png, gone, late, large]`,
      },
      { kind: 'assistant', text: 'Read.' },
    ]);
  });

  test('when there is nothing but a file that cannot be read, then that is said without the model', async () => {
    house = await openHouse();
    await house.ask('', { files: ['photo.png'] });

    expect(house.replies()).toEqual([expect.stringContaining("I can't open this (`photo.png`)")]);
    expect(house.model.requests).toEqual([]);
  });

  test('when the model cannot be reached, then it can be left with a colleague', async () => {
    house = await openHouse({ script: ['outage'] });
    await house.ask('hello');

    expect(house.messenger.read).toMatchObject([{ message: { kind: 'reply', intake: true } }]);
  });

  test('when the model cannot be reached, then the person reads one plain sentence', async () => {
    house = await openHouse({ script: ['outage'] });
    await house.ask('hello');

    expect(house.replies()).toEqual([expect.stringMatching(/^I'm sorry, I can't think straight right now/)]);
  });

  test('when the model is lost after it asked for a refund, then the person is told that the request waits', async () => {
    house = await openHouse({ script: [calls(refundCall()), 'outage'] });
    await house.ask('refund please');

    expect(house.cards()).toEqual(['card pending']);
    expect(house.replies()).toEqual([expect.stringContaining('the refund of $48.00 for ORD-12345')]);
    expect(house.replies()[0]).not.toContain('try again');
  });

  test.each([
    'turn:start',
    'turn:after-model',
    'turn:before-commit',
    'turn:after-commit',
    'deliver:before-post',
    'deliver:after-post',
    'deliver:after-sent',
  ] as const)('when the process dies at %s, then after the restart there is one answer and one card', async (point) => {
    const think: Scripted = ({ items }) =>
      items.at(-1)?.kind === 'person' ? calls(refundCall()) : says('I have asked.');
    house = await openHouse({ script: [think, think, think, think] });
    house.dieAt(point);
    await house.ask('refund please');
    await house.restart();

    expect(house.cards()).toEqual(['card pending']);
    expect(house.replies()).toEqual(['I have asked.']);
  });
});

describe('given a budget', () => {
  const usage = { input: 900, cached: 0, output: 100 };
  const answered = { ...says('Answered.'), usage };
  const USED_UP = /^I've answered as much as I can for today/;

  test.each([
    ['thread', { turns: 2, tokens: 0 }],
    ['person', { turns: 0, tokens: 2_000 }],
    ['day', { turns: 2, tokens: 0 }],
  ] as const)(
    'when that of the %s is used up, then each message is answered without the model',
    async (whose, budget) => {
      house = await openHouse({ script: [answered, answered, answered], limits: { [whose]: budget } });
      for (const text of ['one', 'two', 'three', 'four']) await house.ask(text);

      expect(house.replies()).toEqual([
        'Answered.',
        'Answered.',
        expect.stringMatching(USED_UP),
        expect.stringMatching(USED_UP),
      ]);
      expect(house.messenger.read.map(({ message }) => 'intake' in message)).toEqual([false, false, true, true]);
      expect(house.model.requests).toHaveLength(2);
    },
  );

  test('when it is another day, then they are answered again', async () => {
    house = await openHouse({ script: [answered, answered], limits: { thread: { turns: 1, tokens: 0 } } });
    for (const text of ['one', 'two']) await house.ask(text);
    await house.wait(24 * HOUR);
    await house.ask('three');

    expect(house.replies()).toEqual(['Answered.', expect.stringMatching(USED_UP), 'Answered.']);
  });

  test('when there is no limit, then nothing is looked up, and what is used is counted all the same', async () => {
    const NONE = { turns: 0, tokens: 0 };
    const lookUps: string[] = [];
    house = await openHouse({
      script: [answered],
      limits: { thread: NONE, person: NONE, day: NONE },
      overStore: (store) => ({
        ...store,
        spent: async (day, on) => {
          lookUps.push(day);
          return store.spent(day, on);
        },
      }),
    });
    await house.ask('one');

    expect(lookUps).toEqual([]);
    const on = ['all', 'person:person_alice', `thread:${THREAD}`];
    expect([...(await house.store.spent('2026-01-10', on)).values()]).toEqual(
      on.map(() => ({ turns: 1, tokens: 1_000 })),
    );
  });
});

describe('given a turn whose commit finds an approval moved', () => {
  const withdraw = ['withdraw_request', { approval_id: 'apr_000001', why: 'changed my mind' }] as const;

  test('when it is approved while the model thinks about taking it back, then the turn is run again and hears of it', async () => {
    house = await openHouse({ script: [calls(refundCall()), says('Asked.')] });
    await house.ask('refund please');
    house.model.goOn(
      calls(withdraw),
      async () => {
        const job = house.clickJob('UPRIYA', await house.approval(), 'approve');
        await house.process.engine.enqueue(job);
        await expect.poll(() => house.status(), { interval: 1 }).toBe('executed');
        return says('Cancelled.');
      },
      calls(withdraw),
      says('It was approved already.'),
    );
    await house.ask('never mind');

    expect(house.replies()).toEqual(['Asked.', expect.stringMatching(/^Done/), 'It was approved already.']);
    expect(house.model.requests[4]?.items.some(({ kind }) => kind === 'note')).toBe(true);
  });

  test('when every commit is lost, then the model is not asked for ever', async () => {
    const losing = (store: Store): Store => ({
      ...store,
      commit: async (change) => (change.append === undefined ? store.commit(change) : false),
    });
    house = await openHouse({ overStore: losing });
    await house.ask('hello');

    expect(house.model.requests.length).toBeLessThan(10);
    expect(house.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
  });
});

describe('given an outcome', () => {
  const approved = async (...then: readonly Scripted[]): Promise<void> => {
    house = await openHouse({ script: [calls(refundCall()), says('Asked.'), ...then] });
    await house.ask('refund please, then cancel ORD-1');
    await house.click('UPRIYA');
  };

  test('when nothing else is open, then the model may go on with the next step', async () => {
    await approved(calls(cancelCall('ORD-1')), says('I have also asked to cancel ORD-1.'));

    expect(house.cards()).toEqual(['card executed', 'card pending']);
    expect(house.replies().at(-1)).toBe('I have also asked to cancel ORD-1.');
    expect(house.model.requests[2]?.items.at(-1)).toMatchObject({
      kind: 'note',
      text: expect.stringMatching(/^Request apr_000001 \(Refund \$48\.00\): executed/),
    });
  });

  test('when the model has nothing to add, then nothing is said', async () => {
    await approved(silence);

    expect(house.replies()).toHaveLength(2);
  });

  test('when the model cannot be reached, then nobody is told to try again', async () => {
    await approved('outage');

    expect(house.replies()).toEqual(['Asked.', expect.stringMatching(/^Done/)]);
  });

  test('when somebody presses Stop while the model goes on, then it has done nothing more', async () => {
    house = await openHouse({ script: [calls(refundCall()), says('Asked.'), calls(cancelCall('ORD-1')), hangs] });
    await house.ask('refund please, then cancel ORD-1');
    await house.send(house.clickJob('UPRIYA', await house.approval(), 'approve'));
    await house.enqueue(house.stopJob());

    expect(house.replies()).toEqual(['Asked.', expect.stringMatching(/^Done/), expect.stringMatching(/^Stopped, as/)]);
    expect(house.cards()).toEqual(['card executed']);
  });

  test('when another request of the thread is still open, then the model waits for that one', async () => {
    house = await openHouse({ script: [calls(refundCall()), says('Asked.')] });
    await house.ask('refund ORD-12345');
    house.model.goOn(calls(cancelCall('ORD-1')), says('Asked for that too.'));
    await house.ask('and cancel ORD-1');
    await house.click('UPRIYA');
    expect(house.model.requests).toHaveLength(4);

    const [, second] = await house.store.approvalsOf(THREAD);
    await house.click('UPRIYA', 'approve', second?.id);

    expect(house.model.requests).toHaveLength(5);
  });

  test('when the follow-up’s job is run again, then the model is not asked again', async () => {
    await approved(says('Anything else?'));
    await house.process.handlers['follow-up'](
      {
        ...house.messageJob(''),
        id: JobId.parse('follow-up:apr_000001'),
        data: { approval: 'apr_000001', conversation: THREAD },
      },
      2,
    );

    expect(house.model.requests).toHaveLength(3);
    expect(house.replies().at(-1)).toBe('Anything else?');
  });

  test('when the run that opened the next request ended before its deadline was set, then the next run sets it', async () => {
    house = await openHouse({
      script: [calls(refundCall()), says('Asked.'), calls(cancelCall('ORD-1')), says('Asked to cancel.')],
    });
    await house.ask('refund please, then cancel ORD-1');
    house.dieAt('turn:after-commit');
    await house.click('UPRIYA');
    await house.wait(SECOND);

    expect(house.cards()).toEqual(['card executed', 'card pending']);
    await house.wait(2 * HOUR);
    expect(house.cards()).toEqual(['card executed', 'card expired']);
  });

  test('when a task feeds itself, then it ends', async () => {
    const freely: Policy = {
      ...DEFAULT_POLICY,
      actions: { ...DEFAULT_POLICY.actions, update_ticket: { tiers: [{ needs: { kind: 'auto' } }] } },
    };
    house = await openHouse({ policy: freely });
    const note = (index: number) =>
      calls([
        'update_ticket',
        { ticket_id: 'TKT_001', status: null, priority: null, note: `Note ${index}`, reason: 'again' },
      ]);
    for (let index = 0; index < 50; index += 1) house.model.goOn(note(index), silence);
    await house.ask('add notes', { user: 'UTOM' });
    for (let turns = 0; turns < 60; turns += 1) await house.idle();

    expect(house.company.journal).toHaveLength(21);
  });
});
