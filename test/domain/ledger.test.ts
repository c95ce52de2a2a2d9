import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Approval, Execution, Requirement } from '../../src/domain/approval.ts';
import { decide, expire, withdraw } from '../../src/domain/decide.ts';
import { begin, BEGIN_WITHIN, finish, sendAgain } from '../../src/domain/execution.ts';
import { CustomerId } from '../../src/domain/ids.ts';
import { canonical } from '../../src/domain/json.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { ok, refuse } from '../../src/domain/result.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { admin, alice, lea, NOON, pending, principal, priya, proposal, tom } from '../fakes/approvals.ts';

/** Priya's second Slack account is Priya; the lead Ada is the beneficiary. */
const people: readonly Principal[] = [
  alice,
  priya,
  { ...lea, person: priya.person },
  tom,
  lea,
  { ...lea, person: admin.person, customerId: CustomerId.parse('cust_123') },
  admin,
  principal({ role: 'lead', external: true }),
];
const MAY_DECIDE = new Set([priya.person, tom.person, lea.person]);

type Command =
  | { kind: 'click'; verdict: 'approve' | 'reject'; by: Principal }
  | { kind: 'wait'; milliseconds: number }
  | { kind: 'begin'; facts: 'same' | 'changed' | 'gone' }
  | { kind: 'finish'; execution: Execution }
  | { kind: 'send-again' | 'expire' | 'withdraw' };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constant('click' as const),
    verdict: fc.constantFrom('approve' as const, 'approve' as const, 'approve' as const, 'reject' as const),
    by: fc.constantFrom(...people),
  }),
  fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 0, max: 20 * MINUTE }) }),
  fc.record({ kind: fc.constant('begin' as const), facts: fc.constantFrom('same' as const, 'changed', 'gone') }),
  fc.record({
    kind: fc.constant('finish' as const),
    execution: fc.constantFrom<Execution>(
      { kind: 'executed', receipt: { reference: 're_1', status: 'succeeded' } },
      { kind: 'failed', refusal: 'closed' },
      { kind: 'unknown', why: 'timed out' },
    ),
  }),
  fc.record({ kind: fc.constantFrom('send-again' as const, 'expire' as const, 'withdraw' as const) }),
);

const needs: fc.Arbitrary<Extract<Requirement, { kind: 'people' }>> = fc.record({
  kind: fc.constant('people' as const),
  count: fc.constantFrom(1 as const, 2 as const),
  role: fc.constantFrom('agent' as const, 'lead' as const),
});

const changed = proposal({ basis: { refunded: 3_000 } });
const fresh = {
  same: ok(proposal({ version: 9 })),
  changed: ok(changed),
  gone: refuse({ code: 'ORDER_NOT_FOUND', message: 'There is no such order.' }),
};

/** What the ledger becomes; the same record when the command does not apply in its state. */
function next(approval: Approval, step: Command, now: number): Approval {
  switch (step.kind) {
    case 'wait':
      return approval;
    case 'click': {
      const decided = decide(approval, step, now);
      return decided.ok ? decided.value : approval;
    }
    case 'begin': {
      if (approval.status !== 'approved') return approval;
      const begun = begin(approval, fresh[step.facts], now);
      if (begun.ok) return begun.value;
      return begun.refusal === 'too-late' ? expire(approval, now) : begun.refusal;
    }
    case 'finish':
      return approval.status === 'executing' || approval.status === 'unknown'
        ? finish(approval, step.execution, now)
        : approval;
    case 'send-again':
      return approval.status === 'executing' || approval.status === 'unknown' ? sendAgain(approval, now) : approval;
    case 'expire':
      return approval.status === 'pending' && now >= approval.expiresAt ? expire(approval, now) : approval;
    case 'withdraw':
      return approval.status === 'pending' ? withdraw(approval, now) : approval;
  }
}

/** Nothing is carried out unless enough different people who may decide have said yes, in time. */
function checkAllowed({ needs: asked, decisions, openedAt, expiresAt }: Approval, startedAt: number): void {
  if (asked.kind !== 'people') throw new Error('only people decide here');
  const yes = decisions.filter(({ verdict }) => verdict === 'approve');
  expect(yes).toEqual(decisions);
  expect(new Set(yes.map(({ by }) => by)).size).toBe(asked.count);
  for (const { by, at } of yes) {
    expect(MAY_DECIDE).toContain(by);
    expect(at).toBeGreaterThanOrEqual(openedAt);
    expect(at).toBeLessThan(expiresAt);
  }
  if (asked.role === 'lead') expect(yes.some(({ role }) => role === 'lead')).toBe(true);
  expect(startedAt).toBeLessThan((yes.at(-1)?.at ?? 0) + BEGIN_WITHIN);
}

const FINAL = ['executed', 'failed', 'rejected', 'expired', 'withdrawn', 'stale'];

test('given any sequence of clicks, delays, changes and answers, then only what enough people approved is carried out, and only that', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(needs, fc.array(command, { minLength: 25, maxLength: 60 }), (asked, commands) => {
      let approval: Approval = pending({ needs: asked, expiresAt: NOON + HOUR });
      let now = NOON;
      const sent = new Set<string>();
      for (const step of commands) {
        if (step.kind === 'wait') now += step.milliseconds;
        const before: Approval = approval;
        approval = next(before, step, now);
        reached.add(approval.status);

        if (approval === before) continue;
        expect(approval.version).toBe(before.version + 1);
        expect(FINAL).not.toContain(before.status);
        expect({ ...approval.proposal, version: 0 }).toEqual({ ...before.proposal, version: 0 });
        if (approval.status !== 'executing') continue;
        sent.add(`${approval.id} ${approval.proposal.action} ${canonical(approval.proposal.input)}`);
        if (before.status === 'approved') checkAllowed(approval, approval.startedAt);
        expect(approval.attempt).toBe('attempt' in before ? before.attempt + 1 : 1);
      }
      expect(sent.size).toBeLessThanOrEqual(1);
    }),
    { numRuns: 4_000 },
  );

  expect([...reached].sort()).toEqual([
    'approved',
    'executed',
    'executing',
    'expired',
    'failed',
    'pending',
    'rejected',
    'stale',
    'unknown',
    'withdrawn',
  ]);
});
