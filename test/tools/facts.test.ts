import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begin } from '../../src/domain/execution.ts';
import { visibleText } from '../../src/domain/visible-text.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Proposal } from '../../src/domain/proposal.ts';
import { formatMoney, Money } from '../../src/domain/money.ts';
import { NOON, approved } from '../fakes/approvals.ts';
import type { FakeCompany } from '../fakes/company.ts';
import { alice, bob, desk, factsOf, priya } from './given.ts';

const reason = 'They asked.';
const refund = { order_id: 'ORD-12345', amount: '48.00', currency: null, reason };
const cancellation = { order_id: 'ORD-1', reason };
const address = { order_id: 'ORD-1', shipping_address: '2 Looking Glass', reason };
const ticket = { ticket_id: 'TKT_001', status: 'Resolved', priority: 'Low', note: 'Reset link worked.', reason };
const problem = { customer_id: null, subject: 'Cannot log in', priority: 'High', note: 'Tried twice.' };
const order = {
  customer_id: null,
  lines: [
    { sku: 'MUG', quantity: 2 },
    { sku: 'POT', quantity: 1 },
  ],
  shipping_address: '5 Yard',
  delivery: 'expedited',
  reason,
};

const ACTIONS = [
  ['refund_order', alice, refund],
  ['cancel_order', alice, cancellation],
  ['change_address', alice, address],
  ['update_ticket', priya, ticket],
  ['open_ticket', alice, problem],
  ['place_order', bob, order],
] as const;

/** Every argument as a card would say it, but the reason, which has a place of its own. */
function argumentsOf(input: Json): readonly string[] {
  const sum = Money.safeParse(input);
  if (sum.success) return [formatMoney(sum.data)];
  if (Array.isArray(input)) return input.flatMap((item: Json) => argumentsOf(item));
  if (typeof input === 'number' || typeof input === 'string') return [String(input)];
  if (input === null || typeof input !== 'object') return [];
  return Object.entries(input).flatMap(([key, value]) => (key === 'reason' ? [] : argumentsOf(value)));
}

function expectWhole(proposal: Proposal): void {
  const shown = factsOf(proposal).join('\n').toLowerCase();
  for (const argument of argumentsOf(proposal.input)) expect(shown).toContain(argument.toLowerCase());
}

test.each([
  ['Alice Wonderland', 'Alice Wonderland · cust_123 · Premium · since 2021'],
  ['Bob · cust_456 · Standard', 'Bob   cust_456   Standard · cust_123 · Premium · since 2021'],
  [' \u200b', 'cust_123 · Premium · since 2021'],
])(
  'given a customer called %j, when something is proposed for them, then name and id cannot be mixed up',
  async (...given) => {
    const [name, value] = given;
    const here = desk();
    here.company.changeCustomer('cust_123', { name });

    expect((await here.propose(alice, 'refund_order', refund)).facts).toContainEqual({ label: 'Customer', value });
  },
);

test.each(ACTIONS)(
  'given %s, when it is proposed, then every argument stands whole among the facts',
  async (...given) => {
    const [name, asker, input] = given;
    const proposal = await desk().propose(asker, name, input);

    expectWhole(proposal);
    expect(proposal.reason).toBe(name === 'open_ticket' ? problem.note : reason);
    expect(proposal.customerTier).toBe(asker === bob ? 'standard' : 'premium');
    expect(proposal.harmless).toBe(name === 'open_ticket' || name === 'update_ticket' ? true : undefined);
  },
);

test('given texts of any kind, when they are proposed, then they are shown whole and hold nothing that cannot be shown', async () => {
  const hidden = fc.constantFrom(
    '\u202e',
    '\u200b',
    '\0',
    '\r\n',
    '\t ',
    '\u2028',
    'e\u0301',
    '\ud800',
    '👩‍👩‍👧',
    ' → ',
    '"',
  );
  const words = fc
    .array(fc.oneof(hidden, fc.string({ maxLength: 9, unit: 'binary' }), fc.string({ maxLength: 9 })), {
      maxLength: 12,
    })
    .map((parts) => `x${parts.join('')}`);
  await fc.assert(
    fc.asyncProperty(words, async (text) => {
      const { propose } = desk();
      const proposals = [
        await propose(alice, 'change_address', { ...address, shipping_address: text }),
        await propose(priya, 'update_ticket', { ...ticket, note: text }),
        await propose(alice, 'open_ticket', { ...problem, subject: text.slice(0, 100), note: text }),
        await propose(bob, 'place_order', { ...order, shipping_address: text }),
      ];
      for (const proposal of proposals) {
        expectWhole(proposal);
        for (const { value } of proposal.facts) expect(visibleText(value)).toBe(value);
        expect(argumentsOf(proposal.input).filter((argument) => / {2}|[\t\r]|^\s|\s$/.test(argument))).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

describe('given an approved request whose record changed before it is carried out', () => {
  type Change = (company: FakeCompany) => void;
  const onOrder =
    (id: string, change: object): Change =>
    (company) =>
      company.changeOrder(id, { ...change });
  const onTicket =
    (change: object): Change =>
    (company) =>
      company.changeTicket('TKT_001', { ...change });
  const usd = (minor: number) => ({ minor, currency: 'USD' });
  const elsewhere = { carrier: 'UPS', eta: '2027-01-01T00:00:00Z', trackingUrl: 'https://track.example.com/9' };

  const begun = async (name: (typeof ACTIONS)[number][0], change: Change) => {
    const { company, prepare, propose } = desk();
    const [, asker, input] = ACTIONS.find(([other]) => other === name) ?? ACTIONS[0];
    const proposal = await propose(asker, name, input);
    change(company);
    return { proposal, result: begin(approved({ proposal }), await prepare(proposal), NOON) };
  };

  test.each([
    ['refund_order', onOrder('ORD-12345', elsewhere), 2],
    ['refund_order', onOrder('ORD-12345', { shippingAddress: 'elsewhere' }), 2],
    ['cancel_order', onOrder('ORD-1', elsewhere), 2],
    ['cancel_order', onOrder('ORD-1', { shippingAddress: 'elsewhere' }), 2],
    ['change_address', onOrder('ORD-1', elsewhere), 2],
    ['update_ticket', onTicket({ notes: ['seen', 'again'] }), 15],
    ['update_ticket', onTicket({ subject: 'Login issue, again' }), 15],
  ] as const)('when it was nothing that matters to %s, then it begins with the fresh version', async (...given) => {
    const [name, change, version] = given;
    const { proposal, result } = await begun(name, change);

    expect(result).toMatchObject({ ok: true, value: { status: 'executing', proposal: { ...proposal, version } } });
  });

  test.each([
    [
      'refund_order',
      { paid: usd(9_000) },
      ['Paid: $120.00 → $90.00', 'Left after: $72.00 of $120.00 → $42.00 of $90.00'],
    ],
    [
      'refund_order',
      { refunded: usd(3_000) },
      ['Already refunded: $0.00 → $30.00', 'Left after: $72.00 of $120.00 → $42.00 of $90.00'],
    ],
    ['refund_order', { status: 'cancelled' }, ['Order: ORD-12345 · delivered 3 days ago → ORD-12345 · cancelled']],
    [
      'refund_order',
      { customerId: 'cust_456' },
      [
        'Customer: Alice Wonderland · cust_123 · Premium · since 2021 → Bob The Builder · cust_456 · Standard · since 2021',
      ],
    ],
    [
      'refund_order',
      { currency: 'EUR', paid: { minor: 12_000, currency: 'EUR' }, refunded: { minor: 0, currency: 'EUR' } },
      ['Order is in EUR; proposal in USD refused'],
    ],
    [
      'cancel_order',
      { lines: [{ sku: 'POT', title: 'Tea pot', quantity: 1, price: usd(5_000) }] },
      ['Items: 2 × Coffee mug ($24.00 each) → 1 × Tea pot ($50.00)'],
    ],
    ['cancel_order', { refunded: usd(100) }, ['Already refunded: $0.00 → $1.00']],
    ['cancel_order', { status: 'shipped' }, ['ORD-1 is already shipped, so it can no longer be cancelled.']],
    ['change_address', { shippingAddress: 'A' }, ['Address now: 1 Rabbit Hole, Oxford → A']],
    ['change_address', { status: 'backordered' }, ['Order: ORD-1 · processing → ORD-1 · backordered']],
    ['change_address', { shippingAddress: '2 Looking Glass' }, ['ORD-1 already goes to this address.']],
  ] as const)('when it matters to %s (%j), then it is stale and says old and new', async (name, change, changes) => {
    const { result } = await begun(name, onOrder(name === 'refund_order' ? 'ORD-12345' : 'ORD-1', change));

    expect(result).toMatchObject({ ok: false, refusal: { status: 'stale', changes } });
  });

  test.each([
    [{ status: 'Pending' }, ['Status: Open → Pending']],
    [{ priority: 'Medium' }, ['Priority: High → Medium']],
  ] as const)(
    'when a ticket was changed (%j), then it is stale and says from what to what',
    async (change, changes) => {
      const { result } = await begun('update_ticket', onTicket(change));

      expect(result).toMatchObject({ ok: false, refusal: { status: 'stale', changes } });
    },
  );
});
