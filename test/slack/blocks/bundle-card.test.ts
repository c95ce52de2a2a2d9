import { describe, expect, test } from 'vitest';
import type { Approval } from '../../../src/domain/approval.ts';
import { ApprovalId, CustomerId, PersonId, UserId } from '../../../src/domain/ids.ts';
import { approvalCard } from '../../../src/slack/blocks/approval-card.ts';
import { approvedBy, everyState, NOON, pending, refund, rowOf, ticket } from './approvals.ts';
import { asPlainText, read } from './read.ts';

const threadLink = 'https://acme.slack.com/archives/C1/p1700000000000100';
const quote = 'the mug was in pieces';
const rows = (...of: readonly Approval[]): readonly Approval[] =>
  of.map((row, index) => rowOf(row, index + 1, of.length));
const cancel = { ...ticket, words: { ...ticket.words, effect: 'Close TKT_001' } };
const three = rows(
  pending({ quote }),
  pending({ quote, proposal: ticket, rules: [] }),
  pending({ quote, proposal: cancel, rules: [{ rule: 'closing needs an agent', passed: false }] }),
);
const text = (some: readonly Approval[]): string => asPlainText(approvalCard(some, { threadLink }).blocks);

describe('given several requests of one turn', () => {
  test('when all of them wait, then their card is one question with a row each', () => {
    expect(text(three)).toMatchInlineSnapshot(`
      "# 3 changes for Alice Wonderland?
      (They are carried out in this order; if one fails, the rest is left undone.)
      *1.* Refund $48.00 · money out, cannot be undone
      *Order* ORD-12345 · delivered 3 days ago
      *Customer* Alice Wonderland · cust_123 · premium
      | *Paid* $120.00
      | *This refund* $48.00
      [Edit] [Drop]
      *2.* Set to Resolved · can be reopened
      *Ticket* TKT_001 · Login Issue
      | *Status* Open → Resolved
      [Edit] [Drop]
      *3.* Close TKT_001 · can be reopened
      *Ticket* TKT_001 · Login Issue
      | *Status* Open → Resolved
      [Edit] [Drop]
      *Why* (assistant's words, unverified)
      1. “Arrived broken; asked for money back.”
      2. “Customer confirmed that the reset link worked.”
      3. “Customer confirmed that the reset link worked.”
      *They wrote* “the mug was in pieces”
      (*Policy check* · default-1 → needs one agent
      *1.* ✓ within 30 days of delivery (day 3) · ✓ $48.00 is within $200.00
      *3.* ! closing needs an agent)
      [[Do all 3]] [Reject] [Details] [Ask customer]
      (apr_7f3k00 · asked by <@UALICE> · expires 14:00 UTC · <https://acme.slack.com/archives/C1/p1700000000000100|View thread>)"
    `);
  });

  test('when some have ended, then each row says where it stands', () => {
    const { approved, executed } = everyState(refund);
    const card = text(rows(executed, { ...approved, proposal: ticket }, everyState(cancel).rejected, pending()));

    expect(card).toMatchInlineSnapshot(`
      "# 4 changes for Alice Wonderland?
      (They are carried out in this order; if one fails, the rest is left undone.)
      *1.* Refund $48.00 · order ORD-12345 · money out, cannot be undone
      ✓ Refunded $48.00 · re_1 · approved by <@UPRIYA> 12:12 UTC
      *2.* Set to Resolved · can be reopened
      Approved by <@UPRIYA> 12:12 UTC · sending…
      *Ticket* TKT_001 · Login Issue
      | *Status* Open → Resolved
      *3.* Close TKT_001 · ticket TKT_001
      Rejected by <@UTOM> 12:20 UTC · Not enough evidence · “no photo”. Nothing was done.
      *4.* Refund $48.00 · money out, cannot be undone
      *Order* ORD-12345 · delivered 3 days ago
      *Customer* Alice Wonderland · cust_123 · premium
      | *Paid* $120.00
      | *This refund* $48.00
      [Edit] [Drop]
      *Why* (assistant's words, unverified)
      2. “Customer confirmed that the reset link worked.”
      4. “Arrived broken; asked for money back.”
      (*Policy check* · default-1 → needs one agent
      *2.* ✓ within 30 days of delivery (day 3) · ✓ $48.00 is within $200.00
      *4.* ✓ within 30 days of delivery (day 3) · ✓ $48.00 is within $200.00)
      [[Refund $48.00]] [Reject] [Details] [Ask customer]
      (apr_7f3k00 · asked by <@UALICE> · expires 14:00 UTC · <https://acme.slack.com/archives/C1/p1700000000000100|View thread>)"
    `);
  });

  test('when all have ended, then the card keeps what became of each, and one button for the details', () => {
    const { executed, failed } = everyState(refund);

    expect(text(rows(executed, { ...failed, proposal: ticket }))).toMatchInlineSnapshot(`
      "# 2 changes for Alice Wonderland
      *1.* Refund $48.00 · order ORD-12345 · money out, cannot be undone
      ✓ Refunded $48.00 · re_1 · approved by <@UPRIYA> 12:12 UTC
      *2.* Set to Resolved · ticket TKT_001
      ✗ Not changed: the card account is closed. Nothing was changed.
      [Details]
      (apr_7f3k00 · asked by <@UALICE> · <https://acme.slack.com/archives/C1/p1700000000000100|View thread>)"
    `);
  });

  test('when all are for one customer, then that stands once, above the rows', () => {
    const customer = { label: 'Customer', value: 'Alice Wonderland · cust_123 · premium' };
    const own = { ...ticket, facts: [...ticket.facts, customer] };
    const card = text(rows(pending(), pending({ proposal: own }))).split('\n');

    expect(card[2]).toBe('*Customer* Alice Wonderland · cust_123 · premium');
    expect(card.filter((line) => line.includes('*Customer*'))).toHaveLength(1);
  });

  test('when one of two has approved, then the card says who is still missing', () => {
    const needs = { kind: 'people', count: 2, role: 'lead' } as const;
    const decisions = [approvedBy('UPRIYA', NOON)];

    expect(text(rows(pending({ needs, decisions }), pending({ needs, decisions, proposal: ticket })))).toContain(
      '\n1 of 2: approved by <@UPRIYA> 12:00 UTC · a lead is still needed\n',
    );
  });

  test('when a row waits for the one before it, then it says so', () => {
    const { executing } = everyState(refund);

    expect(text(rows(executing, { ...everyState(ticket).approved }))).toContain(
      'Approved by <@UPRIYA> 12:12 UTC · waits for its turn',
    );
  });

  test('when its buttons are pressed, then those of the card carry the card and those of a row the row', () => {
    const buttons = read(approvalCard(three, {})).match(/\[[^\]]*\]\([^)]*\)/g);

    expect(buttons).toEqual([
      '[Edit](edit_request apr_7f3k00:1)',
      '[Drop](drop_request apr_7f3k00:1)',
      '[Edit](edit_request apr_7f3k01:1)',
      '[Drop](drop_request apr_7f3k01:1)',
      '[Edit](edit_request apr_7f3k02:1)',
      '[Drop](drop_request apr_7f3k02:1)',
      '[Do all 3](primary approve_request apr_7f3k00:3)',
      '[Reject](danger reject_request apr_7f3k00:3)',
      '[Details](show_details apr_7f3k00:3)',
      '[Ask customer](ask_requester apr_7f3k00:3)',
    ]);
  });

  test('when a row was changed, then the whole card is pressed with another number than before', () => {
    const editor = {
      person: PersonId.parse('UPRIYA'),
      slackUser: UserId.parse('UPRIYA'),
      at: NOON,
      was: 'Refund $60.00',
      before: [],
    };
    const changed = [
      ...three.slice(1),
      { ...three[0], ...rowOf(pending({ edition: 2, editor }), 1, 3), id: ApprovalId.parse('apr_9c2d00') },
    ];
    const card = read(approvalCard(changed, {}));

    expect(card).toContain('[Do all 3](primary approve_request apr_7f3k00:4)');
    expect(card).toContain('<@UPRIYA> changed Refund $60.00 → Refund $48.00');
  });

  test('when one row is left to decide, then the deciding button names its effect', () => {
    expect(text(rows(everyState(ticket).rejected, pending()))).toContain(
      '[[Refund $48.00]] [Reject] [Details] [Ask customer]',
    );
  });

  test('when they are of several customers, then the title names none', () => {
    const other = { ...refund, customer: CustomerId.parse('cust_456') };

    expect(text(rows(pending(), pending({ proposal: other })))).toMatch(/^# 2 changes\?$/m);
  });

  test('when a fact of a waiting row does not fit, then none of them can be approved', () => {
    const long = { ...refund, facts: [{ label: 'Address', value: 'x'.repeat(2_500) }] };
    const card = text(rows(pending(), pending({ proposal: long })));

    expect(card).toContain('cannot be decided here:* 1 facts do not fit.');
    expect(card).not.toContain('[[');
    expect(card).toContain('[Edit] [Drop]');
  });
});
