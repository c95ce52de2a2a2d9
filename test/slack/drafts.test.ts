import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ChannelId, MessageTs, OutgoingId, TeamId, UserId, conversationOf } from '../../src/domain/ids.ts';
import type { MessageRef } from '../../src/domain/outgoing.ts';
import { MINUTE } from '../../src/domain/time.ts';
import type { Draft, Message } from '../../src/ports/messenger.ts';
import { slackMessenger } from '../../src/slack/messenger.ts';
import type { SlackMessenger } from '../../src/slack/messenger.ts';
import { rateGate } from '../../src/slack/rate-gate.ts';
import { startFakeSlack } from '../fakes/slack-server.ts';
import type { Answer, FakeSlack } from '../fakes/slack-server.ts';
import { CARDS, handClock, keepLog, until } from './support.ts';

const at = (channel: string) =>
  conversationOf({
    team: TeamId.parse('T1'),
    channel: ChannelId.parse(channel),
    ts: MessageTs.parse('1700000000.000100'),
  });
const CONVERSATION = at('C1');
const ALICE = { team: TeamId.parse('T1'), user: UserId.parse('UALICE') };
const reply = (markdown: string, over: object = {}): Message => ({
  kind: 'reply',
  conversation: CONVERSATION,
  markdown,
  links: [],
  ...over,
});
const limited = (seconds: number): Answer => ({ status: 429, headers: { 'retry-after': String(seconds) } });

let slack: FakeSlack;
let clock: ReturnType<typeof handClock>;
let messenger: SlackMessenger;

/** Another process has no streams of its own. */
const made = () =>
  slackMessenger({
    token: 'xoxb-1',
    apiUrl: slack.apiUrl,
    approvalsChannel: CARDS,
    botUserId: 'UBOT',
    workspaceUrl: 'https://acme.slack.com/',
    allowedHosts: ['help.acme.com'],
    leads: [],
    log: keepLog(),
    now: clock.now,
    wake: clock.wake,
    gate: rateGate(clock.now),
  });

beforeEach(async () => {
  slack = await startFakeSlack();
  clock = handClock();
  messenger = made();
});
afterEach(() => slack.close());

async function opened(markdown = 'Hello Alice. I am', conversation = CONVERSATION): Promise<Draft> {
  const draft = await messenger.openDraft(conversation, ALICE, markdown);
  if (!draft) throw new Error('no draft was opened');
  return draft;
}
const read = ({ ts }: MessageRef) => slack.streams.read(ts);
const calls = (method: string) => slack.calls(method).length;
const appends = () => slack.calls('chat.appendStream').map(({ args }) => args['markdown_text']);
/** Shows it once there is time, and waits for Slack to hear it. */
async function shown(draft: Draft, markdown: string, links: readonly string[] = []): Promise<void> {
  const before = calls('chat.appendStream');
  draft.show(markdown, links);
  clock.pass(400);
  await until('it is appended', () => calls('chat.appendStream') > before);
}
/** For what must not happen: a call of another method makes sure that Slack has heard everything. */
const quiet = () => messenger.setStatus(CONVERSATION, '');

describe('given a reply that is being written', () => {
  test('when it is begun, then its first sentence stands in the thread, for whom it is written', async () => {
    const { ref } = await opened();

    expect(read(ref)).toEqual({ text: 'Hello Alice.', state: 'in_progress' });
    expect(slack.calls('chat.startStream').map(({ args }) => args)).toEqual([
      {
        channel: 'C1',
        thread_ts: '1700000000.000100',
        recipient_user_id: 'UALICE',
        recipient_team_id: 'T1',
        markdown_text: 'Hello Alice.',
      },
    ]);
  });

  test('when not even a sentence is there, then it is begun without words', async () => {
    const draft = await opened('Hello');
    await shown(draft, 'Hello Alice. I');

    expect(read(draft.ref)?.text).toBe('Hello Alice.');
  });

  test('when more is there soon, then it waits a moment and the newest text goes, once', async () => {
    const draft = await opened();
    draft.show('Hello Alice. I am here. Y', []);
    draft.show('Hello Alice. I am here. You asked. W', []);
    clock.pass(399);
    await quiet();
    expect(appends()).toEqual([]);
    clock.pass(1);
    await until('it is appended', () => appends().length === 1);

    expect(appends()).toEqual([' I am here. You asked.']);
  });

  test('when an append is on its way, then the next one waits for it', async () => {
    const draft = await opened();
    const release = slack.hold('chat.appendStream');
    await shown(draft, 'Hello Alice. One. T');
    draft.show('Hello Alice. One. Two. T', []);
    clock.pass(1_000);
    draft.show('Hello Alice. One. Two. Three. F', []);
    await quiet();
    expect(appends()).toEqual([' One.']);
    release();
    await until('the next one has arrived', () => appends().length === 2);

    expect(read(draft.ref)?.text).toBe('Hello Alice. One. Two. Three.');
  });

  test('when it holds links, then those of others are taken apart, and those of the company stay live', async () => {
    const draft = await opened('See [it](https://track.example/1) now. Then');
    expect(read(draft.ref)?.text).toBe('');
    const markdown = 'See [it](https://track.example/1) or [this](https://evil.example/x). <!channel> done. Y';
    await shown(draft, markdown, ['https://track.example/1']);

    const text = read(draft.ref)?.text ?? '';
    expect(text).toContain('[it](https://track.example/1)');
    expect(text).toMatch(/done\.$/);
    expect(text).not.toMatch(/\]\(https:\/\/evil|<!channel/);
  });

  test('when the text turns out to be another one, then nothing is added to what stands there', async () => {
    const draft = await opened();
    draft.show('I looked it up. It is on its way. Y', []);
    clock.pass(1_000);
    await quiet();

    expect([appends(), read(draft.ref)?.text]).toEqual([[], 'Hello Alice.']);
  });

  test('when it becomes too long for one message, then only the first one is shown', async () => {
    const draft = await opened();
    const long = `Hello Alice. ${'One more. '.repeat(300)}\n\n${'Then this. '.repeat(300)}`;
    await shown(draft, long);

    expect(read(draft.ref)?.text).toBe(`Hello Alice. ${'One more. '.repeat(300)}`.trim());
  });

  test('when there were too many appends, then the next one after the wait brings everything', async () => {
    const draft = await opened();
    slack.answer('chat.appendStream', limited(2));
    await shown(draft, 'Hello Alice. One. T');
    slack.answer('chat.appendStream');
    draft.show('Hello Alice. One. Two. T', []);
    await until('it waits', () => clock.timers() === 1);
    clock.pass(1_999);
    await quiet();
    expect(calls('chat.appendStream')).toBe(1);
    clock.pass(1);
    await until('it is appended', () => calls('chat.appendStream') === 2);

    expect(read(draft.ref)?.text).toBe('Hello Alice. One. Two.');
  });

  test.each<[string, Answer]>([
    ['Slack has ended it', { error: 'message_not_in_streaming_state' }],
    ['the person stopped it', { error: 'stopped_by_user' }],
    ['the connection is cut', 'hang-up'],
  ])('when %s, then no more is shown, and nothing fails', async (_, answer) => {
    const draft = await opened();
    slack.answer('chat.appendStream', answer);
    await shown(draft, 'Hello Alice. One. T');
    await quiet();
    draft.show('Hello Alice. One. Two. T', []);
    clock.pass(5_000);
    await quiet();

    expect(calls('chat.appendStream')).toBe(1);
  });
});

describe('given that a reply cannot be shown while it is written', () => {
  const open = (channel: string) => messenger.openDraft(at(channel), ALICE, 'Hello. I');

  test.each(['unknown_method', 'feature_not_enabled', 'missing_scope', 'not_allowed_token_type'])(
    'when Slack says %s, then it is not asked again',
    async (error) => {
      slack.answer('chat.startStream', { error });

      expect([await open('C1'), await open('D1')]).toEqual([undefined, undefined]);
      expect(calls('chat.startStream')).toBe(1);
    },
  );

  test('when it is this kind of channel, then others still show it', async () => {
    slack.answer('chat.startStream', { error: 'channel_type_not_supported' });
    await open('G1');
    slack.answer('chat.startStream');

    expect([await open('G2'), (await open('C1'))?.ref.channel]).toEqual([undefined, 'C1']);
    expect(calls('chat.startStream')).toBe(2);
  });

  test('when it is this thread, then the next one still shows it', async () => {
    slack.answer('chat.startStream', { error: 'is_archived' });
    await open('C1');
    slack.answer('chat.startStream');

    expect(await open('C1')).toBeDefined();
  });

  test('when there were too many starts, then it is asked again only after the wait', async () => {
    slack.answer('chat.startStream', limited(30));
    await open('C1');
    slack.answer('chat.startStream');
    expect(await open('C1')).toBeUndefined();
    expect(calls('chat.startStream')).toBe(1);
    clock.pass(30_000);

    expect(await open('C1')).toBeDefined();
  });

  test('when eighteen were begun within a minute, then the next one waits for the next minute', async () => {
    for (let index = 0; index < 18; index += 1) expect(await open('C1')).toBeDefined();
    expect(await open('C1')).toBeUndefined();
    expect(calls('chat.startStream')).toBe(18);
    clock.pass(MINUTE);

    expect(await open('C1')).toBeDefined();
  });

  test('when the answer is lost, then nobody knows whether it was begun', async () => {
    slack.answer('chat.startStream', 'hang-up');

    await expect(open('C1')).rejects.toMatchObject({ name: 'Unavailable', system: 'slack' });
    expect(calls('chat.startStream')).toBe(1);
  });
});

describe('given a draft whose reply is saved', () => {
  test('when it goes on as it was shown, then the rest is added, it ends, and nothing is redrawn', async () => {
    const { ref } = await opened();

    expect(await messenger.update(ref, reply('Hello Alice. I am here.'))).toEqual({ kind: 'posted', ref });
    expect(read(ref)).toEqual({ text: 'Hello Alice. I am here.', state: 'completed' });
    expect(calls('chat.update')).toBe(0);
  });

  test('when it says something else, then that takes its place', async () => {
    const { ref } = await opened();

    expect(await messenger.update(ref, reply('It is **on its way**.'))).toEqual({ kind: 'posted', ref });
    expect(read(ref)).toEqual({ text: 'It is **on its way**.', state: 'completed' });
  });

  test('when it comes with a button, then it is drawn as it is', async () => {
    const { ref } = await opened();
    await messenger.update(ref, reply('Hello Alice. I am here.', { intake: true }));

    expect([read(ref)?.state, calls('chat.update')]).toEqual(['completed', 1]);
    expect(read(ref)?.text).toMatch(/^Hello Alice\. I am here\./);
  });

  test('when an append is still on its way, then the end waits for it', async () => {
    const draft = await opened();
    const release = slack.hold('chat.appendStream');
    await shown(draft, 'Hello Alice. One. T');
    const ended = messenger.update(draft.ref, reply('Hello Alice. One. Two.'));
    await quiet();
    expect(calls('chat.stopStream')).toBe(0);
    release();

    expect(await ended).toEqual({ kind: 'posted', ref: draft.ref });
    expect(read(draft.ref)?.text).toBe('Hello Alice. One. Two.');
  });

  test('when the answer to an append was lost, then what was saved is drawn whole', async () => {
    const draft = await opened();
    slack.answer('chat.appendStream', 'hang-up');
    await shown(draft, 'Hello Alice. One. T');
    await messenger.update(draft.ref, reply('Hello Alice. One. Two.'));

    expect(read(draft.ref)).toEqual({ text: 'Hello Alice. One. Two.', state: 'completed' });
    expect(calls('chat.update')).toBe(1);
  });

  test('when Slack has ended it meanwhile, then what was saved takes its place', async () => {
    const { ref } = await opened();
    slack.streams.end(ref.ts);

    expect(await messenger.update(ref, reply('Hello Alice. I am here.'))).toEqual({ kind: 'posted', ref });
    expect(read(ref)?.text).toBe('Hello Alice. I am here.');
  });

  test.each<[string, Answer, object]>([
    ['there were too many ends', limited(9), { kind: 'later', after: 9_000, why: 'ratelimited' }],
    ['the answer is lost', 'hang-up', { kind: 'ambiguous', why: expect.any(String) }],
  ])('when %s, then it is not said yet, and the next try ends it', async (_, answer, posted) => {
    const { ref } = await opened();
    slack.answer('chat.stopStream', answer);
    expect(await messenger.update(ref, reply('Hello Alice. I am here.'))).toEqual(posted);
    slack.answer('chat.stopStream');
    clock.pass(9_000);

    expect(await messenger.update(ref, reply('Hello Alice. I am here.'))).toEqual({ kind: 'posted', ref });
    expect(read(ref)).toEqual({ text: 'Hello Alice. I am here.', state: 'completed' });
  });

  test('when it ended and only the answer was lost, then the next try does not say it twice', async () => {
    const { ref } = await opened();
    slack.answer('chat.stopStream', 'hang-up');
    await messenger.update(ref, reply('Hello Alice. I am here.'));
    slack.answer('chat.stopStream');
    slack.streams.answer('chat.stopStream', { ts: ref.ts, markdown_text: ' I am here.' });

    expect(await messenger.update(ref, reply('Hello Alice. I am here.'))).toEqual({ kind: 'posted', ref });
    expect(read(ref)?.text).toBe('Hello Alice. I am here.');
  });

  test('when somebody deleted it, then that is the answer', async () => {
    const { ref } = await opened();
    slack.answer('chat.stopStream', { error: 'message_not_found' });

    expect(await messenger.update(ref, reply('x'))).toEqual({ kind: 'refused', why: 'message_not_found' });
  });

  test('when an earlier process began it, then it is ended and replaced', async () => {
    const { ref } = await opened();
    messenger = made();

    expect(await messenger.update(ref, reply('Hello Alice. I am here.'))).toEqual({ kind: 'posted', ref });
    expect(read(ref)).toEqual({ text: 'Hello Alice. I am here.', state: 'completed' });
    expect(slack.calls().map(({ method }) => method)).toEqual([
      'chat.startStream',
      'chat.update',
      'chat.stopStream',
      'chat.update',
    ]);
  });

  test('when an earlier process began it and it cannot be ended, then it waits until Slack ends it', async () => {
    const { ref } = await opened();
    messenger = made();
    slack.answer('chat.stopStream', { error: 'not_in_channel' });

    expect(await messenger.update(ref, reply('x'))).toMatchObject({ kind: 'later', after: 30_000 });
  });
});

describe('given a draft that comes to nothing', () => {
  test.each([
    ['this process', () => messenger],
    ['an earlier process', made],
  ])('when %s began it, then it is taken away, and again is harmless', async (_, by) => {
    const { ref } = await opened();
    messenger = by();

    expect(await messenger.remove(ref)).toEqual({ kind: 'posted', ref });
    expect(await messenger.remove(ref)).toEqual({ kind: 'posted', ref });
    expect(read(ref)).toBeUndefined();
  });

  test('when nothing of it was shown yet, then it is taken away as well', async () => {
    const { ref } = await opened('Hel');

    expect(await messenger.remove(ref)).toEqual({ kind: 'posted', ref });
    expect(read(ref)).toBeUndefined();
  });

  test('when it cannot be taken away now, then it is known when to try again', async () => {
    const { ref } = await opened();
    slack.answer('chat.delete', limited(4));

    expect(await messenger.remove(ref)).toEqual({ kind: 'later', after: 4_000, why: 'ratelimited' });
  });
});

describe('given that nobody knows whether a draft was begun', () => {
  const thread = (...messages: object[]) => slack.answer('conversations.replies', { messages });
  const find = () => messenger.findDraft(CONVERSATION, clock.now());
  const ours = { ts: '1700000001.000000', user: 'UBOT' };

  test('when one of ours is being written in the thread, then it is found', async () => {
    const { ref } = await opened();
    thread(...slack.streams.messages());

    expect(await find()).toEqual(ref);
    expect(slack.calls('conversations.replies')[0]?.args).toMatchObject({ oldest: '1699999940.000000' });
  });

  test('when Slack ended it and nothing took its place, then it is found', async () => {
    thread({ ...ours, streaming_state: 'errored' });

    expect(await find()).toEqual({ channel: 'C1', ts: ours.ts });
  });

  test.each([
    ['ended as it was shown', 'Hello Alice. I am here.'],
    ['was replaced by what was saved', 'It is on its way.'],
  ])('when the last one %s, then it is nobody’s', async (_, final) => {
    const { ref } = await opened();
    await messenger.update(ref, reply(final));
    thread(...slack.streams.messages());

    expect(await find()).toBeUndefined();
  });

  test.each([
    ['it is of another app', { ...ours, user: 'UEVE', streaming_state: 'in_progress' }],
    ['it is much older', { ...ours, ts: '1699999939.000000', streaming_state: 'in_progress' }],
    ['it was posted', { ...ours, client_msg_id: 'b1', streaming_state: 'completed' }],
    ['it never was a draft', ours],
  ])('when %s, then there is none', async (_, message) => {
    thread(message);

    expect(await find()).toBeUndefined();
  });

  test('when Slack cannot tell, then nobody knows', async () => {
    slack.answer('conversations.replies', { error: 'internal_error' });

    await expect(find()).rejects.toMatchObject({ name: 'Unavailable', system: 'slack' });
  });
});

describe('given that posts of a channel have to wait', () => {
  test('when one is posted, then it goes nowhere and it is known when, while what stands is still redrawn', async () => {
    slack.answer('chat.postMessage', limited(5));
    const post = () => messenger.post(OutgoingId.parse('out_1'), reply('hi'));
    await post();
    clock.pass(2_000);

    expect(await post()).toEqual({ kind: 'later', after: 3_000, why: 'ratelimited' });
    expect(calls('chat.postMessage')).toBe(1);
    const ref = { channel: ChannelId.parse('C1'), ts: MessageTs.parse('1700000000.000900') };
    expect(await messenger.update(ref, reply('hi'))).toEqual({ kind: 'posted', ref });
  });
});
