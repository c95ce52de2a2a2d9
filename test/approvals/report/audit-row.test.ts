import { describe, expect, test } from 'vitest';
import { auditOf, doneBy, person, requestOf } from '../../../src/approvals/report/audit-row.ts';
import { factsFingerprint, fingerprint, shownFingerprint } from '../../../src/domain/fingerprint.ts';
import { MessageTs, PersonId, Target, UserId } from '../../../src/domain/ids.ts';
import {
  NOON,
  approved,
  approvedBy,
  executing,
  inEveryState,
  lea,
  pending,
  priya,
  proposal,
  unknown,
} from '../../fakes/approvals.ts';

const detailOf = (...args: Parameters<typeof auditOf>): object => Object(auditOf(...args).detail);

describe('given a step of a request', () => {
  test('when a colleague approved, then the row tells who, as what, and what gave them that', () => {
    const decisions = [{ ...approvedBy(lea), roleFrom: 'LEADS S0LEADS' }];

    expect(auditOf(approved({ decisions }), NOON)).toMatchObject({
      event: 'approved',
      actor: 'person_lea',
      role: 'lead',
      roleFrom: 'LEADS S0LEADS',
      approval: 'apr_000001',
      conversation: 'T1:C1:1700000000.000100',
    });
  });

  test('when it is told, then with what was shown, the facts, the rules that decided and the way back to the message', () => {
    const rules = [{ rule: 'any request like this: needs one agent', passed: true }];
    const to = pending({ rules, source: MessageTs.parse('1700000001.000001') });

    expect(detailOf(to, NOON)).toEqual({
      action: 'refund_order',
      target: 'order:ORD-12345',
      cost: { minor: 4_800, currency: 'USD' },
      shown: shownFingerprint(proposal()),
      facts: factsFingerprint(proposal()),
      version: 1,
      status: 'pending',
      edition: 1,
      record: expect.stringMatching(/^[0-9a-f]{64}$/),
      policy: { version: 'default-1', rules, needs: '1 agent' },
      card: 'apr_000001',
      source: '1700000001.000001',
    });
  });

  test('when it begins, then the facts are those that were read last, and the key is the one the company gets', () => {
    const fresh = proposal({ facts: [{ label: 'Order', value: 'ORD-12345 · returned' }] });

    expect(detailOf(executing(), NOON, fresh)).toMatchObject({
      attempt: 1,
      key: 'apr_000001',
      shown: shownFingerprint(proposal()),
      facts: factsFingerprint(fresh),
    });
  });

  test('when somebody else did it than its state tells, then the role is theirs or nobody’s', () => {
    const row = auditOf(approved({ decisions: [{ ...approvedBy(lea), roleFrom: 'LEADS S0LEADS' }] }), NOON);

    expect(doneBy(row, 'held', { actor: 'deskhand' })).not.toHaveProperty('role');
    expect(doneBy(row, 'held', person({ ...priya, roleFrom: 'AGENTS UPRIYA' }))).toMatchObject({
      event: 'held',
      actor: 'person_priya',
      role: 'agent',
      roleFrom: 'AGENTS UPRIYA',
    });
  });

  test.each([
    ['re_1', 're_1'],
    ['told me on the phone', fingerprint('told me on the phone')],
  ])('when the receipt’s reference is “%s”, then only an id is kept as it is', (reference, kept) => {
    const executed = { ...inEveryState[5], receipt: { reference, status: 'succeeded' } };

    expect(detailOf(Object.assign(executing(), executed), NOON)).toMatchObject({ receipt: { reference: kept } });
  });

  test.each(inEveryState.map((state) => [state.status, state] as const))(
    'when it is %s, then no text that is personal stands in the row',
    (_, state) => {
      const said = 'Mrs Wonderland of 5 Rabbit Hole';
      const personal = {
        ...state,
        proposal: proposal({
          input: { address: said },
          basis: { address: said },
          reason: said,
          facts: [{ label: 'To', value: said }],
        }),
        quote: said,
        noteToRequester: said,
        refusal: said,
        why: state.status === 'withdrawn' ? 'declined' : said,
        changes: [said],
        rejection: { reason: 'other', said, takesOver: false },
        questions: [{ text: said, by: priya.person, slackUser: priya.slackUser, at: NOON, answer: said }],
        decisions: state.decisions.map((decision) => ({ ...decision, note: said })),
        editor: {
          person: PersonId.parse('person_tom'),
          slackUser: UserId.parse('UTOM'),
          at: NOON,
          was: said,
          before: [],
        },
      };

      expect(JSON.stringify(auditOf(Object.assign({ ...state }, personal), NOON))).not.toMatch(/Wonderland|Rabbit/);
    },
  );

  test('when the target holds what somebody wrote, then that part is a fingerprint', () => {
    const target = Target.parse('customer:cust_123:new-ticket:My husband: broken');

    expect(requestOf(proposal({ target }))['target']).toBe(
      `customer:cust_123:new-ticket:${fingerprint('My husband: broken')}`,
    );
  });

  test('when the company’s own words say why, then only their fingerprint is kept', () => {
    expect(detailOf(unknown({ why: 'timed out' }), NOON)).toMatchObject({ why: fingerprint('timed out') });
  });
});
