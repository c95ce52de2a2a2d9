import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conversationOf, ChannelId, MessageTs, OutgoingId, TeamId, UserId } from '../../src/domain/ids.ts';
import { MINUTE } from '../../src/domain/time.ts';
import type { Message } from '../../src/ports/messenger.ts';
import { slackMessenger } from '../../src/slack/messenger.ts';
import type { SlackMessenger } from '../../src/slack/messenger.ts';
import { rateGate } from '../../src/slack/rate-gate.ts';
import { pending, prepared } from '../fakes/approvals.ts';
import { startFakeSlack } from '../fakes/slack-server.ts';
import type { Answer, FakeSlack } from '../fakes/slack-server.ts';
import { CARDS, keepLog } from './support.ts';

const ID = OutgoingId.parse('out_1');
const THREAD = { team: TeamId.parse('T1'), channel: ChannelId.parse('C1'), ts: MessageTs.parse('1700000000.000100') };
const CONVERSATION = conversationOf(THREAD);
const REF = { channel: ChannelId.parse('C1'), ts: MessageTs.parse('1700000000.000900') };

/** What marks a message of the bot's as the one that is looked for. */
const ours = { user: 'UBOT', metadata: { event_type: 'deskhand_outgoing', event_payload: { id: 'out_1' } } };

const reply = (markdown = 'It is **on its way**.', links: readonly string[] = []): Message => ({
  kind: 'reply',
  conversation: CONVERSATION,
  markdown,
  links,
});
const handOff = (conversation = CONVERSATION): Message => ({
  kind: 'hand-off',
  conversation,
  handOff: { user: UserId.parse('UALICE'), wants: 'a refund', facts: [] },
});

let slack: FakeSlack;
let messenger: SlackMessenger;
let now: number;

const made = (apiUrl: string) =>
  slackMessenger({
    token: 'xoxb-1',
    apiUrl,
    approvalsChannel: CARDS,
    botUserId: 'UBOT',
    workspaceUrl: 'https://acme.slack.com/',
    allowedHosts: ['help.acme.com'],
    leads: ['S_LEADS'],
    log: keepLog(),
    now: () => now,
    wake: () => () => {},
    gate: rateGate(() => now),
  });

beforeEach(async () => {
  now = 1_700_000_000_000;
  slack = await startFakeSlack();
  messenger = made(slack.apiUrl);
});
afterEach(() => slack.close());

const posts = () => slack.calls('chat.postMessage');
const written = (method: string) => JSON.stringify(slack.calls(method).map((call) => call.args));

describe('given a reply', () => {
  test('when it is posted, then it goes once to its thread, can be found again and shows no previews', async () => {
    expect(await messenger.post(ID, reply())).toEqual({ kind: 'posted', ref: REF });

    expect(posts().map((call) => call.args)).toEqual([
      {
        channel: 'C1',
        thread_ts: '1700000000.000100',
        text: expect.stringContaining('on its way'),
        blocks: [{ type: 'markdown', text: expect.stringContaining('on its way') }],
        unfurl_links: false,
        unfurl_media: false,
        client_msg_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        metadata: { event_type: 'deskhand_outgoing', event_payload: { id: 'out_1' } },
      },
    ]);
  });

  test('when it is posted again, then it carries the same client message id, and another message another one', async () => {
    await messenger.post(ID, reply());
    await messenger.post(ID, reply());
    await messenger.post(OutgoingId.parse('out_2'), reply());

    const [first, again, other] = posts().map((call) => call.args['client_msg_id']);
    expect([first === again, first === other]).toEqual([true, false]);
  });

  test('when it holds links, then only those of known hosts and of the company stay live', async () => {
    const markdown = '[a](https://help.acme.com/a) [b](https://track.example/1) [c](https://evil.example/x)';

    await messenger.post(ID, reply(markdown, ['https://track.example/1', 'not a link']));

    const blocks = JSON.stringify(posts().map((call) => call.args['blocks']));
    expect(blocks).toContain('https://help.acme.com/a');
    expect(blocks).toContain('https://track.example/1');
    expect(blocks).not.toContain('](https://evil.example');
  });

  test.each<[string, Answer, object]>([
    ['Slack says no', { error: 'channel_not_found' }, { kind: 'refused', why: 'channel_not_found' }],
    [
      'there were too many calls',
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'later', after: 7_000, why: 'ratelimited' },
    ],
    ['Slack says so in its answer', { error: 'ratelimited' }, { kind: 'later', after: 1_000, why: 'ratelimited' }],
    ['the token was revoked', { error: 'token_revoked' }, { kind: 'later', after: 60_000, why: 'token_revoked' }],
    ['the connection is cut', 'hang-up', { kind: 'ambiguous', why: expect.any(String) }],
    ['Slack fails', { status: 503 }, { kind: 'ambiguous', why: expect.any(String) }],
    ['Slack fails in the middle', { error: 'internal_error' }, { kind: 'ambiguous', why: 'internal_error' }],
    ['the answer is cut', '{"ok":true,"chan', { kind: 'ambiguous', why: 'unreadable answer' }],
    ['the answer is empty', '{}', { kind: 'ambiguous', why: 'unreadable answer' }],
    ['the answer is null', 'null', { kind: 'ambiguous', why: expect.any(String) }],
    ['the answer names no message', { channel: 'C1' }, { kind: 'ambiguous', why: 'unreadable answer' }],
  ])('when %s, then that is the answer, and it was sent once', async (_, answer, posted) => {
    slack.answer('chat.postMessage', answer);

    expect(await messenger.post(ID, reply())).toEqual(posted);
    expect(posts()).toHaveLength(1);
  });

  test('when nobody listens at Slack’s address, then it was surely not posted', async () => {
    const closed = await freePort();

    expect(await made(`http://127.0.0.1:${closed}/api/`).post(ID, reply())).toEqual({
      kind: 'later',
      after: 2_000,
      why: 'ECONNREFUSED',
    });
  });

  test('when Slack refuses its blocks, then the text is sent alone, under the same id', async () => {
    slack.answer('chat.postMessage', { error: 'invalid_blocks' }, { channel: 'C1', ts: '1700000000.000900' });

    expect(await messenger.post(ID, reply())).toEqual({ kind: 'posted', ref: REF });

    const [first, second] = posts().map((call) => call.args);
    expect(second).toEqual({ ...first, blocks: [] });
  });

  test('when Slack refuses the text too, then it is refused', async () => {
    slack.answer('chat.postMessage', { error: 'invalid_blocks' });

    expect(await messenger.post(ID, reply())).toEqual({ kind: 'refused', why: 'invalid_blocks' });
    expect(posts()).toHaveLength(2);
  });
});

describe('given a card for the team', () => {
  test('when it is posted, then it goes to the approvals channel with a link to the thread', async () => {
    slack.answer('chat.postMessage', { channel: 'CARDS', ts: '1700000000.000900' });

    expect(await messenger.post(ID, handOff())).toEqual({ kind: 'posted', ref: { ...REF, channel: 'CARDS' } });

    expect(posts().map((call) => [call.args['channel'], call.args['thread_ts']])).toEqual([['CARDS', undefined]]);
    expect(written('chat.postMessage')).toContain('https://acme.slack.com/archives/C1/p1700000000000100');
  });

  test('when it comes from direct messages, then it links nowhere', async () => {
    await messenger.post(ID, handOff(conversationOf({ ...THREAD, channel: ChannelId.parse('D1') })));

    expect(written('chat.postMessage')).not.toContain('archives');
  });

  test.each([
    ['is shared with another company', { is_ext_shared: true }, 'is shared with another company'],
    ['is offered to another company', { is_pending_ext_shared: true }, 'is shared with another company'],
    ['is shared, nobody knows with whom', { is_shared: true }, 'is shared with another company'],
    ['is archived', { is_archived: true }, 'is archived'],
    ['does not have the bot', { is_member: false }, 'does not have the bot as a member'],
    ['is a direct message', { is_im: true }, 'is a direct message'],
  ])('when the channel %s, then no card is posted, and the reason is in words', async (_, channel, words) => {
    slack.answer('conversations.info', { channel: { id: 'CARDS', is_member: true, ...channel } });

    expect(await messenger.post(ID, handOff())).toEqual({
      kind: 'later',
      after: 60_000,
      why: expect.stringContaining(words),
    });
    expect(await messenger.checkApprovalsChannel()).toMatchObject({ ok: false });
    expect(posts()).toEqual([]);
  });

  test('when the channel is shared within the company, then the card is posted', async () => {
    slack.answer('conversations.info', { channel: { is_member: true, is_shared: true, is_org_shared: true } });

    expect((await messenger.post(ID, handOff())).kind).toBe('posted');
  });

  test('when the channel does not exist, then the reason is in words', async () => {
    slack.answer('conversations.info', { error: 'channel_not_found' });

    expect(await messenger.checkApprovalsChannel()).toEqual({
      ok: false,
      refusal: { code: 'not-found', message: expect.stringContaining('APPROVALS_CHANNEL CARDS does not exist') },
    });
  });

  test('when the channel cannot be looked up, then the card waits', async () => {
    slack.answer('conversations.info', { error: 'internal_error' });

    expect(await messenger.post(ID, handOff())).toMatchObject({ kind: 'later', after: 5_000 });
    expect(posts()).toEqual([]);
  });

  test('when five minutes have passed, then the channel is checked again', async () => {
    await messenger.post(ID, handOff());
    now += 5 * MINUTE;
    await messenger.post(ID, handOff());
    const before = slack.calls('conversations.info').length;
    now += 1;
    await messenger.post(ID, handOff());

    expect([before, slack.calls('conversations.info').length]).toEqual([1, 2]);
  });
});

describe('given a question to the requester', () => {
  const question: Message = { kind: 'confirmation', approval: prepared({ conversation: CONVERSATION }) };

  test('when it is posted, then it goes to their thread, whatever the approvals channel is like', async () => {
    slack.answer('conversations.info', { channel: { id: 'CARDS', is_member: true, is_ext_shared: true } });

    expect(await messenger.post(ID, question)).toEqual({ kind: 'posted', ref: REF });

    expect(posts().map(({ args }) => [args['channel'], args['thread_ts']])).toEqual([['C1', '1700000000.000100']]);
  });

  test('when nobody knows whether it was posted, then it is looked for in their thread', async () => {
    slack.answer('conversations.replies', { messages: [{ ts: '1700000000.000900', ...ours }] });

    expect(await messenger.find(ID, question)).toEqual(REF);
    expect(slack.calls('conversations.replies')[0]?.args).toMatchObject({ channel: 'C1', ts: '1700000000.000100' });
  });
});

describe('given a reminder of a card', () => {
  const card = { channel: CARDS, ts: MessageTs.parse('1700000000.000500') };
  const reminder: Message = { kind: 'nudge', approval: pending(), stage: 'last', card };

  test('when it is posted, then it goes to the thread of the card and rings for the leads', async () => {
    slack.answer('chat.postMessage', { channel: 'CARDS', ts: '1700000000.000900' });

    expect(await messenger.post(ID, reminder)).toEqual({ kind: 'posted', ref: { ...REF, channel: 'CARDS' } });

    expect(posts().map(({ args }) => [args['channel'], args['thread_ts']])).toEqual([['CARDS', card.ts]]);
    expect(written('chat.postMessage')).toContain('<!subteam^S_LEADS>');
  });

  test('when the channel was shared with another company meanwhile, then it waits', async () => {
    slack.answer('conversations.info', { channel: { id: 'CARDS', is_member: true, is_ext_shared: true } });

    expect(await messenger.post(ID, reminder)).toMatchObject({ kind: 'later' });
    expect(posts()).toEqual([]);
  });

  test('when nobody knows whether it was posted, then it is looked for in the thread of the card', async () => {
    slack.answer('conversations.replies', { messages: [{ ts: '1700000000.000900', ...ours }] });

    expect(await messenger.find(ID, reminder)).toEqual({ ...REF, channel: 'CARDS' });
    expect(slack.calls('conversations.replies')[0]?.args).toMatchObject({ channel: 'CARDS', ts: card.ts });
  });
});

describe('given a posted message', () => {
  test('when it is redrawn, then it is changed in place', async () => {
    expect(await messenger.update(REF, reply('done'))).toEqual({ kind: 'posted', ref: REF });

    expect(slack.calls('chat.update').map((call) => call.args)).toEqual([
      {
        channel: 'C1',
        ts: '1700000000.000900',
        text: 'done',
        blocks: [{ type: 'markdown', text: 'done' }],
        metadata: { event_type: 'deskhand_outgoing', event_payload: { id: 'draft:1700000000.000900' } },
      },
    ]);
  });

  test('when the answer names another place, then it still stands where it stood', async () => {
    slack.answer('chat.update', { channel: 'C9', ts: '1700000000.000901' });

    expect(await messenger.update(REF, reply())).toEqual({ kind: 'posted', ref: REF });
  });

  test.each<[string, Answer, object]>([
    ['it is gone', { error: 'message_not_found' }, { kind: 'refused', why: 'message_not_found' }],
    [
      'there were too many calls',
      { status: 429, headers: { 'retry-after': '3' } },
      { kind: 'later', after: 3_000, why: 'ratelimited' },
    ],
  ])('when %s, then that is the answer', async (_, answer, posted) => {
    slack.answer('chat.update', answer);

    expect(await messenger.update(REF, reply())).toEqual(posted);
  });

  test('when Slack is troubled, then it is tried again', async () => {
    slack.answer('chat.update', { status: 503 }, { channel: 'C1', ts: '1700000000.000900' });

    expect((await messenger.update(REF, reply())).kind).toBe('posted');
  });
});

describe('given a post whose answer was lost', () => {
  test('when it stands on a later page of its thread, then it is found', async () => {
    slack.answer(
      'conversations.replies',
      { messages: [{ ts: '1700000000.000100', user: 'UALICE' }], response_metadata: { next_cursor: 'next' } },
      { messages: [{ ts: '1700000000.000900', ...ours }], response_metadata: { next_cursor: '' } },
    );

    expect(await messenger.find(ID, reply())).toEqual(REF);
    expect(slack.calls('conversations.replies').map((call) => call.args)).toEqual([
      { channel: 'C1', ts: '1700000000.000100', limit: '100', include_all_metadata: true },
      { channel: 'C1', ts: '1700000000.000100', limit: '100', include_all_metadata: true, cursor: 'next' },
    ]);
  });

  test('when it is a card and much was said in the channel since, then it is looked for further back', async () => {
    slack.answer(
      'conversations.history',
      { messages: [{ ts: '1700000900.000100' }], response_metadata: { next_cursor: 'older' } },
      { messages: [{ ts: '1700000000.000900', ...ours }], response_metadata: { next_cursor: 'oldest' } },
    );

    expect(await messenger.find(ID, handOff())).toEqual({ ...REF, channel: 'CARDS' });
    expect(slack.calls('conversations.history').map((call) => call.args['cursor'])).toEqual([undefined, 'older']);
  });

  test('when it is a card and the channel was read back to what asked for it, then it was posted nowhere', async () => {
    slack.answer('conversations.history', {
      messages: [{ ts: '1700000900.000100' }, { ts: '1700000000.000099' }],
      response_metadata: { next_cursor: 'older' },
    });

    expect(await messenger.find(ID, handOff())).toBeUndefined();
    expect(slack.calls('conversations.history')).toHaveLength(1);
  });

  test('when it is a card, then the newest hundred of the approvals channel are read first', async () => {
    slack.answer('conversations.history', {
      messages: [{ ts: '1700000000.000900', ...ours }],
      response_metadata: { next_cursor: 'more' },
    });

    expect(await messenger.find(ID, handOff())).toEqual({ ...REF, channel: 'CARDS' });
    expect(slack.calls('conversations.history').map((call) => call.args)).toEqual([
      { channel: 'CARDS', limit: '100', include_all_metadata: true },
    ]);
  });

  test.each<[string, Answer]>([
    [
      'no message carries the id',
      { messages: [{ ts: '1.2', user: 'UBOT', metadata: { event_type: 'x', event_payload: {} } }] },
    ],
    ['another app copied our metadata', { messages: [{ ts: '1.2', ...ours, user: 'UEVE' }] }],
    ['the thread is gone', { error: 'thread_not_found' }],
  ])('when %s, then it was posted nowhere', async (_, answer) => {
    slack.answer('conversations.replies', answer);

    expect(await messenger.find(ID, reply())).toBeUndefined();
  });

  test('when Slack cannot tell, then nobody knows', async () => {
    slack.answer('conversations.replies', { error: 'internal_error' });

    await expect(messenger.find(ID, reply())).rejects.toMatchObject({ name: 'Unavailable', system: 'slack' });
  });
});

describe('given small things to say', () => {
  test('when a status is shown, then it stands under the thread', async () => {
    await messenger.setStatus(CONVERSATION, 'is thinking…');

    expect(slack.calls('assistant.threads.setStatus').map((call) => call.args)).toEqual([
      { channel_id: 'C1', thread_ts: '1700000000.000100', status: 'is thinking…' },
    ]);
  });

  test.each<[string, Answer]>([
    ['Slack knows no status', { error: 'unknown_method' }],
    ['the connection is cut', 'hang-up'],
  ])('when %s, then nothing is wrong', async (_, answer) => {
    slack.answer('assistant.threads.setStatus', answer);
    slack.answer('chat.postEphemeral', answer);

    await messenger.setStatus(CONVERSATION, '');
    await messenger.whisper({ channel: CARDS, user: UserId.parse('ULEA') }, 'too late');

    expect(slack.calls().map((call) => call.method)).toEqual(['assistant.threads.setStatus', 'chat.postEphemeral']);
  });

  test('when one person is told something, then only they see it', async () => {
    await messenger.whisper({ channel: CARDS, user: UserId.parse('ULEA'), thread: '1.2' }, 'You asked for this one.');

    expect(slack.calls('chat.postEphemeral').map((call) => call.args)).toEqual([
      { channel: 'CARDS', user: 'ULEA', thread_ts: '1.2', text: 'You asked for this one.' },
    ]);
  });
});

/** A port on which nobody listens. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
