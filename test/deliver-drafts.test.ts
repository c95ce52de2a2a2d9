import { beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../src/adapters/sql/store.ts';
import { deliverer } from '../src/deliver.ts';
import type { Deliverer } from '../src/deliver.ts';
import { JobId } from '../src/domain/ids.ts';
import type { MessageRef } from '../src/domain/outgoing.ts';
import { reply } from '../src/domain/say.ts';
import { DAY, SECOND } from '../src/domain/time.ts';
import type { Store } from '../src/ports/store.ts';
import { NOON, THREAD, alice } from './fakes/approvals.ts';
import { fakeMessenger, textOf } from './fakes/messenger.ts';
import type { FakeMessenger } from './fakes/messenger.ts';

const JOB = JobId.parse('msg:T1:C1:1700000000.000100');
const TO = { team: alice.team, user: alice.slackUser };

let clock: { now: number };
let store: Store;
let messenger: FakeMessenger;
let deliver: Deliverer;
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

beforeEach(() => {
  clock = { now: NOON };
  store = sqlStore(openSqlite(':memory:').driver);
  messenger = fakeMessenger();
  deliver = deliverer({ store, messenger, now: () => clock.now, crashPoint: () => {}, log });
});

const draw = async ({ isPlaced = true } = {}): Promise<MessageRef> => {
  await store.beginDraft({ job: JOB, conversation: THREAD, begunAt: clock.now });
  const draft = await messenger.openDraft(THREAD, TO, 'Your');
  if (!draft) throw new Error('the fake shows every draft');
  if (isPlaced) await store.placeDraft(JOB, draft.ref);
  return draft.ref;
};
/** Saves the turn's reply, in one part or several. */
const finish = async (...parts: readonly string[]): Promise<void> => {
  const ids = { last: 0 };
  const newId = (): string => `out_${(ids.last += 1)}`;
  const [first, ...others] = parts.flatMap((part) => reply(newId, THREAD, part));
  const outgoing = first ? [{ ...first, draft: JOB }, ...others] : [];
  await store.commit({ done: JOB, outgoing, audit: [] });
};
const read = (): string[] => messenger.read.map(textOf);
const wait = async (milliseconds: number): Promise<void> => {
  clock.now += milliseconds;
  await deliver.due();
};

describe('given a reply that people watched being written', () => {
  test('when it is delivered, then its first part takes the draft’s place, and the draft is over', async () => {
    const ref = await draw();
    await finish('Your order is on its way.', 'Anything else?');
    await deliver.lane(THREAD);

    expect(read()).toEqual(['reply Your order is on its way.', 'reply Anything else?']);
    expect(messenger.read[0]?.ref).toEqual(ref);
    expect(await store.drafts()).toEqual([]);
    expect(messenger.said).toEqual(['open draft', 'update reply', 'post reply']);
  });

  test('when Slack must be given time, then it waits and then takes the draft’s place', async () => {
    await draw();
    await finish('Your order is on its way.');
    messenger.next({ later: 30 * SECOND });
    await deliver.lane(THREAD);
    await wait(29 * SECOND);
    expect(read()).toEqual(['draft Your']);

    await wait(SECOND);

    expect(read()).toEqual(['reply Your order is on its way.']);
  });

  test('when the answer was lost, then it is put there again and stands once', async () => {
    await draw();
    await finish('Your order is on its way.');
    messenger.next('lost');
    await deliver.lane(THREAD);
    await wait(SECOND);

    expect(read()).toEqual(['reply Your order is on its way.']);
    expect(await store.drafts()).toEqual([]);
  });

  test('when somebody deleted the draft, then it is posted, once', async () => {
    messenger.erase(await draw());
    await finish('Your order is on its way.');
    messenger.next('posted', 'posted', 'lost');
    await deliver.lane(THREAD);
    await wait(SECOND);

    expect(read()).toEqual(['reply Your order is on its way.']);
    expect(await store.drafts()).toEqual([]);
  });

  test('when Slack refuses to change the draft, then it is posted and the draft is taken away', async () => {
    await draw();
    await finish('Your order is on its way.');
    messenger.next('refused');
    await deliver.lane(THREAD);
    await wait(SECOND);

    expect(read()).toEqual(['reply Your order is on its way.']);
    expect(await store.drafts()).toEqual([]);
  });

  test('when the draft cannot be taken away either, then the reply waits for that', async () => {
    await draw();
    await finish('Your order is on its way.');
    messenger.next('refused', { later: SECOND });
    await deliver.lane(THREAD);
    expect(read()).toEqual(['draft Your']);

    await wait(SECOND);

    expect(read()).toEqual(['reply Your order is on its way.']);
    expect(await store.drafts()).toEqual([]);
  });

  test('when Slack refuses it altogether, then no half of it stays', async () => {
    await draw();
    await finish('Your order is on its way.');
    messenger.next('refused', 'posted', 'refused');
    await deliver.lane(THREAD);
    await wait(SECOND);

    expect(read()).toEqual([]);
    expect(await store.drafts()).toEqual([]);
  });

  test('when nobody knows where the draft stands, then it is looked for', async () => {
    await draw({ isPlaced: false });
    await finish('Your order is on its way.');
    await deliver.lane(THREAD);

    expect(read()).toEqual(['reply Your order is on its way.']);
    expect(messenger.said).toEqual(['open draft', 'find draft', 'update reply']);
    expect(await store.drafts()).toEqual([]);
  });

  test('when it cannot be looked for, then the reply waits', async () => {
    await draw({ isPlaced: false });
    await finish('Your order is on its way.');
    messenger.lookUpsAreDown(true);
    await deliver.lane(THREAD);
    expect(read()).toEqual(['draft Your']);

    messenger.lookUpsAreDown(false);
    await wait(SECOND);

    expect(read()).toEqual(['reply Your order is on its way.']);
  });

  test('when it never began, then the reply is posted', async () => {
    await store.beginDraft({ job: JOB, conversation: THREAD, begunAt: NOON });
    await finish('Your order is on its way.');
    await deliver.lane(THREAD);

    expect(read()).toEqual(['reply Your order is on its way.']);
    expect(await store.drafts()).toEqual([]);
  });

  test('when no draft of it is known, then the reply is posted', async () => {
    await finish('Your order is on its way.');
    await deliver.lane(THREAD);

    expect(messenger.said).toEqual(['post reply']);
  });
});

describe('given a draft that stands', () => {
  test('when its turn has not ended, then it is left to the turn', async () => {
    await draw();
    await wait(DAY);

    expect(read()).toEqual(['draft Your']);
    expect(await store.drafts()).toHaveLength(1);
  });

  test('when its turn ended without a word, then it is taken away', async () => {
    await draw();
    await finish();
    await wait(SECOND);

    expect(read()).toEqual([]);
    expect(await store.drafts()).toEqual([]);
  });

  test('when Slack does not do that, then it is tried again', async () => {
    await draw();
    await finish();
    messenger.next({ later: SECOND }, 'ambiguous');
    await wait(SECOND);
    await wait(SECOND);
    expect(await store.drafts()).toHaveLength(1);

    await wait(SECOND);

    expect(read()).toEqual([]);
    expect(await store.drafts()).toEqual([]);
  });

  test('when its reply waits for Slack, then it is left to the reply, however long', async () => {
    await draw();
    await finish('Your order is on its way.');
    messenger.next({ later: 2 * DAY });
    await deliver.lane(THREAD);
    await wait(DAY + SECOND);
    expect(read()).toEqual(['draft Your']);

    await wait(DAY);

    expect(read()).toEqual(['reply Your order is on its way.']);
  });

  test('when its reply is said while it is looked at, then the reply stays', async () => {
    await draw();
    const isDone: Store['isDone'] = async (job) => {
      await finish('Your order is on its way.');
      await deliver.lane(THREAD);
      return store.isDone(job);
    };
    const looking = { store: { ...store, isDone }, messenger, now: () => clock.now, crashPoint: () => {}, log };
    await deliverer(looking).due();

    expect(read()).toEqual(['reply Your order is on its way.']);
  });

  test('when its turn has not ended in a day, then it is taken away', async () => {
    await draw();
    await wait(DAY + SECOND);

    expect(read()).toEqual([]);
    expect(await store.drafts()).toEqual([]);
  });

  test('when it is looked at again before Slack has answered, then Slack is not asked twice', async () => {
    await draw();
    await finish();
    await Promise.all([deliver.due(), deliver.due()]);

    expect(messenger.said).toEqual(['open draft', 'remove']);
  });

  test('when a message stands elsewhere, then saying it ends no draft', async () => {
    await draw();
    await store.commit({ outgoing: reply(() => 'out_9', THREAD, 'Something else'), audit: [] });
    await deliver.lane(THREAD);

    expect(await store.drafts()).toHaveLength(1);
    expect(read()).toEqual(['draft Your', 'reply Something else']);
  });
});
