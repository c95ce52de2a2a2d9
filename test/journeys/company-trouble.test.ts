import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { openDemo, spoil, writesOf } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo();
});
afterAll(() => here.stop());
const mend = () => fetch(here.company.faultsUrl, { method: 'DELETE' });

const NEVER = /✗|not refunded|went wrong|didn't go through|nothing was (?:done|changed)/i;
const refundsOf = async (order: string) => writesOf(here, `/orders/${order}/refunds`);

describe.concurrent('given an answer to a write that is lost', () => {
  test('when the connection is cut after a refund was made, then nobody is told that it failed, and it is found again', async () => {
    await spoil(here, { system: 'orders', method: 'POST', kind: 'commit-then-drop', times: 1 });
    const thread = await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const card = await here.card('Refund $48.00');
    await here.press('UPRIYA', card.ts);
    const unknown = readable(await here.cardShows(card.ts, 'not yet known'));
    const meanwhile = await here.answer(thread, 2);
    const again = await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const refused = await here.answer(again);
    const found = readable(await here.cardShows(card.ts, '✓ Refunded $48.00'));
    const told = await here.answer(thread, 3);

    expect(unknown).toContain('do not repeat');
    expect(meanwhile).toContain('still confirming');
    expect(refused).toMatch(/isn't settled yet/);
    expect(told).toMatch(/^Done: \$48\.00/);
    for (const text of [unknown, meanwhile, found, told]) expect(text).not.toMatch(NEVER);
    expect(await refundsOf('ORD-12345')).toMatchObject([{ status: 201 }]);
    expect(
      here.slack.messages('C_APPROVALS').filter((message) => readable(message).includes('Refund $48.00')),
    ).toHaveLength(1);
  });

  test('when an answer to a write is unreadable, then it is looked up before anything is said of it', async () => {
    await spoil(here, { system: 'crm', method: 'PATCH', kind: 'garbage', times: 1 });
    await here.ask('UPRIYA', 'Please mark ticket TKT_004 as Resolved');
    const card = await here.card('Set ticket TKT_004 to Resolved?');
    await here.press('UTOM', card.ts);
    await here.cardShows(card.ts, 'not yet known');
    await here.cardShows(card.ts, '✓ Set TKT_004 to Resolved');

    expect(await writesOf(here, '/tickets/TKT_004')).toMatchObject([{ status: 200 }]);
  });
});

describe('given a company whose own record is not what it was asked for', () => {
  test('when it cannot be told what happened, then a person is asked, who settles it, and everybody is told', async () => {
    const thread = await here.ask('UPRIYA', 'please refund $13.00 of ORD-30201, the lid is missing');
    const card = await here.card('Refund $13.00');
    await refundUnder(approvalIn(readable(card)), 'ORD-12100', 100);
    await here.press('UTOM', card.ts);
    const asked = readable(await here.cardShows(card.ts, 'It was not done', 20_000));
    const meanwhile = await here.answer(thread, 3);
    await here.openForm('ULEA', card.ts, 'It was not done');
    await here.submit('ULEA', { note: 'rang the provider' });
    const told = await here.answer(thread, 4);

    expect(asked).toContain('do not repeat');
    expect(meanwhile).toMatch(/^A colleague is now checking by hand what became of the refund of \$13\.00/);
    expect(told).toMatch(/was checked by a colleague: it did not happen, and nothing was changed/);
    expect(await refundsOf('ORD-30201')).toEqual([]);
  }, 40_000);
});

/** Somebody else uses this key for something else. */
const refundUnder = (key: string, order: string, minor: number) =>
  fetch(`${here.company.ordersUrl}/orders/${order}/refunds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ amount: { minor, currency: 'USD' }, reason: 'by phone', version: 1 }),
  });
const approvalIn = (text: string): string => /apr_[a-z0-9]+/.exec(text)?.[0] ?? '';

describe('given a company that does not always do what it is asked', () => {
  test('when facts changed between the card and the click, then nothing is done and the card says what changed', async () => {
    const thread = await here.ask('UPRIYA', 'please refund $20.00 of ORD-30102, the cups are chipped');
    const card = await here.card('Refund $20.00');
    await fetch(`${here.company.ordersUrl}/orders/ORD-30102/refunds`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'somebody-else' },
      body: JSON.stringify({ amount: { minor: 500, currency: 'USD' }, reason: 'by phone', version: 1 }),
    });
    await here.press('UTOM', card.ts);
    const stale = readable(await here.cardShows(card.ts, 'Facts changed'));
    const told = await here.answer(thread, 2);

    expect(stale).toMatch(/Already refunded: \$0\.00 → \$5\.00.*Nothing was done/);
    expect(told).toMatch(/changed while.*was waiting.*not carried out/);
    expect((await refundsOf('ORD-30102')).map(({ key }) => key)).toEqual(['somebody-else']);
  });

  test('when the company refuses at the last moment, then everybody is told that nothing was done', async () => {
    await spoil(here, { system: 'orders', method: 'POST', kind: 'status', status: 422, times: 1 });
    const thread = await here.ask('UPRIYA', 'please refund $21.00 of ORD-30301, it leaks');
    const card = await here.card('Refund $21.00');
    await here.press('UTOM', card.ts);
    await here.cardShows(card.ts, '✗ Not refunded');
    const told = await here.answer(thread, 2);

    expect(told).toMatch(/didn't go through, and nothing was changed/);
    expect(readable(await here.card('needs a person'))).toContain('Not refunded');
    expect(await refundsOf('ORD-30301')).toEqual([]);
  });

  test('when a system is down, then the person is told so in words, and the next question is answered', async () => {
    await spoil(here, { system: 'orders', method: 'GET', kind: 'status', status: 500 });
    const told = await here.answer(await here.ask('UALICE', 'Where is my order ORD-12345?'));
    await mend();
    const later = await here.answer(await here.ask('UALICE', 'Where is my order ORD-12345?'));

    expect(told).toMatch(/can't reach that system right now/);
    expect(told).not.toMatch(/500|Error|stack/);
    expect(later).toContain('delivered');
  });

  test('when the customer system is down, then nobody is taken for somebody else', async () => {
    await spoil(here, { system: 'crm', method: 'GET', kind: 'status', status: 500 });

    const told = await here.answer(await here.ask('UBOB', 'Where is my order ORD-23456?'));
    await mend();

    expect(told).toMatch(/can't look up who you are/);
  });
});
