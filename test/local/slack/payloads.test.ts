import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Fields } from '../../../src/local/slack/json.ts';
import { type Slack, startSlack } from '../../../src/local/slack/server.ts';
import { actions, button, connectRawApp, type RawApp } from './raw-app.ts';

const NOW = 1_700_000_000_000;

let clock: number;
let slack: Slack;
let app: RawApp;

beforeEach(async () => {
  clock = NOW;
  slack = await startSlack({ port: 0, now: () => clock });
  app = await connectRawApp(slack);
});
afterEach(() => slack.stop());

const until = (count: number): Promise<void> => vi.waitFor(() => expect(app.payloads).toHaveLength(count));

describe('given a person who mentions the bot in a channel', () => {
  test('when it is told, then two whole envelopes name the same message', async () => {
    const ts = await slack.postAs('UALICE', 'C_SUPPORT', '<@UBOT> hi');
    await until(2);

    const envelope = {
      token: 'local-verification-token',
      team_id: 'T_LOCAL',
      api_app_id: 'A_LOCAL',
      type: 'event_callback',
      event_id: expect.stringMatching(/^Ev[0-9A-F]+$/),
      event_time: NOW / 1_000,
      event_context: expect.any(String),
      is_ext_shared_channel: false,
      authorizations: [
        { enterprise_id: null, team_id: 'T_LOCAL', user_id: 'UBOT', is_bot: true, is_enterprise_install: false },
      ],
    };
    const event = {
      user: 'UALICE',
      team: 'T_LOCAL',
      text: '<@UBOT> hi',
      ts,
      event_ts: ts,
      channel: 'C_SUPPORT',
      client_msg_id: expect.any(String),
    };
    expect(app.payloads).toEqual([
      { ...envelope, event: { ...event, type: 'message', channel_type: 'channel' } },
      { ...envelope, event: { ...event, type: 'app_mention' } },
    ]);
    expect(new Set(app.payloads.map((payload) => payload['event_id'])).size).toBe(2);
  });

  test('when it is a stranger in a shared channel, then both workspaces are named', async () => {
    await slack.postAs('UEXT', 'C_SHARED', 'hi');
    await until(1);

    expect(app.payloads[0]).toMatchObject({
      is_ext_shared_channel: true,
      context_team_id: 'T_LOCAL',
      event: { user: 'UEXT', team: 'T_EXTERNAL', user_team: 'T_EXTERNAL', source_team: 'T_EXTERNAL' },
    });
  });

  test('when the clock stands still, then every ts is still another, and later', async () => {
    const sent = await Promise.all(['a', 'b', 'c'].map((text) => slack.postAs('UALICE', 'C_GENERAL', text)));

    expect(sent).toEqual(['1700000000.000000', '1700000000.000001', '1700000000.000002']);
  });
});

describe('given a message of the bot', () => {
  test('when it is posted, changed and deleted, then the bot is told as of anybody', async () => {
    const { ts } = await app.call('chat.postMessage', { channel: 'D_ALICE', text: 'one' });
    await app.call('chat.update', { channel: 'D_ALICE', ts, text: 'two' });
    await app.call('chat.delete', { channel: 'D_ALICE', ts });
    await until(3);

    expect(app.payloads.map((payload) => payload['event'])).toMatchObject([
      { type: 'message', channel_type: 'im', user: 'UBOT', bot_id: 'BBOT', app_id: 'A_LOCAL', text: 'one', ts },
      {
        subtype: 'message_changed',
        hidden: true,
        channel: 'D_ALICE',
        message: { text: 'two', ts, edited: { user: 'UBOT' } },
        previous_message: { text: 'one', ts },
      },
      { subtype: 'message_deleted', hidden: true, deleted_ts: ts, previous_message: { text: 'two' } },
    ]);
  });

  test('when a person answers in its thread, then the event names the root', async () => {
    const { ts } = await app.call('chat.postMessage', { channel: 'C_SUPPORT', text: 'one' });
    await slack.postAs('UBOB', 'C_SUPPORT', 'two', { threadTs: String(ts) });
    await until(2);

    expect(app.payloads[1]?.['event']).toMatchObject({ text: 'two', thread_ts: ts, parent_user_id: 'UBOT' });
  });
});

describe('given a person who changes their mind', () => {
  test('when they change and delete a reply, then the bot is told, and the root counts again', async () => {
    const root = await slack.postAs('UALICE', 'C_SUPPORT', 'root');
    const reply = await slack.postAs('UALICE', 'C_SUPPORT', 'reply', { threadTs: root });

    slack.rewrite('UALICE', 'C_SUPPORT', reply, 'better');
    slack.deleteMessage('UALICE', 'C_SUPPORT', reply);
    await until(4);

    expect(app.payloads.slice(2).map((payload) => payload['event'])).toMatchObject([
      { subtype: 'message_changed', message: { text: 'better', edited: { user: 'UALICE' } } },
      { subtype: 'message_deleted', deleted_ts: reply },
    ]);
    expect(slack.messages('C_SUPPORT')).toMatchObject([{ ts: root, reply_count: 0 }]);
    expect(() => slack.rewrite('UBOB', 'C_SUPPORT', root, 'mine now')).toThrow('there is no message');
    expect(() => slack.deleteMessage('UBOB', 'C_SUPPORT', root)).toThrow('there is no message');
  });

  test('when they delete a message that has replies, then a tombstone keeps its place, and the bot is told of that', async () => {
    const root = await slack.postAs('UALICE', 'C_SUPPORT', 'my card number is …');
    await slack.postAs('UBOB', 'C_SUPPORT', 'careful', { threadTs: root });

    slack.deleteMessage('UALICE', 'C_SUPPORT', root);
    await until(3);

    expect(app.payloads[2]?.['event']).toMatchObject({
      subtype: 'message_changed',
      hidden: true,
      channel: 'C_SUPPORT',
      message: { subtype: 'tombstone', hidden: true, user: 'USLACKBOT', ts: root, thread_ts: root, reply_count: 1 },
      previous_message: { user: 'UALICE', ts: root, thread_ts: root },
    });
    expect(slack.messages('C_SUPPORT', root).map(({ text }) => text)).toEqual(['This message was deleted.', 'careful']);
    expect(() => slack.deleteMessage('UALICE', 'C_SUPPORT', root)).toThrow('there is no message');
  });

  test('when a user group changes, then the bot is told, and reads the new one', async () => {
    slack.regroup('S_AGENTS', ['UTOM', 'UBOB']);
    await until(1);

    expect(app.payloads[0]?.['event']).toMatchObject({ added_users: ['UBOB'], removed_users: ['UPRIYA'] });
    expect((await app.call('usergroups.users.list', { usergroup: 'S_AGENTS' }))['users']).toEqual(['UTOM', 'UBOB']);
  });
});

describe('given a click', () => {
  const card = { channel: 'C_APPROVALS', text: 'card', blocks: [actions(button('approve'), button('reject'))] };

  /** Clicks, and gives what the app was sent. */
  async function click(ts: string, channel = 'C_APPROVALS'): Promise<Record<string, unknown>> {
    await slack.click('UPRIYA', channel, ts, 'reject');
    return app.payloads.findLast((payload) => payload['type'] === 'block_actions') ?? {};
  }

  const respond = async (url: unknown, body: object): Promise<[number, string]> => {
    const answer = await fetch(String(url), { method: 'POST', body: JSON.stringify(body) });
    return [answer.status, await answer.text()];
  };

  test('when it is told, then it says who, where and what', async () => {
    const { ts } = await app.call('chat.postMessage', card);

    const { trigger_id, response_url, ...payload } = await click(String(ts));

    expect([trigger_id, response_url]).toEqual([
      expect.any(String),
      expect.stringContaining(`${slack.pageUrl}response/`),
    ]);
    expect(payload).toEqual({
      type: 'block_actions',
      user: { id: 'UPRIYA', username: 'priya', name: 'priya', team_id: 'T_LOCAL' },
      team: { id: 'T_LOCAL', domain: 'deskhand-local' },
      enterprise: null,
      is_enterprise_install: false,
      api_app_id: 'A_LOCAL',
      token: 'local-verification-token',
      container: { type: 'message', message_ts: ts, channel_id: 'C_APPROVALS', is_ephemeral: false },
      channel: { id: 'C_APPROVALS', name: 'approvals' },
      message: slack.messages('C_APPROVALS').at(-1),
      state: { values: {} },
      actions: [{ ...button('reject'), block_id: 'acts', action_ts: expect.any(String) }],
    });
  });

  test('when the app answers its response url, then that is shown to the person who clicked', async () => {
    const { ts } = await app.call('chat.postMessage', card);
    const { response_url } = await click(String(ts));

    expect(await respond(response_url, { text: 'only you', response_type: 'ephemeral' })).toEqual([200, 'ok']);
    await respond(response_url, { text: 'for all', response_type: 'in_channel' });
    await respond(response_url, { text: 'changed', replace_original: true });
    await respond(response_url, { delete_original: true });

    expect(slack.ephemerals('UPRIYA').map(({ message }) => message.text)).toEqual(['only you']);
    expect(slack.messages('C_APPROVALS').map(({ text }) => text)).toEqual(['for all']);
  });

  test('when a response url was used five times, or half an hour ago, then it is dead', async () => {
    const { ts } = await app.call('chat.postMessage', card);
    const first = await click(String(ts));
    const second = await click(String(ts));

    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1) statuses.push((await respond(first['response_url'], { text: 'x' }))[0]);
    clock += 30 * 60_000 + 1;

    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(await respond(second['response_url'], { text: 'x' })).toEqual([404, '{"ok":false,"error":"expired_url"}']);
  });

  test('when the message is for one person only, then no message is told, and it can be replaced', async () => {
    const { message_ts } = await app.call('chat.postEphemeral', { ...card, user: 'UPRIYA' });

    const payload = await click(String(message_ts));
    await respond(payload['response_url'], { text: 'replaced', replace_original: true });

    expect(payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(payload).not.toHaveProperty('message');
    expect(slack.ephemerals('UPRIYA')).toMatchObject([{ message: { text: 'replaced', ts: message_ts } }]);
  });

  test('when a menu is used, then the chosen option is the one of the app', async () => {
    const option = (value: string): object => ({ text: { type: 'plain_text', text: value }, value });
    const menu = { type: 'static_select', action_id: 'pick', options: [option('a'), option('b')] };
    const { ts } = await app.call('chat.postMessage', { channel: 'C_SUPPORT', text: 'x', blocks: [actions(menu)] });

    const target = { channel: 'C_SUPPORT', messageTs: String(ts) };
    await slack.choose('UALICE', target, 'pick', { selectedOption: 'b' });

    expect(app.payloads.at(-1)?.['actions']).toMatchObject([{ action_id: 'pick', selected_option: option('b') }]);
  });
});

describe('given a modal', () => {
  const title = { type: 'plain_text', text: 'Edit' };
  const view = { type: 'modal', callback_id: 'one', title, blocks: [{ type: 'divider' }] };

  test.each([
    ['update', { response_action: 'update', view: { ...view, callback_id: 'two' } }, ['two']],
    ['push', { response_action: 'push', view: { ...view, callback_id: 'two' } }, ['one', 'two']],
    ['clear', { response_action: 'clear' }, []],
    ['nothing', {}, []],
  ])('when the app answers it with %s, then that happens', async (_, acknowledge, stack) => {
    const other = await startSlack({ port: 0, now: () => clock });
    const answering = await connectRawApp(other, acknowledge);
    const blocks = [actions(button('open'))];
    const { ts } = await answering.call('chat.postMessage', { channel: 'C_SUPPORT', text: 'x', blocks });
    await other.click('ULEA', 'C_SUPPORT', String(ts), 'open');
    const trigger_id = answering.payloads.at(-1)?.['trigger_id'];
    await answering.call('views.open', { trigger_id, view });

    const submitted = await other.submitView('ULEA', other.views('ULEA')[0]?.id ?? '', {});

    expect([submitted, other.views('ULEA').map(({ callback_id }) => callback_id)]).toEqual([{ ok: true }, stack]);
    await other.stop();
  });
});

describe('given the shortcut of a message', () => {
  test('when somebody uses it, then the app gets the whole message and may answer', async () => {
    const ts = await slack.postAs('UALICE', 'C_SUPPORT', 'my mug broke');
    await until(1);

    expect(await slack.shortcut('UPRIYA', 'C_SUPPORT', ts, 'open_ticket')).toBe(true);

    expect(app.payloads[1]).toMatchObject({
      type: 'message_action',
      callback_id: 'open_ticket',
      trigger_id: expect.any(String),
      response_url: expect.stringContaining('/response/'),
      action_ts: expect.any(String),
      message_ts: ts,
      message: { type: 'message', user: 'UALICE', text: 'my mug broke', ts },
      channel: { id: 'C_SUPPORT', name: 'support' },
      user: { id: 'UPRIYA', name: 'priya', team_id: 'T_LOCAL' },
      team: { id: 'T_LOCAL', domain: 'deskhand-local' },
      token: 'local-verification-token',
    });
    await fetch(String(app.payloads[1]?.['response_url']), {
      method: 'POST',
      body: JSON.stringify({ text: 'Opened.' }),
    });
    expect(await slack.waitForEphemeral('UPRIYA', () => true)).toMatchObject({ text: 'Opened.' });
  });

  test.each([
    ['UPRIYA', 'C_SUPPORT', 'close_ticket', 'unknown_shortcut'],
    ['UBOB', 'D_ALICE', 'open_ticket', 'channel_not_found'],
    ['UNONE', 'C_SUPPORT', 'open_ticket', 'user_not_found'],
    ['UPRIYA', 'C_SHARED', 'open_ticket', 'message_not_found'],
  ])('when %s uses it in %s as %s, then that is refused', async (user, channel, callbackId, error) => {
    const ts = await slack.postAs('UALICE', 'C_SUPPORT', 'my mug broke');

    await expect(slack.shortcut(user, channel, ts, callbackId)).rejects.toThrow(error);
  });
});

describe('given a person who attaches a file', () => {
  const file = { name: 'an order.csv', mimetype: 'text/csv', content: 'sku,quantity\nMÜG,2\n' };
  const attach = async (channel: string): Promise<Record<string, unknown>> => {
    await slack.postAs('UALICE', channel, '', { files: [file] });
    await until(1);
    return Fields.parse(Fields.parse(app.payloads[0])['event']);
  };
  const attached = (event: Record<string, unknown>): Record<string, unknown> =>
    Fields.parse(Array.isArray(event['files']) ? event['files'][0] : undefined);
  const read = async (url: unknown, token: string): Promise<[number, string | null, string]> => {
    const answer = await fetch(String(url), { headers: { authorization: `Bearer ${token}` } });
    return [answer.status, answer.headers.get('content-type'), await answer.text()];
  };

  test('when the app is told, then it can read it with its token, and nobody else can', async () => {
    const event = await attach('D_ALICE');

    expect(event).toMatchObject({ type: 'message', subtype: 'file_share', text: '', user: 'UALICE' });
    expect(attached(event)).toMatchObject({
      name: file.name,
      title: file.name,
      mimetype: 'text/csv',
      filetype: 'csv',
      size: 20,
    });
    const { url_private: url } = attached(event);
    expect(await read(url, slack.botToken)).toEqual([200, 'text/csv', file.content]);
    expect(await read(url, 'xoxb-other')).toEqual([
      200,
      expect.stringContaining('html'),
      expect.stringContaining('Sign in'),
    ]);
    expect((await read(`${slack.pageUrl}files/F0/none`, slack.botToken))[0]).toBe(404);
  });

  test('when people of another workspace are there, then the app is told no more than that there is one', async () => {
    const event = await attach('C_SHARED');

    expect(attached(event)).toEqual({ id: expect.any(String), mode: 'file_access', file_access: 'check_file_info' });
    expect(app.payloads[0]).toMatchObject({ is_ext_shared_channel: true });
  });

  test('when there is neither a text nor a file, then that is no message', async () => {
    await expect(slack.postAs('UALICE', 'D_ALICE', ' ', { files: [] })).rejects.toThrow('no_text');
  });
});
