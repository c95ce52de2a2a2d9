import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openDemo } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo();
});
afterAll(() => here.stop());

const Actions = z.object({ elements: z.array(z.object({ action_id: z.string(), value: z.string().optional() })) });

/** The value that the card's approving button carries. */
function valueOn(ts: string): string {
  const card = here.slack.messages('C_APPROVALS').find((message) => message.ts === ts);
  const buttons = (card?.blocks ?? []).flatMap((block) => Actions.safeParse(block).data?.elements ?? []);
  const value = buttons.find(({ action_id }) => action_id === 'approve_request')?.value;
  if (!value) throw new Error('the card has no approving button');
  return value;
}

/** A click as Slack would tell it, with anything in it. */
interface Forged {
  channel: string;
  message: string;
  value: string;
  over?: object;
}
const forged = (user: string, { channel, message, value, over = {} }: Forged) =>
  here.slack.deliver({
    type: 'block_actions',
    user: { id: user, username: user, name: user, team_id: 'T_LOCAL' },
    team: { id: 'T_LOCAL', domain: 'deskhand-local' },
    api_app_id: 'A_LOCAL',
    token: 'local-verification-token',
    trigger_id: '1.2.3',
    container: { type: 'message', message_ts: message, channel_id: channel, is_ephemeral: false },
    channel: { id: channel, name: 'a-channel' },
    message: { ts: message, user: 'UBOT', text: 'a card' },
    response_url: `${here.slack.apiUrl.replace('/api/', '')}/response/none`,
    actions: [
      {
        type: 'button',
        action_id: 'approve_request',
        block_id: 'b1',
        value,
        action_ts: `${Math.floor(Date.now() / 1_000)}.${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`,
        text: { type: 'plain_text', text: 'Refund' },
      },
    ],
    ...over,
  });

/** Somebody deletes the bot's message. */
const erase = (ts: string) =>
  fetch(`${here.slack.apiUrl}chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${here.slack.botToken}` },
    body: new URLSearchParams({ channel: 'C_APPROVALS', ts }),
  });

const whisperTo = (user: string, words: string) =>
  until(
    () => here.slack.ephemerals(user).findLast(({ message }) => message.text.includes(words)),
    `${user} to be told ${words}`,
    2_000,
  );

describe('given a refund that waits for a decision', () => {
  let card: Awaited<ReturnType<typeof here.card>>;
  beforeAll(async () => {
    await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    card = await here.card('Refund $48.00');
  });

  test.each([
    ['the requester', 'UALICE', 'You asked for this; another approver must decide.'],
    ['another customer', 'UBOB', 'Only the support team can use these buttons.'],
    ['a guest', 'UGUEST', 'Only the support team can use these buttons.'],
    ['somebody of another company', 'UEXT', 'Only the support team can use these buttons.'],
    ['an admin', 'UADMIN', 'Admins configure Deskhand and do not approve requests.'],
  ])(
    'when %s, in the channel or not, presses, then they are told why not, and nothing changes',
    async (_, user, words) => {
      const before = here.slack.messages('C_APPROVALS');
      const acked = await here.press(user, card.ts);
      await whisperTo(user, words);

      expect(acked).toBe(true);
      expect(here.slack.messages('C_APPROVALS')).toEqual(before);
      expect(await here.refunds()).toEqual([]);
    },
  );

  test('when somebody is both admin and lead, then they are refused', async () => {
    here.slack.regroup('S_LEADS', ['ULEA', 'UADMIN']);
    await here.press('UADMIN', card.ts);

    await until(() => here.slack.ephemerals('UADMIN').length === 2, 'the second refusal');
    expect(await here.refunds()).toEqual([]);
  });

  test("when the button's value comes from another message or channel, then it decides nothing", async () => {
    const value = valueOn(card.ts);
    const other = await here.slack.postAs('UPRIYA', 'C_APPROVALS', 'look at this');
    await forged('UPRIYA', { channel: 'C_APPROVALS', message: other, value });
    await forged('UTOM', { channel: 'C_SUPPORT', message: card.ts, value });

    await whisperTo('UPRIYA', 'nothing was decided');
    await whisperTo('UTOM', 'nothing was decided');
    expect(await here.refunds()).toEqual([]);
    expect(readable(await here.card('Refund $48.00'))).toBe(readable(card));
  });

  test("when one card's button carries another request's value, then neither is decided", async () => {
    await here.ask('UPRIYA', 'Please mark ticket TKT_001 as Resolved');
    const ticket = await here.card('Set ticket TKT_001 to Resolved?');
    await forged('ULEA', { channel: 'C_APPROVALS', message: ticket.ts, value: valueOn(card.ts) });

    await whisperTo('ULEA', 'nothing was decided');
    expect(await here.journal()).toEqual([]);
  });

  test('when a lead’s account of another workspace presses, then it is refused in words', async () => {
    const value = valueOn(card.ts);
    const count = here.slack.ephemerals('ULEA').length;
    const over = { user: { id: 'ULEA', username: 'lea', team_id: 'T_OTHER' } };
    await forged('ULEA', { channel: 'C_APPROVALS', message: card.ts, value, over });

    await until(() => here.slack.ephemerals('ULEA').length > count, 'the refusal');
    expect(here.slack.ephemerals('ULEA').at(-1)?.message.text).toBe('Only the support team can use these buttons.');
    expect(await here.refunds()).toEqual([]);
  });

  test.each([
    ['of a request that never was', 'apr_00000000000000000000:1'],
    ['that is no value of ours', 'x'.repeat(1_900)],
  ])('when the button carries a value %s, then the person is told that it is not known', async (_, value) => {
    const count = here.slack.ephemerals('UTOM').length;
    await forged('UTOM', { channel: 'C_APPROVALS', message: card.ts, value });

    await until(() => here.slack.ephemerals('UTOM').length === count + 1, 'the answer');
    expect(here.slack.ephemerals('UTOM').at(-1)?.message.text).toContain("I can't find this request");
  });

  test('when roles cannot be read, then nothing is decided and the person is told so', async () => {
    here.slack.faults.add('users.info', { kind: 'error', error: 'internal_error', times: 9 });
    await here.press('ULEA', card.ts);

    await whisperTo('ULEA', 'Could not check your role — nothing changed, try again.');
    expect(await here.refunds()).toEqual([]);
    here.slack.faults.clear();
  });

  test('when it is decided afterwards, then it was all the same to it', async () => {
    await here.press('UTOM', card.ts);
    await here.cardShows(card.ts, '✓ Refunded $48.00');

    expect(await here.refunds()).toHaveLength(1);
  });
});

describe('given a refund of over $200', () => {
  test('when an agent presses, then they are told who can decide, and a lead can', async () => {
    const thread = await here.ask('UPRIYA', 'refund ORD-30402 please, the rug has a hole');
    const card = await here.card('Refund $289.00');
    await here.press('UTOM', card.ts);
    await whisperTo('UTOM', "You can't decide the refund of $289.00");
    await here.press('ULEA', card.ts);
    await here.cardShows(card.ts, '✓ Refunded $289.00');

    expect(await here.answer(thread, 2)).toMatch(/^Done: \$289\.00/);
  });

  test('when it is over $1,000, then two people decide, one of them a lead', async () => {
    await here.ask('UPRIYA', 'refund ORD-30701 completely please, the espresso machine leaks');
    const card = await here.card('Refund $1,');
    await here.press('UTOM', card.ts);
    const half = await here.cardShows(card.ts, '1 of 2');
    await here.press('UTOM', card.ts);
    await whisperTo('UTOM', 'You have approved this one already');
    expect(readable(half)).toContain('Refund $1,');
    await here.press('ULEA', card.ts);
    await here.cardShows(card.ts, '✓ Refunded $1,');

    expect((await here.refunds()).filter(({ path }) => path.includes('ORD-30701'))).toHaveLength(1);
  });
});

describe('given a card that somebody deleted while it waits for two people', () => {
  beforeAll(async () => {
    await here.stop();
    here = await openDemo();
  });

  test('when it is redrawn, then it is posted anew; the old place decides nothing any more, and the new one does', async () => {
    await here.ask('UPRIYA', 'refund ORD-30701 completely please, the espresso machine leaks');
    const old = await here.card('Refund $1,');
    const value = valueOn(old.ts);
    await erase(old.ts);
    await forged('UTOM', { channel: 'C_APPROVALS', message: old.ts, value });
    const anew = await here.card('1 of 2');
    await forged('ULEA', { channel: 'C_APPROVALS', message: old.ts, value });
    await whisperTo('ULEA', 'These buttons are a copy: nothing was decided.');
    expect(await here.refunds()).toEqual([]);

    await here.press('ULEA', anew.ts);
    await here.cardShows(anew.ts, '✓ Refunded $1,');

    expect(anew.ts).not.toBe(old.ts);
    expect(await here.refunds()).toHaveLength(1);
  });
});
