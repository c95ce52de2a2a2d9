import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Slack, startSlack } from '../../../src/local/slack/server.ts';
import { connectRawApp, type RawApp } from './raw-app.ts';

const NOW = 1_700_000_000_000;

let slack: Slack;
beforeEach(async () => {
  slack = await startSlack({ port: 0, now: () => NOW, ackTimeout: 200 });
});
afterEach(() => slack.stop());

const post = async (path: string, body: object): Promise<unknown> =>
  (
    await fetch(new URL(path, slack.pageUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json();

describe('given an app with a slash command', () => {
  test.each([
    ['C_SUPPORT', 'support'],
    ['C_APPROVALS', 'privategroup'],
    ['D_PRIYA', 'directmessage'],
  ])('when Priya types it in %s, then the app is told everything Slack tells', async (channel, name) => {
    const app = await connectRawApp(slack);

    expect(await slack.command('UPRIYA', channel, '/support  ticket TKT_001 ')).toEqual({ ok: true, acked: true });

    expect(app.payloads).toEqual([
      {
        token: 'local-verification-token',
        team_id: 'T_LOCAL',
        team_domain: 'deskhand-local',
        channel_id: channel,
        channel_name: name,
        user_id: 'UPRIYA',
        user_name: 'priya',
        command: '/support',
        text: 'ticket TKT_001',
        api_app_id: 'A_LOCAL',
        is_enterprise_install: 'false',
        response_url: expect.stringContaining(`${slack.pageUrl}response/`),
        trigger_id: expect.any(String),
      },
    ]);
    expect(slack.messages(channel)).toEqual([]);
  });

  test('when the app answers with its acknowledgement, then only the one who typed sees it', async () => {
    await connectRawApp(slack, { response_type: 'ephemeral', text: 'Nothing waits.' });

    const { answer } = await slack.command('UPRIYA', 'C_SUPPORT', '/support approvals');

    expect(answer).toMatchObject({ user: 'UBOT', text: 'Nothing waits.' });
    expect(slack.ephemerals('UPRIYA')).toMatchObject([{ channel: 'C_SUPPORT', message: { text: 'Nothing waits.' } }]);
    expect([slack.ephemerals('UTOM'), slack.messages('C_SUPPORT')]).toEqual([[], []]);
  });

  test('when the app answers for all, then all see it', async () => {
    await connectRawApp(slack, { response_type: 'in_channel', text: 'Look' });

    await slack.command('UPRIYA', 'C_SUPPORT', '/support');

    expect(slack.messages('C_SUPPORT')).toMatchObject([{ user: 'UBOT', text: 'Look' }]);
  });

  test('when the app answers later, then its response url says it to the one who typed', async () => {
    const app = await connectRawApp(slack);
    await slack.command('UALICE', 'C_SUPPORT', '/support ticket TKT_001');
    const address = String(app.payloads[0]?.['response_url']);

    const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, text: 'Open' });
    await fetch(address, { method: 'POST', body });

    expect(slack.ephemerals('UALICE')).toMatchObject([{ channel: 'C_SUPPORT', message: { text: 'Open' } }]);
  });

  test('when the app does not acknowledge, then that is known', async () => {
    expect(await slack.command('UPRIYA', 'C_SUPPORT', '/support')).toEqual({ ok: true, acked: false });
  });

  test.each([
    ['UPRIYA', 'C_SUPPORT', '/refund all', 'unknown_command'],
    ['UPRIYA', 'C_SUPPORT', 'support', 'unknown_command'],
    ['UALICE', 'C_APPROVALS', '/support', 'not_in_channel'],
    ['UNONE', 'C_SUPPORT', '/support', 'user_not_found'],
    ['UPRIYA', 'C_NONE', '/support', 'channel_not_found'],
  ])('when %s types in %s %s, then it is refused as %s', async (user, channel, text, error) => {
    const app: RawApp = await connectRawApp(slack);

    await expect(slack.command(user, channel, text)).rejects.toThrow(error);
    expect(app.payloads).toEqual([]);
  });

  test('when its answer is none that Slack could show, then that is known', async () => {
    await connectRawApp(slack, { text: 'x', blocks: [{ type: 'no_such_block' }] });

    await expect(slack.command('UPRIYA', 'C_SUPPORT', '/support')).rejects.toThrow('unreadable_response');
  });
});

describe('given the page', () => {
  test('when a command is typed, then markup is escaped, and in a thread it is refused', async () => {
    const app = await connectRawApp(slack);
    const typed = { user: 'UPRIYA', channel: 'C_SUPPORT', text: '/support @Deskhand <!channel> & co' };

    expect(await post('/ui/command', typed)).toEqual({ ok: true, acked: true });
    expect(await post('/ui/command', { ...typed, threadTs: '1.2' })).toEqual({ ok: false, error: 'not_in_threads' });
    expect(app.payloads).toMatchObject([{ text: '@Deskhand &lt;!channel&gt; &amp; co' }]);
  });
});
