import { describe, expect, test } from 'vitest';
import type { Approval, Approved, Pending } from '../../src/domain/approval.ts';
import { bundled, cardVersion, earlier, isItsTurn, rowsOf, stopRest } from '../../src/domain/bundle.ts';
import { supersede } from '../../src/domain/endings.ts';
import { ApprovalId } from '../../src/domain/ids.ts';
import type { Bundle } from '../../src/domain/ledger.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import type { PeopleRequirement } from '../../src/domain/requirement.ts';
import { approved, lea, NOON, pending, prepared } from '../fakes/approvals.ts';

const id = (row: number): ApprovalId => ApprovalId.parse(`apr_00000${row}`);
const people = (count: 1 | 2, role: 'agent' | 'lead'): PeopleRequirement => ({ kind: 'people', count, role });
const bundle = (step: number, of = 3): Bundle => ({ id: id(1), step, of });
const asked = (step: number, over: Partial<Pending> = {}): Pending =>
  pending({ id: id(step), bundle: bundle(step), ...over });
const allowed = (step: number, over: Partial<Approved> = {}): Approved =>
  approved({ id: id(step), bundle: bundle(step), ...over });

describe('given the requests of one turn', () => {
  test('when one needs people, then it has a card of its own', () => {
    const opened = [prepared({ id: id(2) }), pending(), approved({ id: id(3) })];

    expect(bundled(opened)).toBe(opened);
    expect(bundled([])).toEqual([]);
  });

  test('when several need people, then they are rows of one card and need what the strictest needs', () => {
    const opened = [
      pending({ id: id(1), needs: people(2, 'agent') }),
      approved({ id: id(7) }),
      pending({ id: id(2), needs: people(1, 'lead') }),
    ];

    const needs = people(2, 'lead');
    expect(bundled(opened)).toEqual([
      pending({ id: id(1), needs, bundle: bundle(1, 2) }),
      approved({ id: id(7) }),
      pending({ id: id(2), needs, bundle: bundle(2, 2) }),
    ]);
  });
});

describe('given the approvals of a thread', () => {
  test('when one has a card of its own, then that has one row', () => {
    expect(rowsOf(pending(), [pending(), asked(2)])).toEqual([pending()]);
  });

  test('when a card has several rows, then they come in their order, without those of other cards', () => {
    const other = asked(2, { id: id(9), bundle: { ...bundle(2), id: id(8) } });

    expect(rowsOf(asked(2), [asked(3), other, pending(), asked(1), asked(2)])).toEqual([asked(1), asked(2), asked(3)]);
  });

  test('when a row was edited, then its last edition stands in its place', () => {
    const edited = asked(2, { id: id(5), edition: 2 });
    const again = asked(2, { id: id(4), edition: 3 });
    const [first, second] = [supersede(asked(2), edited, NOON, lea), supersede(edited, again, NOON, lea)];

    expect(rowsOf(again, [again, asked(1), second, first])).toEqual([asked(1), again]);
    expect(rowsOf(first, [again, asked(1), second, first])).toEqual([asked(1), again]);
  });
});

test('given a card, then it has another number once its request has moved or one of its rows was edited', () => {
  expect(cardVersion([pending({ version: 7 })])).toBe(7);
  expect(cardVersion([asked(1), asked(2), asked(3)])).toBe(3);
  expect(cardVersion([asked(1), asked(2, { edition: 2 }), asked(3)])).toBe(4);
  expect(cardVersion([])).toBe(0);
});

describe('given an approved row', () => {
  const dropped: Approval = { ...ledgerOf(asked(1)), status: 'rejected' };

  test.each([
    ['the row before is still to come', [allowed(1), allowed(2)], false],
    ['the row before is undecided', [asked(1), allowed(2)], false],
    ['the row before was dropped', [dropped, allowed(2)], true],
    ['only the row behind is still to come', [dropped, allowed(2), allowed(3)], true],
  ] as const)('when %s, then it is its turn or not', (_, rows, turn) => {
    expect(isItsTurn(allowed(2), rows)).toBe(turn);
  });

  test('when it has a card of its own, then it is always its turn', () => {
    expect(isItsTurn(approved(), [approved()])).toBe(true);
  });

  test('when rows come before it, then they are the earlier ones', () => {
    expect(earlier(allowed(3), [allowed(1), allowed(2), allowed(3)])).toEqual([allowed(1), allowed(2)]);
  });
});

describe('given a row that came to nothing', () => {
  const failed: Approval = { ...ledgerOf(allowed(2)), status: 'failed', finishedAt: NOON, refusal: 'closed' };
  const changes = ['step 2 (Refund $48.00) was not done, so this was not either'];

  test('when rows behind it were approved, then they are stale and say why', () => {
    const stopped = stopRest(failed, [allowed(1), failed, allowed(3), allowed(4)], NOON);

    expect(stopped).toEqual([
      { ...ledgerOf(allowed(3)), version: 3, status: 'stale', staleAt: NOON, changes },
      { ...ledgerOf(allowed(4)), version: 3, status: 'stale', staleAt: NOON, changes },
    ]);
  });

  test('when it was dropped, then only rows that were approved are stopped', () => {
    const dropped: Approval = { ...ledgerOf(asked(2)), status: 'rejected' };

    expect(stopRest(dropped, [dropped, asked(3), allowed(4)], NOON).map(({ id: stopped }) => stopped)).toEqual([id(4)]);
  });

  test('when it has a card of its own, then nothing is stopped', () => {
    expect(stopRest({ ...ledgerOf(approved()), status: 'expired', expiredAt: NOON }, [approved()], NOON)).toEqual([]);
  });
});
