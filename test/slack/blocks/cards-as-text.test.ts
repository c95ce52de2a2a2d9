import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, evaluate } from '../../../src/domain/policy.ts';
import type { Proposal } from '../../../src/domain/proposal.ts';
import { approvalCard } from '../../../src/slack/blocks/approval-card.ts';
import { desk, priya } from '../../tools/given.ts';
import { everyState } from './approvals.ts';
import { asPlainText } from './read.ts';

const { propose } = desk();
const NOW = Date.parse('2026-01-10T12:00:00Z');
const reason = 'They wrote that it arrived broken.';

/** The card while it waits, then of each other state the lines that stand on it and not on that one. */
async function story(action: string, input: Record<string, unknown>): Promise<string> {
  const proposal: Proposal = await propose(priya, action, input);
  const { rules } = evaluate(DEFAULT_POLICY, proposal, [], NOW);
  const { pending: asked, ...others } = everyState(proposal, rules);
  const waiting = asPlainText(approvalCard([asked], {}).blocks);
  const changes = Object.values(others).map((approval) => {
    const lines = asPlainText(approvalCard([approval], {}).blocks).split('\n');
    return [`--- ${approval.status}`, ...lines.filter((line) => !waiting.split('\n').includes(line))].join('\n');
  });
  return [waiting, ...changes].join('\n');
}

describe('given a request of each action, when its card is read in every state, then it reads like this', () => {
  test('refund', async () => {
    expect(await story('refund_order', { order_id: 'ORD-12345', amount: '48.00', currency: 'USD', reason }))
      .toMatchInlineSnapshot(`
        "# Refund $48.00 to Alice Wonderland?
        *Why* (assistant's words, unverified) “They wrote that it arrived broken.”
        *Order* ORD-12345 · delivered 3 days ago
        *Customer* Alice Wonderland · cust_123 · Premium · since 2021
        *Items* 2 × Coffee mug ($24.00 each)
        | *Paid* $120.00
        | *Already refunded* $0.00
        | *This refund* $48.00
        | *Left after* $72.00 of $120.00
        (*Policy check* · default-1 → needs one agent
        ✓ within 30 days of delivery (day 3)
        ✓ $48.00 is within $200.00: needs one agent
        ✓ $48.00 to this customer in 30 days, this included, is within $200.00)
        [[Refund $48.00]] [Edit] [Reject] [Details] [Ask customer]
        (apr_7f3k00 · money out, cannot be undone · asked by <@UALICE> · expires 14:00 UTC)
        --- prepared
        # Refund $48.00 to Alice Wonderland
        waits for <@UALICE> to go ahead
        (*Policy check* · default-1 → decided by policy
        (apr_7f3k00 · money out, cannot be undone · asked by <@UALICE>)
        --- approved
        # Refund $48.00 to Alice Wonderland
        Approved by <@UPRIYA> 12:12 UTC · sending…
        (*Policy check* · default-1
        [Details]
        (apr_7f3k00 · money out, cannot be undone · asked by <@UALICE>)
        --- executing
        # Refund $48.00 to Alice Wonderland
        Approved by <@UPRIYA> 12:12 UTC · sending since 12:13 UTC…
        (*Policy check* · default-1
        [Details]
        (apr_7f3k00 · money out, cannot be undone · asked by <@UALICE>)
        --- unknown
        # Refund $48.00 to Alice Wonderland
        ? Outcome not yet known — do not repeat. Checking with the company since 12:13 UTC: no answer in time. Next look 12:13 UTC, 12:15 UTC and 12:23 UTC; else a person is asked at 12:43 UTC.
        (*Policy check* · default-1
        [Details]
        (apr_7f3k00 · money out, cannot be undone · asked by <@UALICE>)
        --- executed
        # Refund $48.00 to Alice Wonderland
        ✓ Refunded $48.00 · re_1 · approved by <@UPRIYA> 12:12 UTC
        [Details]
        (apr_7f3k00 · money out, cannot be undone · asked by <@UALICE>)
        --- failed
        # Refund $48.00 to Alice Wonderland
        ✗ Not refunded: the card account is closed. Nothing was changed.
        [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- rejected
        # Refund $48.00 to Alice Wonderland
        Rejected by <@UTOM> 12:20 UTC · Not enough evidence · “no photo”. Nothing was done.
        [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- expired
        # Refund $48.00 to Alice Wonderland
        Expired 14:00 UTC, nobody decided. Nothing was done.
        [Propose again] [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- withdrawn
        # Refund $48.00 to Alice Wonderland
        Withdrawn by <@UALICE> 12:09 UTC. Nothing was done.
        [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- superseded
        # Refund $48.00 to Alice Wonderland
        Replaced 12:09 UTC by version 2, apr_9c2d00 (Refund $48.00). Nothing was done here.
        [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- stale
        # Refund $48.00 to Alice Wonderland
        Facts changed since you were asked: refunded $0.00 → $30.00; left $120.00 → $90.00. Nothing was done.
        (As they were when it was asked for:)
        [Review new request] [Details]
        (apr_7f3k00 · asked by <@UALICE>)"
      `);
  });

  test('cancel an order', async () => {
    expect(await story('cancel_order', { order_id: 'ORD-1', reason })).toMatchInlineSnapshot(`
      "# Cancel ORD-1 of Alice Wonderland?
      *Why* (assistant's words, unverified) “They wrote that it arrived broken.”
      *Order* ORD-1 · processing
      *Customer* Alice Wonderland · cust_123 · Premium · since 2021
      *Items* 2 × Coffee mug ($24.00 each)
      | *Paid* $120.00
      | *Already refunded* $0.00
      | *Status* processing → cancelled
      (*Policy check* · default-1 → needs one agent
      ✓ any request like this: needs one agent)
      [[Cancel order]] [Edit] [Reject] [Details] [Ask customer]
      (apr_7f3k00 · cannot be undone · asked by <@UALICE> · expires 14:00 UTC)
      --- prepared
      # Cancel ORD-1 of Alice Wonderland
      waits for <@UALICE> to go ahead
      (*Policy check* · default-1 → decided by policy
      (apr_7f3k00 · cannot be undone · asked by <@UALICE>)
      --- approved
      # Cancel ORD-1 of Alice Wonderland
      Approved by <@UPRIYA> 12:12 UTC · sending…
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · cannot be undone · asked by <@UALICE>)
      --- executing
      # Cancel ORD-1 of Alice Wonderland
      Approved by <@UPRIYA> 12:12 UTC · sending since 12:13 UTC…
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · cannot be undone · asked by <@UALICE>)
      --- unknown
      # Cancel ORD-1 of Alice Wonderland
      ? Outcome not yet known — do not repeat. Checking with the company since 12:13 UTC: no answer in time. Next look 12:13 UTC, 12:15 UTC and 12:23 UTC; else a person is asked at 12:43 UTC.
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · cannot be undone · asked by <@UALICE>)
      --- executed
      # Cancel ORD-1 of Alice Wonderland
      ✓ Cancelled ORD-1 · re_1 · approved by <@UPRIYA> 12:12 UTC
      [Details]
      (apr_7f3k00 · cannot be undone · asked by <@UALICE>)
      --- failed
      # Cancel ORD-1 of Alice Wonderland
      ✗ Not cancelled: the card account is closed. Nothing was changed.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- rejected
      # Cancel ORD-1 of Alice Wonderland
      Rejected by <@UTOM> 12:20 UTC · Not enough evidence · “no photo”. Nothing was done.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- expired
      # Cancel ORD-1 of Alice Wonderland
      Expired 14:00 UTC, nobody decided. Nothing was done.
      [Propose again] [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- withdrawn
      # Cancel ORD-1 of Alice Wonderland
      Withdrawn by <@UALICE> 12:09 UTC. Nothing was done.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- superseded
      # Cancel ORD-1 of Alice Wonderland
      Replaced 12:09 UTC by version 2, apr_9c2d00 (Cancel order). Nothing was done here.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- stale
      # Cancel ORD-1 of Alice Wonderland
      Facts changed since you were asked: refunded $0.00 → $30.00; left $120.00 → $90.00. Nothing was done.
      (As they were when it was asked for:)
      [Review new request] [Details]
      (apr_7f3k00 · asked by <@UALICE>)"
    `);
  });

  test('change an address', async () => {
    expect(await story('change_address', { order_id: 'ORD-1', shipping_address: '2 Mad Tea Row, Oxford', reason }))
      .toMatchInlineSnapshot(`
        "# Change the address of ORD-1?
        *Why* (assistant's words, unverified) “They wrote that it arrived broken.”
        *Order* ORD-1 · processing
        *Customer* Alice Wonderland · cust_123 · Premium · since 2021
        *Address now* 1 Rabbit Hole, Oxford
        *New address* 2 Mad Tea Row, Oxford
        *Items* 2 × Coffee mug ($24.00 each)
        (*Policy check* · default-1 → needs one agent
        ✓ any request like this: needs one agent)
        [[Change address]] [Edit] [Reject] [Details] [Ask customer]
        (apr_7f3k00 · can be changed until the order is shipped · asked by <@UALICE> · expires 14:00 UTC)
        --- prepared
        # Change the address of ORD-1
        waits for <@UALICE> to go ahead
        (*Policy check* · default-1 → decided by policy
        (apr_7f3k00 · can be changed until the order is shipped · asked by <@UALICE>)
        --- approved
        # Change the address of ORD-1
        Approved by <@UPRIYA> 12:12 UTC · sending…
        (*Policy check* · default-1
        [Details]
        (apr_7f3k00 · can be changed until the order is shipped · asked by <@UALICE>)
        --- executing
        # Change the address of ORD-1
        Approved by <@UPRIYA> 12:12 UTC · sending since 12:13 UTC…
        (*Policy check* · default-1
        [Details]
        (apr_7f3k00 · can be changed until the order is shipped · asked by <@UALICE>)
        --- unknown
        # Change the address of ORD-1
        ? Outcome not yet known — do not repeat. Checking with the company since 12:13 UTC: no answer in time. Next look 12:13 UTC, 12:15 UTC and 12:23 UTC; else a person is asked at 12:43 UTC.
        (*Policy check* · default-1
        [Details]
        (apr_7f3k00 · can be changed until the order is shipped · asked by <@UALICE>)
        --- executed
        # Change the address of ORD-1
        ✓ Changed the address of ORD-1 · re_1 · approved by <@UPRIYA> 12:12 UTC
        [Details]
        (apr_7f3k00 · can be changed until the order is shipped · asked by <@UALICE>)
        --- failed
        # Change the address of ORD-1
        ✗ Address not changed: the card account is closed. Nothing was changed.
        [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- rejected
        # Change the address of ORD-1
        Rejected by <@UTOM> 12:20 UTC · Not enough evidence · “no photo”. Nothing was done.
        [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- expired
        # Change the address of ORD-1
        Expired 14:00 UTC, nobody decided. Nothing was done.
        [Propose again] [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- withdrawn
        # Change the address of ORD-1
        Withdrawn by <@UALICE> 12:09 UTC. Nothing was done.
        [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- superseded
        # Change the address of ORD-1
        Replaced 12:09 UTC by version 2, apr_9c2d00 (Change address). Nothing was done here.
        [Details]
        (apr_7f3k00 · asked by <@UALICE>)
        --- stale
        # Change the address of ORD-1
        Facts changed since you were asked: refunded $0.00 → $30.00; left $120.00 → $90.00. Nothing was done.
        (As they were when it was asked for:)
        [Review new request] [Details]
        (apr_7f3k00 · asked by <@UALICE>)"
      `);
  });

  test('update a ticket', async () => {
    const input = { ticket_id: 'TKT_001', status: 'Resolved', priority: null, note: 'The reset link worked.', reason };
    expect(await story('update_ticket', input)).toMatchInlineSnapshot(`
      "# Set ticket TKT_001 to Resolved?
      *Why* (assistant's words, unverified) “They wrote that it arrived broken.”
      *Ticket* TKT_001 · Login Issue
      *Customer* Alice Wonderland · cust_123 · Premium · since 2021
      *Note to add* The reset link worked.
      | *Status* Open → Resolved
      | *Priority* High (unchanged)
      (*Policy check* · default-1 → needs one agent
      ✓ any request like this: needs one agent)
      [[Set to Resolved]] [Edit] [Reject] [Details] [Ask customer]
      (apr_7f3k00 · can be changed back · asked by <@UALICE> · expires 14:00 UTC)
      --- prepared
      # Set ticket TKT_001 to Resolved
      waits for <@UALICE> to go ahead
      (*Policy check* · default-1 → decided by policy
      (apr_7f3k00 · can be changed back · asked by <@UALICE>)
      --- approved
      # Set ticket TKT_001 to Resolved
      Approved by <@UPRIYA> 12:12 UTC · sending…
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · can be changed back · asked by <@UALICE>)
      --- executing
      # Set ticket TKT_001 to Resolved
      Approved by <@UPRIYA> 12:12 UTC · sending since 12:13 UTC…
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · can be changed back · asked by <@UALICE>)
      --- unknown
      # Set ticket TKT_001 to Resolved
      ? Outcome not yet known — do not repeat. Checking with the company since 12:13 UTC: no answer in time. Next look 12:13 UTC, 12:15 UTC and 12:23 UTC; else a person is asked at 12:43 UTC.
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · can be changed back · asked by <@UALICE>)
      --- executed
      # Set ticket TKT_001 to Resolved
      ✓ Set TKT_001 to Resolved · re_1 · approved by <@UPRIYA> 12:12 UTC
      [Details]
      (apr_7f3k00 · can be changed back · asked by <@UALICE>)
      --- failed
      # Set ticket TKT_001 to Resolved
      ✗ Ticket not changed: the card account is closed. Nothing was changed.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- rejected
      # Set ticket TKT_001 to Resolved
      Rejected by <@UTOM> 12:20 UTC · Not enough evidence · “no photo”. Nothing was done.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- expired
      # Set ticket TKT_001 to Resolved
      Expired 14:00 UTC, nobody decided. Nothing was done.
      [Propose again] [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- withdrawn
      # Set ticket TKT_001 to Resolved
      Withdrawn by <@UALICE> 12:09 UTC. Nothing was done.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- superseded
      # Set ticket TKT_001 to Resolved
      Replaced 12:09 UTC by version 2, apr_9c2d00 (Set to Resolved). Nothing was done here.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- stale
      # Set ticket TKT_001 to Resolved
      Facts changed since you were asked: refunded $0.00 → $30.00; left $120.00 → $90.00. Nothing was done.
      (As they were when it was asked for:)
      [Review new request] [Details]
      (apr_7f3k00 · asked by <@UALICE>)"
    `);
  });

  test('open a ticket', async () => {
    const input = {
      customer_id: 'cust_123',
      subject: 'Login fails',
      priority: 'High',
      note: 'No mail with the link comes.',
    };
    expect(await story('open_ticket', input)).toMatchInlineSnapshot(`
      "# Open a ticket for Alice Wonderland?
      *Why* (assistant's words, unverified) “No mail with the link comes.”
      *Customer* Alice Wonderland · cust_123 · Premium · since 2021
      *Note* No mail with the link comes.
      | *Subject* Login fails
      | *Status* new → Open
      | *Priority* High
      (*Policy check* · default-1 → needs one agent
      ✓ any request like this: no colleague needed)
      [[Open ticket]] [Edit] [Reject] [Details] [Ask customer]
      (apr_7f3k00 · can be closed again · asked by <@UALICE> · expires 14:00 UTC)
      --- prepared
      # Open a ticket for Alice Wonderland
      waits for <@UALICE> to go ahead
      (*Policy check* · default-1 → decided by policy
      (apr_7f3k00 · can be closed again · asked by <@UALICE>)
      --- approved
      # Open a ticket for Alice Wonderland
      Approved by <@UPRIYA> 12:12 UTC · sending…
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · can be closed again · asked by <@UALICE>)
      --- executing
      # Open a ticket for Alice Wonderland
      Approved by <@UPRIYA> 12:12 UTC · sending since 12:13 UTC…
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · can be closed again · asked by <@UALICE>)
      --- unknown
      # Open a ticket for Alice Wonderland
      ? Outcome not yet known — do not repeat. Checking with the company since 12:13 UTC: no answer in time. Next look 12:13 UTC, 12:15 UTC and 12:23 UTC; else a person is asked at 12:43 UTC.
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · can be closed again · asked by <@UALICE>)
      --- executed
      # Open a ticket for Alice Wonderland
      ✓ Opened a ticket · re_1 · approved by <@UPRIYA> 12:12 UTC
      [Details]
      (apr_7f3k00 · can be closed again · asked by <@UALICE>)
      --- failed
      # Open a ticket for Alice Wonderland
      ✗ No ticket opened: the card account is closed. Nothing was changed.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- rejected
      # Open a ticket for Alice Wonderland
      Rejected by <@UTOM> 12:20 UTC · Not enough evidence · “no photo”. Nothing was done.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- expired
      # Open a ticket for Alice Wonderland
      Expired 14:00 UTC, nobody decided. Nothing was done.
      [Propose again] [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- withdrawn
      # Open a ticket for Alice Wonderland
      Withdrawn by <@UALICE> 12:09 UTC. Nothing was done.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- superseded
      # Open a ticket for Alice Wonderland
      Replaced 12:09 UTC by version 2, apr_9c2d00 (Open ticket). Nothing was done here.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- stale
      # Open a ticket for Alice Wonderland
      Facts changed since you were asked: refunded $0.00 → $30.00; left $120.00 → $90.00. Nothing was done.
      (As they were when it was asked for:)
      [Review new request] [Details]
      (apr_7f3k00 · asked by <@UALICE>)"
    `);
  });

  test('place an order', async () => {
    const lines = [
      { sku: 'MUG', quantity: 2 },
      { sku: 'POT', quantity: 1 },
    ];
    const input = { customer_id: 'cust_123', lines, shipping_address: null, delivery: 'expedited', reason };
    expect(await story('place_order', input)).toMatchInlineSnapshot(`
      "# Place a backorder of $98.00 for Alice Wonderland?
      *Why* (assistant's words, unverified) “They wrote that it arrived broken.”
      *Customer* Alice Wonderland · cust_123 · Premium · since 2021
      *Item MUG* 2 × Coffee mug ($24.00 each)
      *Stock of POT* backorder, out of stock, restock 1 February 2026
      | *Credit* approved
      | *Item POT* 1 × Tea pot ($50.00)
      | *Stock of MUG* in stock
      | *Total* $98.00
      | *Delivery* Expedited
      | *Ship to* the address on file
      (*Policy check* · default-1 → needs one agent
      ✓ any request like this: needs one agent)
      [[Place backorder of $98.00]] [Edit] [Reject] [Details] [Ask customer]
      (apr_7f3k00 · can be cancelled until it is shipped · asked by <@UALICE> · expires 14:00 UTC)
      --- prepared
      # Place a backorder of $98.00 for Alice Wonderland
      waits for <@UALICE> to go ahead
      (*Policy check* · default-1 → decided by policy
      (apr_7f3k00 · can be cancelled until it is shipped · asked by <@UALICE>)
      --- approved
      # Place a backorder of $98.00 for Alice Wonderland
      Approved by <@UPRIYA> 12:12 UTC · sending…
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · can be cancelled until it is shipped · asked by <@UALICE>)
      --- executing
      # Place a backorder of $98.00 for Alice Wonderland
      Approved by <@UPRIYA> 12:12 UTC · sending since 12:13 UTC…
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · can be cancelled until it is shipped · asked by <@UALICE>)
      --- unknown
      # Place a backorder of $98.00 for Alice Wonderland
      ? Outcome not yet known — do not repeat. Checking with the company since 12:13 UTC: no answer in time. Next look 12:13 UTC, 12:15 UTC and 12:23 UTC; else a person is asked at 12:43 UTC.
      (*Policy check* · default-1
      [Details]
      (apr_7f3k00 · can be cancelled until it is shipped · asked by <@UALICE>)
      --- executed
      # Place a backorder of $98.00 for Alice Wonderland
      ✓ Placed backorder of $98.00 · re_1 · approved by <@UPRIYA> 12:12 UTC
      [Details]
      (apr_7f3k00 · can be cancelled until it is shipped · asked by <@UALICE>)
      --- failed
      # Place a backorder of $98.00 for Alice Wonderland
      ✗ Not backordered: the card account is closed. Nothing was changed.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- rejected
      # Place a backorder of $98.00 for Alice Wonderland
      Rejected by <@UTOM> 12:20 UTC · Not enough evidence · “no photo”. Nothing was done.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- expired
      # Place a backorder of $98.00 for Alice Wonderland
      Expired 14:00 UTC, nobody decided. Nothing was done.
      [Propose again] [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- withdrawn
      # Place a backorder of $98.00 for Alice Wonderland
      Withdrawn by <@UALICE> 12:09 UTC. Nothing was done.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- superseded
      # Place a backorder of $98.00 for Alice Wonderland
      Replaced 12:09 UTC by version 2, apr_9c2d00 (Place backorder of $98.00). Nothing was done here.
      [Details]
      (apr_7f3k00 · asked by <@UALICE>)
      --- stale
      # Place a backorder of $98.00 for Alice Wonderland
      Facts changed since you were asked: refunded $0.00 → $30.00; left $120.00 → $90.00. Nothing was done.
      (As they were when it was asked for:)
      [Review new request] [Details]
      (apr_7f3k00 · asked by <@UALICE>)"
    `);
  });
});
