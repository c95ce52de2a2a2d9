import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Slack, startSlack } from '../../../src/local/slack/server.ts';
import { type EchoBot, SIGNING_SECRET, startInHttpMode, startInSocketMode } from './echo-bot.ts';
import { actions, button, callMethod, socketUrl } from './raw-app.ts';

interface World {
  slack: Slack;
  bot: EchoBot;
}

const quickly = { now: Date.now, retryDelays: [20, 20, 20], ackTimeout: 500 };

async function inSocketMode(): Promise<World> {
  const slack = await startSlack({ port: 0, ...quickly });
  return { slack, bot: await startInSocketMode(slack) };
}

async function inHttpMode(): Promise<World> {
  const port = await freePort();
  const http = { url: `http://127.0.0.1:${port}`, signingSecret: SIGNING_SECRET };
  const slack = await startSlack({ port: 0, ...quickly, http });
  return { slack, bot: await startInHttpMode(slack, port) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 8_000, interval: 10 });

describe.each([
  ['Socket Mode', inSocketMode],
  ['HTTP mode', inHttpMode],
])('given a real Bolt app in %s', (_, start) => {
  let slack: Slack;
  let bot: EchoBot;

  beforeEach(async () => {
    ({ slack, bot } = await start());
    await slack.connected();
  });
  afterEach(async () => {
    await bot.stop();
    await slack.stop();
  });

  /** The message with buttons that answers a mention by Alice. */
  async function card(): Promise<string> {
    await slack.postAs('UALICE', 'C_SUPPORT', '<@UBOT> hello');
    return (await slack.waitForMessage((message) => message.bot_id === 'BBOT')).ts;
  }

  test('when a person uses the shortcut of a message, then it is told which one, and opens its form', async () => {
    const ts = await slack.postAs('UALICE', 'C_SUPPORT', 'my mug broke');

    expect(await slack.shortcut('UPRIYA', 'C_SUPPORT', ts, 'open_ticket')).toBe(true);

    await eventually(() => expect(bot.heard).toContain('shortcut on my mug broke by UPRIYA'));
    expect(await slack.waitForView('UPRIYA', () => true)).toMatchObject({ callback_id: 'edit' });
  });

  test('when it is mentioned in a channel, then it is told twice and answers in the thread', async () => {
    const ts = await slack.postAs('UALICE', 'C_SUPPORT', '<@UBOT> hello');

    const answer = await slack.waitForMessage((message) => message.bot_id === 'BBOT');

    expect(answer).toMatchObject({ channel: 'C_SUPPORT', thread_ts: ts, text: 'echo <@UBOT> hello' });
    await eventually(() =>
      expect(bot.heard.toSorted()).toEqual(['app_mention <@UBOT> hello retry=0', 'message channel <@UBOT> hello Ev']),
    );
  });

  test('when it is written to directly, then it is told once', async () => {
    await slack.postAs('UALICE', 'D_ALICE', '<@UBOT> hello');

    await eventually(() => expect(bot.heard).toEqual(['message im <@UBOT> hello Ev']));
  });

  test('when people talk where it is not, then it is not told', async () => {
    await slack.postAs('UALICE', 'C_GENERAL', 'secret');
    await slack.postAs('UPRIYA', 'C_APPROVALS', 'staff only');

    await eventually(() => expect(bot.heard).toEqual(['message group staff only Ev']));
  });

  test('when its button is clicked, then it has the value and can replace the message', async () => {
    const ts = await card();

    const acked = await slack.click('UPRIYA', 'C_SUPPORT', ts, 'approve');

    const changed = await slack.waitForMessage((message) => message.ts === ts && message.text === 'Approved');
    expect([acked, changed.edited?.user]).toEqual([true, 'UBOT']);
    await eventually(() => expect(bot.heard).toContain('approve apr_1 by UPRIYA'));
    await eventually(() => expect(bot.heard.some((line) => line.startsWith('message message_changed'))).toBe(true));
  });

  test('when a modal is sent off with a mistake, then it stays open; when it is right, then it closes', async () => {
    await slack.click('UPRIYA', 'C_SUPPORT', await card(), (element) => element.action_id === 'edit');
    const view = await slack.waitForView('UPRIYA', ({ callback_id }) => callback_id === 'edit');

    const wrong = await slack.submitView('UPRIYA', view.id, { amount: { amount: { value: '999.00' } } });
    const open = slack.views('UPRIYA').length;
    const right = await slack.submitView('UPRIYA', view.id, {});

    expect(wrong).toEqual({ ok: false, errors: { amount: 'More than is left' } });
    expect([open, right, slack.views('UPRIYA')]).toEqual([1, { ok: true }, []]);
    expect(bot.heard.filter((line) => line.startsWith('edit'))).toEqual(['edit 999.00', 'edit 48.00']);
  });

  test('when a modal is closed, then it is told because it asked to be', async () => {
    await slack.click('UPRIYA', 'C_SUPPORT', await card(), 'edit');
    const view = await slack.waitForView('UPRIYA', () => true);

    expect(await slack.closeView('UPRIYA', view.id)).toBe(true);
    expect([slack.views('UPRIYA'), bot.heard.at(-1)]).toEqual([[], 'edit closed']);
  });

  test('when a person opens its Home tab, then it can publish one', async () => {
    slack.openHome('UPRIYA');

    await slack.waitForCall(({ method, ok }) => method === 'views.publish' && ok);

    expect(slack.home('UPRIYA')).toMatchObject({ type: 'home', blocks: [{ type: 'divider' }] });
  });

  test('when an acknowledgement is lost, then the same event comes again as a retry', async () => {
    slack.faults.add('ack', { kind: 'drop-before', times: 2 });

    await slack.postAs('UALICE', 'C_SHARED', '<@UBOT> hi');

    await eventually(() => expect(bot.heard).toContain('app_mention <@UBOT> hi retry=1'));
    await eventually(() =>
      expect(bot.heard.filter((line) => line === 'message channel <@UBOT> hi Ev')).toHaveLength(2),
    );
  });

  test('when the last event is sent again, then it is a duplicate', async () => {
    await slack.postAs('UALICE', 'D_ALICE', 'once');

    expect(await slack.resendLast()).toBe(true);

    await eventually(() => expect(bot.heard).toEqual(['message im once Ev', 'message im once Ev']));
  });

  test('when a payload is delivered by hand, then it arrives as it is', async () => {
    const event = { type: 'app_mention', user: 'UALICE', text: 'forged', ts: '1.000001', channel: 'C_SUPPORT' };

    await slack.deliver({ type: 'event_callback', team_id: 'T_LOCAL', event_id: 'Ev1', event }, { retryAttempt: 3 });

    await eventually(() => expect(bot.heard).toContain('app_mention forged retry=3'));
  });
});

describe('given a real Bolt app in Socket Mode that goes away', () => {
  test('when something happens meanwhile, then it is told as soon as it is back', async () => {
    const { slack, bot } = await inSocketMode();
    const before = slack.calls('apps.connections.open').length;

    slack.disconnectSockets('refresh_requested');
    await slack.waitForCall(() => slack.calls('apps.connections.open').length > before);
    await slack.postAs('UALICE', 'C_SUPPORT', '<@UBOT> still there?');

    await slack.waitForMessage((message) => message.bot_id === 'BBOT');
    await bot.stop();
    await slack.stop();
  });

  test('when its connection breaks without a word, then it comes back and is told', async () => {
    const { slack, bot } = await inSocketMode();

    slack.cutSockets();
    await slack.postAs('UALICE', 'C_SUPPORT', '<@UBOT> are you back?');

    await eventually(() => expect(bot.heard.join()).toContain('are you back?'));
    await bot.stop();
    await slack.stop();
  });

  test('when nobody is connected, then events wait and come as retries', async () => {
    const slack = await startSlack({ port: 0, ...quickly });
    await slack.postAs('UALICE', 'C_SUPPORT', '<@UBOT> early');

    const bot = await startInSocketMode(slack);
    await eventually(() => expect(bot.heard).toContain('app_mention <@UBOT> early retry=1'));
    await bot.stop();
    await slack.stop();
  });

  test('when ten clients are connected, then the eleventh is turned away', async () => {
    const slack = await startSlack({ port: 0, ...quickly });
    const open = async (): Promise<string> => {
      const url = await socketUrl(slack);
      return new Promise((resolve) => {
        const socket = new WebSocket(url);
        socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data)).type));
        socket.addEventListener('error', () => resolve('refused'));
      });
    };

    const answers: string[] = [];
    for (let index = 0; index < 11; index += 1) answers.push(await open());

    expect(answers).toEqual([...Array.from({ length: 10 }, () => 'hello'), 'refused']);
    await slack.stop();
  });
});

describe('given an app that never answers', () => {
  test('when a button is clicked, then the person learns that it was not acknowledged', async () => {
    const slack = await startSlack({ port: 0, ...quickly, ackTimeout: 50 });
    const args = { channel: 'C_APPROVALS', text: 'card', blocks: [actions(button('approve'))] };
    const { ts } = await callMethod(slack, slack.botToken, { method: 'chat.postMessage', args });

    expect(await slack.click('UPRIYA', 'C_APPROVALS', String(ts), 'approve')).toBe(false);
    await slack.stop();
  });

  test('when an event is not acknowledged, then it is sent four times and then given up', async () => {
    const slack = await startSlack({ port: 0, ...quickly, retryDelays: [1, 1, 1], ackTimeout: 20 });
    const frames: unknown[] = [];
    new WebSocket(await socketUrl(slack)).addEventListener('message', ({ data }) => {
      const { type, retry_attempt, retry_reason, payload } = JSON.parse(String(data));
      frames.push([type, retry_attempt, retry_reason, payload?.event_id]);
    });
    await slack.connected();

    const acked = await slack.deliver({ type: 'event_callback', event_id: 'Ev7', event: { type: 'message' } });

    expect(acked).toBe(false);
    expect(frames).toEqual([
      ['hello', undefined, undefined, undefined],
      ['events_api', 0, '', 'Ev7'],
      ['events_api', 1, 'timeout', 'Ev7'],
      ['events_api', 2, 'timeout', 'Ev7'],
      ['events_api', 3, 'timeout', 'Ev7'],
    ]);
    await slack.stop();
  });
});
