import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/agent/parse-arguments.ts';
import { money } from '../../src/domain/money.ts';
import { executing, pending } from '../fakes/approvals.ts';
import { fakeCompany } from '../fakes/company.ts';
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
      customerTier: 'premium',
      facts: [
        { label: 'Order', value: 'ORD-12345 · delivered 3 days ago' },
        { label: 'Customer', value: 'Alice Wonderland · cust_123 · Premium · since 2021' },
        { label: 'Paid', value: '$120.00' },
        { label: 'Already refunded', value: '$0.00' },
        { label: 'This refund', value: '$48.00' },
        { label: 'Left after', value: '$72.00 of $120.00' },
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
        told: '$48.00 for ORD-12345 is on its way back.',
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

    expect(refusalOf(await ask(alice, 'refund_order', wish({ amount })))).toBe(
      'INVALID_ARGUMENTS amount: must be a decimal amount in plain digits, such as 48.00',
    );
    expect(company.reads).toEqual([]);
  });

  test.each([
    ['0', 'INVALID_ARGUMENTS amount: must be more than zero'],
    ['0.00', 'INVALID_ARGUMENTS amount: must be more than zero'],
    ['10.005', 'INVALID_ARGUMENTS amount: must have at most 2 decimals in USD'],
    [
      '120.01',
      'EXCEEDS_REFUNDABLE $120.01 is more than what is left to refund on ORD-12345: $120.00 was paid, $0.00 is already refunded, $0.00 is reserved by open requests, $120.00 is left.',
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

describe('given an order of $120.00 of which $100.00 were refunded in two parts', () => {
  const given = (open: Parameters<typeof desk>[1] = []) => {
    const company = fakeCompany();
    company.changeOrder('ORD-12345', { refunded: { minor: 10_000, currency: 'USD' } });
    return desk(company, open);
  };

  test('when the third part exceeds the rest by a cent, then it is refused with all four figures', async () => {
    const { ask, propose } = given();

    expect(refusalOf(await ask(alice, 'refund_order', wish({ amount: '20.01' })))).toBe(
      'EXCEEDS_REFUNDABLE $20.01 is more than what is left to refund on ORD-12345: $120.00 was paid, $100.00 is already refunded, $0.00 is reserved by open requests, $20.00 is left.',
    );
    expect((await propose(alice, 'refund_order', wish({ amount: '20.00' }))).cost).toEqual(money(2_000, 'USD'));
  });

  test.each([
    [
      'a refund of $15.00 is open',
      pending({ proposal: { ...pending().proposal, cost: money(1_500, 'USD') } }),
      '$15.00',
      '$5.00',
    ],
    ['what is open on it costs nothing', withoutCost(), '$0.00', '$20.00'],
    ['the open one may have been paid already', executing(), '$48.00', '$0.00'],
  ])('when %s, then that is among the figures', async (_, open, reserved, left) => {
    expect(refusalOf(await given([open]).ask(alice, 'refund_order', wish({ amount: '20.01' })))).toContain(
      `$100.00 is already refunded, ${reserved} is reserved by open requests, ${left} is left.`,
    );
  });

  test('when its own facts are read anew, then it does not count itself as reserved', async () => {
    const { prepare } = given([pending()]);

    expect(await prepare(pending().proposal)).toEqual({
      ok: false,
      refusal: {
        code: 'EXCEEDS_REFUNDABLE',
        message:
          '$48.00 is more than what is left to refund on ORD-12345: $120.00 was paid, $100.00 is already refunded, $0.00 is reserved by open requests, $20.00 is left.',
      },
    });
  });
});

function withoutCost() {
  const { cost: _, ...proposal } = pending().proposal;
  return pending({ proposal });
}

describe('given the arguments as the model wrote them', () => {
  const written = (amount: string) =>
    `{"order_id":"ORD-12345","amount":${amount},"currency":null,"reason":"Arrived broken."}`;
  const answerTo = async (text: string): Promise<string> => {
    const input = parseArguments(text);
    if (!input.ok) return `${input.refusal.code} ${input.refusal.message}`;
    const { ask, company } = desk();
    const refusal = refusalOf(await ask(alice, 'refund_order', input.value));
    expect(company.journal).toEqual([]);
    return refusal;
  };
  const PLAIN = 'INVALID_ARGUMENTS amount: must be a decimal amount in plain digits, such as 48.00';

  test.each([
    ['-5', PLAIN],
    ['"-5"', PLAIN],
    ['0', PLAIN],
    ['"0"', 'INVALID_ARGUMENTS amount: must be more than zero'],
    ['-0', PLAIN],
    ['"-0"', PLAIN],
    ['NaN', 'INVALID_JSON The arguments are not valid JSON; send one JSON object.'],
    ['"NaN"', PLAIN],
    ['"1e3"', PLAIN],
    ['1e400', PLAIN],
    ['"1e400"', PLAIN],
    ['10.005', PLAIN],
    ['"10.005"', 'INVALID_ARGUMENTS amount: must have at most 2 decimals in USD'],
    ['"10.0005"', 'INVALID_ARGUMENTS amount: must have at most 2 decimals in USD'],
    ['"１００"', PLAIN],
    ['"٤٨"', PLAIN],
    [
      '"48.00","amount":"12.00"',
      'DUPLICATE_KEYS The arguments name a key twice, which is ambiguous; send each key once.',
    ],
    [
      '"48.00","\\u0061mount":"12.00"',
      'DUPLICATE_KEYS The arguments name a key twice, which is ambiguous; send each key once.',
    ],
    [
      '"48.00","__proto__":{"amount":"1.00"}',
      'INVALID_ARGUMENTS the arguments: must be a JSON object without reserved names',
    ],
  ])('when the amount is %s, then the field and the rule are named and nothing is proposed', async (amount, answer) => {
    expect(await answerTo(written(amount))).toBe(answer);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect('amount' in {}).toBe(false);
  });
});

describe('given a proposal whose amount a colleague changes', () => {
  const changed = async (amount: string, more: object = {}) => {
    const { action, propose } = desk();
    const { input } = await propose(alice, 'refund_order', wish(more));
    return { input, result: action('refund_order').withAmount?.(input, amount) };
  };

  test('when the new amount is right, then order and reason stay as they were', async () => {
    const { input, result } = await changed('30.5');

    expect(result).toEqual({
      ok: true,
      value: { order_id: 'ORD-12345', amount: money(3_050, 'USD'), reason: 'The mug arrived broken.' },
    });
    expect(input).toMatchObject({ amount: money(4_800, 'USD') });
  });

  test.each([
    ['30.005', 'amount: must have at most 2 decimals in USD'],
    ['0', 'amount: must be more than zero'],
    ['0.00', 'amount: must be more than zero'],
    ...['-5', '1e3', '１００', '$30', '30,00', '', 'NaN', '9999999999999'].map((amount) => [
      amount,
      'amount: must be a decimal amount in plain digits, such as 48.00',
    ]),
  ])('when it is "%s", then it is refused in words', async (amount, message) => {
    expect((await changed(amount)).result).toEqual({ ok: false, refusal: { code: 'INVALID_ARGUMENTS', message } });
  });

  test('when the currency has no decimals, then none are taken', async () => {
    const yen = { order_id: 'ORD-JPY', amount: '500' };

    expect((await changed('400', yen)).result).toMatchObject({ ok: true, value: { amount: money(400, 'JPY') } });
    expect((await changed('400.0', yen)).result).toMatchObject({ ok: false });
  });

  test('when it is more than is left, then reading the facts anew refuses it with the figures', async () => {
    const { action, propose } = desk();
    const { input } = await propose(alice, 'refund_order', wish());
    const more = action('refund_order').withAmount?.(input, '120.01');

    expect(more?.ok && (await action('refund_order').prepare(more.value, 0))).toMatchObject({
      ok: false,
      refusal: { code: 'EXCEEDS_REFUNDABLE' },
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
    expect(fresh.ok && factsOf(fresh.value)).toContain('Left after: $42.00 of $90.00');
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
      { kind: 'unknown', why: 'asked for $48.00, the answer re_1 says $4.80', amount: money(480, 'USD') },
    ],
    [
      'another currency',
      { amount: money(4_800, 'EUR') },
      { kind: 'unknown', why: 'asked for $48.00, the answer re_1 says €48.00', amount: money(4_800, 'EUR') },
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
