import { describe, expect, test } from 'vitest';
import type { Statement, Unknown } from '../../src/domain/approval.ts';
import { CustomerId } from '../../src/domain/ids.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { askPerson, hear } from '../../src/domain/testimony.ts';
import type { Finding } from '../../src/domain/testimony.ts';
import { admin, alice, approvedBy, lea, NOON, principal, priya, tom, unknown } from '../fakes/approvals.ts';

const LATER = NOON + 5;
const oneLead = { kind: 'people', count: 1, role: 'lead' } as const;
const twoWithLead = { kind: 'people', count: 2, role: 'lead' } as const;
const twoAgents = { kind: 'people', count: 2, role: 'agent' } as const;

const finding = (by: Principal, verdict: Finding['verdict'] = 'done', over: Partial<Finding> = {}): Finding => ({
  verdict,
  by,
  note: 'seen at the provider',
  ...over,
});
const statement = ({ person, slackUser, role }: Principal, verdict: Finding['verdict'] = 'done'): Statement => ({
  verdict,
  by: person,
  slackUser,
  role,
  at: NOON,
  note: 'seen at the provider',
});
const asked = (statements: readonly Statement[] = [], over: Partial<Unknown> = {}): Unknown =>
  unknown({ forPerson: { since: NOON, statements }, decisions: [approvedBy(lea)], ...over });

describe('given an outcome that the company cannot tell', () => {
  test('when a person is asked, then nothing was said yet', () => {
    expect(askPerson(unknown(), LATER)).toEqual(unknown({ version: 5, forPerson: { since: LATER, statements: [] } }));
  });

  test('when a person is asked again, then what was said stands', () => {
    const said = asked([statement(priya)]);

    expect(askPerson(said, LATER)).toEqual({ ...said, version: 5 });
  });

  test.each([
    ['the requester', asked(), alice, 'own-request'],
    ['the editor', asked([], { editor: { ...tom, at: NOON, was: 'Refund $60.00', before: [] } }), tom, 'own-request'],
    ['an outsider listed as lead', asked(), { ...lea, external: true }, 'external'],
    ['a customer', asked(), principal({ role: 'customer' }), 'customer'],
    ['an admin', asked(), admin, 'admin'],
    ['the beneficiary, a lead,', asked(), { ...lea, customerId: CustomerId.parse('cust_123') }, 'beneficiary'],
    ['an agent where a lead decides', asked([], { needs: oneLead }), priya, 'not-allowed'],
    ['the same person again', asked([statement(priya)], { needs: twoWithLead }), priya, 'same-person'],
    [
      'their second account',
      asked([statement(priya)], { needs: twoWithLead }),
      { ...lea, person: priya.person },
      'same-person',
    ],
    ['a second agent who says the same', asked([statement(priya)], { needs: twoWithLead }), tom, 'not-allowed'],
    ['anybody while it is still looked up', unknown(), priya, 'already-running'],
  ] as const)('when %s settles it, then that is refused', (_, approval, by, refusal) => {
    expect(hear(approval, finding(by), LATER)).toEqual({ ok: false, refusal });
  });

  test('when one may decide and says that it was done, then it is executed under the company’s own id', () => {
    const { startedAt } = unknown();

    const result = hear(asked(), finding(priya, 'done', { reference: 're_9' }), LATER);

    expect(result).toEqual({
      ok: true,
      value: {
        ...ledgerOf(asked()),
        status: 'executed',
        version: 5,
        startedAt,
        finishedAt: LATER,
        receipt: { reference: 're_9', status: 'succeeded' },
        settledBy: [{ ...statement(priya), at: LATER, reference: 're_9' }],
      },
    });
  });

  test('when nobody knows the company’s id, then the request’s own stands for it', () => {
    expect(hear(asked(), finding(priya), LATER)).toMatchObject({
      value: { receipt: { reference: 'apr_000001', status: 'succeeded' } },
    });
  });

  test('when one may decide and says that it was not done, then it has failed', () => {
    const settledBy = [{ ...statement(priya, 'not-done'), at: LATER }];

    expect(hear(asked(), finding(priya, 'not-done'), LATER)).toEqual({
      ok: true,
      value: {
        ...ledgerOf(asked()),
        status: 'failed',
        version: 5,
        finishedAt: LATER,
        refusal: 'checked by hand, it did not happen',
        settledBy,
      },
    });
  });

  test('when the policy let it run by itself, then one agent settles it', () => {
    expect(hear(asked([], { needs: { kind: 'auto' } }), finding(priya), LATER)).toMatchObject({
      value: { status: 'executed' },
    });
  });
});

describe('given an outcome that two people must settle', () => {
  test('when the first says something, then it stays unknown with that', () => {
    const first = asked([], { needs: twoWithLead });

    const result = hear(first, finding(priya), LATER);

    const forPerson = { since: NOON, statements: [{ ...statement(priya), at: LATER }] };
    expect(result).toEqual({ ok: true, value: { ...first, version: 5, forPerson } });
  });

  test.each([
    ['a lead after an agent', statement(priya), lea, twoWithLead],
    ['an agent after a lead', statement(lea), priya, twoWithLead],
    ['an agent after an agent where no lead is needed', statement(priya), tom, twoAgents],
  ] as const)('when %s says the same, then it is settled by both', (_, said, by, needs) => {
    const result = hear(asked([said], { needs }), finding(by), LATER);

    expect(result).toMatchObject({ value: { status: 'executed', settledBy: [said, { by: by.person, at: LATER }] } });
  });

  test('when only the first knew the company’s id, then it is not lost', () => {
    const said = { ...statement(priya), reference: 're_9' };

    expect(hear(asked([said], { needs: twoWithLead }), finding(lea), LATER)).toMatchObject({
      value: { receipt: { reference: 're_9' } },
    });
  });

  test.each([
    ['an agent contradicts an agent', statement(priya), tom],
    ['an agent contradicts a lead', statement(lea), tom],
    ['a lead contradicts an agent', statement(priya), lea],
    ['one contradicts themselves', statement(priya), priya],
  ] as const)('when %s, then it stays unknown and only the later statement stands', (_, said, by) => {
    const result = hear(asked([said], { needs: twoWithLead }), finding(by, 'not-done'), LATER);

    expect(result).toMatchObject({
      value: {
        status: 'unknown',
        version: 5,
        forPerson: { since: NOON, statements: [{ verdict: 'not-done', by: by.person }] },
      },
    });
  });
});
