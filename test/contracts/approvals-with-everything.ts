import type { Approval, Statement, Withdrawn } from '../../src/domain/approval.ts';
import { ApprovalId, MessageTs, PersonId, UserId } from '../../src/domain/ids.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import {
  NOON,
  approved,
  approvedBy,
  executing,
  lea,
  pending,
  prepared,
  priya,
  proposal,
  tom,
  unknown,
} from '../fakes/approvals.ts';

const PRIYA = { person: PersonId.parse('person_priya'), slackUser: UserId.parse('UPRIYA') };
const next = { id: ApprovalId.parse('apr_000009'), effect: 'Refund $20.00', edition: 3 };
const statement: Statement = {
  verdict: 'done',
  by: lea.person,
  slackUser: lea.slackUser,
  role: 'lead',
  at: NOON + 1,
  note: 'seen in the ledger of the provider',
};

/** Whatever a request may carry beside its state. */
const all: Partial<Ledger> = {
  proposal: proposal({
    customerTier: 'premium',
    harmless: true,
    input: { ünïcode: [null, true, 1.5, { deep: '📦' }] },
  }),
  quote: 'Моя кружка разбилась\n"still" \u2028 broken',
  source: MessageTs.parse('1700000001.000100'),
  edition: 2,
  editor: { ...PRIYA, at: NOON - 1, was: 'Refund $60.00', before: [] },
  noteToRequester: 'A little less, because of the coupon.',
  questions: [
    { text: 'Which mug?', by: PRIYA.person, slackUser: PRIYA.slackUser, at: NOON - 3, answer: 'The blue one.' },
    { text: 'A photo, please?', by: PRIYA.person, slackUser: PRIYA.slackUser, at: NOON - 2 },
  ],
  bundle: { id: ApprovalId.parse('apr_000001'), step: 2, of: 3 },
  rules: [{ rule: 'refund up to $200.00', passed: true }],
  needs: { kind: 'people', count: 2, role: 'lead' },
};
const full = <State extends Approval>(state: State): State => ({ ...state, ...all });
const ledger = { ...ledgerOf(approved()), ...all };
const decisions = [approvedBy(priya), { ...approvedBy(tom), verdict: 'reject' as const, note: 'only with a photo' }];
const withdrawn = (why: Withdrawn['why']): Withdrawn => ({ ...ledger, status: 'withdrawn', withdrawnAt: NOON, why });

/** Every state with everything that may be absent. */
export const withEverything: readonly Approval[] = [
  full(prepared()),
  full(
    pending({
      reminders: [
        { stage: 'half', at: NOON + 1 },
        { stage: 'last', at: NOON + 2 },
      ],
    }),
  ),
  full(pending({ paused: { since: NOON, left: 3_600_000.5, stages: ['half', 'last'] } })),
  full(approved({ decisions, held: { since: NOON + 4, why: 'paused', by: tom.slackUser } })),
  full(executing({ attempt: 2, firstStartedAt: NOON - 60_000 })),
  full(unknown({ attempt: 2, firstStartedAt: NOON - 60_000, forPerson: { since: NOON, statements: [statement] } })),
  {
    ...ledger,
    status: 'executed',
    startedAt: NOON,
    finishedAt: NOON,
    receipt: {
      reference: 're_1',
      status: 'pending',
    },
    settledBy: [
      statement,
      {
        ...statement,
        role: 'agent',
      },
    ],
  },
  { ...ledger, status: 'failed', finishedAt: NOON, refusal: 'it never arrived', settledBy: [statement] },
  {
    ...ledger,
    decisions,
    status: 'rejected',
    rejection: {
      reason: 'suspected-abuse',
      said: 'Not this time.',
      takesOver: true,
    },
  },
  { ...ledger, decisions, status: 'rejected', rejection: { reason: 'other', takesOver: false } },
  { ...ledger, status: 'expired', expiredAt: NOON, reopened: next },
  withdrawn('taken-back'),
  withdrawn('message-deleted'),
  withdrawn('declined'),
  { ...ledger, status: 'superseded', supersededAt: NOON, by: next, editedBy: PRIYA.slackUser },
  { ...ledger, status: 'stale', staleAt: NOON, changes: ['Paid: $1.00 → $2.00'], reopened: next },
];
