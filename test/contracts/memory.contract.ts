import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Item, Speaker } from '../../src/domain/conversation.ts';
import { ChannelId, ConversationId, CustomerId, JobId, MessageTs, UserId } from '../../src/domain/ids.ts';
import type { Spending } from '../../src/ports/memory.ts';
import type { Store } from '../../src/ports/store.ts';
import { NOON, THREAD } from '../fakes/approvals.ts';
import type { StoreRig } from './store.contract.ts';

const OTHER_THREAD = ConversationId.parse('T1:C1:1800000000.000100');
const ts = (second: number) => MessageTs.parse(`1700000000.00000${second}`);
const by: Speaker = { user: UserId.parse('UALICE'), name: 'Alice', role: 'customer', external: false };
const words = (text: string, second: number): Item => ({ kind: 'person', text, by, ts: ts(second), at: NOON });
const edited = (text: string, second: number): Item => ({ kind: 'edited', text, by, ts: ts(second), at: NOON });
const said = (text: string): Item => ({ kind: 'assistant', text, at: NOON });
const job = (name: string) => JobId.parse(name);
const NOTHING_SHORTENED = { items: [], through: 0 };

/** What every `Store` keeps to when threads are remembered in short, days are counted and replies are shown while they are written. */
export function memoryContract(name: string, make: () => StoreRig): void {
  describe(`given ${name} as the store`, () => {
    let rig: StoreRig;
    let store: Store;
    const append = (items: readonly Item[], conversation = THREAD) =>
      store.commit({ append: { conversation, items }, audit: [] });

    beforeEach(() => {
      rig = make();
      store = rig.store;
    });
    afterEach(() => rig.close());

    describe('when a thread is recalled', () => {
      const [first, second, third] = [words('one', 1), said('two'), said('three')];

      test('then one that nobody shortened is whole, and one that nobody wrote in is empty', async () => {
        await append([first, second]);

        expect(await store.recall(THREAD)).toEqual({ summary: NOTHING_SHORTENED, items: [first, second] });
        expect(await store.recall(OTHER_THREAD)).toEqual({ summary: NOTHING_SHORTENED, items: [] });
      });

      test('then a summary stands for what it covers, and what comes after it follows', async () => {
        await append([first, second]);
        const summary = { items: [words('o…', 1)], through: 1 };
        await store.commit({ append: { conversation: THREAD, items: [third], summary }, audit: [] });

        expect(await store.recall(THREAD)).toEqual({ summary, items: [second, third] });
        expect(await store.items(THREAD)).toEqual([first, second, third]);
      });

      test('then a later summary has taken the place of the earlier one', async () => {
        await append([first, second, third]);
        for (const through of [1, 3]) {
          const summary = { items: [said(`up to ${through}`)], through };
          await store.commit({ append: { conversation: THREAD, items: [], summary }, audit: [] });
        }

        expect(await store.recall(THREAD)).toEqual({ summary: { items: [said('up to 3')], through: 3 }, items: [] });
      });

      test('then a summary is not saved when its turn is not', async () => {
        await append([first]);
        const finish = (text: string) =>
          store.commit({
            append: { conversation: THREAD, items: [], summary: { items: [said(text)], through: 1 } },
            done: job('msg:1'),
            audit: [],
          });

        expect([await finish('once'), await finish('twice')]).toEqual([true, false]);
        expect((await store.recall(THREAD)).summary.items).toEqual([said('once')]);
      });

      test('then speakers, edits and notes come back whole', async () => {
        const narrowed: Speaker = { ...by, customer: CustomerId.parse('cust_123'), only: 'nobody' };
        const note: Item = { kind: 'note', text: 'done', about: by.user, customer: CustomerId.parse('cust_1'), at: 1 };
        const hi: Item = { kind: 'person', text: 'hi', by: narrowed, ts: ts(1), at: NOON };
        const items = [hi, edited('ho', 1), note];
        const summary = { items, through: 1 };
        await store.commit({ append: { conversation: THREAD, items, summary }, audit: [] });

        expect(await store.recall(THREAD)).toEqual({ summary, items: items.slice(1) });
      });
    });

    describe('when a message is redacted', () => {
      const all = [words('secret', 1), said('an answer'), words('other', 2), edited('more secret', 1)];
      const gone = { text: '', redacted: true };
      beforeEach(async () => {
        await append(all);
        await append(all, OTHER_THREAD);
        const summary = { items: all, through: 2 };
        await store.commit({ append: { conversation: THREAD, items: [], summary }, audit: [] });
      });
      const redact = () => store.commit({ redact: { conversation: THREAD, ts: ts(1) }, audit: [] });

      test('then its words are gone wherever the thread remembers them, and nothing else is', async () => {
        expect(await redact()).toBe(true);

        const rest = [{ ...all[0], ...gone }, all[1], all[2], { ...all[3], ...gone }];
        expect(await store.items(THREAD)).toEqual(rest);
        expect(await store.recall(THREAD)).toEqual({ summary: { items: rest, through: 2 }, items: rest.slice(2) });
        expect(await store.items(OTHER_THREAD)).toEqual(all);
      });

      test('then doing it again, or for a message that nobody knows, changes nothing', async () => {
        await redact();
        const before = await store.recall(THREAD);

        expect(await redact()).toBe(true);
        expect(await store.commit({ redact: { conversation: THREAD, ts: ts(9) }, audit: [] })).toBe(true);
        expect(await store.recall(THREAD)).toEqual(before);
      });

      test('then what the same commit shortens is redacted, too', async () => {
        await store.commit({
          append: {
            conversation: THREAD,
            items: [words('secret', 1)],
            summary: { items: all.slice(0, 1), through: 1 },
          },
          redact: { conversation: THREAD, ts: ts(1) },
          audit: [],
        });

        expect(JSON.stringify(await store.recall(THREAD))).not.toContain('secret');
      });
    });

    describe('when a commit finishes several jobs', () => {
      const finish = (also: readonly JobId[]) =>
        store.commit({
          done: job('msg:1'),
          alsoDone: also,
          append: { conversation: THREAD, items: [said('yes')] },
          audit: [],
        });

      test('then all of them are done', async () => {
        expect(await finish([job('msg:2'), job('msg:3')])).toBe(true);
        expect(await Promise.all(['msg:1', 'msg:2', 'msg:3'].map((id) => store.isDone(job(id))))).toEqual([
          true,
          true,
          true,
        ]);
      });

      test('then one of them that is done already keeps everything from being written', async () => {
        await store.commit({ done: job('msg:3'), audit: [] });

        expect(await finish([job('msg:2'), job('msg:3')])).toBe(false);
        expect(await store.isDone(job('msg:1'))).toBe(false);
        expect(await store.isDone(job('msg:2'))).toBe(false);
        expect(await store.items(THREAD)).toEqual([]);
      });
    });

    describe('when turns are counted', () => {
      const usage = { input: 100, cached: 60, output: 10 };
      const spend = (over: Partial<Spending> = {}) =>
        store.commit({ spent: { day: '2026-11-20', on: ['all', 'person:1'], usage, ...over }, audit: [] });

      test('then turns and tokens add up, for everybody they are on and for that day', async () => {
        await spend();
        await spend({ on: ['all', 'person:2'] });
        await spend({ day: '2026-11-21' });

        expect(await store.spent('2026-11-20', ['all', 'person:1', 'person:3'])).toEqual(
          new Map([
            ['all', { turns: 2, tokens: 220 }],
            ['person:1', { turns: 1, tokens: 110 }],
          ]),
        );
      });

      test('then a commit that writes nothing counts nothing', async () => {
        await store.commit({ done: job('msg:1'), audit: [] });
        const spent = { day: '2026-11-20', on: ['all'], usage };

        expect(await store.commit({ spent, done: job('msg:1'), audit: [] })).toBe(false);
        expect(await store.spent('2026-11-20', ['all'])).toEqual(new Map());
      });

      test('then days are forgotten after a week', async () => {
        await spend({ day: '2026-11-20' });
        await spend({ day: '2026-11-27' });
        expect((await store.spent('2026-11-20', ['all'])).size).toBe(1);

        await spend({ day: '2026-11-28' });

        expect(await store.spent('2026-11-20', ['all', 'person:1'])).toEqual(new Map());
        expect((await store.spent('2026-11-27', ['all'])).size).toBe(1);
      });
    });

    describe('when replies are shown while they are written', () => {
      const ref = { channel: ChannelId.parse('C1'), ts: ts(7) };
      const draft = (name: string, begunAt = NOON) => ({ job: job(name), conversation: THREAD, begunAt });

      test('then each is known from before it is begun until it is over, oldest first', async () => {
        await store.beginDraft(draft('msg:2', NOON + 1));
        await store.beginDraft(draft('msg:1'));
        expect(await store.draftOf(job('msg:1'))).toEqual(draft('msg:1'));

        await store.placeDraft(job('msg:1'), ref);
        expect(await store.drafts()).toEqual([{ ...draft('msg:1'), ref }, draft('msg:2', NOON + 1)]);

        await store.endDraft(job('msg:1'));
        await store.endDraft(job('msg:1'));
        expect(await store.draftOf(job('msg:1'))).toBeUndefined();
        expect(await store.drafts()).toEqual([draft('msg:2', NOON + 1)]);
      });

      test('then one that stands already is not begun again', async () => {
        await store.beginDraft(draft('msg:1'));
        await store.placeDraft(job('msg:1'), ref);
        await store.beginDraft(draft('msg:1', NOON + 5));

        expect(await store.draftOf(job('msg:1'))).toEqual({ ...draft('msg:1'), ref });
      });
    });
  });
}
