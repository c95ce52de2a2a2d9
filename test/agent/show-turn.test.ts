import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { showTurn } from '../../src/agent/show-turn.ts';
import type { ShownTurn } from '../../src/agent/show-turn.ts';
import { Unavailable } from '../../src/domain/errors.ts';
import { ConversationId, JobId, TeamId, UserId } from '../../src/domain/ids.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import type { ToolCall } from '../../src/ports/model.ts';
import type { Store } from '../../src/ports/store.ts';
import { NOON, THREAD } from '../fakes/approvals.ts';
import { fakeMessenger, textOf } from '../fakes/messenger.ts';
import type { FakeMessenger } from '../fakes/messenger.ts';

const JOB = JobId.parse('msg:T1:C1:1700000000.000100');
const TO = { team: TeamId.parse('T1'), user: UserId.parse('UALICE') };
const LOOK_UP: ToolCall = { callId: '1', name: 'find_orders', arguments: '{"order_id":"ORD-12345"}' };
const SEARCH: ToolCall = { callId: '2', name: 'search_articles', arguments: '{}' };

let clock: { now: number; wakes: { at: number; run: () => void }[] };
let store: Store;
let messenger: FakeMessenger;
/** While it is closed, Slack does not answer to a status. */
let slack: { gate: Promise<void> };
let warnings: string[];

beforeEach(() => {
  clock = { now: NOON, wakes: [] };
  store = sqlStore(openSqlite(':memory:').driver);
  slack = { gate: Promise.resolve() };
  warnings = [];
  messenger = fakeMessenger();
});

interface Over {
  beginDraft?: Store['beginDraft'];
}

const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns += 1) await turnOfTheLoop();
};
const pass = async (milliseconds: number): Promise<void> => {
  clock.now += milliseconds;
  const due = clock.wakes.filter(({ at }) => at <= clock.now);
  clock.wakes = clock.wakes.filter(({ at }) => at > clock.now);
  due.forEach(({ run }) => run());
  await settle();
};
const show = async (over: Over = {}): Promise<ShownTurn> => {
  const slow: FakeMessenger['setStatus'] = async (conversation, status) => {
    await messenger.setStatus(conversation, status);
    await slack.gate;
  };
  return showTurn(
    {
      store: { ...store, ...over },
      messenger: { ...messenger, setStatus: slow },
      now: () => clock.now,
      wake: (delay, run) => {
        const wake = { at: clock.now + delay, run };
        clock.wakes.push(wake);
        return () => void (clock.wakes = clock.wakes.filter((other) => other !== wake));
      },
      crashPoint: () => {},
      log: { debug: () => {}, info: () => {}, warn: (_, message) => void warnings.push(message), error: () => {} },
    },
    { job: JOB, conversation: THREAD, to: TO, items: [] },
  );
};
const read = (): string[] => messenger.read.map(textOf);

describe('given a turn that people wait for', () => {
  test('when it begins, then they read at once that it does, and a fast one shows nothing else', async () => {
    const turn = await show();
    expect(messenger.statuses).toEqual(['is looking into it…']);

    const ended = turn.showing.tools([LOOK_UP]);
    await pass(399);
    ended();
    await pass(SECOND);
    await turn.end(true);

    expect(messenger.statuses).toEqual(['is looking into it…']);
    expect(messenger.said).toEqual([]);
  });

  test('when its tools take long, then people read what they do', async () => {
    const turn = await show();
    turn.showing.tools([LOOK_UP, SEARCH]);
    await pass(400);

    expect(messenger.statuses.slice(1)).toEqual(['is looking up ORD-12345 and searching the help articles…']);
  });

  test('when people have read the last status, then the next is shown as soon as its tools begin', async () => {
    const turn = await show();
    await pass(700);
    turn.showing.tools([LOOK_UP])();
    await pass(600);
    turn.showing.tools([SEARCH])();
    await pass(100);
    turn.showing.tools([SEARCH]);
    await settle();

    expect(messenger.statuses).toEqual([
      'is looking into it…',
      'is looking up ORD-12345…',
      'is searching the help articles…',
    ]);
  });

  test('when a status would expire, then the next step sets it again', async () => {
    const turn = await show();
    await pass(99 * SECOND);
    turn.showing.text('We');
    await pass(SECOND);
    turn.showing.text('We will');
    await settle();

    expect(messenger.statuses).toEqual(['is looking into it…', 'is looking into it…']);
  });

  test('when Slack is slow, then statuses go out one by one and the outdated ones are left out', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    slack.gate = promise;
    const turn = await show();
    await pass(700);
    turn.showing.tools([LOOK_UP])();
    await pass(700);
    turn.showing.tools([SEARCH])();
    expect(messenger.statuses).toHaveLength(1);

    resolve();
    await settle();

    expect(messenger.statuses).toEqual(['is looking into it…', 'is searching the help articles…']);
  });

  test('when it ends without a word, then the status is taken away', async () => {
    const turn = await show();
    await turn.end(false);

    expect(messenger.statuses).toEqual(['is looking into it…', '']);
  });

  test('when a status was still on its way as it ended, then that is taken away, and nothing comes behind it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const turn = await show();
    await pass(700);
    slack.gate = promise;
    turn.showing.tools([LOOK_UP]);
    turn.showing.tools([SEARCH]);
    const ending = turn.end(true);
    resolve();
    await ending;
    await pass(MINUTE);

    expect(messenger.statuses).toEqual(['is looking into it…', 'is looking up ORD-12345…', '']);
  });
});

describe('given a Slack that takes its time', () => {
  test('when even the first status is still on its way as the reply stands, then it is taken away', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    slack.gate = promise;
    const turn = await show();
    const ending = turn.end(true);
    resolve();
    await ending;

    expect(messenger.statuses).toEqual(['is looking into it…', '']);
  });
});

describe('given a status that Slack takes only as the reply is being posted', () => {
  test.each([
    [399, []],
    [400, ['']],
  ])('when it was on its way for %i ms by then, then after that comes %j', async (wait, after) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    slack.gate = promise;
    const turn = await show();
    await pass(wait);
    await turn.hasDraft();
    resolve();
    await settle();
    await turn.end(true);

    expect(messenger.statuses).toEqual(['is looking into it…', ...after]);
  });
});

describe('given a reply that takes long to write', () => {
  const begun = async (over: Over = {}): Promise<ShownTurn> => {
    const turn = await show(over);
    turn.showing.text('Your');
    await pass(SECOND);
    turn.showing.text('Your order');
    await settle();
    return turn;
  };

  test('when it is written within a second, then it is not shown', async () => {
    const turn = await show();
    turn.showing.text('Your');
    await pass(999);
    turn.showing.text('Your order is on its way.');
    await settle();

    expect(read()).toEqual([]);
    expect(await turn.hasDraft()).toBe(false);
  });

  test('when it is being written for a second, then it is shown, known, and grows', async () => {
    const turn = await begun();
    expect(read()).toEqual(['draft Your order']);

    turn.showing.text('Your order is on its way.');

    expect(read()).toEqual(['draft Your order is on its way.']);
    expect(await store.draftOf(JOB)).toEqual({
      job: JOB,
      conversation: THREAD,
      begunAt: NOON + SECOND,
      ref: messenger.read[0]?.ref,
    });
    expect(await turn.hasDraft()).toBe(true);
  });

  test('when a step went on to its tools, then the second counts from the first word of the next', async () => {
    const turn = await show();
    turn.showing.text('Let me see');
    await pass(3 * SECOND);
    turn.showing.text('Your');
    await settle();

    expect(read()).toEqual([]);
  });

  test('when the turn has read links of the company, then they may be live in it', async () => {
    const turn = await begun();
    turn.showing.knows([
      { kind: 'result', callId: '1', output: '{"trackingUrl":"https://track.example.com/1"}', at: NOON },
    ]);
    turn.showing.text('Your order is [here](https://track.example.com/1)');

    expect(messenger.read[0]?.message).toMatchObject({ links: ['https://track.example.com/1'] });
  });

  test('when Slack cannot show it now, then nothing stands or is known, and it is not tried again', async () => {
    messenger.nextDrafts('not-now');
    const turn = await begun();
    await pass(SECOND);
    turn.showing.text('Your order is');
    await settle();

    expect(await turn.hasDraft()).toBe(false);
    expect(await store.drafts()).toEqual([]);
    expect(messenger.said).toEqual(['open draft']);
  });

  test.each([
    ['it stands there', 'lost', true],
    ['it does not', 'unclear', false],
  ] as const)('when its beginning was not answered and %s, then that is found out', async (_, beginning, stands) => {
    messenger.nextDrafts(beginning);
    const turn = await begun();
    turn.showing.text('Your order is');

    expect(await turn.hasDraft()).toBe(stands);
    expect(messenger.said).toEqual(['open draft', 'find draft']);
    expect((await store.draftOf(JOB))?.ref).toEqual(messenger.read[0]?.ref);
    expect(warnings).toHaveLength(1);
  });

  test('when it cannot be looked for either, then one may stand', async () => {
    messenger.nextDrafts('lost');
    messenger.lookUpsAreDown(true);
    const turn = await begun();

    expect(await turn.hasDraft()).toBe(true);
  });

  test('when the store fails, then the turn does not learn of it', async () => {
    const turn = await begun({ beginDraft: () => Promise.reject(new Unavailable('store')) });

    expect(await turn.hasDraft()).toBe(false);
    expect(read()).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  test('when the turn is asked while it begins, then it waits for it; and none is begun after that', async () => {
    const late = Promise.withResolvers<void>();
    const turn = await begun({
      beginDraft: async (row) => {
        await late.promise;
        await store.beginDraft(row);
      },
    });
    const asked = turn.hasDraft();
    late.resolve();
    expect(await asked).toBe(true);

    turn.showing.text('Your order is late');
    await settle();

    expect(read()).toEqual(['draft Your order']);
  });

  test('when a run before this one has left a draft, then no second one is begun', async () => {
    await begun();
    const again = await begun();

    expect(read()).toEqual(['draft Your order']);
    expect(await again.hasDraft()).toBe(true);
  });

  test('when another turn’s draft still stands in the thread, then no second one is begun', async () => {
    await store.beginDraft({ job: JobId.parse('msg:before'), conversation: THREAD, begunAt: NOON });
    const turn = await begun();

    expect(read()).toEqual([]);
    expect(await turn.hasDraft()).toBe(false);
  });

  test('when one stands in another thread, then both are shown', async () => {
    const conversation = ConversationId.parse('T1:C1:1700000000.000200');
    await store.beginDraft({ job: JobId.parse('msg:before'), conversation, begunAt: NOON });
    await begun();

    expect(read()).toEqual(['draft Your order']);
  });

  test('when the turn ends without a word, then it is taken away', async () => {
    const turn = await begun();
    await turn.end(false);

    expect(read()).toEqual([]);
    expect(await store.drafts()).toEqual([]);
  });

  test('when a run before this one has left a draft and this one ends without a word, then it is taken away', async () => {
    await begun();
    const again = await show();
    await again.end(false);

    expect(read()).toEqual([]);
    expect(await store.drafts()).toEqual([]);
  });

  test('when Slack does not take it away, then it stays known', async () => {
    const turn = await begun();
    messenger.next({ later: SECOND });
    await turn.end(false);

    expect(await store.drafts()).toHaveLength(1);
    expect(warnings).toEqual(['a draft could not be taken away yet']);
  });

  test('when the reply is posted in its place, then it is left to that', async () => {
    const turn = await begun();
    await turn.hasDraft();
    await turn.end(true);

    expect(read()).toEqual(['draft Your order']);
  });

  test('when tools run while it stands, then what they showed is taken away in the end', async () => {
    const turn = await begun();
    turn.showing.tools([SEARCH])();
    await turn.hasDraft();
    await turn.end(true);

    expect(messenger.statuses).toEqual(['is looking into it…', 'is searching the help articles…', '']);
  });
});
