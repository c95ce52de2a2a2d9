import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Fields } from '../../../src/local/slack/json.ts';
import { type Slack, startSlack } from '../../../src/local/slack/server.ts';
import { quiet } from './echo-bot.ts';
import { connectRawApp, type RawApp } from './raw-app.ts';

const FOR_ALICE = { recipient_user_id: 'UALICE', recipient_team_id: 'T_LOCAL' };

let slack: Slack;
let app: RawApp;
let bot: webApi.WebClient;
let thread: string; // of Alice's question

beforeEach(async () => {
  slack = await startSlack({ port: 0, now: Date.now });
  app = await connectRawApp(slack);
  bot = new webApi.WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: quiet });
  thread = await slack.postAs('UALICE', 'C_SUPPORT', 'where is my order?');
});
afterEach(() => slack.stop());

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Object && 'data' in error ? Fields.parse(error.data)['error'] : error;
}

const start = async (more: object = { markdown_text: 'Looking' }): Promise<{ channel: string; ts: string }> => {
  const { ts = '' } = await bot.chat.startStream({ channel: 'C_SUPPORT', thread_ts: thread, ...FOR_ALICE, ...more });
  return { channel: 'C_SUPPORT', ts };
};
const shown = (ts: string) => slack.messages('C_SUPPORT').find((message) => message.ts === ts);
const events = (): readonly Record<string, unknown>[] =>
  app.payloads.flatMap(({ event }) => (event ? [Fields.parse(event)] : []));
const told = async (fits: (event: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> =>
  vi.waitFor(() => Fields.parse(events().find(fits)));

describe('given a stream in a thread', () => {
  test('when text comes and it ends, then people see it grow, and the app is told as with Slack', async () => {
    const place = await start();
    await bot.chat.appendStream({ ...place, markdown_text: ' it **up**' });
    expect(shown(place.ts)).toMatchObject({
      text: 'Looking it **up**',
      streaming_state: 'in_progress',
      thread_ts: thread,
    });

    await bot.chat.stopStream({
      ...place,
      chunks: [],
      blocks: [{ type: 'divider' }],
      metadata: { event_type: 'reply', event_payload: { id: 'out_1' } },
      session_status: 'suspended',
    });

    const { blocks, ...message } = shown(place.ts) ?? {};
    expect(blocks).toMatchObject([{ type: 'markdown', text: 'Looking it **up**' }, { type: 'divider' }]);
    expect(message).toMatchObject({
      subtype: 'bot_message',
      bot_id: 'BBOT',
      user: 'UBOT',
      streaming_state: 'completed',
      metadata: { event_type: 'reply', event_payload: { id: 'out_1' } },
    });
    expect(message).not.toHaveProperty('edited');
    expect(slack.sessions()).toEqual([{ channel: 'C_SUPPORT', threadTs: thread, status: 'suspended' }]);
    await told(({ subtype, streaming_state }) => subtype === 'bot_message' && streaming_state === 'in_progress');
    await told(
      ({ subtype, message: next }) =>
        subtype === 'message_changed' && Fields.parse(next)['streaming_state'] === 'completed',
    );
    const { messages } = await bot.conversations.replies({ channel: 'C_SUPPORT', ts: thread });
    expect(messages?.at(-1)).toMatchObject({ ts: place.ts, streaming_state: 'completed' });
  });

  test('when tasks and blocks come, then each stands where it began, and changes there', async () => {
    const task = { type: 'task_update' as const, id: 't1', title: 'Looking up ORD-12345' };
    const place = await start({ chunks: [{ ...task, status: 'in_progress' }] });

    await bot.chat.appendStream({
      ...place,
      chunks: [
        { type: 'markdown_text', text: 'It is ' },
        { ...task, status: 'complete', output: 'found' },
        { type: 'markdown_text', text: 'on its way.' },
        { type: 'blocks', blocks: [{ type: 'divider' }] },
      ],
    });

    expect(shown(place.ts)?.blocks).toMatchObject([
      {
        type: 'task_card',
        task_id: 't1',
        title: 'Looking up ORD-12345',
        status: 'complete',
        output: { type: 'rich_text' },
      },
      { type: 'markdown', text: 'It is on its way.' },
      { type: 'divider', block_id: expect.any(String) },
    ]);
  });

  test('when tasks belong to a plan, then they stand in it together', async () => {
    const task = (id: string, status: 'pending' | 'complete') => ({
      type: 'task_update' as const,
      id,
      title: id,
      status,
    });
    const place = await start({ chunks: [task('one', 'pending')], task_display_mode: 'plan' });

    const chunks = [task('two', 'pending'), { type: 'plan_update' as const, title: 'Refund' }, task('one', 'complete')];
    await bot.chat.appendStream({ ...place, chunks });

    expect(shown(place.ts)?.blocks).toMatchObject([
      {
        type: 'plan',
        title: 'Refund',
        tasks: [
          { task_id: 'one', status: 'complete' },
          { task_id: 'two', status: 'pending' },
        ],
      },
    ]);
  });

  test('when it is changed or deleted before its end, then that is a conflict, and after it is not', async () => {
    const place = await start();

    expect(await errorOf(bot.chat.update({ ...place, text: 'x' }))).toBe('streaming_state_conflict');
    expect(await errorOf(bot.chat.delete(place))).toBe('streaming_state_conflict');
    await bot.chat.stopStream(place);
    await bot.chat.update({ ...place, text: 'The end.' });
    expect(shown(place.ts)).toMatchObject({ text: 'The end.', streaming_state: 'completed' });
    await bot.chat.delete(place);
    expect(shown(place.ts)).toBeUndefined();
  });

  test('when its time is over, then it has broken off, and can still be set right', async () => {
    const place = await start();

    slack.expireStreams();

    expect(shown(place.ts)).toMatchObject({ text: 'Looking', streaming_state: 'errored' });
    expect(await errorOf(bot.chat.appendStream({ ...place, markdown_text: 'x' }))).toBe(
      'message_not_in_streaming_state',
    );
    expect(await errorOf(bot.chat.stopStream(place))).toBe('message_not_in_streaming_state');
    await bot.chat.update({ ...place, text: 'The whole answer.' });
    expect(shown(place.ts)).toMatchObject({ text: 'The whole answer.', streaming_state: 'errored' });
  });

  test.each([
    ['nothing', {}, 'no_text'],
    ['an empty text', { markdown_text: '' }, 'no_text'],
    ['an unknown chunk', { chunks: [{ type: 'poem' }] }, 'invalid_chunks'],
    ['a task without a state', { chunks: [{ type: 'task_update', id: 'a', title: 'b' }] }, 'invalid_chunks'],
    ['chunks that are no list', { chunks: 'text' }, 'invalid_chunks'],
    [
      'a block that messages cannot hold',
      { chunks: [{ type: 'blocks', blocks: [{ type: 'alert' }] }] },
      'invalid_blocks',
    ],
    ['more text than a message holds', { markdown_text: 'x'.repeat(11_994) }, 'msg_too_long'],
  ])('when %s is appended, then that is refused', async (_, more, error) => {
    const place = await start();

    expect(await errorOf(bot.apiCall('chat.appendStream', { ...place, ...more }))).toBe(error);
    expect(shown(place.ts)?.text).toBe('Looking');
    await bot.chat.appendStream({ ...place, chunks: [] });
  });

  test('when it ends with nothing in it, then that is refused', async () => {
    const place = await start({});

    expect(await errorOf(bot.chat.stopStream({ ...place, chunks: [] }))).toBe('no_text');
    expect(await errorOf(bot.chat.stopStream({ ...place, blocks: [{ type: 'alert' }] }))).toBe('invalid_blocks');
  });
});

describe('given a message that is no stream of the app', () => {
  test('when the app goes on with it, then that is refused', async () => {
    const channel = 'C_SUPPORT';
    const { ts = '' } = await bot.chat.postMessage({ channel, text: 'whole' });
    const append = (of: string): Promise<unknown> =>
      errorOf(bot.chat.appendStream({ channel, ts: of, markdown_text: 'x' }));

    expect(await append(ts)).toBe('message_not_in_streaming_state');
    expect(await append(thread)).toBe('message_not_owned_by_app');
    expect(await append('1.000001')).toBe('message_not_found');
  });
});

describe('given whom a stream is for', () => {
  test.each([
    [{}, 'missing_recipient_user_id'],
    [{ recipient_user_id: 'UALICE' }, 'missing_recipient_team_id'],
    [{ recipient_user_id: 'UNONE', recipient_team_id: 'T_LOCAL' }, 'user_not_found'],
  ])('when a channel is told %j, then that is refused', async (recipient, error) => {
    const call = bot.apiCall('chat.startStream', { channel: 'C_SUPPORT', thread_ts: thread, ...recipient });

    expect(await errorOf(call)).toBe(error);
  });

  test('when it is a direct message, then nobody needs to be named', async () => {
    const ts = await slack.postAs('UALICE', 'D_ALICE', 'hello');

    const answer = await bot.chat.startStream({ channel: 'D_ALICE', thread_ts: ts, markdown_text: 'Hello' });

    expect(slack.messages('D_ALICE', ts).at(-1)).toMatchObject({ ts: answer.ts, text: 'Hello' });
  });
});

describe('given a workspace of its own ways', () => {
  const clientOf = (other: Slack): webApi.WebClient =>
    new webApi.WebClient(other.botToken, { slackApiUrl: other.apiUrl, retryConfig: { retries: 0 }, logger: quiet });
  const toAlice = { channel: 'D_ALICE', thread_ts: '1.000001', markdown_text: 'x' };

  test('when streams are refused in it, then every start is answered so', async () => {
    const other = await startSlack({ port: 0, now: Date.now, streamRefusal: 'feature_not_enabled' });

    expect(await errorOf(clientOf(other).chat.startStream(toAlice))).toBe('feature_not_enabled');
    await other.stop();
  });

  test('when streams are short-lived in it, then one breaks off by itself', async () => {
    const other = await startSlack({ port: 0, now: Date.now, streamExpiry: 30 });

    await clientOf(other).chat.startStream(toAlice);

    await other.waitForMessage(({ streaming_state }) => streaming_state === 'errored');
    await other.stop();
  });

  test('when it is slow, then every call takes that long', async () => {
    const other = await startSlack({ port: 0, now: Date.now, latency: 60 });
    const startedAt = performance.now();

    await clientOf(other).auth.test();

    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
    await other.stop();
  });
});

describe('given the real client’s own way to stream', () => {
  test('when it appends and stops, then the message is whole', async () => {
    const streamer = bot.chatStream({ channel: 'C_SUPPORT', thread_ts: thread, ...FOR_ALICE, buffer_size: 4 });

    await streamer.append({ markdown_text: 'One moment' });
    await streamer.append({ markdown_text: ', please.' });
    await streamer.stop();

    expect(slack.messages('C_SUPPORT', thread).at(-1)).toMatchObject({
      text: 'One moment, please.',
      streaming_state: 'completed',
    });
  });
});

describe('given a session', () => {
  const place = () => ({ channel_id: 'C_SUPPORT', thread_ts: thread });

  test('when its state and its title change, then people see both', async () => {
    await bot.agents.sessions.setStatus({ ...place(), status: 'processing', title: 'A question' });
    await bot.agents.sessions.rename({ ...place(), title: 'Order 12345' });
    await bot.agents.sessions.setStatus({ ...place(), status: 'active' });

    expect(slack.sessions()).toEqual([
      { channel: 'C_SUPPORT', threadTs: thread, status: 'active', title: 'Order 12345' },
    ]);
  });

  test.each([
    [{ status: 'busy' }, 'invalid_status'],
    [{ status: 'active', thread_ts: undefined }, 'thread_ts_required'],
    [{ status: 'active', channel_id: 'C_NONE' }, 'channel_not_found'],
  ])('when %j is asked for, then that is refused', async (args, error) => {
    expect(await errorOf(bot.apiCall('agents.sessions.setStatus', { ...place(), ...args }))).toBe(error);
  });

  test('when there is none, then it cannot be renamed', async () => {
    expect(await errorOf(bot.agents.sessions.rename({ ...place(), title: 'x' }))).toBe('session_not_found');
  });

  test('when a person presses Stop while the bot writes, then it is told, and writes no more', async () => {
    const stream = await start();

    slack.pressStop('UALICE', 'C_SUPPORT', thread);

    expect(await told(({ type }) => type === 'agent_session_stopped')).toEqual({
      type: 'agent_session_stopped',
      channel: 'C_SUPPORT',
      user: 'UALICE',
      thread_ts: thread,
      streaming_message_ts: [stream.ts],
      event_ts: expect.any(String),
    });
    expect(shown(stream.ts)).toMatchObject({ text: 'Looking', streaming_state: 'completed' });
    expect(await errorOf(bot.chat.appendStream({ ...stream, markdown_text: 'x' }))).toBe('stopped_by_user');
    expect(await errorOf(bot.chat.stopStream(stream))).toBe('message_not_in_streaming_state');
    await bot.chat.update({ ...stream, text: 'Stopped.' });
  });

  test('when a person presses Stop before the bot writes, then it is told of no message', async () => {
    await bot.agents.sessions.setStatus({ ...place(), status: 'processing' });

    slack.pressStop('UALICE', 'C_SUPPORT', thread);

    expect(await told(({ type }) => type === 'agent_session_stopped')).toMatchObject({ streaming_message_ts: [] });
  });

  test('when nothing runs, then there is no Stop to press', () => {
    expect(() => slack.pressStop('UALICE', 'C_SUPPORT', thread)).toThrow('there is no Stop');
  });
});

describe('given somebody’s direct messages', () => {
  const prompts = [{ title: 'Where is it?', message: 'Where is my order?' }];

  test('when they open them, then the app is told, and what it suggests is kept', async () => {
    slack.openMessages('UALICE');
    await bot.apiCall('assistant.threads.setSuggestedPrompts', { channel_id: 'D_ALICE', title: 'Ask me', prompts });

    expect(await told(({ type }) => type === 'app_home_opened')).toEqual({
      type: 'app_home_opened',
      user: 'UALICE',
      channel: 'D_ALICE',
      tab: 'messages',
      event_ts: expect.any(String),
    });
    expect(slack.prompts('D_ALICE')).toEqual({ title: 'Ask me', prompts });
  });

  test('when the app names a thread with them, then nothing comes of it, and nobody says so', async () => {
    const answer = await bot.apiCall('assistant.threads.setSuggestedPrompts', {
      channel_id: 'D_ALICE',
      thread_ts: '1.1',
      prompts,
    });

    expect(answer.ok).toBe(true);
    expect(slack.prompts('D_ALICE')).toBeUndefined();
  });
});
