import { describe, expect, test } from 'vitest';
import type { Expired, Stale } from '../../src/domain/approval.ts';
import { expire, goStale, reopen, supersede, withdraw } from '../../src/domain/endings.ts';
import { ApprovalId } from '../../src/domain/ids.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import { approved, lea, NOON, pending, prepared, proposal } from '../fakes/approvals.ts';

const reminders = [{ stage: 'half', at: NOON + 5 }] as const;
const paused = { since: NOON, left: 10, stages: ['last'] } as const;
const waiting = pending({ reminders, paused, quote: 'it came broken' });
const moved = { ...ledgerOf(waiting), version: 2 };

const next = pending({
  id: ApprovalId.parse('apr_000002'),
  edition: 2,
  proposal: proposal({ words: { ...proposal().words, effect: 'Refund $20.00' } }),
});
const by = { id: next.id, effect: 'Refund $20.00', edition: 2 };

describe('given a pending request', () => {
  test.each(['taken-back', 'message-deleted', 'declined'] as const)(
    'when it is withdrawn: %s, then that is kept',
    (why) => {
      expect(withdraw(waiting, why, NOON + 1)).toEqual({ ...moved, status: 'withdrawn', withdrawnAt: NOON + 1, why });
    },
  );

  test('when nobody decided in time, then it is expired', () => {
    expect(expire(waiting, NOON + 1)).toEqual({ ...moved, status: 'expired', expiredAt: NOON + 1 });
  });

  test('when its requester asks for something else, then it says what took its place', () => {
    expect(supersede(waiting, next, NOON + 1)).toEqual({ ...moved, status: 'superseded', supersededAt: NOON + 1, by });
  });

  test('when a colleague edits it, then it also says who did', () => {
    expect(supersede(waiting, next, NOON + 1, lea)).toEqual({
      ...moved,
      status: 'superseded',
      supersededAt: NOON + 1,
      by,
      editedBy: lea.slackUser,
    });
  });
});

test('given a request that its requester has not confirmed, then it ends like a pending one', () => {
  expect(withdraw(prepared(), 'declined', NOON)).toMatchObject({
    status: 'withdrawn',
    version: 2,
    needs: { kind: 'auto' },
  });
  expect(expire(prepared(), NOON)).toMatchObject({ status: 'expired', version: 2 });
  expect(supersede(prepared(), next, NOON)).toMatchObject({ status: 'superseded', version: 2, by });
});

test('given an approved request that was not begun in time, then it is expired and keeps who approved it', () => {
  const late = approved();

  expect(expire(late, NOON + 1)).toEqual({ ...ledgerOf(late), version: 3, status: 'expired', expiredAt: NOON + 1 });
});

describe('given a request that ended without a decision of its own', () => {
  const expired: Expired = expire(pending(), NOON);
  const stale: Stale = goStale(approved(), ['Paid: $120.00 → $0.00'], NOON);

  test('when it is proposed again, then it says as what', () => {
    expect(reopen(expired, next)).toEqual({ ...expired, version: 3, reopened: by });
    expect(reopen(stale, next)).toEqual({ ...stale, version: 4, reopened: by });
  });

  test('when it was proposed again before, then it is not once more', () => {
    expect(reopen({ ...expired, reopened: by }, next)).toBeUndefined();
    expect(reopen({ ...stale, reopened: by }, next)).toBeUndefined();
  });
});
