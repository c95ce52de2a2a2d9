import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { lookUpClient, postingClient } from '../../src/slack/client.ts';
import type { SlackClient } from '../../src/slack/client.ts';
import { rateLimitOf, toNotPosted, whenAgain } from '../../src/slack/posted.ts';
import { rateGate } from '../../src/slack/rate-gate.ts';
import { startFakeSlack } from '../fakes/slack-server.ts';
import type { FakeSlack } from '../fakes/slack-server.ts';
import { handClock, keepLog, until } from './support.ts';

const limited = (seconds: number) => ({ status: 429, headers: { 'retry-after': String(seconds) } });

let slack: FakeSlack;
let clock: ReturnType<typeof handClock>;
let client: SlackClient;
let other: SlackClient;

beforeEach(async () => {
  slack = await startFakeSlack();
  clock = handClock();
  const settings = { token: 'xoxb-1', apiUrl: slack.apiUrl, log: keepLog(), gate: rateGate(clock.now) };
  client = postingClient(settings);
  other = lookUpClient(settings);
});
afterEach(() => slack.close());

/** `ok`, or the milliseconds after which it may be tried again. */
const outcome = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'ok',
    (error: unknown) => rateLimitOf(error) ?? 'failed',
  );
const post = (channel: string, by = client) => outcome(by.apiCall('chat.postMessage', { channel, text: 'hi' }));
const change = (by = client) => outcome(by.apiCall('chat.update', { channel: 'C1', ts: '1.2', text: 'hi' }));

describe('given that Slack wants no more calls of a method for a while', () => {
  beforeEach(async () => {
    slack.answer('chat.update', limited(7));
    await change();
    slack.answer('chat.update', { ts: '1.2' });
  });

  test('when it is called again before that, by whatever client, then it fails at once without a call', async () => {
    clock.pass(2_500);

    expect([await change(), await change(other)]).toEqual([4_500, 4_500]);
    expect(slack.calls('chat.update')).toHaveLength(1);
  });

  test('when another method is called, then it goes on', async () => {
    expect(await post('C1')).toBe('ok');
  });

  test('when the time is over, then the first call goes alone, and the others follow, a few a second', async () => {
    clock.pass(7 * SECOND);
    const release = slack.hold('chat.update');
    const first = change();
    await until('the first call has arrived', () => slack.calls('chat.update').length === 2);

    expect(await Promise.all([change(), change(), change()])).toEqual([250, 500, 750]);

    release();
    expect(await first).toBe('ok');
    const several = () => Promise.all([change(), change(), change(), change(), change()]);
    expect(await several()).toEqual(['ok', 'ok', 'ok', 1_000, 1_250]);
    clock.pass(1_000);
    expect(await several()).toEqual(['ok', 'ok', 'ok', 'ok', 1_000]);
  });

  test('when the first call afterwards is limited again, then all wait again', async () => {
    slack.answer('chat.update', limited(3));
    clock.pass(7 * SECOND);

    expect([await change(), await change()]).toEqual([3_000, 3_000]);
    expect(slack.calls('chat.update')).toHaveLength(2);
  });

  test('when nobody had to wait any more for a second, then calls go as they come', async () => {
    clock.pass(7 * SECOND);
    await change();
    clock.pass(SECOND + 1);

    expect(await Promise.all([1, 2, 3, 4, 5, 6].map(() => change()))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
  });

  test('when the first call afterwards fails otherwise, then the limit is over', async () => {
    slack.answer('chat.update', { error: 'message_not_found' });
    clock.pass(7 * SECOND);
    await change();

    expect(await change()).toBe('failed');
  });
});

describe('given that Slack wants no more posts to a channel for a while', () => {
  test('when there is something to post, then that channel waits and others do not', async () => {
    slack.answer('chat.postMessage', limited(1), { channel: 'C2', ts: '1.2' });

    expect([await post('C1'), await post('C1'), await post('C2')]).toEqual([1_000, 1_000, 'ok']);
  });

  test('when Slack says so without a status of its own, then it counts as well', async () => {
    slack.answer('chat.postMessage', { error: 'ratelimited' });

    expect([await post('C1'), await post('C1')]).toEqual([1_000, 1_000]);
    expect(slack.calls('chat.postMessage')).toHaveLength(1);
  });
});

describe('given that Slack wants no more calls for a day', () => {
  const day = limited(86_400);

  test('when it says so with a status of its own, then it is tried again after five minutes', async () => {
    slack.answer('chat.update', day, { ts: '1.2' });

    expect([await change(), await change()]).toEqual([5 * MINUTE, 5 * MINUTE]);
    clock.pass(5 * MINUTE);
    expect(await change()).toBe('ok');
  });

  test('when it says so to a post, then that waits no longer either', async () => {
    slack.answer('chat.postMessage', day);

    const posted = client.apiCall('chat.postMessage', { channel: 'C1', text: 'hi' }).catch(toNotPosted);

    expect(await posted).toEqual({ kind: 'later', after: 5 * MINUTE, why: 'ratelimited' });
  });

  test('when it says so to a question, then that may be asked again by then', async () => {
    slack.answer('users.info', day);

    expect(await other.apiCall('users.info', { user: 'UALICE' }).catch(whenAgain)).toBe(5 * MINUTE);
  });
});

describe('given that Slack wants no more questions for a while', () => {
  test('when the time is over, then all are asked again', async () => {
    const ask = () => outcome(other.apiCall('users.info', { user: 'UALICE' }));
    slack.answer('users.info', limited(2), { user: {} });

    expect([await ask(), await ask()]).toEqual([2_000, 2_000]);
    clock.pass(2 * SECOND);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['ok', 'ok', 'ok']);
  });
});
