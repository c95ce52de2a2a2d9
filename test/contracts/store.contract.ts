import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OPEN_STATUSES } from '../../src/domain/approval.ts';
import type { Approval } from '../../src/domain/approval.ts';
import type { Proposal } from '../../src/domain/proposal.ts';
import type { Item } from '../../src/domain/conversation.ts';
import {
  ApprovalId,
  ChannelId,
  ConversationId,
  CustomerId,
  JobId,
  MessageTs,
  OutgoingId,
  PersonId,
  Target,
  UserId,
} from '../../src/domain/ids.ts';
import type { Hold } from '../../src/domain/hold.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import type { MessageRef, Outgoing } from '../../src/domain/outgoing.ts';
import { money } from '../../src/domain/money.ts';
import { tellColleagues, cardPlace, confirmationPlace } from '../../src/domain/say.ts';
import type { AuditRow, Store } from '../../src/ports/store.ts';
import { approved, executing, inEveryState, NOON, pending, prepared, proposal, THREAD } from '../fakes/approvals.ts';
import { withEverything } from './approvals-with-everything.ts';

export interface StoreRig {
  store: Store;
  close(): void;
}
export interface LastingStoreRig extends StoreRig {
  /** The same data after the process died. */
  reopen: () => Store;
}

const OTHER_THREAD = ConversationId.parse('T1:C1:1800000000.000100');
const CUSTOMER = CustomerId.parse('cust_123');
const REF: MessageRef = { channel: ChannelId.parse('C9'), ts: MessageTs.parse('1700000001.000200') };
const LATER_REF: MessageRef = { channel: ChannelId.parse('C9'), ts: MessageTs.parse('1700000002.000200') };

const said = (text: string): Item => ({ kind: 'assistant', text, at: NOON });
const opened = (over: Partial<AuditRow> = {}): AuditRow => ({
  at: NOON,
  event: 'opened',
  actor: 'model',
  detail: {},
  ...over,
});
const on = (target: string, over: Partial<Proposal> = {}): { proposal: Proposal } => ({
  proposal: proposal({ target: Target.parse(target), ...over }),
});
const named = (number: number): ApprovalId => ApprovalId.parse(`apr_${String(number).padStart(6, '0')}`);
const reply = (id: string, lane = 'lane'): Outgoing => ({
  id: OutgoingId.parse(id),
  kind: 'reply',
  lane,
  conversation: THREAD,
  markdown: `text of ${id}`,
  links: ['https://shop.example/1'],
});
const card = (id: string, approval: ApprovalId): Outgoing => ({
  id: OutgoingId.parse(id),
  kind: 'card',
  lane: `card:${approval}`,
  approval,
});
const confirmation = (id: string, approval: ApprovalId): Outgoing => ({
  id: OutgoingId.parse(id),
  kind: 'confirmation',
  lane: THREAD,
  conversation: THREAD,
  approval,
});
const nudge = (id: string, stage: 'half' | 'last'): Outgoing => ({
  id: OutgoingId.parse(id),
  kind: 'nudge',
  lane: `card:${named(1)}`,
  approval: named(1),
  stage,
});
const idsOf = (rows: readonly { outgoing: Outgoing }[]): string[] => rows.map(({ outgoing }) => outgoing.id);

/** What every `Store` keeps to. */
export function storeContract(name: string, make: () => StoreRig): void {
  describe(`given ${name} as the store`, () => {
    let rig: StoreRig;
    let store: Store;
    const open = (...approvals: readonly Approval[]) =>
      store.commit({ approvals: approvals.map((to) => ({ to })), audit: [] });
    const owe = (...outgoing: readonly Outgoing[]) => store.commit({ outgoing, audit: [] });

    beforeEach(() => {
      rig = make();
      store = rig.store;
    });
    afterEach(() => rig.close());

    describe('when a conversation is remembered', () => {
      test('then every kind of item comes back whole and in order', async () => {
        const items: readonly Item[] = [
          {
            kind: 'person',
            text: 'Где мой заказ? 📦',
            by: { user: UserId.parse('U1'), role: 'customer', external: false },
            ts: MessageTs.parse('1.2'),
            at: 1,
          },
          { kind: 'call', callId: 'c1', name: 'find_orders', arguments: '{"customer":', at: 2 },
          { kind: 'result', callId: 'c1', output: '[]', at: 3 },
          { kind: 'assistant', text: 'It is on its way.', at: 4 },
          { kind: 'note', text: 'Refund executed.', at: 5 },
        ];

        await store.commit({ append: { conversation: THREAD, items: items.slice(0, 2) }, audit: [] });
        await store.commit({ append: { conversation: THREAD, items: items.slice(2) }, audit: [] });

        expect(await store.items(THREAD)).toEqual(items);
      });

      test('then a thread that was never written to is empty', async () => {
        await store.commit({ append: { conversation: THREAD, items: [said('hello')] }, audit: [] });

        expect(await store.items(OTHER_THREAD)).toEqual([]);
      });

      test('then commits at the same moment keep their items together and lose none', async () => {
        const turns = Array.from({ length: 30 }, (_, turn) => [said(`${turn} first`), said(`${turn} second`)]);

        await Promise.all(turns.map((items) => store.commit({ append: { conversation: THREAD, items }, audit: [] })));

        expect(await store.items(THREAD)).toEqual(turns.flat());
      });
    });

    describe('when approvals are saved', () => {
      test.each(inEveryState.map((approval) => [approval.status, approval] as const))(
        'then one that is %s comes back whole',
        async (_, approval) => {
          await open({ ...approval, version: 1 });

          expect(await store.approval(approval.id)).toEqual({ ...approval, version: 1 });
        },
      );

      test.each(withEverything.map((approval, index) => [approval.status, index, approval] as const))(
        'then one that is %s comes back with everything that may be absent (%i)',
        async (_, __, approval) => {
          await open({ ...approval, version: 1 });

          expect(await store.approval(approval.id)).toEqual({ ...approval, version: 1 });
        },
      );

      test('then one that does not exist is undefined', async () => {
        expect(await store.approval(named(7))).toBeUndefined();
      });

      test('then of 50 commits from the same version exactly one is written', async () => {
        await open(pending());

        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, click) =>
            store.commit({
              approvals: [{ from: 1, to: approved({ policyVersion: `click ${click}` }) }],
              outgoing: [reply(`out_${click}`)],
              audit: [],
            }),
          ),
        );

        expect(answers.filter(Boolean)).toEqual([true]);
        expect(await store.approval(pending().id)).toEqual(
          approved({ policyVersion: `click ${answers.indexOf(true)}` }),
        );
        expect(idsOf(await store.unsent(NOON))).toEqual([`out_${answers.indexOf(true)}`]);
      });

      test('then a version that does not count up is a bug that is said out loud', async () => {
        await open(pending());

        await expect(
          store.commit({ approvals: [{ from: 1, to: approved({ version: 1 }) }], audit: [] }),
        ).rejects.toThrow('apr_000001 goes from version 1 to 1, expected 2');
      });

      test('then a second open one on the same target is not written, nor anything with it', async () => {
        await open(pending());

        const second = await store.commit({
          approvals: [{ to: pending({ id: named(2) }) }],
          append: { conversation: THREAD, items: [said('I asked a colleague.')] },
          outgoing: [reply('out_1')],
          done: JobId.parse('msg:1'),
          audit: [opened()],
        });

        expect(second).toBe(false);
        expect(await store.approval(named(2))).toBeUndefined();
        expect(await store.items(THREAD)).toEqual([]);
        expect(await store.unsent(NOON)).toEqual([]);
        expect(await store.isDone(JobId.parse('msg:1'))).toBe(false);
      });

      test('then of 20 opened on one target at the same moment one is open', async () => {
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, index) => open(pending({ id: named(index) }))),
        );

        expect(answers.filter(Boolean)).toEqual([true]);
        expect((await store.openOn(pending().proposal.target))?.id).toBe(named(answers.indexOf(true)));
      });

      test('then one commit may close the open one and open its successor, in any order', async () => {
        await open(pending());
        const successor = pending({ id: named(2) });

        const answer = await store.commit({
          approvals: [
            { to: successor },
            { from: 1, to: { ...pending(), version: 2, status: 'withdrawn', withdrawnAt: NOON, why: 'taken-back' } },
          ],
          audit: [],
        });

        expect(answer).toBe(true);
        expect(await store.openOn(successor.proposal.target)).toEqual(successor);
      });

      test('then a closed one leaves its target free', async () => {
        await open({ ...pending(), status: 'withdrawn', withdrawnAt: NOON, why: 'taken-back' });

        expect(await store.openOn(pending().proposal.target)).toBeUndefined();
        expect(await open(pending({ id: named(2) }))).toBe(true);
      });

      describe('given the rows of one card', () => {
        const row = (step: number) => ({
          id: named(step),
          ...on(`order:${step}`),
          bundle: { id: named(1), step, of: 3 },
        });
        const rows = [1, 2, 3].map(row);
        const decide = (from: readonly number[]) =>
          store.commit({
            approvals: rows.map((over, index) => ({ from: from[index] ?? 0, to: approved({ ...over, version: 2 }) })),
            outgoing: [card('out_1', named(1))],
            audit: rows.map(({ id }) => opened({ event: 'approved', approval: id })),
          });
        const statuses = async () => (await store.approvalsOf(THREAD)).map(({ status }) => status);
        beforeEach(() => open(...rows.map((over) => pending(over))));

        test('when all are moved in one commit, then all have moved', async () => {
          expect(await decide([1, 1, 1])).toBe(true);
          expect(await statuses()).toEqual(['approved', 'approved', 'approved']);
        });

        test.each([0, 1, 2])('when row %i was moved first by somebody, then none is moved', async (index) => {
          await store.commit({
            approvals: [
              {
                from: 1,
                to: { ...ledgerOf(pending(row(index + 1))), version: 2, status: 'rejected' },
              },
            ],
            audit: [],
          });

          expect(await decide([1, 1, 1])).toBe(false);
          expect((await statuses()).filter((status) => status === 'approved')).toEqual([]);
          expect(await store.unsent(NOON)).toEqual([]);
          expect(await store.latest()).toBe(0);
        });

        test('when 20 decide at the same moment, then one of them decides all', async () => {
          const answers = await Promise.all(Array.from({ length: 20 }, () => decide([1, 1, 1])));

          expect(answers.filter(Boolean)).toEqual([true]);
          expect(await statuses()).toEqual(['approved', 'approved', 'approved']);
        });
      });

      test('then they are found by status and by conversation, oldest first', async () => {
        const oldest = pending({ id: named(3), openedAt: NOON - 2, ...on('order:1') });
        const middle = approved({ id: named(1), openedAt: NOON - 1, version: 1, ...on('order:2') });
        const newest: Approval = { ...ledgerOf(pending({ id: named(2), ...on('order:3') })), status: 'rejected' };
        const elsewhere = pending({ id: named(4), conversation: OTHER_THREAD, ...on('order:4') });
        await open(newest, middle, oldest, elsewhere);

        expect(await store.approvalsIn(OPEN_STATUSES)).toEqual([oldest, middle, elsewhere]);
        expect(await store.approvalsIn([])).toEqual([]);
        expect(await store.approvalsOf(THREAD)).toEqual([oldest, middle, newest]);
      });
    });

    test('when many are read a portion at a time, then each comes once, in the order of saving', async () => {
      const rows = [5, 3, 9, 1, 7].map((number) => pending({ id: named(number), ...on(`order:${number}`) }));
      for (const row of rows)
        await open(row, prepared({ id: named(10 + rows.indexOf(row)), ...on(`other:${row.id}`) }));
      const [first, second, third, fourth, fifth] = rows;

      expect(await store.portionIn('pending', 2)).toEqual([first, second]);
      expect(await store.portionIn('pending', 2, named(3))).toEqual([third, fourth]);
      expect(await store.portionIn('pending', 2, named(1))).toEqual([fifth]);
      expect(await store.portionIn('pending', 2, named(7))).toEqual([]);
      expect(await store.portionIn('unknown', 2)).toEqual([]);
    });

    test('when one was moved since its portion was read, then the next portion still begins behind it', async () => {
      await open(...[1, 2, 3].map((number) => pending({ id: named(number), ...on(`order:${number}`) })));
      const moved = approved({ id: named(2), version: 2, ...on('order:2') });
      await store.commit({ approvals: [{ to: moved, from: 1 }], audit: [] });

      expect((await store.portionIn('pending', 2, named(2))).map(({ id }) => id)).toEqual([named(3)]);
    });

    test('when costs are summed, then open and executed ones of that customer and action since then count, by currency', async () => {
      const cost = (minor: number, currency: string, over: Partial<Proposal> = {}) =>
        on(`order:${minor}`, { cost: money(minor, currency), ...over });
      const executed = inEveryState.find(({ status }) => status === 'executed') ?? pending();
      await open(
        pending({ id: named(1), ...cost(100, 'USD') }),
        { ...executed, id: named(2), version: 1, ...cost(20, 'USD') },
        pending({ id: named(3), ...cost(7, 'EUR') }),
        { ...pending({ id: named(4), ...cost(1_000, 'USD') }), status: 'rejected' },
        pending({ id: named(5), openedAt: NOON - 1, ...cost(2_000, 'USD') }),
        pending({ id: named(6), ...cost(3_000, 'USD', { action: 'place_order' }) }),
        pending({ id: named(7), ...cost(4_000, 'USD', { customer: CustomerId.parse('cust_456') }) }),
      );
      const { cost: _, ...free } = proposal({ target: Target.parse('order:free') });
      await open(pending({ id: named(8), proposal: free }));

      expect(await store.valueOf(CUSTOMER, 'refund_order', NOON)).toEqual([money(7, 'EUR'), money(120, 'USD')]);
      expect(await store.valueOf(CustomerId.parse('cust_789'), 'refund_order', NOON)).toEqual([]);
      expect(await store.valueOf(CUSTOMER, 'refund_order', NOON, NOON)).toEqual([]);
    });

    describe('when somebody looks at one customer', () => {
      const BOB = CustomerId.parse('cust_456');
      const first = pending({ id: named(1), openedAt: NOON - 2, ...on('order:1') });
      const second: Approval = {
        ...ledgerOf(pending({ id: named(2), openedAt: NOON - 1, ...on('order:2') })),
        status: 'rejected',
      };
      const third = prepared({ id: named(3), conversation: OTHER_THREAD, openedAt: NOON - 1, ...on('order:3') });
      const bobs = pending({ id: named(4), ...on('order:4', { customer: BOB }) });
      beforeEach(() => open(third, first, bobs).then(() => open(second)));

      test('then their requests in every state and thread come newest first, as many as asked for', async () => {
        expect(await store.approvalsFor(CUSTOMER, 10)).toEqual([second, third, first]);
        expect(await store.approvalsFor(CUSTOMER, 2)).toEqual([second, third]);
        expect(await store.approvalsFor(BOB, 10)).toEqual([bobs]);
        expect(await store.approvalsFor(CustomerId.parse('cust_789'), 10)).toEqual([]);
      });
    });

    describe('when the latest moment is asked for', () => {
      test('then it is 0 before anything happened', async () => {
        expect(await store.latest()).toBe(0);
      });

      test('then it is that of the latest audit row, in whatever order they were written', async () => {
        await store.commit({ audit: [opened({ at: NOON }), opened({ at: NOON + 5 })] });
        await store.commit({ audit: [opened({ at: NOON + 3 })] });

        expect(await store.latest()).toBe(NOON + 5);
      });
    });

    describe('when something holds executions back', () => {
      const pause: Hold = {
        kind: 'paused',
        by: PersonId.parse('person_admin'),
        slackUser: UserId.parse('UADMIN'),
        at: NOON,
      };
      const restored: Hold = { kind: 'restored', takenAt: NOON - 1, at: NOON };
      const put = (hold: Hold) => store.commit({ holds: [{ put: hold }], audit: [] });
      const lift = (kind: Hold['kind']) => store.commit({ holds: [{ lift: kind }], audit: [] });
      const begin = () => store.commit({ approvals: [{ to: executing({ version: 2 }), from: 1 }], audit: [] });

      test('then each kind stands once, and is taken down once', async () => {
        expect([await put(restored), await put(pause), await put({ ...pause, at: NOON + 1 })]).toEqual([
          true,
          true,
          false,
        ]);
        expect(await store.holds()).toEqual([pause, restored]);
        expect([await lift('paused'), await lift('paused')]).toEqual([true, false]);
        expect(await store.holds()).toEqual([restored]);
      });

      test('then nothing begins to be executed until the last of them is gone, and everything else goes on', async () => {
        await store.commit({ approvals: [{ to: approved({ version: 1 }) }], audit: [] });
        await put(pause);
        await put(restored);

        expect(await begin()).toBe(false);
        await lift('paused');
        expect(await begin()).toBe(false);
        expect((await store.approval(approved().id))?.status).toBe('approved');
        await lift('restored');
        expect(await begin()).toBe(true);
      });
    });

    describe('when a job is finished by a commit', () => {
      test('then a second commit of the same job writes nothing', async () => {
        const job = JobId.parse('msg:T1:C1:1.2');
        const finish = (text: string) =>
          store.commit({
            done: job,
            append: { conversation: THREAD, items: [said(text)] },
            outgoing: [reply(text)],
            audit: [opened()],
          });

        const answers = await Promise.all([finish('once'), finish('twice')]);

        expect([...answers, await finish('three times')]).toEqual([true, false, false]);
        expect(await store.items(THREAD)).toEqual([said('once')]);
        expect(idsOf(await store.unsent(NOON))).toEqual(['once']);
        expect(await store.isDone(job)).toBe(true);
      });

      test('then another job is not finished', async () => {
        await store.commit({ done: JobId.parse('msg:1'), audit: [] });

        expect(await store.isDone(JobId.parse('msg:2'))).toBe(false);
      });
    });

    describe('when something is owed to people', () => {
      const [first, second, other] = [reply('out_1'), reply('out_2'), reply('out_3', 'other lane')];

      test('then it is unsent, in order, of one lane or of all', async () => {
        await owe(first, other, second);

        const fresh = { state: 'waiting', attempts: 0, notBefore: 0 };
        expect(await store.unsent(NOON)).toEqual([first, other, second].map((outgoing) => ({ outgoing, ...fresh })));
        expect(await store.unsent(NOON, 'lane')).toEqual([first, second].map((outgoing) => ({ outgoing, ...fresh })));
        expect(await store.unsent(NOON, 'no such lane')).toEqual([]);
      });

      test('then the same id is owed only once', async () => {
        await owe(first);
        await owe(first);
        await store.markSent(first.id, REF);

        expect(await store.unsent(NOON)).toEqual([]);
      });

      test('then every kind comes back whole', async () => {
        const handOff: Extract<Outgoing, { kind: 'hand-off' }> = {
          id: OutgoingId.parse('out_4'),
          kind: 'hand-off',
          lane: 'hand-off:1',
          conversation: THREAD,
          handOff: { user: UserId.parse('U1'), wants: 'a person', facts: [{ label: 'Customer', value: 'Alice' }] },
        };
        const taken: Outgoing = {
          ...handOff,
          id: OutgoingId.parse('out_6'),
          handOff: { ...handOff.handOff, by: 'deskhand', takenBy: UserId.parse('UPRIYA') },
        };
        const all = [
          first,
          card('out_5', named(1)),
          handOff,
          taken,
          confirmation('out_7', named(1)),
          ...(['half', 'last'] as const).map((stage): Outgoing => nudge(`out_${stage}`, stage)),
          tellColleagues({ kind: 'paused', by: UserId.parse('UADMIN'), at: NOON }),
          tellColleagues({ kind: 'restored', takenAt: NOON, at: NOON }),
          tellColleagues({ kind: 'reconciled', recovered: 2, at: NOON }),
        ];
        await owe(...all);

        expect((await store.unsent(NOON)).map(({ outgoing }) => outgoing)).toEqual(all);
      });

      test('then what is sent or dropped is no longer owed', async () => {
        await owe(first, second, other);
        await store.markSent(first.id, REF);
        await store.markDropped(other.id);

        expect(idsOf(await store.unsent(NOON))).toEqual([second.id]);
      });

      test('then what is being sent stays owed, and says so', async () => {
        await owe(first);
        await store.markSending(first.id);

        expect(await store.unsent(NOON)).toEqual([{ outgoing: first, state: 'sending', attempts: 0, notBefore: 0 }]);
      });

      test.each([
        [true, 'sending'],
        [false, 'waiting'],
      ] as const)('then a failed try (ambiguous: %s) is %s again when its time comes', async (ambiguous, state) => {
        await owe(first);
        await store.markSending(first.id);
        await store.markFailed(first.id, NOON + 10, ambiguous);

        expect(await store.unsent(NOON + 9)).toEqual([]);
        expect(await store.unsent(NOON + 10)).toEqual([{ outgoing: first, state, attempts: 1, notBefore: NOON + 10 }]);
      });

      test('then a row that must wait holds back its lane and no other', async () => {
        await owe(first, second, other);
        await store.markFailed(first.id, NOON + 10, false);

        expect(idsOf(await store.unsent(NOON))).toEqual([other.id]);
        expect(await store.unsent(NOON, 'lane')).toEqual([]);
        expect(idsOf(await store.unsent(NOON + 10))).toEqual([first.id, second.id, other.id]);
      });

      test('then a row in the middle that must wait holds back only what is behind it', async () => {
        const third = reply('out_9');
        await owe(first, second, third);
        await store.markFailed(second.id, NOON + 10, false);

        expect(idsOf(await store.unsent(NOON, 'lane'))).toEqual([first.id]);
      });

      test('then marking what was never owed is a bug that is said out loud', async () => {
        await expect(store.markSending(OutgoingId.parse('out_404'))).rejects.toThrow(
          'nothing in the outbox is called out_404',
        );
      });
    });

    test('when an approval is drawn several times, then its card is where it was last said to stand', async () => {
      await owe(card('out_1', named(1)), card('out_2', named(1)), reply('out_3'));
      expect(await store.placeOf(cardPlace(named(1)))).toBeUndefined();

      await store.markSent(OutgoingId.parse('out_1'), REF);
      await store.markSent(OutgoingId.parse('out_3'), LATER_REF);
      expect(await store.placeOf(cardPlace(named(1)))).toEqual(REF);

      await store.markSent(OutgoingId.parse('out_2'), LATER_REF);
      expect(await store.placeOf(cardPlace(named(1)))).toEqual(LATER_REF);
      expect(await store.placeOf(cardPlace(named(2)))).toBeUndefined();
    });

    test('when the requester is asked, then that stands where it was last said to stand, beside the card', async () => {
      await owe(card('out_1', named(1)), confirmation('out_2', named(1)), nudge('out_3', 'half'));

      await store.markSent(OutgoingId.parse('out_2'), REF);
      await store.markSent(OutgoingId.parse('out_3'), LATER_REF);
      expect(await store.placeOf(confirmationPlace(named(1)))).toEqual(REF);
      expect(await store.placeOf(cardPlace(named(1)))).toBeUndefined();

      await store.markSent(OutgoingId.parse('out_1'), LATER_REF);
      expect(await store.placeOf(cardPlace(named(1)))).toEqual(LATER_REF);
      expect(await store.placeOf(confirmationPlace(named(1)))).toEqual(REF);
    });
  });
}

/** Beside the contract, of a store whose data outlives the process. */
export function lastingStoreContract(name: string, open: () => LastingStoreRig): void {
  describe(`given ${name} as the store`, () => {
    let rig: LastingStoreRig;
    beforeEach(() => {
      rig = open();
    });
    afterEach(() => rig.close());

    test('when the process dies, then all that was committed is there', async () => {
      const { store, reopen } = rig;
      await store.commit({
        append: { conversation: THREAD, items: [said('hello')] },
        approvals: [{ to: pending() }],
        outgoing: [reply('out_1'), card('out_2', named(1))],
        done: JobId.parse('msg:1'),
        audit: [opened()],
      });
      await store.markSent(OutgoingId.parse('out_2'), REF);

      const again = reopen();

      expect(await again.items(THREAD)).toEqual([said('hello')]);
      expect(await again.approval(pending().id)).toEqual(pending());
      expect(idsOf(await again.unsent(NOON))).toEqual(['out_1']);
      expect(await again.placeOf(cardPlace(named(1)))).toEqual(REF);
      expect(await again.isDone(JobId.parse('msg:1'))).toBe(true);
    });
  });
}
