import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Approval, Executed, Failed, Rejected } from '../../src/domain/approval.ts';
import { ApprovalId, PersonId, Target } from '../../src/domain/ids.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import type { Decision } from '../../src/domain/ledger.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import type { Looker } from '../../src/ports/queue.ts';
import type { Store } from '../../src/ports/store.ts';
import { NOON, alice, approved, approvedBy, lea, pending, priya, proposal, tom, unknown } from '../fakes/approvals.ts';
import type { StoreRig } from './store.contract.ts';

const named = (number: number): ApprovalId => ApprovalId.parse(`apr_${String(number).padStart(6, '0')}`);
/** Each on an order of its own. */
const own = (number: number) => ({
  id: named(number),
  version: 1,
  proposal: proposal({ target: Target.parse(`order:ORD-${number}`) }),
});
const rejectedBy = (who: typeof priya, at: number): Decision => ({ ...approvedBy(who, at), verdict: 'reject' });
const rejected = (number: number, decisions: readonly Decision[]): Rejected => ({
  ...ledgerOf(pending()),
  ...own(number),
  decisions,
  status: 'rejected',
});
const executed = (number: number, over: Partial<Executed> = {}): Executed => ({
  ...ledgerOf(approved()),
  ...own(number),
  status: 'executed',
  startedAt: NOON,
  finishedAt: NOON,
  receipt: { reference: 're_1', status: 'succeeded' },
  ...over,
});
const failed = (number: number, finishedAt: number): Failed => ({
  ...ledgerOf(approved()),
  ...own(number),
  status: 'failed',
  finishedAt,
  refusal: 'card account closed',
});
const twoPeople = { kind: 'people', count: 2, role: 'lead' } as const;
const idsOf = (approvals: readonly Approval[]): readonly string[] => approvals.map(({ id }) => id);

/** What every `Store` answers about who may decide what, and what became of it. */
export function queueContract(name: string, make: () => StoreRig): void {
  describe(`given ${name} as the store of a queue`, () => {
    let rig: StoreRig;
    let store: Store;
    const open = async (...approvals: readonly Approval[]): Promise<void> => {
      for (const to of approvals) await store.commit({ approvals: [{ to }], audit: [] });
    };
    beforeEach(() => {
      rig = make();
      store = rig.store;
    });
    afterEach(() => rig.close());

    test('when nothing was ever asked for, then there is nothing of anything', async () => {
      const who: Looker = { person: priya.person, role: 'agent' };

      const question = { who, filter: 'all', order: 'deadline', now: NOON, limit: 20, offset: 0 } as const;
      expect(await store.mayDecide(question)).toEqual({ items: [], total: 0 });
      expect(await store.waitsForOthers(question)).toEqual({ items: [], total: 0 });
      expect(await store.handledSince(0, priya.person)).toEqual({ total: 0, own: 0 });
      expect(await store.attentionSince(0)).toEqual({ approved: 0, unknown: 0, forPerson: 0, failed: 0 });
      expect(await store.latestDecided(5)).toEqual([]);
      expect(await store.undoable(NOON, 5)).toEqual([]);
      expect(await store.askedBy(alice.person, 5)).toEqual([]);
    });

    test('when more waits than is wanted, then the total still counts all, also beyond the last page', async () => {
      const who: Looker = { person: priya.person, role: 'agent' };
      await open(...[1, 2, 3].map((number) => pending(own(number))));

      const question = { who, filter: 'all', order: 'deadline', now: NOON, limit: 2 } as const;
      expect(await store.mayDecide({ ...question, offset: 2 })).toMatchObject({ items: [{ id: named(3) }], total: 3 });
      expect(await store.mayDecide({ ...question, offset: 4 })).toEqual({ items: [], total: 3 });
      expect(await store.mayDecide({ ...question, limit: 0, offset: 0 })).toEqual({ items: [], total: 3 });
    });

    describe('when people have decided', () => {
      test('then a card counts once, for whoever decided it last or before, from asked to decided', async () => {
        const bundle = (step: number) => ({ bundle: { id: named(1), step, of: 2 } });
        await open(
          approved({ ...own(1), ...bundle(1), decisions: [approvedBy(priya, NOON + MINUTE)] }),
          rejected(2, [rejectedBy(priya, NOON + 3 * MINUTE)]),
          approved({ ...own(3), needs: twoPeople, decisions: [approvedBy(priya), approvedBy(lea, NOON + 9 * MINUTE)] }),
          approved({ ...own(4), ...bundle(2), decisions: [approvedBy(priya, NOON + MINUTE)] }),
          approved({ ...own(5), decisions: [approvedBy(tom, NOON - HOUR)] }),
        );

        expect(await store.handledSince(NOON, priya.person)).toEqual({ total: 3, own: 3, median: 3 * MINUTE });
        expect(await store.handledSince(NOON, lea.person)).toMatchObject({ total: 3, own: 1 });
        expect(await store.handledSince(NOON, tom.person)).toMatchObject({ total: 3, own: 0 });
      });

      test('then one of two who must agree has handled nothing yet, and neither has the policy or a requester', async () => {
        const byPolicy: Decision = { verdict: 'approve', by: 'policy', at: NOON };
        await open(
          pending({ ...own(1), needs: twoPeople, decisions: [approvedBy(lea)] }),
          approved({ ...own(2), needs: { kind: 'auto' }, decisions: [byPolicy] }),
          approved({ ...own(3), needs: { kind: 'auto' }, decisions: [approvedBy(alice)] }),
          { ...ledgerOf(pending()), ...own(4), decisions: [], status: 'expired', expiredAt: NOON },
        );

        expect(await store.handledSince(0, lea.person)).toEqual({ total: 0, own: 0 });
        expect(await store.latestDecided(5)).toEqual([]);
      });

      test('then the latest decision comes first, whatever became of it', async () => {
        await open(
          rejected(1, [rejectedBy(priya, NOON + 2)]),
          executed(2, { decisions: [approvedBy(priya, NOON + 3)] }),
          approved({ ...own(3), decisions: [approvedBy(lea, NOON + 1)] }),
        );

        expect(idsOf(await store.latestDecided(2))).toEqual([named(2), named(1)]);
      });
    });

    test('when outcomes need attention, then they are counted by who can tell, failures since a moment', async () => {
      const forPerson = { since: NOON, statements: [] };
      await open(
        unknown({ ...own(1) }),
        unknown({ ...own(2), forPerson }),
        unknown({ ...own(3), forPerson }),
        failed(4, NOON - 1),
        failed(5, NOON),
        approved(own(6)),
      );

      expect(await store.attentionSince(NOON)).toEqual({ approved: 1, unknown: 1, forPerson: 2, failed: 1 });
    });

    test('when something can still be taken back, then it is found until its time is up or it was taken back', async () => {
      const undoneBy = { id: named(9), effect: 'Reopen TKT_001', edition: 1 };
      await open(
        executed(1, { undoUntil: NOON + 1 }),
        executed(2, { undoUntil: NOON + 3 }),
        executed(3, { undoUntil: NOON + 2 }),
        executed(4, { undoUntil: NOON + 4, undoneBy }),
        executed(5),
      );

      expect(idsOf(await store.undoable(NOON + 1, 5))).toEqual([named(2), named(3)]);
      expect(idsOf(await store.undoable(NOON, 1))).toEqual([named(2)]);
    });

    test('when somebody looks at what they asked for, then the latest comes first, without what was replaced', async () => {
      const requester = { ...pending().requester, person: PersonId.parse('person_bob') };
      const by = { id: named(3), effect: 'Refund $20.00', edition: 2 };
      await open(
        pending({ ...own(1), openedAt: NOON }),
        { ...ledgerOf(pending()), ...own(2), status: 'superseded', supersededAt: NOON, by },
        pending({ ...own(3), openedAt: NOON + 2 }),
        executed(4, { openedAt: NOON + 1 }),
        pending({ ...own(5), requester }),
      );

      expect(idsOf(await store.askedBy(alice.person, 10))).toEqual([named(3), named(4), named(1)]);
      expect(idsOf(await store.askedBy(alice.person, 1))).toEqual([named(3)]);
      expect(idsOf(await store.askedBy(requester.person, 10))).toEqual([named(5)]);
    });
  });
}
