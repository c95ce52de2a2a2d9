import { describe, expect, test } from 'vitest';
import type { Approval } from '../../src/domain/approval.ts';
import { confirm } from '../../src/domain/confirm.ts';
import type { Answer } from '../../src/domain/confirm.ts';
import { CustomerId } from '../../src/domain/ids.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import { HOUR } from '../../src/domain/time.ts';
import { alice, approvedBy, lea, NOON, pending, prepared } from '../fakes/approvals.ts';

const deadline = { expiresAt: NOON + 3 * HOUR, reminders: [{ stage: 'half', at: NOON + HOUR }] } as const;
const answer = (over: Partial<Answer> = {}): Answer => ({
  verdict: 'yes',
  by: alice,
  needs: { kind: 'auto' },
  rules: [],
  deadline,
  ...over,
});
const asked = prepared({ expiresAt: NOON + 1 });
const ledger = { ...ledgerOf(asked), version: 2, confirmedAt: NOON };

describe('given a request that the policy allows by itself', () => {
  test('when its requester says yes, then it is approved by them', () => {
    expect(confirm(asked, answer(), NOON)).toEqual({
      ok: true,
      value: { ...ledger, status: 'approved', decisions: [approvedBy(alice)] },
    });
  });

  test('when its requester says no, then it is withdrawn, whatever the policy says now', () => {
    const value = { ...ledgerOf(asked), version: 2, status: 'withdrawn', withdrawnAt: NOON, why: 'declined' };

    expect(confirm(asked, answer({ verdict: 'no' }), NOON)).toEqual({ ok: true, value });
    expect(confirm(asked, answer({ verdict: 'no', needs: { kind: 'never', rule: 'closed' } }), NOON)).toEqual({
      ok: true,
      value,
    });
  });

  test('when the policy asks for people now, then a yes hands it to them with a clock of their own', () => {
    const needs = { kind: 'people', count: 1, role: 'lead' } as const;

    const rules = [{ rule: '$48.00 is above $25.00: needs a lead', passed: false }];

    expect(confirm(asked, answer({ needs, rules }), NOON)).toEqual({
      ok: true,
      value: { ...ledger, ...deadline, status: 'pending', needs, rules },
    });
  });

  test.each([
    ['somebody else answers', asked, answer({ by: lea }), 'not-yours'],
    ['a lead answers for them with a no', asked, answer({ by: lea, verdict: 'no' }), 'not-yours'],
    ['its requester is a guest by now', asked, answer({ by: { ...alice, external: true } }), 'not-yours'],
    [
      'the record is another customer’s by now',
      asked,
      answer({ by: { ...alice, customerId: CustomerId.parse('cust_456') } }),
      'not-yours',
    ],
    ['its time is up to the millisecond', prepared({ expiresAt: NOON }), answer(), 'expired'],
    ['the policy forbids it now', asked, answer({ needs: { kind: 'never', rule: 'closed' } }), 'forbidden'],
    ['it was confirmed before', pending(), answer(), 'already-decided'],
  ] satisfies [string, Approval, Answer, string][])('when %s, then it is refused', (_, approval, said, refusal) => {
    expect(confirm(approval, said, NOON)).toEqual({ ok: false, refusal });
  });
});
