import { expect, test } from 'vitest';
import { ApprovalId, MessageTs } from '../../src/domain/ids.ts';
import { cardOf, ledgerOf } from '../../src/domain/ledger.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import { NOON, pending, priya, unknown } from '../fakes/approvals.ts';

const everything: Required<Ledger> = {
  ...ledgerOf(pending()),
  quote: 'it came broken',
  source: MessageTs.parse('1700000000.000100'),
  editor: { person: priya.person, slackUser: priya.slackUser, at: NOON, was: 'Refund $60.00', before: [] },
  noteToRequester: 'Shipping is not included.',
  questions: [{ text: 'A photo?', by: priya.person, slackUser: priya.slackUser, at: NOON, answer: 'here' }],
  confirmedAt: NOON,
  bundle: { id: ApprovalId.parse('apr_000000'), step: 2, of: 3 },
  erasedAt: NOON,
};

test('given an approval, when it moves to another state, then it takes all of its ledger along and nothing of its state', () => {
  expect(ledgerOf({ ...unknown(), ...everything })).toEqual(everything);
});

test('given nothing optional, then nothing optional is made up', () => {
  const { rules, ...rest } = ledgerOf(pending());

  expect(ledgerOf({ ...rest, rules })).toEqual({ ...rest, rules });
  expect(Object.keys(rest)).not.toContain('quote');
});

test('given a request on a card with others, then the first of them names the card; else it does itself', () => {
  expect(cardOf(everything)).toBe('apr_000000');
  expect(cardOf(pending())).toBe('apr_000001');
});
