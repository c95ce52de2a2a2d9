import { describe, expect, test } from 'vitest';
import { decide } from '../../src/domain/decide.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import { CustomerId } from '../../src/domain/ids.ts';
import {
  admin,
  alice,
  approvedBy,
  inEveryState,
  lea,
  NOON,
  pending,
  prepared,
  principal,
  priya,
  tom,
} from '../fakes/approvals.ts';

const twoPeople = { kind: 'people', count: 2, role: 'lead' } as const;
const oneLead = { kind: 'people', count: 1, role: 'lead' } as const;
const twoAgents = { kind: 'people', count: 2, role: 'agent' } as const;
const editor = { person: priya.person, slackUser: priya.slackUser, at: NOON, was: 'Refund $48.00', before: [] };

describe('given a pending approval', () => {
  test.each([
    ['the requester clicks', pending(), alice, 'own-request'],
    ['the requester’s second account clicks', pending(), { ...priya, person: alice.person }, 'own-request'],
    ['the colleague who edited it clicks', pending({ editor }), priya, 'own-request'],
    [
      'who edited it before somebody else did clicks',
      pending({ editor: { ...editor, before: [tom.person] } }),
      tom,
      'own-request',
    ],
    [
      'the editor clicks with a second account',
      pending({ editor }),
      { ...tom, person: priya.person, role: 'lead' },
      'own-request',
    ],
    ['another customer clicks', pending(), { ...alice, person: tom.person }, 'customer'],
    ['a guest clicks', pending(), { ...alice, person: tom.person, external: true }, 'external'],
    ['an outsider listed as lead clicks', pending(), { ...lea, external: true }, 'external'],
    ['an admin clicks', pending(), admin, 'admin'],
    [
      'the beneficiary, an agent, clicks',
      pending(),
      { ...priya, customerId: CustomerId.parse('cust_123') },
      'beneficiary',
    ],
    ['an agent clicks where a lead is needed', pending({ needs: oneLead }), priya, 'not-allowed'],
    ['one agent approves twice', pending({ needs: twoPeople, decisions: [approvedBy(priya)] }), priya, 'same-person'],
    [
      'two agents approve where a lead is needed',
      pending({ needs: twoPeople, decisions: [approvedBy(priya)] }),
      tom,
      'not-allowed',
    ],
    ['its time is up to the millisecond', pending({ expiresAt: NOON }), lea, 'expired'],
  ] as const)('when %s, then it is refused', (_, approval, by, refusal) => {
    expect(decide(approval, { verdict: 'approve', by }, NOON)).toEqual({ ok: false, refusal });
  });

  test('when an agent approves a millisecond before its time, then it is approved by that agent', () => {
    const approval = pending({ expiresAt: NOON + 1 });

    const result = decide(approval, { verdict: 'approve', by: priya }, NOON);

    expect(result).toEqual({
      ok: true,
      value: { ...ledgerOf(approval), status: 'approved', version: 2, decisions: [approvedBy(priya)] },
    });
  });

  test('when it is approved while its clock stands, then nothing of the clock is left', () => {
    const reminders = [{ stage: 'half', at: NOON + 5 }] as const;
    const paused = { since: NOON, left: 10, stages: ['last'] } as const;

    const result = decide(pending({ reminders, paused }), { verdict: 'approve', by: priya }, NOON);

    expect(result.ok && Object.keys(result.value).filter((key) => key === 'reminders' || key === 'paused')).toEqual([]);
  });

  test('when two must agree and one keeps it pending, then its reminders are still owed', () => {
    const reminders = [{ stage: 'last', at: NOON + 5 }] as const;
    const approval = pending({ needs: twoPeople, reminders });

    const result = decide(approval, { verdict: 'approve', by: lea }, NOON);

    expect(result).toEqual({ ok: true, value: { ...approval, version: 2, decisions: [approvedBy(lea)] } });
  });

  test('when a lead was first and an agent is second, then it is approved', () => {
    const approval = pending({ needs: twoPeople, decisions: [approvedBy(lea)] });

    expect(decide(approval, { verdict: 'approve', by: priya }, NOON)).toMatchObject({
      ok: true,
      value: { status: 'approved' },
    });
  });

  test('when any two may agree, then two agents approve it', () => {
    const approval = pending({ needs: twoAgents, decisions: [approvedBy(priya)] });

    expect(decide(approval, { verdict: 'approve', by: tom }, NOON)).toMatchObject({
      ok: true,
      value: { status: 'approved' },
    });
  });

  test('when two people must agree, then the first approval leaves it pending and a lead’s second approves it', () => {
    const first = decide(pending({ needs: twoPeople }), { verdict: 'approve', by: priya }, NOON);
    if (!first.ok || first.value.status !== 'pending') throw new Error('expected it to stay pending');

    const second = decide(first.value, { verdict: 'approve', by: lea }, NOON);

    expect(second).toMatchObject({
      ok: true,
      value: { status: 'approved', decisions: [approvedBy(priya), approvedBy(lea)] },
    });
  });

  test.each([
    ['an agent within the limit', pending(), priya, true],
    ['an agent above the limit', pending({ needs: oneLead }), priya, false],
    ['an agent, one of two people', pending({ needs: twoPeople }), priya, true],
    ['one who approved it before', pending({ needs: twoPeople, decisions: [approvedBy(priya)] }), priya, true],
    ['the editor', pending({ editor }), priya, true],
    ['the beneficiary, an agent,', pending(), { ...priya, customerId: CustomerId.parse('cust_123') }, true],
    ['an admin', pending(), admin, false],
    ['a customer', pending(), principal({ role: 'customer' }), false],
  ] as const)('when %s rejects, then that counts or not', (_, approval, by, counts) => {
    expect(decide(approval, { verdict: 'reject', by }, NOON).ok).toBe(counts);
  });

  test('when it is rejected with the form, then the note is kept for colleagues and the message for the requester', () => {
    const rejection = { reason: 'wrong-amount', said: 'We can offer $20.00.', takesOver: false } as const;

    const result = decide(pending(), { verdict: 'reject', by: priya, note: 'seen before', rejection }, NOON);

    const decisions = [{ ...approvedBy(priya), verdict: 'reject', note: 'seen before' }];
    expect(result).toEqual({
      ok: true,
      value: { ...ledgerOf(pending()), status: 'rejected', version: 2, decisions, rejection },
    });
  });

  test('when its row is dropped, then it is rejected without a form', () => {
    const result = decide(pending(), { verdict: 'reject', by: priya }, NOON);

    const decisions = [{ ...approvedBy(priya), verdict: 'reject' }];
    expect(result).toEqual({ ok: true, value: { ...ledgerOf(pending()), status: 'rejected', version: 2, decisions } });
  });
});

test('given a request that its requester has not confirmed, when a colleague clicks, then it is refused', () => {
  expect(decide(prepared(), { verdict: 'approve', by: lea }, NOON)).toEqual({ ok: false, refusal: 'unconfirmed' });
});

test('given an approval in any state, when its requester clicks, then they are told that they asked for it', () => {
  const answers = inEveryState.map((approval) => decide(approval, { verdict: 'approve', by: alice }, NOON));

  expect(answers).toEqual(inEveryState.map(() => ({ ok: false, refusal: 'own-request' })));
});
