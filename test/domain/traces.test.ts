import { describe, expect, test } from 'vitest';
import type { Item } from '../../src/domain/conversation.ts';
import { CustomerId, MessageTs, UserId } from '../../src/domain/ids.ts';
import {
  customersIn,
  noTraces,
  recognizer,
  together,
  tracesInItems,
  tracesInRequest,
} from '../../src/domain/traces.ts';
import { NOON, executing, inEveryState, pending, proposal } from '../fakes/approvals.ts';

const ALICE = CustomerId.parse('cust_123');
const said = (
  text: string,
  user = 'UPRIYA',
  role: 'agent' | 'customer' = 'agent',
): Extract<Item, { kind: 'person' }> => ({
  kind: 'person',
  text,
  by: { user: UserId.parse(user), role, external: false },
  ts: MessageTs.parse('1.1'),
  at: NOON,
});
const result = (output: unknown): Item => ({
  kind: 'result',
  callId: 'c1',
  output: typeof output === 'string' ? output : JSON.stringify(output),
  at: NOON,
});
const record = result({
  id: 'cust_123',
  name: 'Alice Wonderland',
  email: 'alice@example.com',
  tickets: [{ id: 'TKT_001' }],
});
const orders = result({
  orders: [
    { id: 'ORD-12345', customerId: 'cust_123' },
    { id: 'ORD-9', customerId: 'cust_456' },
  ],
});

test('given somebody who only wrote, when their record is known, then what comes from their account is theirs', () => {
  const hello = said('my private story', 'UALICE', 'customer');
  const known = { ...hello, by: { ...hello.by, customer: ALICE } };

  expect([...tracesInItems([known], ALICE).users]).toEqual(['UALICE']);
  expect([...tracesInItems([hello], ALICE).users]).toEqual([]);
});

describe('given what tools answered', () => {
  test('when it is about the customer, then their names and records are known, and nobody else’s', () => {
    const { names } = tracesInItems([said('who is it?'), record, orders], ALICE);

    expect([...names].toSorted()).toEqual(['Alice Wonderland', 'ORD-12345', 'TKT_001', 'alice@example.com']);
    expect(customersIn(orders)).toEqual(['cust_123', 'cust_456']);
    expect(customersIn(record)).toEqual(['cust_123']);
  });

  test('when only a customer wrote there, then that is their account; a colleague is not', () => {
    expect([...tracesInItems([said('mine?', 'UALICE', 'customer'), orders], ALICE).users]).toEqual(['UALICE']);
    expect([...tracesInItems([said('hers?'), orders], ALICE).users]).toEqual([]);
    expect([...tracesInItems([said('mine?', 'UBOB', 'customer'), result('{}')], ALICE).users]).toEqual([]);
  });
});

describe('given requests', () => {
  test('when one is for the customer, then its record, its receipt and who asked are known', () => {
    const facts = [{ label: 'Customer', value: 'Alice Wonderland · cust_123 · Premium' }];
    const executed = inEveryState.find(({ status }) => status === 'executed');
    if (executed?.status !== 'executed') throw new Error('expected an executed one');

    const { names, users } = tracesInRequest(
      { ...executed, proposal: proposal({ facts }), receipt: { reference: 'RF-77', status: 'succeeded' } },
      ALICE,
    );

    expect([...names].toSorted()).toEqual(['Alice Wonderland', 'ORD-12345', 'RF-77']);
    expect([...users]).toEqual(['UALICE']);
  });

  test('when it is for somebody else, then nothing is known by it', () => {
    const { names, users } = tracesInRequest(pending(), CustomerId.parse('cust_456'));

    expect([[...names], [...users]]).toEqual([[], []]);
    expect([...tracesInRequest(executing(), ALICE).names]).toEqual(['ORD-12345']);
  });
});

describe('given a customer with name, e-mail and order', () => {
  const traces = together(noTraces(ALICE), {
    names: new Set(['Alice Wonderland', 'alice@example.com', 'ORD-12345']),
    users: new Set([UserId.parse('UALICE')]),
  });
  const isAbout = recognizer(traces);

  test.each([
    [said('what of cust_123?'), true],
    [said('what of CUST_123.'), true],
    [said('what of cust_1234?'), false],
    [said('ALICE wonderland wrote'), true],
    [said('alicia wonderland wrote'), false],
    [said('mail alice@example.com!'), true],
    [said('mail malice@example.com!'), false],
    [said('ask <@UALICE>'), true],
    [said('hello', 'UALICE', 'customer'), true],
    [result({ list: [{ note: 'see ORD-12345' }] }), true],
    [result('no JSON about ORD-12345'), true],
    [{ kind: 'call', callId: 'c', name: 'find', arguments: '{"id":"ORD-12345"}', at: NOON } satisfies Item, true],
    [{ kind: 'assistant', text: 'ORD-123456 is yours', at: NOON } satisfies Item, false],
    [{ kind: 'note', text: 'Request for cust_123', at: NOON } satisfies Item, true],
    [{ kind: 'note', text: 'Request for her', customer: ALICE, at: NOON } satisfies Item, true],
    [{ ...said('hello', 'UALICE'), kind: 'edited' } satisfies Item, true],
    [{ ...said('I mean ORD-12345'), kind: 'edited' } satisfies Item, true],
    [{ ...said('hello'), by: { ...said('hello').by, name: 'Alice Wonderland' } } satisfies Item, true],
    [{ ...said('hello'), by: { ...said('hello').by, name: 'Alicia' } } satisfies Item, false],
  ])('when %o is read, then it is about them: %s', (item, expected) => {
    expect(isAbout(item)).toBe(expected);
  });
});
