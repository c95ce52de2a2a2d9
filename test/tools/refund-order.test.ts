import { describe, expect, test } from 'vitest';
import { money } from '../../src/domain/money.ts';
import { alice, desk, factsOf, priya, refusalOf, KEY } from './given.ts';

const wish = (more: object = {}) => ({
  order_id: 'ORD-12345',
  amount: '48.00',
  currency: null,
  reason: 'The mug arrived broken.',
  ...more,
});

describe('given a delivered order of $120.00', () => {
  test('when $48.00 are asked for, then exactly that is proposed, with the facts that matter', async () => {
    const proposal = await desk().propose(alice, 'refund_order', wish());

    expect(proposal).toEqual({
      action: 'refund_order',
      input: { order_id: 'ORD-12345', amount: { minor: 4_800, currency: 'USD' }, reason: 'The mug arrived broken.' },
      target: 'order:ORD-12345',
      customer: 'cust_123',
      facts: [
        { label: 'Order', value: 'ORD-12345 · delivered 3 days ago' },
        { label: 'Customer', value: 'cust_123 · Premium · since 2021' },
        { label: 'Paid', value: '$120.00' },
        { label: 'Already refunded', value: '$0.00' },
        { label: 'This refund', value: '$48.00' },
        { label: 'Left after', value: '$72.00' },
        { label: 'Items', value: '2 × Coffee mug ($24.00 each)' },
      ],
      basis: {
        customer: 'cust_123',
        status: 'delivered',
        deliveredAt: '2026-01-07T12:00:00Z',
        paid: 12_000,
        refunded: 0,
        currency: 'USD',
      },
      version: 1,
      reason: 'The mug arrived broken.',
      cost: { minor: 4_800, currency: 'USD' },
      words: {
        title: 'Refund $48.00 to Alice Wonderland?',
        effect: 'Refund $48.00',
        done: 'Refunded $48.00',
        notDone: 'Not refunded',
        subject: 'the refund of $48.00 for ORD-12345',
        told: '$48.00 for ORD-12345 is on its way back, usually in 5-10 days.',
        finality: 'money out, cannot be undone',
      },
    });
  });

  test('when no amount is named, then all that is left is proposed', async () => {
    const { company, propose } = desk();
    company.changeOrder('ORD-12345', { refunded: { minor: 2_000, currency: 'USD' } });

    expect((await propose(priya, 'refund_order', wish({ amount: null }))).cost).toEqual({
      minor: 10_000,
      currency: 'USD',
    });
  });

  test.each([
    ['48', 4_800],
    ['48.5', 4_850],
    ['48.50', 4_850],
    ['0.01', 1],
    ['19.99', 1_999],
    ['120.00', 12_000],
  ])('when the amount is "%s", then it is %i minor units', async (amount, minor) => {
    expect((await desk().propose(alice, 'refund_order', wish({ amount }))).cost).toEqual({ minor, currency: 'USD' });
  });

  test.each([
    '-5',
    '+5',
    '-0',
    'NaN',
    'Infinity',
    '1e3',
    '1e400',
    '１００',
    '0x10',
    '12abc',
    '',
    ' 5',
    '5 ',
    '5.',
    '.5',
    '1,000.00',
    '$5',
    '9007199254740993000',
    5,
    -5,
    Number.NaN,
    true,
    {},
    ['5'],
  ])('when the amount is %j, then the field and the rule are named', async (amount) => {
    const { ask, company } = desk();

    expect(refusalOf(await ask(alice, 'refund_order', wish({ amount })))).toMatch(
      /^INVALID_ARGUMENTS amount: (must|Invalid input)/,
    );
    expect(company.reads).toEqual([]);
  });

  test.each([
    ['0', 'INVALID_ARGUMENTS amount: must be more than zero'],
    ['0.00', 'INVALID_ARGUMENTS amount: must be more than zero'],
    ['10.005', 'INVALID_ARGUMENTS amount: must have at most 2 decimals in USD'],
    [
      '120.01',
      'EXCEEDS_REFUNDABLE $120.01 is more than what is left to refund on ORD-12345: $120.00 was paid, $0.00 is already refunded, $120.00 is left.',
    ],
  ])('when the amount is "%s", then it is refused in words', async (amount, refusal) => {
    expect(refusalOf(await desk().ask(alice, 'refund_order', wish({ amount })))).toBe(refusal);
  });

  test('when another currency is named, then it is refused; its own is fine in any case', async () => {
    const { ask, propose } = desk();

    expect(refusalOf(await ask(alice, 'refund_order', wish({ currency: 'EUR' })))).toBe(
      'CURRENCY_MISMATCH Order is in USD; proposal in EUR refused',
    );
    expect((await propose(alice, 'refund_order', wish({ currency: 'usd' }))).cost).toEqual({
      minor: 4_800,
      currency: 'USD',
    });
  });
});

describe('given orders with other sums', () => {
  test('when the currency has no decimals, then none are accepted', async () => {
    const { ask, propose } = desk();

    expect(refusalOf(await ask(alice, 'refund_order', wish({ order_id: 'ORD-JPY', amount: '500.00' })))).toBe(
      'INVALID_ARGUMENTS amount: must have at most 0 decimals in JPY',
    );
    expect((await propose(alice, 'refund_order', wish({ order_id: 'ORD-JPY', amount: '500' }))).words.effect).toBe(
      'Refund ¥500',
    );
  });

  test.each([null, '1.00'])(
    'when nothing is left and %j is asked for, then it is refused with the figures',
    async (amount) => {
      expect(refusalOf(await desk().ask(alice, 'refund_order', wish({ order_id: 'ORD-3', amount })))).toBe(
        'NOTHING_LEFT_TO_REFUND Nothing is left to refund on ORD-3: $120.00 was paid, $120.00 is already refunded.',
      );
    },
  );
});

describe('given a frozen refund', () => {
  test('when nothing changed, then preparing it again gives the same proposal', async () => {
    const { prepare, propose } = desk();
    const proposal = await propose(alice, 'refund_order', wish());

    expect(await prepare(proposal)).toEqual({ ok: true, value: proposal });
  });

  test('when something was refunded meanwhile, then the basis and the facts say so', async () => {
    const { company, prepare, propose } = desk();
    const proposal = await propose(alice, 'refund_order', wish());
    company.changeOrder('ORD-12345', { refunded: { minor: 3_000, currency: 'USD' } });

    const fresh = await prepare(proposal);

    expect(fresh).toMatchObject({ ok: true, value: { version: 2, input: proposal.input, basis: { refunded: 3_000 } } });
    expect(fresh.ok && factsOf(fresh.value)).toContain('Left after: $42.00');
  });

  test('when too little is left or the order is gone from its owner, then it says so', async () => {
    const { company, prepare, propose } = desk();
    const proposal = await propose(alice, 'refund_order', wish());

    company.changeOrder('ORD-12345', { customerId: 'cust_456' });
    expect(await prepare(proposal)).toMatchObject({
      ok: true,
      value: { customer: 'cust_456', basis: { customer: 'cust_456' } },
    });
    company.changeOrder('ORD-12345', { refunded: { minor: 9_000, currency: 'USD' } });
    expect(await prepare(proposal)).toMatchObject({ ok: false, refusal: { code: 'EXCEEDS_REFUNDABLE' } });
  });

  test('when it is executed twice, then the company refunds once and both hear the same', async () => {
    const { company, execute, propose } = desk();
    const proposal = await propose(alice, 'refund_order', wish());

    const outcomes = [await execute(proposal), await execute(proposal)];

    const executed = { kind: 'executed', receipt: { reference: 're_1', status: 'succeeded' } };
    expect(outcomes).toEqual([executed, executed]);
    expect(company.journal).toEqual([
      {
        key: KEY,
        what: 'refund ORD-12345',
        detail: { amount: { minor: 4_800, currency: 'USD' }, reason: 'The mug arrived broken.' },
      },
    ]);
  });

  test.each([
    ['still pending', { status: 'pending' }, { kind: 'executed', receipt: { reference: 're_1', status: 'pending' } }],
    ['declined', { status: 'failed' }, { kind: 'failed', refusal: 'the payment provider declined the refund re_1' }],
    [
      'another amount',
      { amount: money(480, 'USD') },
      { kind: 'unknown', why: 'asked for $48.00, the answer re_1 says $4.80' },
    ],
    [
      'another currency',
      { amount: money(4_800, 'EUR') },
      { kind: 'unknown', why: 'asked for $48.00, the answer re_1 says €48.00' },
    ],
  ] as const)(
    'when the answer is %s, then the outcome is told as it is, at once and looked up',
    async (_, answer, outcome) => {
      const { company, execute, lookUp, propose } = desk();
      const proposal = await propose(alice, 'refund_order', wish());
      company.answerRefundWith(answer);

      expect(await execute(proposal)).toEqual(outcome);
      expect(await lookUp(proposal)).toEqual(outcome);
    },
  );

  test('when the order changed in the meantime, then the company says no and nothing happened', async () => {
    const { company, execute, propose } = desk();
    const proposal = await propose(alice, 'refund_order', wish());
    company.changeOrder('ORD-12345', {});

    expect(await execute(proposal)).toEqual({ kind: 'failed', refusal: 'the record was changed in the meantime' });
    expect(company.journal).toEqual([]);
  });

  test('when the answer is lost, then the outcome is unknown until it is looked up', async () => {
    const { company, execute, lookUp, propose } = desk();
    const proposal = await propose(alice, 'refund_order', wish());
    expect(await lookUp(proposal)).toBeUndefined();
    company.loseNextAnswer();

    expect(await execute(proposal)).toEqual({ kind: 'unknown', why: 'the answer was lost' });
    expect(await lookUp(proposal)).toEqual({ kind: 'executed', receipt: { reference: 're_1', status: 'succeeded' } });
  });
});
