import { describe, expect, test } from 'vitest';
import { approvalCard } from '../../src/slack/blocks/approval-card.ts';
import { detailsForm } from '../../src/slack/blocks/forms/details-form.ts';
import { ApprovalRow } from '../../src/adapters/sql/approval-row.ts';
import type { Approval } from '../../src/domain/approval.ts';
import { ERASED, erase, isEnded } from '../../src/domain/erase.ts';
import type { Ended } from '../../src/domain/erase.ts';
import { Target } from '../../src/domain/ids.ts';
import { alice, inEveryState, lea, NOON, priya, proposal } from '../fakes/approvals.ts';

const SECRET = 'CANARY';
const words = (text: string) => `${SECRET} ${text}`;
const personal = proposal({
  input: { order_id: 'ORD-12345', shipping_address: words('Lane 1') },
  facts: [
    { label: 'Customer', value: words('· cust_123') },
    { label: 'Address now', value: words('Lane 1') },
  ],
  basis: { address: words('Lane 1') },
  reason: words('is ill'),
  words: {
    title: words('title'),
    effect: words('effect'),
    done: words('done'),
    notDone: words('not done'),
    subject: words('subject'),
    told: words('told'),
    finality: words('finality'),
  },
});
const statement = {
  verdict: 'done' as const,
  by: lea.person,
  slackUser: lea.slackUser,
  role: lea.role,
  at: NOON,
  note: words('I called'),
  reference: words('typed'),
};

/** Every place where somebody may have written something, filled. */
function filled(approval: Ended): Ended {
  const ledger = {
    proposal: personal,
    quote: words('please'),
    noteToRequester: words('sorry'),
    editor: { person: priya.person, slackUser: priya.slackUser, at: NOON, was: words('more'), before: [] },
    questions: [
      { text: words('which?'), by: priya.person, slackUser: priya.slackUser, at: NOON, answer: words('that') },
      { text: words('when?'), by: priya.person, slackUser: priya.slackUser, at: NOON },
    ],
    decisions: [
      { verdict: 'approve' as const, by: priya.person, slackUser: priya.slackUser, at: NOON, note: words('nice') },
    ],
  };
  const replacement = { id: approval.id, effect: words('effect'), edition: 2 };
  switch (approval.status) {
    case 'executed':
      return {
        ...approval,
        ...ledger,
        receipt: { ...approval.receipt, reference: words('typed') },
        settledBy: [statement],
        undoUntil: NOON + 60_000,
        undoneBy: replacement,
      };
    case 'failed':
      return { ...approval, ...ledger, refusal: words('no'), settledBy: [statement] };
    case 'rejected':
      return {
        ...approval,
        ...ledger,
        rejection: { reason: 'other', said: words('no'), takesOver: true },
      };
    case 'expired':
      return { ...approval, ...ledger, reopened: replacement };
    case 'withdrawn':
      return { ...approval, ...ledger };
    case 'superseded':
      return { ...approval, ...ledger, by: replacement };
    case 'stale':
      return { ...approval, ...ledger, changes: [words('moved')], reopened: replacement };
  }
}

const ended = inEveryState.filter(isEnded).map((approval) => [approval.status, filled(approval)] as const);
const readBack = (approval: Approval): Approval => ApprovalRow.parse(JSON.parse(JSON.stringify(approval)));

describe.each(ended)('given a request that is %s, with personal texts wherever there is room', (_, approval) => {
  const erased = erase(approval, NOON + 5);

  test('when it is erased, then no text is left, and it is the same request in the same state', () => {
    expect(JSON.stringify(approval)).toContain(SECRET);
    expect(JSON.stringify(erased)).not.toContain(SECRET);
    expect(erased).toMatchObject({
      id: approval.id,
      status: approval.status,
      version: approval.version,
      requester: approval.requester,
      conversation: approval.conversation,
      erasedAt: NOON + 5,
      proposal: {
        action: approval.proposal.action,
        target: approval.proposal.target,
        customer: approval.proposal.customer,
        cost: approval.proposal.cost,
      },
    });
    expect(erased.decisions).toMatchObject([{ verdict: 'approve', by: priya.person, at: NOON }]);
  });

  test('when its details are opened, then they say that its arguments were erased, and what stays of it', () => {
    const shown = JSON.stringify(detailsForm({ kind: 'details', approval: erased, rows: [erased], earlier: [] }));

    expect(shown).toContain('They were erased ');
    expect(shown).toContain('*Sum* $48.00');
    expect(shown).toContain(`*Idempotency key* ${erased.id}`);
    expect(shown).not.toContain('*Digest*');
  });

  test('when it is erased, then it is saved, read and drawn as ever, and nobody proposes it again', () => {
    const card = approvalCard([readBack(erased)], {});
    const form = detailsForm({ kind: 'details', approval: erased, rows: [erased], earlier: [erased] });

    expect(readBack(erased)).toEqual(erased);
    expect(JSON.stringify(card)).toContain(ERASED);
    expect(JSON.stringify([card, form])).not.toContain(SECRET);
    expect(JSON.stringify(card)).not.toContain('reopen_request');
  });
});

test('given a request for what did not exist yet, when it is erased, then its name goes out of what it was to change', () => {
  const target = Target.parse(`customer:cust_123:new-ticket:${words('cannot log in')}`);
  const [, approval] = ended[0] ?? [];
  if (!approval) throw new Error('expected one');

  const { proposal: bare } = erase({ ...approval, proposal: { ...personal, target } }, NOON);

  expect(bare.target).toBe('customer:cust_123:new-ticket');
  expect(alice.customerId).toBe(bare.customer);
});

test('given what the company itself told the id of, when it is erased, then that id stays', () => {
  const executed = inEveryState.find((approval) => approval.status === 'executed');
  if (!executed) throw new Error('expected one');

  expect(erase(executed, NOON)).toMatchObject({ receipt: executed.receipt });
});
