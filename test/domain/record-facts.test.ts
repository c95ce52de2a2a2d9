import { describe, expect, test } from 'vitest';
import { Target } from '../../src/domain/ids.ts';
import { customerName, recordFacts } from '../../src/domain/record-facts.ts';
import { proposal } from '../fakes/approvals.ts';

const order = { label: 'Order', value: 'ORD-12345 · delivered' };
const like = { label: 'Order', value: 'ORD-123456 · delivered' };
const customer = { label: 'Customer', value: 'Alice Wonderland · cust_123 · Premium · since 2021' };
const sum = { label: 'This refund', value: '$48.00' };

describe('given the facts of a request', () => {
  test('when it came to nothing, then those about the record and its customer are still true', () => {
    expect(recordFacts(proposal({ facts: [order, like, customer, sum] }))).toEqual([order, customer]);
  });

  test('when it is for something new, then the customer is', () => {
    const target = Target.parse('customer:cust_123:new-order');

    expect(recordFacts(proposal({ target, facts: [customer, sum] }))).toEqual([customer]);
  });

  test.each([
    ['a name', 'Alice Wonderland · cust_123 · Premium', 'Alice Wonderland'],
    ['an id alone', 'cust_123 · Premium · since 2021', 'cust_123'],
    ['nothing', ' ', 'cust_123'],
  ])('when its customer has %s, then that is how they are called', (_, value, name) => {
    expect(customerName(proposal({ facts: [{ label: 'Customer', value }] }))).toBe(name);
  });

  test('when no customer is among them, then they are called by their id', () => {
    expect(customerName(proposal())).toBe('cust_123');
  });
});
