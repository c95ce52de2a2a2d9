import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homeOf } from '../stage/home.ts';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openDemo } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
let home: ReturnType<typeof homeOf>;
beforeAll(async () => {
  here = await openDemo();
  home = homeOf(here.slack);
});
afterAll(() => here.stop());

const refunded = async () => (await here.refunds()).filter(({ status }) => status === 201).length;
const ask = async (amount: string) => {
  const thread = await here.ask('UALICE', `please refund ${amount} of ORD-12345, the tea was stale`);
  return { thread, card: await here.card(`Refund ${amount} to`) };
};
/** Somebody refunds a dollar of the same order past the bot. */
async function refundByPhone(): Promise<void> {
  const url = `${here.company.ordersUrl}/orders/ORD-12345`;
  const { version } = z.object({ version: z.number() }).parse(await (await fetch(url)).json());
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'somebody-else' };
  const body = JSON.stringify({ amount: { minor: 100, currency: 'USD' }, reason: 'by phone', version });
  await fetch(`${url}/refunds`, { method: 'POST', headers, body });
}
const ticketStatus = async () =>
  z.object({ status: z.string() }).parse(await (await fetch(`${here.company.crmUrl}/tickets/TKT_001`)).json()).status;
/** Opens Home and, from there, the form in which this refund is decided. */
const review = async (user: string, amount: string) => {
  await home.open(user, `Refund ${amount}`);
  await home.press(user, 'Review');
  return home.form(user, `Refund ${amount}`);
};

describe('given a refund that waits for a decision', () => {
  test('when an agent approves it from Home, then the card, the thread and the Homes of all who look follow, and it happens once', async () => {
    await home.open('UTOM', 'Nothing needs you.');
    const { thread, card } = await ask('$21.00');
    const before = await refunded();

    const seen = await home.open('UPRIYA', /Refund \$21\.00/);
    await home.press('UPRIYA', 'Review');
    const form = await home.form('UPRIYA', 'Refund $21.00');
    const read = home.formText('UPRIYA');
    const sent = await home.send('UPRIYA');
    await here.cardShows(card.ts, '✓ Refunded $21.00');
    const told = await here.answer(thread, 2);
    await home.shows('UPRIYA', 'Nothing needs you.');
    await home.shows('UTOM', '*Alice Wonderland* · ORD-12345 · ✓ Refunded $21.00');

    expect(seen).toMatch(/1 needs you[\s\S]*1 h 59 min left · \*Refund \$21\.00\* · Alice Wonderland · ORD-12345/);
    expect(form).toMatchObject({ submit: { text: 'Refund $21.00' } });
    expect(read).toMatch(/nothing has changed[\s\S]*Policy check/);
    expect(sent).toEqual({ ok: true });
    expect(home.formText('UPRIYA')).toContain('You approved *Refund $21.00*');
    expect(told).toMatch(/^Done: \$21\.00/);
    expect(await refunded()).toBe(before + 1);
  });

  test('when two people decide it from Home and from the card in the same moment, then one does, and both are told', async () => {
    for (const amount of ['$2.00', '$3.00', '$4.00']) {
      const { card } = await ask(amount);
      const [before, whispers] = [await refunded(), here.slack.ephemerals('UTOM').length];
      await review('UPRIYA', amount);

      const press = () => here.press('UTOM', card.ts);
      const send = () => home.send('UPRIYA');
      await Promise.all(amount === '$3.00' ? [press(), send()] : [send(), press()]);
      const final = readable(await here.cardShows(card.ts, `✓ Refunded ${amount}`));
      const isPriya = final.includes('approved by <@UPRIYA>');
      const tom = isPriya && (await until(() => here.slack.ephemerals('UTOM')[whispers], 'Tom to be told'));

      expect(final).toContain(isPriya ? 'approved by <@UPRIYA>' : 'approved by <@UTOM>');
      expect(home.formText('UPRIYA')).toMatch(isPriya ? /You approved/ : /<@UTOM> approved this at/);
      if (tom) expect(tom.message.text).toMatch(/<@UPRIYA> approved this at/);
      expect(await refunded()).toBe(before + 1);
    }
  });

  test('when it was decided elsewhere since Home was drawn, then Review tells by whom, and Home is drawn anew', async () => {
    const { card } = await ask('$5.00');
    await home.open('UPRIYA', /Refund \$5\.00/);
    await here.press('UTOM', card.ts);
    await here.cardShows(card.ts, '✓ Refunded $5.00');

    await home.press('UPRIYA', 'Review');
    await home.form('UPRIYA', '<@UTOM> approved this at');
    await home.shows('UPRIYA', 'Nothing needs you.');
  });

  test('when it is rejected from Home, then all forms close, Home says so, and no money moves', async () => {
    const { card } = await ask('$6.00');
    const before = await refunded();
    await review('UPRIYA', '$6.00');

    await home.press('UPRIYA', 'Reject', { place: 'form' });
    await home.form('UPRIYA', 'Reject this request');
    const depth = here.slack.views('UPRIYA').length;
    const sent = await here.submit('UPRIYA', { reason: 'Not enough evidence' });
    await here.cardShows(card.ts, 'Rejected by <@UPRIYA>');

    expect([depth, sent]).toEqual([2, { ok: true }]);
    expect(here.slack.views('UPRIYA')).toEqual([]);
    await home.shows('UPRIYA', 'You rejected *Refund $6.00*.');
    expect(await refunded()).toBe(before);
  });

  test('when the order changed since it was asked for, then the form says what, and offers no approving', async () => {
    const { card } = await ask('$7.00');
    await refundByPhone();

    const form = await review('UPRIYA', '$7.00');

    expect(home.formText('UPRIYA')).toMatch(
      /Facts changed since you were asked:\*[\s\S]*cannot be approved as it stands/,
    );
    expect(form.submit).toBeNull();
    await home.press('UPRIYA', 'Reject', { place: 'form' });
    await home.form('UPRIYA', 'Reject this request');
    await here.submit('UPRIYA', { reason: 'Other' });
    await here.cardShows(card.ts, 'Rejected');
  });

  test('when Home is filtered and sorted, then it stays so after Refresh and when it is opened again', async () => {
    await home.open('UPRIYA', 'Support queue');

    await home.press('UPRIYA', 'Tickets');
    await home.shows('UPRIYA', '0 about tickets need you');
    await home.choose('UPRIYA', 'home_order', 'tickets:oldest:0');
    await until(() => here.slack.home('UPRIYA')?.private_metadata === 'tickets:oldest:0', 'the order');
    await home.press('UPRIYA', 'Refresh');
    await home.open('UPRIYA', '✓ Tickets');

    expect(here.slack.home('UPRIYA')?.private_metadata).toBe('tickets:oldest:0');
  });
});

describe('given a ticket change that was carried out a moment ago', () => {
  test('when a colleague presses Undo in Home, then the ticket is as it was, and Home says so', async () => {
    await here.ask('UTOM', 'Please mark ticket TKT_001 as Resolved');
    const card = await here.card('Set ticket TKT_001 to Resolved?');
    await here.press('UPRIYA', card.ts);
    await here.cardShows(card.ts, 'approved by <@UPRIYA>');

    const seen = await home.open('ULEA', 'can be undone until');
    await home.press('ULEA', 'Undo');
    const asked = await home.shows('ULEA', 'Undo was asked for.');
    await until(async () => (await ticketStatus()) === 'Open', 'the ticket to be open again');
    await home.shows('ULEA', /Set TKT_001 to Resolved · [^\n]*asked to be taken back/);

    expect(seen).toMatch(/Set TKT_001 to Resolved · approved by <@UPRIYA>[^\n]*can be undone until/);
    expect(asked).not.toContain('can be undone until');
  });
});

describe('given somebody who decides nothing', () => {
  test('when a customer opens Home, then they see what is theirs and no colleague, and can call a person once', async () => {
    const seen = await home.open('UALICE', 'Your requests');
    const cards = here.slack.messages('C_APPROVALS').length;

    await home.press('UALICE', 'Talk to a person');
    await home.shows('UALICE', 'A colleague was told');
    await until(() => here.slack.messages('C_APPROVALS').length === cards + 1, 'the card');
    await home.press('UALICE', 'Talk to a person');
    await home.shows('UALICE', /A colleague was told (?:a moment|\d+ minutes?) ago/);

    expect(seen).toMatch(/Refund \$21\.00\* · ORD-12345\nDone: [\s\S]*TKT_001/);
    expect(seen).not.toMatch(/UPRIYA|UTOM|Priya|Tom Baker|policy|evidence/i);
    expect(here.slack.messages('C_APPROVALS')).toHaveLength(cards + 1);
    expect(readable(here.slack.messages('C_APPROVALS').at(-1) ?? { text: '' })).toContain('<@UALICE> needs a person');
  });

  test('when an admin, a guest or somebody of another company opens it, then they see no request', async () => {
    await ask('$8.00');

    const admin = await home.open('UADMIN', 'Support at a glance');
    const [guest, stranger] = [await home.open('UGUEST', 'help articles'), await home.open('UEXT', 'help articles')];

    expect(admin).toContain('*1* request waits for a decision');
    for (const seen of [admin, guest, stranger]) expect(seen).not.toMatch(/\$8\.00|Alice|ORD-/);
  });
});
