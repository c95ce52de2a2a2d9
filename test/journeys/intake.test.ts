import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openDemo, spoil, writesOf } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo();
});
afterAll(() => here.stop());

const tickets = async () => (await writesOf(here, '/tickets')).filter(({ status }) => status === 201).length;
/** Picks “Open a ticket from this message”; the form as it opened. */
const leave = async (user: string, channel: string, ts: string) => {
  await here.slack.shortcut(user, channel, ts, 'open_ticket');
  return here.slack.waitForView(user, () => true);
};
const toldIn = (channel: string, part: string) =>
  here.slack.waitForMessage(
    (said) => said.channel === channel && said.user === 'UBOT' && readable(said).includes(part),
  );

describe('given a message in a channel that was not for the bot', () => {
  test('when its author leaves it with the team, then there is one ticket, and they alone are told', async () => {
    const before = await tickets();
    const ts = await here.slack.postAs('UALICE', 'C_SUPPORT', 'My mug is in pieces\nand so is the bowl');

    const form = await leave('UALICE', 'C_SUPPORT', ts);
    const sent = await here.submit('UALICE', { priority: 'High' });
    const whispered = await here.slack.waitForEphemeral('UALICE', ({ text }) =>
      text.includes('ticket is being opened'),
    );
    const told = await toldIn('D_ALICE', 'My mug is in pieces');

    expect(JSON.stringify(form.blocks)).toContain('and so is the bowl');
    expect([sent, here.slack.views('UALICE')]).toEqual([{ ok: true }, []]);
    expect(whispered.text).toContain('in our direct messages');
    expect(told.thread_ts).toBeUndefined();
    expect(here.slack.messages('C_SUPPORT', ts)).toHaveLength(1);
    expect(await tickets()).toBe(before + 1);
  });

  test('when the customer system is down, then the form says so, keeps what was typed, and works later', async () => {
    const before = await tickets();
    const ts = await here.slack.postAs('UALICE', 'C_SUPPORT', 'The plate as well');
    await leave('UALICE', 'C_SUPPORT', ts);
    await spoil(here, { system: 'crm', kind: 'status', status: 503 });
    const refused = await here.submit('UALICE', { subject: 'A plate' });
    await fetch(here.company.faultsUrl, { method: 'DELETE' });
    const sent = await here.submit('UALICE', { subject: 'A plate' });
    await toldIn('D_ALICE', 'A plate');

    expect(refused).toEqual({ ok: false, errors: { subject: expect.stringContaining('is not answering') } });
    expect(sent).toEqual({ ok: true });
    expect(await tickets()).toBe(before + 1);
  });
});

describe('given a thread with the bot', () => {
  test('when a colleague opens a ticket from the customer’s message and calls another, then everybody reads of it', async () => {
    const thread = await here.ask('UALICE', 'what is your return policy?');
    await here.answer(thread);
    await leave('UPRIYA', 'C_SUPPORT', thread);
    const sent = await here.submit('UPRIYA', { subject: 'Return of a lamp', 'a person': ['Call a colleague'] });
    const told = await here.answer(thread, 2);
    const card = await here.card('calls for help');

    expect(sent).toEqual({ ok: true });
    expect(told).toContain('Return of a lamp');
    expect(readable(card)).toContain('View thread');
  });
});

describe('given a message that belongs to no customer', () => {
  test('when a colleague wants a ticket of it, then they are told why there is none', async () => {
    const ts = await here.slack.postAs('UTOM', 'C_SUPPORT', 'lunch?');

    await here.slack.shortcut('UPRIYA', 'C_SUPPORT', ts, 'open_ticket');

    await here.slack.waitForEphemeral('UPRIYA', ({ text }) => text.includes("can't tell which customer"));
    expect(here.slack.views('UPRIYA')).toEqual([]);
  });
});

describe('given somebody who opens their direct messages with the bot', () => {
  test('when they are a customer, then they are offered something to begin with', async () => {
    here.slack.openMessages('UALICE');
    await here.slack.waitForCall(({ method }) => method === 'assistant.threads.setSuggestedPrompts');
    const offered = await until(() => here.slack.prompts('D_ALICE'), 'prompts');

    expect(offered.prompts.map(({ title }) => title)).toContain('Where is my order?');
  });
});
