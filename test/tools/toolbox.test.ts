import { describe, expect, test } from 'vitest';
import { alice, desk, guest, partner, priya, priyaAmongAlice, priyaAmongStrangers, stranger } from './given.ts';

const ALL = [
  'find_customer',
  'find_orders',
  'check_stock',
  'search_articles',
  'find_tickets',
  'hand_off',
  'withdraw_request',
  'open_ticket',
  'update_ticket',
  'refund_order',
  'cancel_order',
  'change_address',
  'place_order',
];
const CUSTOMER = [
  'find_orders',
  'search_articles',
  'find_tickets',
  'hand_off',
  'open_ticket',
  'refund_order',
  'cancel_order',
  'change_address',
  'place_order',
];
const STAFF = [
  'find_customer',
  'find_orders',
  'find_tickets',
  'search_articles',
  'update_ticket',
  'refund_order',
  'cancel_order',
  'change_address',
  'place_order',
];
const STRANGER = ['search_articles', 'hand_off'];

describe('given the toolbox', () => {
  test.each([
    ['a customer', alice, false, [...CUSTOMER, 'check_stock']],
    ['a customer with an open request', alice, true, [...CUSTOMER, 'withdraw_request']],
    ['a colleague', priya, false, [...STAFF, 'check_stock']],
    ['a colleague with an open request', priya, true, [...STAFF, 'withdraw_request']],
    ['a colleague where Alice reads along', priyaAmongAlice, false, [...STAFF, 'check_stock']],
    ['a colleague where strangers read along', priyaAmongStrangers, true, STRANGER],
    ['a guest', guest, true, STRANGER],
    ["another company's agent", partner, false, STRANGER],
    ['somebody without a record', stranger, false, STRANGER],
  ] as const)('when %s asks, then at most ten tools are offered, by role', (_, asker, open, expected) => {
    const names = desk()
      .box.toolsFor(asker, open)
      .map(({ spec }) => spec.name);

    expect(names).toEqual(expected);
    expect(names.length).toBeLessThanOrEqual(10);
  });

  test.each([
    ['a customer', alice, ALL],
    ['a colleague', priya, ALL],
    ['a colleague where strangers read along', priyaAmongStrangers, STRANGER],
    ['a guest', guest, STRANGER],
    ["another company's agent", partner, STRANGER],
    ['somebody without a record', stranger, STRANGER],
  ] as const)('when %s calls, then only what they may call is found', (_, asker, expected) => {
    const { box } = desk();

    expect([...ALL, 'execute', '__proto__'].filter((name) => box.find(name, asker)).toSorted()).toEqual(
      expected.toSorted(),
    );
  });

  test('when approvals ask for actions, then there are the six that change something', () => {
    expect([...desk().box.actions.keys()]).toEqual([
      'open_ticket',
      'update_ticket',
      'refund_order',
      'cancel_order',
      'change_address',
      'place_order',
    ]);
  });
});
