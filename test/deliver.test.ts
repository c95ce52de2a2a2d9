import { beforeEach, describe, expect, test, vi } from 'vitest';
import { openSqlite } from '../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../src/adapters/sql/store.ts';
import { deliverer, doubtUnsent } from '../src/deliver.ts';
import type { Deliverer } from '../src/deliver.ts';
import { Unavailable } from '../src/domain/errors.ts';
import { ConversationId } from '../src/domain/ids.ts';
import type { Approval } from '../src/domain/approval.ts';
import { ApprovalId, Target } from '../src/domain/ids.ts';
import {
  askToConfirm,
  callPerson,
  cardPlace,
  confirmationPlace,
  drawCard,
  nudge,
  reply,
  tellColleagues,
} from '../src/domain/say.ts';
import { MINUTE, SECOND } from '../src/domain/time.ts';
import type { Posted } from '../src/ports/messenger.ts';
import type { Store } from '../src/ports/store.ts';
import { NOON, THREAD, alice, approved, lea as lead, pending, prepared, proposal } from './fakes/approvals.ts';
import { fakeMessenger, textOf } from './fakes/messenger.ts';
import type { FakeMessenger } from './fakes/messenger.ts';

const OTHER = ConversationId.parse('T1:C1:1700000000.000200');

let clock: { now: number };
let store: Store;
let messenger: FakeMessenger;
let deliver: Deliverer;
/** While true, nothing can be marked as sent. */
let disk: { isFull: boolean };
let lastId: number;

const newId = (): string => `out_${(lastId += 1)}`;
/** Messages at a level that wakes somebody. */
let alarms: string[];
const raise = (_: unknown, message: string) => void alarms.push(message);
const log = { debug: () => {}, info: () => {}, warn: raise, error: raise };
const open = (): Deliverer => deliverer({ store, messenger, now: () => clock.now, crashPoint: () => {}, log });
const owe = (text: string, conversation = THREAD) =>
  store.commit({ outgoing: reply(newId, conversation, text), audit: [] });
const read = (): string[] => messenger.read.map(textOf);
const wait = async (milliseconds: number): Promise<void> => {
  clock.now += milliseconds;
  await deliver.due();
};

beforeEach(() => {
  clock = { now: NOON };
  disk = { isFull: false };
  lastId = 0;
  alarms = [];
  const real = sqlStore(openSqlite(':memory:').driver);
  store = {
    ...real,
    markSent: async (id, ref) => {
      if (disk.isFull) throw new Unavailable('store');
      await real.markSent(id, ref);
    },
  };
  messenger = fakeMessenger();
  deliver = open();
});

describe('given replies in one thread', () => {
  test('when they are delivered, then they are said once, in their order', async () => {
    await owe('one');
    await owe('two');
    await Promise.all([deliver.lane(THREAD), deliver.lane(THREAD), deliver.due()]);

    expect(read()).toEqual(['reply one', 'reply two']);
  });

  test('when the first must wait, then nothing overtakes it, and other threads go on', async () => {
    await owe('one');
    await owe('two');
    await owe('elsewhere', OTHER);
    messenger.next({ later: 30 * SECOND });
    await deliver.lane(THREAD);
    await deliver.lane(THREAD);
    await deliver.due();
    expect(read()).toEqual(['reply elsewhere']);

    await wait(30 * SECOND);

    expect(read()).toEqual(['reply elsewhere', 'reply one', 'reply two']);
    expect(messenger.said).not.toContain('find reply');
  });

  test('when it is not known whether it was posted, then it is looked up and not said twice', async () => {
    await owe('one');
    await owe('two');
    messenger.next('lost');
    await deliver.lane(THREAD);
    expect(read()).toEqual(['reply one']);

    await wait(SECOND);

    expect(read()).toEqual(['reply one', 'reply two']);
    expect(messenger.said).toEqual(['post reply', 'find reply', 'post reply']);
  });

  test('when it was not posted after all, then it is said after the look-up', async () => {
    await owe('one');
    messenger.next('ambiguous');
    await deliver.lane(THREAD);
    await wait(SECOND);

    expect(messenger.said).toEqual(['post reply', 'find reply', 'post reply']);
    expect(read()).toEqual(['reply one']);
  });

  test('when the look-up fails as well, then it waits ever longer, up to a minute, and is not said blindly', async () => {
    await owe('one');
    messenger.next('lost');
    messenger.lookUpsAreDown(true);
    await deliver.lane(THREAD);
    for (let minutes = 0; minutes < 10; minutes += 1) await wait(MINUTE);
    expect(messenger.said.filter((call) => call === 'post reply')).toHaveLength(1);

    messenger.lookUpsAreDown(false);
    await wait(MINUTE);

    expect(read()).toEqual(['reply one']);
    expect(await store.unsent(clock.now)).toEqual([]);
  });

  test('when Slack refuses it for good, then it is given up and the next is said', async () => {
    await owe('one');
    await owe('two');
    messenger.next('refused');
    await deliver.lane(THREAD);

    expect(read()).toEqual(['reply two']);
    expect(await store.unsent(clock.now)).toEqual([]);
  });

  test('when it was posted but that could not be saved, then it is looked up and not said twice', async () => {
    await owe('one');
    disk.isFull = true;
    await expect(deliver.lane(THREAD)).rejects.toThrow(Unavailable);
    disk.isFull = false;

    await wait(SECOND);

    expect(read()).toEqual(['reply one']);
    expect(await store.unsent(clock.now)).toEqual([]);
  });

  test('when one lane cannot be delivered, then the others are, and it is tried again', async () => {
    await owe('one');
    disk.isFull = true;
    await deliver.lane(THREAD).catch(() => undefined);
    disk.isFull = false;
    await owe('two', OTHER);
    await deliver.due();

    expect(read()).toEqual(['reply one', 'reply two']);
  });
});

describe('given a process that died in the middle', () => {
  test('when the next one starts, then what may have been said is looked up before it is said', async () => {
    await owe('one');
    await owe('two');
    disk.isFull = true;
    await deliver.lane(THREAD).catch(() => undefined);
    disk.isFull = false;

    deliver = open();
    await doubtUnsent({ store, now: () => clock.now });
    await deliver.due();

    expect(read()).toEqual(['reply one', 'reply two']);
  });
});

describe('given an approval’s card', () => {
  const draw = () => store.commit({ outgoing: [drawCard(newId, pending().id)], audit: [] });
  const LANE = `card:${pending().id}`;

  test('when the approval moves on, then the card is posted once and redrawn in place', async () => {
    await store.commit({ approvals: [{ to: pending() }], audit: [] });
    await draw();
    await deliver.lane(LANE);
    await store.commit({ approvals: [{ to: approved(), from: 1 }], audit: [] });
    await draw();
    await deliver.lane(LANE);

    expect(messenger.said).toEqual(['post card', 'update card']);
    expect(read()).toEqual(['card approved']);
  });

  test('when the approval moved before the first post, then the first post shows where it stands', async () => {
    await store.commit({ approvals: [{ to: pending() }], audit: [] });
    await draw();
    await store.commit({ approvals: [{ to: approved(), from: 1 }], audit: [] });
    await deliver.lane(LANE);

    expect(read()).toEqual(['card approved']);
  });

  test('when the first post’s answer was lost, then the card is found and redrawn, never posted twice', async () => {
    await store.commit({ approvals: [{ to: pending() }], audit: [] });
    await draw();
    messenger.next('lost');
    await deliver.lane(LANE);
    await store.commit({ approvals: [{ to: approved(), from: 1 }], audit: [] });
    await draw();
    await wait(SECOND);

    expect(read()).toEqual(['card approved']);
    expect(await store.placeOf(cardPlace(pending().id))).toEqual(messenger.read[0]?.ref);
  });

  test('when a redraw’s answer was lost, then it is redrawn again', async () => {
    await store.commit({ approvals: [{ to: pending() }], audit: [] });
    await draw();
    await deliver.lane(LANE);
    await draw();
    messenger.next('ambiguous');
    await deliver.lane(LANE);
    await wait(SECOND);

    expect(messenger.said).toEqual(['post card', 'update card', 'update card']);
    expect(read()).toEqual(['card pending']);
  });

  describe('given that somebody deleted it in Slack', () => {
    beforeEach(async () => {
      await store.commit({ approvals: [{ to: pending() }], audit: [] });
      await draw();
      await deliver.lane(LANE);
      messenger.read.forEach(({ ref }) => messenger.erase(ref));
      await store.commit({
        approvals: [{ to: approved(), from: 1 }],
        outgoing: [drawCard(newId, pending().id)],
        audit: [],
      });
    });
    const expectOneCard = async () => {
      expect(read()).toEqual(['card approved']);
      expect(await store.placeOf(cardPlace(pending().id))).toEqual(messenger.read[0]?.ref);
      expect(await store.unsent(clock.now)).toEqual([]);
    };

    test('when it is redrawn, then it is posted anew, and from then on redrawn there', async () => {
      await deliver.lane(LANE);
      await draw();
      await deliver.lane(LANE);

      expect(messenger.said).toEqual(['post card', 'update card', 'post card', 'update card']);
      await expectOneCard();
    });

    test('when the answer of the new post was lost, then it is found and not posted twice', async () => {
      messenger.next('posted', 'lost');
      await deliver.lane(LANE);
      await wait(SECOND);

      expect(messenger.said.slice(2)).toEqual(['post card', 'update card', 'find card', 'update card']);
      await expectOneCard();
    });

    test('when Slack is busy after that, then the doubt stays, and it is not posted twice', async () => {
      messenger.next('posted', 'lost', { later: SECOND });
      await deliver.lane(LANE);
      await wait(SECOND);
      await wait(SECOND);

      await expectOneCard();
    });

    test('when it was posted anew but that could not be saved, then it is found and not posted twice', async () => {
      disk.isFull = true;
      await expect(deliver.lane(LANE)).rejects.toThrow(Unavailable);
      disk.isFull = false;
      await wait(SECOND);

      await expectOneCard();
    });

    test('when the process dies after the new post, then the next one finds it', async () => {
      disk.isFull = true;
      await deliver.lane(LANE).catch(() => undefined);
      disk.isFull = false;
      deliver = open();
      await doubtUnsent({ store, now: () => clock.now });
      await deliver.due();

      await expectOneCard();
    });
  });

  test('when a redraw is refused for another reason, then no second card is posted', async () => {
    await store.commit({ approvals: [{ to: pending() }], audit: [] });
    await draw();
    await deliver.lane(LANE);
    await draw();
    messenger.next('refused');
    await deliver.lane(LANE);

    expect(messenger.said).toEqual(['post card', 'update card']);
    expect(await store.unsent(clock.now)).toEqual([]);
  });

  test('when there is no such approval, then nothing is posted', async () => {
    await draw();
    await deliver.lane(LANE);

    expect(messenger.said).toEqual([]);
    expect(await store.unsent(clock.now)).toEqual([]);
  });
});

describe('given a card of several requests', () => {
  const CARD = pending().id;
  const LANE = `card:${CARD}`;
  const row = (step: number) => ({
    id: ApprovalId.parse(`apr_00000${step}`),
    proposal: proposal({ target: Target.parse(`order:${step}`) }),
    bundle: { id: CARD, step, of: 3 },
  });
  const move = (to: Approval, from: number) =>
    store.commit({ approvals: [{ to, from }], outgoing: [drawCard(newId, CARD)], audit: [] });
  beforeEach(async () => {
    const rows = [3, 1, 2].map((step) => pending(row(step)));
    await store.commit({ approvals: rows.map((to) => ({ to })), outgoing: [drawCard(newId, CARD)], audit: [] });
    await store.commit({ approvals: [{ to: pending({ id: ApprovalId.parse('apr_000009') }) }], audit: [] });
    await deliver.lane(LANE);
  });

  test('when it is posted, then it shows all of them in order, and nothing else of the thread', () => {
    const [card] = messenger.read;

    expect(messenger.said).toEqual(['post card']);
    expect(card?.message).toEqual({ kind: 'card', rows: [1, 2, 3].map((step) => pending(row(step))) });
  });

  test.each([1, 2, 3])('when row %i moves, then the whole card is redrawn where it stands', async (step) => {
    await move(approved(row(step)), 1);
    await deliver.lane(LANE);

    const statuses = [1, 2, 3].map((other) => (other === step ? 'approved' : 'pending'));
    expect(messenger.said).toEqual(['post card', 'update card']);
    expect(read()).toEqual([`card ${statuses.join(', ')}`]);
  });

  test('when a row was edited, then its later edition stands in its place', async () => {
    const { status: _, reminders: __, ...second } = pending(row(2));
    const next = pending({ ...row(2), id: ApprovalId.parse('apr_000004'), edition: 2 });
    const by = { id: next.id, effect: 'Refund $20.00', edition: 2 };
    await store.commit({
      approvals: [
        { to: { ...second, version: 2, status: 'superseded', supersededAt: NOON, by }, from: 1 },
        { to: next },
      ],
      outgoing: [drawCard(newId, CARD)],
      audit: [],
    });
    await deliver.lane(LANE);

    expect(messenger.read[0]?.message).toEqual({
      kind: 'card',
      rows: [pending(row(1)), next, pending(row(3))],
    });
  });
});

describe('given a requester who is asked whether to go ahead', () => {
  const ask = (approvals: readonly { to: Approval; from?: number }[]) =>
    store.commit({ approvals, outgoing: [askToConfirm(newId, prepared())], audit: [] });
  beforeEach(() => ask([{ to: prepared() }]));

  test('when that is delivered, then it comes behind what the same turn said', async () => {
    await owe('And one thing more.');
    await deliver.lane(THREAD);

    expect(read()).toEqual(['confirmation prepared', 'reply And one thing more.']);
    expect(await store.placeOf(confirmationPlace(prepared().id))).toEqual(messenger.read[0]?.ref);
  });

  test('when they have answered, then it is redrawn where it stands', async () => {
    await deliver.lane(THREAD);
    await ask([{ to: { ...approved(), needs: { kind: 'auto' } }, from: 1 }]);
    await deliver.lane(THREAD);

    expect(messenger.said).toEqual(['post confirmation', 'update confirmation']);
    expect(read()).toEqual(['confirmation approved']);
  });

  test('when the answer of the first post was lost, then it is found and not asked twice', async () => {
    messenger.next('lost');
    await deliver.lane(THREAD);
    await wait(SECOND);

    expect(messenger.said).toEqual(['post confirmation', 'find confirmation', 'update confirmation']);
    expect(read()).toEqual(['confirmation prepared']);
  });

  test('when the same request also has a card, then each stands in its own place', async () => {
    await store.commit({ outgoing: [drawCard(newId, prepared().id)], audit: [] });
    await deliver.due();

    expect(read().toSorted()).toEqual(['card prepared', 'confirmation prepared']);
    expect(await store.placeOf(confirmationPlace(prepared().id))).not.toEqual(
      await store.placeOf(cardPlace(prepared().id)),
    );
  });
});

describe('given a reminder', () => {
  const LANE = `card:${pending().id}`;
  const remind = () => store.commit({ outgoing: [nudge(newId, pending(), 'half')], audit: [] });
  beforeEach(() =>
    store.commit({ approvals: [{ to: pending() }], outgoing: [drawCard(newId, pending().id)], audit: [] }),
  );

  test('when the card stands, then it is said once, in the thread of the card', async () => {
    await deliver.lane(LANE);
    await remind();
    await deliver.lane(LANE);

    expect(read()).toEqual(['card pending', 'nudge half']);
    expect(messenger.read[1]?.message).toEqual({
      kind: 'nudge',
      approval: pending(),
      stage: 'half',
      card: messenger.read[0]?.ref,
    });
    expect(await store.placeOf(cardPlace(pending().id))).toEqual(messenger.read[0]?.ref);
  });

  test('when the card is not posted yet, then the reminder waits behind it', async () => {
    await remind();
    messenger.next({ later: 30 * SECOND });
    await deliver.lane(LANE);
    await deliver.lane(LANE);
    expect(read()).toEqual([]);

    await wait(30 * SECOND);

    expect(read()).toEqual(['card pending', 'nudge half']);
  });

  test('when the request is decided meanwhile, then nobody is reminded and nobody is alarmed', async () => {
    await deliver.lane(LANE);
    await remind();
    await store.commit({ approvals: [{ to: approved(), from: 1 }], audit: [] });
    await deliver.lane(LANE);

    expect(read()).toEqual(['card pending']);
    expect(messenger.said).toEqual(['post card']);
    expect(await store.unsent(clock.now)).toEqual([]);
    expect(alarms).toEqual([]);
  });

  test('when its card was given up, then there is nowhere to remind, which is said out loud', async () => {
    await remind();
    messenger.next('refused');
    await deliver.lane(LANE);

    expect(read()).toEqual([]);
    expect(alarms).toEqual(['given up', 'given up']);
    expect(await store.unsent(clock.now)).toEqual([]);
  });

  test('when its answer was lost, then it is looked up and not said twice', async () => {
    await deliver.lane(LANE);
    await remind();
    messenger.next('lost');
    await deliver.lane(LANE);
    await wait(SECOND);

    expect(messenger.said).toEqual(['post card', 'post nudge', 'find nudge']);
    expect(read()).toEqual(['card pending', 'nudge half']);
  });
});

describe('given much that has waited for Slack', () => {
  const third = ConversationId.parse('T1:C1:1700000000.000300');
  const nudged = ApprovalId.parse('apr_000009');

  test('when it can be said, then decisions go first, then trouble, then replies, then reminders', async () => {
    const card = { id: pending().id, target: Target.parse('order:1') };
    await store.commit({
      approvals: [{ to: pending({ id: nudged }) }],
      outgoing: [drawCard(newId, nudged)],
      audit: [],
    });
    await deliver.due();
    await store.commit({
      approvals: [{ to: pending({ id: card.id, proposal: proposal({ target: card.target }) }) }],
      outgoing: [
        nudge(newId, pending({ id: nudged }), 'half'),
        ...reply(newId, THREAD, 'a reply'),
        ...reply(newId, OTHER, 'sorry').map((row) => ({ ...row, intake: true as const })),
        tellColleagues({ kind: 'resumed', by: lead.slackUser, at: NOON }),
        ...reply(newId, third, 'Done').map((row) => ({ ...row, outcome: true as const })),
        callPerson(newId, third, { user: alice.slackUser, wants: 'help', facts: [] }),
        drawCard(newId, card.id),
      ],
      audit: [],
    });
    messenger.read.forEach(({ ref }) => messenger.erase(ref));
    await deliver.due();

    expect(read()).toEqual([
      'reply Done',
      'card pending',
      'reply sorry',
      'notice resumed',
      'hand-off help',
      'reply a reply',
      'nudge half',
    ]);
  });

  test('when something important stands behind something that is not, then its lane goes first, in order', async () => {
    await owe('one');
    await owe('two', OTHER);
    await store.commit({
      outgoing: reply(newId, OTHER, 'Done').map((row) => ({ ...row, outcome: true as const })),
      audit: [],
    });
    await deliver.due();

    expect(read()[0]).toBe('reply two');
    expect(read().toSorted()).toEqual(['reply Done', 'reply one', 'reply two']);
  });

  test('when Slack does not answer to the most important, then everything else is said', async () => {
    const never = Promise.withResolvers<Posted>();
    const slow: FakeMessenger['post'] = (id, message) =>
      message.kind === 'card' ? never.promise : messenger.post(id, message);
    const hanging = { ...messenger, post: slow };
    await store.commit({ approvals: [{ to: pending() }], outgoing: [drawCard(newId, pending().id)], audit: [] });
    await owe('one');
    const due = deliverer({ store, messenger: hanging, now: () => clock.now, crashPoint: () => {}, log }).due();
    await vi.waitUntil(() => read().length > 0);
    expect(read()).toEqual(['reply one']);

    never.resolve({ kind: 'refused', why: 'is_archived' });
    await due;

    expect(await store.unsent(clock.now)).toEqual([]);
  });

  test('when the most important has to wait, then everything else is said', async () => {
    await store.commit({ approvals: [{ to: pending() }], outgoing: [drawCard(newId, pending().id)], audit: [] });
    await owe('one');
    messenger.next({ later: 30 * SECOND });
    await deliver.due();

    expect(read()).toEqual(['reply one']);
  });
});
