import { type types, webApi } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Slack, startSlack } from '../../../src/local/slack/server.ts';
import { Fields } from '../../../src/local/slack/json.ts';
import { METHODS } from '../../../src/local/slack/web-api/registry.ts';
import { quiet } from './echo-bot.ts';

const { ErrorCode, WebClient } = webApi;

const START = 1_700_000_000_000;

let clock = START;
let slack: Slack;
let bot: webApi.WebClient;

const clientFor = (token: string | undefined): webApi.WebClient =>
  new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: quiet });

beforeAll(async () => {
  slack = await startSlack({ port: 0, now: () => clock });
  bot = clientFor(slack.botToken);
});
afterAll(() => slack.stop());

/** What the call was refused with; the Web API's whole answer. */
async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Object && 'data' in error ? Fields.parse(error.data) : { thrown: error };
}

const errorOf = async (call: Promise<unknown>): Promise<unknown> => (await refusal(call))['error'];

const button = (overrides: object = {}): types.Button => ({
  type: 'button',
  action_id: 'yes',
  text: { type: 'plain_text', text: 'Yes' },
  value: 'apr_1',
  ...overrides,
});
const actions = (...elements: types.Button[]): types.ActionsBlock => ({
  type: 'actions',
  block_id: 'decide',
  elements,
});
const section = (text: string): types.SectionBlock => ({
  type: 'section',
  block_id: 's',
  text: { type: 'mrkdwn', text },
});

describe('given the front door', () => {
  test('when no token comes, then the call is not authenticated', async () => {
    expect(await errorOf(clientFor(undefined).auth.test())).toBe('not_authed');
  });

  test('when the token is unknown, then it is invalid', async () => {
    expect(await errorOf(clientFor('xoxb-other').auth.test())).toBe('invalid_auth');
  });

  test('when the token is of the other kind, then it is refused both ways', async () => {
    expect(await errorOf(bot.apps.connections.open({}))).toBe('not_allowed_token_type');
    expect(await errorOf(clientFor(slack.appToken).auth.test())).toBe('not_allowed_token_type');
  });

  test.each(['no.such.method', 'constructor'])('when %s is called, then it is unknown', async (name) => {
    expect(await errorOf(bot.apiCall(name))).toBe('unknown_method');
  });

  test('when arguments are missing, then they are named', async () => {
    expect((await refusal(bot.apiCall('users.info')))['response_metadata']).toEqual(
      expect.objectContaining({ messages: [expect.stringContaining('[user]')] }),
    );
  });

  test('when a scope is missing, then the needed and the provided ones are named', async () => {
    const narrow = await startSlack({ port: 0, now: () => clock, tokens: { scopes: ['chat:write'] } });
    const client = new WebClient(narrow.botToken, { slackApiUrl: narrow.apiUrl, retryConfig: { retries: 0 } });

    const refused = await refusal(client.usergroups.list());

    expect(refused).toMatchObject({ error: 'missing_scope', needed: 'usergroups:read', provided: 'chat:write' });
    await narrow.stop();
  });

  test('when JSON is posted instead of a form, then it is understood', async () => {
    const answer = await fetch(`${slack.apiUrl}users.info`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ user: 'UALICE' }),
    });

    expect(await answer.json()).toMatchObject({ ok: true, user: { id: 'UALICE' } });
    expect(answer.headers.get('x-oauth-scopes')).toContain('chat:write');
  });

  test('when a call was made, then it is in the log without its token', async () => {
    await bot.apiCall('api.test', { note: 'hello' });

    expect(slack.calls('api.test').at(-1)).toEqual({
      method: 'api.test',
      args: { note: 'hello' },
      at: clock,
      ok: true,
    });
  });
});

describe('given who and where', () => {
  test('when the bot asks who it is, then it is told', async () => {
    expect(await bot.auth.test()).toMatchObject({
      ok: true,
      team: 'Deskhand Local',
      team_id: 'T_LOCAL',
      user_id: 'UBOT',
      bot_id: 'BBOT',
      response_metadata: { scopes: expect.arrayContaining(['chat:write']) },
    });
    expect((await bot.bots.info({ bot: 'BBOT' })).bot).toMatchObject({ user_id: 'UBOT', app_id: 'A_LOCAL' });
    expect((await bot.team.info()).team).toEqual({ id: 'T_LOCAL', name: 'Deskhand Local', domain: 'deskhand-local' });
  });

  test('when a customer is looked up, then the e-mail is in the profile', async () => {
    expect((await bot.users.info({ user: 'UALICE' })).user).toMatchObject({
      real_name: 'Alice Wonderland',
      team_id: 'T_LOCAL',
      is_restricted: false,
      profile: { email: 'alice@example.com' },
    });
    expect((await bot.users.lookupByEmail({ email: 'Bob@example.com' })).user?.id).toBe('UBOB');
    expect((await bot.users.list({})).members).toHaveLength(9);
  });

  test('when a stranger is looked up, then there is no e-mail, and the team is another', async () => {
    const { user } = await bot.users.info({ user: 'UEXT' });

    expect(user).toMatchObject({ team_id: 'T_EXTERNAL', is_stranger: true });
    expect(user?.profile).not.toHaveProperty('email');
  });

  test('when a guest is looked up, then it is restricted', async () => {
    expect((await bot.users.info({ user: 'UGUEST' })).user).toMatchObject({ is_restricted: true });
  });

  test('when nobody fits, then that is said', async () => {
    expect(await errorOf(bot.users.info({ user: 'UNOBODY' }))).toBe('user_not_found');
    expect(await errorOf(bot.users.lookupByEmail({ email: 'x@example.com' }))).toBe('users_not_found');
  });

  test('when the user groups are read, then agents and leads are in them', async () => {
    expect((await bot.usergroups.list()).usergroups?.map(({ id }) => id)).toEqual(['S_AGENTS', 'S_LEADS']);
    expect((await bot.usergroups.users.list({ usergroup: 'S_AGENTS' })).users).toEqual(['UPRIYA', 'UTOM']);
    expect((await bot.usergroups.users.list({ usergroup: 'S_LEADS' })).users).toEqual(['ULEA']);
    expect(await errorOf(bot.usergroups.users.list({ usergroup: 'S_X' }))).toBe('no_such_subteam');
  });

  test.each([
    ['C_SUPPORT', { is_private: false, is_ext_shared: false, is_member: true }],
    ['C_GENERAL', { is_private: false, is_ext_shared: false, is_member: false }],
    ['C_APPROVALS', { is_private: true, is_ext_shared: false, is_member: true }],
    ['C_SHARED', { is_private: false, is_ext_shared: true, is_shared: true }],
    ['D_ALICE', { is_im: true, user: 'UALICE' }],
  ])('when %s is described, then it is what it is', async (channel, expected) => {
    expect((await bot.conversations.info({ channel })).channel).toMatchObject(expected);
  });

  test('when members are read in pages, then the cursor leads on', async () => {
    const first = await bot.conversations.members({ channel: 'C_APPROVALS', limit: 3 });
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await bot.conversations.members({ channel: 'C_APPROVALS', limit: 3, cursor });

    expect([first.members, second.members]).toEqual([
      ['UPRIYA', 'UTOM', 'ULEA'],
      ['UADMIN', 'UBOT'],
    ]);
    expect(await errorOf(bot.conversations.members({ channel: 'C_SUPPORT', cursor: 'x' }))).toBe('invalid_cursor');
  });

  test('when a direct message is opened, then it is the one with that person', async () => {
    expect((await bot.conversations.open({ users: 'UALICE' })).channel?.id).toBe('D_ALICE');
    expect((await bot.conversations.list({ types: 'private_channel' })).channels?.map(({ id }) => id)).toEqual([
      'C_APPROVALS',
    ]);
  });
});

describe('given a message of the bot', () => {
  test('when it is posted with blocks, then ids are filled in and it carries the bot', async () => {
    const { ts, message } = await bot.chat.postMessage({
      channel: 'C_SUPPORT',
      text: 'hello',
      blocks: [{ type: 'divider' }, actions({ type: 'button', text: { type: 'plain_text', text: 'Go' } })],
    });

    expect(ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(message).toMatchObject({
      user: 'UBOT',
      bot_id: 'BBOT',
      app_id: 'A_LOCAL',
      text: 'hello',
      blocks: [{ type: 'divider', block_id: expect.any(String) }, { elements: [{ action_id: expect.any(String) }] }],
    });
  });

  test('when a person is answered in a thread, then the root counts the replies', async () => {
    const root = await slack.postAs('UALICE', 'C_SUPPORT', 'help');
    const reply = await bot.chat.postMessage({ channel: 'C_SUPPORT', thread_ts: root, text: 'coming' });

    const thread = await bot.conversations.replies({ channel: 'C_SUPPORT', ts: reply.ts ?? '' });

    expect(thread.messages).toMatchObject([
      { ts: root, thread_ts: root, reply_count: 1, reply_users: ['UBOT'], latest_reply: reply.ts },
      { ts: reply.ts, thread_ts: root, parent_user_id: 'UALICE' },
    ]);
    expect(await errorOf(bot.conversations.replies({ channel: 'C_SUPPORT', ts: '1.000001' }))).toBe('thread_not_found');
  });

  test('when its metadata is asked for, then history and replies show it, and hide it otherwise', async () => {
    const metadata = { event_type: 'outbox', event_payload: { id: 'out_1' } };
    const { ts = '' } = await bot.chat.postMessage({ channel: 'C_APPROVALS', text: 'card', metadata });

    const asked = await bot.conversations.history({ channel: 'C_APPROVALS', include_all_metadata: true, limit: 1 });
    const replies = await bot.conversations.replies({ channel: 'C_APPROVALS', ts, include_all_metadata: true });
    const plain = await bot.conversations.history({ channel: 'C_APPROVALS', limit: 1 });

    expect(asked.messages?.[0]?.metadata).toEqual(metadata);
    expect(replies.messages?.[0]?.metadata).toEqual(metadata);
    expect(plain.messages?.[0]).not.toHaveProperty('metadata');
  });

  test('when history is read with bounds, then only what is within comes, newest first', async () => {
    const sent: string[] = [];
    for (const text of ['a', 'b', 'c']) sent.push((await bot.chat.postMessage({ channel: 'D_BOB', text })).ts ?? '');

    const all = await bot.conversations.history({ channel: 'D_BOB' });
    const after = await bot.conversations.history({ channel: 'D_BOB', oldest: sent[0] ?? '' });
    const until = await bot.conversations.history({ channel: 'D_BOB', latest: sent[1] ?? '', inclusive: true });

    const texts = (answer: typeof all): unknown => answer.messages?.map(({ text }) => text);
    expect([texts(all), texts(after), texts(until)]).toEqual([
      ['c', 'b', 'a'],
      ['c', 'b'],
      ['b', 'a'],
    ]);
  });

  test('when it is updated with text only, then its blocks and metadata stay, and it is marked as edited', async () => {
    const metadata = { event_type: 'outbox', event_payload: { id: 'out_2' } };
    const posted = await bot.chat.postMessage({
      channel: 'C_SUPPORT',
      text: 'old',
      metadata,
      blocks: [section('old')],
    });

    await bot.chat.update({ channel: 'C_SUPPORT', ts: posted.ts ?? '', text: 'new' });

    expect(slack.messages('C_SUPPORT').at(-1)).toMatchObject({
      text: 'new',
      metadata,
      edited: { user: 'UBOT' },
      blocks: [section('old')],
    });
  });

  test('when it is deleted, then it is gone', async () => {
    const { ts = '' } = await bot.chat.postMessage({ channel: 'C_SUPPORT', text: 'oops' });

    await bot.chat.delete({ channel: 'C_SUPPORT', ts });

    expect(slack.messages('C_SUPPORT').some((message) => message.ts === ts)).toBe(false);
    expect(await errorOf(bot.chat.update({ channel: 'C_SUPPORT', ts, text: 'x' }))).toBe('message_not_found');
  });

  test('when it has replies and is deleted, then its tombstone is no message that could be changed', async () => {
    const { ts = '' } = await bot.chat.postMessage({ channel: 'C_SUPPORT', text: 'oops' });
    await slack.postAs('UALICE', 'C_SUPPORT', 'what?', { threadTs: ts });

    await bot.chat.delete({ channel: 'C_SUPPORT', ts });

    expect(await errorOf(bot.chat.update({ channel: 'C_SUPPORT', ts, text: 'x' }))).toBe('message_not_found');
  });

  test('when a link to it is asked for, then it names channel and message', async () => {
    const { ts = '' } = await bot.chat.postMessage({ channel: 'C_SUPPORT', text: 'here' });

    const { permalink } = await bot.chat.getPermalink({ channel: 'C_SUPPORT', message_ts: ts });

    expect(permalink).toBe(`${slack.pageUrl}archives/C_SUPPORT/p${ts.replace('.', '')}`);
  });

  test('when it is for one person only, then nobody else has it', async () => {
    await bot.chat.postEphemeral({ channel: 'C_SUPPORT', user: 'UALICE', text: 'psst' });

    expect(slack.ephemerals('UALICE').at(-1)).toMatchObject({ channel: 'C_SUPPORT', message: { text: 'psst' } });
    expect(slack.ephemerals('UBOB')).toEqual([]);
    expect(await errorOf(bot.chat.postEphemeral({ channel: 'C_APPROVALS', user: 'UALICE', text: 'psst' }))).toBe(
      'user_not_in_channel',
    );
  });

  test('when it carries markdown text, then it becomes a markdown block', async () => {
    const { message } = await bot.chat.postMessage({ channel: 'C_SUPPORT', markdown_text: '**hi**' });

    expect(message?.blocks).toMatchObject([{ type: 'markdown', text: '**hi**' }]);
  });

  test('when its text is over 40,000 characters, then it is cut with a warning', async () => {
    const answer = await bot.chat.postMessage({ channel: 'C_SUPPORT', text: 'x'.repeat(40_001) });

    expect(answer.message?.text).toHaveLength(40_000);
    expect(answer['warning']).toBe('message_truncated');
  });

  test('when the same reaction is added twice, then the second is refused', async () => {
    const timestamp = await slack.postAs('UALICE', 'C_SUPPORT', 'look');
    const place = { channel: 'C_SUPPORT', timestamp, name: 'eyes' };

    await bot.reactions.add(place);

    expect(await errorOf(bot.reactions.add(place))).toBe('already_reacted');
    expect(slack.messages('C_SUPPORT').at(-1)?.reactions).toEqual([{ name: 'eyes', users: ['UBOT'], count: 1 }]);
    await bot.reactions.remove(place);
    expect(await errorOf(bot.reactions.remove(place))).toBe('no_reaction');
  });

  test('when a status is set, then it stays until the bot answers', async () => {
    const thread_ts = await slack.postAs('UALICE', 'C_SUPPORT', 'status?');
    const place = { channel_id: 'C_SUPPORT', thread_ts };

    await bot.assistant.threads.setStatus({ ...place, status: 'is looking…', loading_messages: ['one', 'two'] });
    const during = slack.statuses();
    await bot.chat.postMessage({ channel: 'C_SUPPORT', thread_ts, text: 'done' });

    expect(during).toEqual([{ channel: 'C_SUPPORT', threadTs: thread_ts, status: 'is looking…' }]);
    expect(slack.statuses()).toEqual([]);
    await bot.assistant.threads.setTitle({ ...place, title: 'Help' });
    await bot.assistant.threads.setSuggestedPrompts({ ...place, prompts: [{ title: 'a', message: 'b' }] });
  });

  test('when the bot streams, then its status is taken away by the first word', async () => {
    const thread_ts = await slack.postAs('UALICE', 'D_ALICE', 'stream?');
    await bot.assistant.threads.setStatus({ channel_id: 'D_ALICE', thread_ts, status: 'is looking…' });
    await bot.agents.sessions.setStatus({ channel_id: 'D_ALICE', thread_ts, status: 'processing' });
    await bot.agents.sessions.rename({ channel_id: 'D_ALICE', thread_ts, title: 'A stream' });

    const { ts = '' } = await bot.chat.startStream({ channel: 'D_ALICE', thread_ts, markdown_text: 'Yes' });

    expect(slack.statuses()).toEqual([]);
    await bot.chat.appendStream({ channel: 'D_ALICE', ts, markdown_text: '!' });
    await bot.chat.stopStream({ channel: 'D_ALICE', ts });
    expect(slack.messages('D_ALICE', thread_ts).at(-1)).toMatchObject({ text: 'Yes!' });
  });
});

describe('given a message Slack would not take', () => {
  test.each([
    ['into an unknown channel', { channel: 'C_NOWHERE', text: 'x' }, 'channel_not_found'],
    ['into a channel the bot is not in', { channel: 'C_GENERAL', text: 'x' }, 'not_in_channel'],
    ['without words', { channel: 'C_SUPPORT', text: ' ' }, 'no_text'],
    ['with both text and markdown', { channel: 'C_SUPPORT', text: 'x', markdown_text: 'y' }, 'markdown_text_conflict'],
    ['with blocks that are no list', { channel: 'C_SUPPORT', text: 'x', blocks: 'oops' }, 'invalid_blocks_format'],
  ])('when it is posted %s, then it is refused', async (_, args, error) => {
    expect(await errorOf(bot.apiCall('chat.postMessage', args))).toBe(error);
  });

  test.each([
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), '/blocks]'],
    ['a long section', [section('x'.repeat(3_001))], '/blocks/0/text/text]'],
    ['an empty section', [section('')], '/blocks/0/text/text]'],
    ['a section of nothing', [{ type: 'section' }], '/blocks/0]'],
    ['escaped characters over the limit', [section('&'.repeat(700))], '/blocks/0/text/text]'],
    [
      'a long header',
      [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
      '/blocks/0/text/text]',
    ],
    ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], '/blocks/0/text/type]'],
    [
      'a long button',
      [actions(button({ text: { type: 'plain_text', text: 'x'.repeat(76) } }))],
      '/0/elements/0/text/text]',
    ],
    ['a long value', [actions(button({ value: 'x'.repeat(2_001) }))], '/blocks/0/elements/0/value]'],
    ['an unknown style', [actions(button({ style: 'green' }))], '/blocks/0/elements/0/style]'],
    ['an unknown block', [{ type: 'alert', text: { type: 'plain_text', text: 'x' } }], '/blocks/0/type]'],
    ['two blocks of one id', [section('a'), section('b')], '/blocks/1/block_id]'],
    [
      '11 fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => ({ type: 'mrkdwn', text: 'x' })) }],
      '/0/fields]',
    ],
    ['too much markdown', [1, 2].map(() => ({ type: 'markdown', text: 'x'.repeat(6_001) })), '/blocks]'],
    ['an input without a label', [{ type: 'input', element: { type: 'plain_text_input' } }], '/blocks/0/label]'],
  ])('when it has %s, then the place is named', async (_, blocks, pointer) => {
    const refused = await refusal(bot.apiCall('chat.postMessage', { channel: 'C_SUPPORT', text: 'x', blocks }));

    expect(refused).toMatchObject({ error: 'invalid_blocks', errors: [expect.stringContaining(pointer)] });
  });

  test('when all its texts together are too long, then it is refused as a whole', async () => {
    const blocks = Array.from({ length: 5 }, (_, index) => ({ ...section('x'.repeat(2_700)), block_id: `s${index}` }));

    expect(await errorOf(bot.chat.postMessage({ channel: 'C_SUPPORT', text: 'x', blocks }))).toBe(
      'msg_blocks_too_long',
    );
  });

  test('when somebody else wrote it, then the bot cannot change or delete it', async () => {
    const ts = await slack.postAs('UALICE', 'C_SUPPORT', 'mine');

    expect(await errorOf(bot.chat.update({ channel: 'C_SUPPORT', ts, text: 'x' }))).toBe('cant_update_message');
    expect(await errorOf(bot.chat.delete({ channel: 'C_SUPPORT', ts }))).toBe('cant_delete_message');
  });

  test('when an update is over 4,000 characters, then it is too long', async () => {
    const { ts = '' } = await bot.chat.postMessage({ channel: 'C_SUPPORT', text: 'x' });

    expect(await errorOf(bot.chat.update({ channel: 'C_SUPPORT', ts, text: 'x'.repeat(4_001) }))).toBe('msg_too_long');
  });
});

describe('given views', () => {
  const input: types.InputBlock = {
    type: 'input',
    block_id: 'b',
    label: { type: 'plain_text', text: 'Amount' },
    element: { type: 'plain_text_input', action_id: 'a' },
  };
  const title: types.PlainTextElement = { type: 'plain_text', text: 'Edit' };
  const modal = (overrides: object = {}): types.ModalView => ({
    type: 'modal',
    title,
    submit: title,
    blocks: [input],
    ...overrides,
  });

  /** A trigger, as a click hands it to the app. Nobody is connected, so the click is in the log of envelopes only. */
  async function trigger(): Promise<string> {
    const seen = Promise.withResolvers<string>();
    const { ts = '' } = await bot.chat.postMessage({ channel: 'C_SUPPORT', text: 'x', blocks: [actions(button())] });
    const app = new WebSocket((await clientFor(slack.appToken).apps.connections.open({})).url ?? '');
    app.addEventListener('message', ({ data }) => {
      const { type, envelope_id, payload } = JSON.parse(String(data));
      if (envelope_id) app.send(JSON.stringify({ envelope_id, payload: {} }));
      if (type === 'interactive') seen.resolve(payload.trigger_id);
    });
    await slack.connected();
    await slack.click('ULEA', 'C_SUPPORT', ts, 'yes');
    app.close();
    return seen.promise;
  }

  test('when a modal is opened, then the trigger is used up and the person sees it', async () => {
    const trigger_id = await trigger();

    const { view } = await bot.views.open({ trigger_id, view: modal() });

    expect(slack.views('ULEA')).toEqual([view]);
    expect(view?.state).toEqual({ values: { b: { a: { type: 'plain_text_input', value: null } } } });
    expect(await errorOf(bot.views.open({ trigger_id, view: modal() }))).toBe('exchanged_trigger_id');
  });

  test('when more than three seconds went by, then the trigger is expired', async () => {
    const trigger_id = await trigger();
    clock += 3_001;

    expect(await errorOf(bot.views.open({ trigger_id, view: modal() }))).toBe('expired_trigger_id');
    expect(await errorOf(bot.views.open({ trigger_id: 'no', view: modal() }))).toBe('invalid_trigger_id');
  });

  test('when views are pushed, then the fourth is one too many', async () => {
    await bot.views.open({ trigger_id: await trigger(), view: modal() });
    await bot.views.push({ trigger_id: await trigger(), view: modal() });
    await bot.views.push({ trigger_id: await trigger(), view: modal() });

    expect(await errorOf(bot.views.push({ trigger_id: await trigger(), view: modal() }))).toBe('push_limit_reached');
    expect(slack.views('ULEA')).toHaveLength(3);
  });

  test('when a view is updated with an old hash, then that is a conflict', async () => {
    const { view } = await bot.views.open({ trigger_id: await trigger(), view: modal({ external_id: 'mine' }) });

    const updated = await bot.views.update({ external_id: 'mine', hash: view?.hash ?? '', view: modal() });

    expect(updated.view).toMatchObject({ id: view?.id });
    expect(await errorOf(bot.views.update({ view_id: view?.id ?? '', hash: view?.hash ?? '', view: modal() }))).toBe(
      'hash_conflict',
    );
    expect(await errorOf(bot.views.update({ view_id: 'V0', view: modal() }))).toBe('not_found');
  });

  test.each([
    ['a long title', { title: { type: 'plain_text', text: 'x'.repeat(25) } }, '/view/title/text]'],
    ['an input and no submit', { submit: undefined }, '/view/submit]'],
    ['a block for messages', { blocks: [{ type: 'markdown', text: 'x' }] }, '/blocks/0/type]'],
    ['long private metadata', { private_metadata: 'x'.repeat(3_001) }, '/view/private_metadata]'],
  ])('when a modal has %s, then the place is named', async (_, overrides, pointer) => {
    const refused = await refusal(bot.views.open({ trigger_id: 'any', view: modal(overrides) }));

    expect(refused).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: [expect.stringContaining(pointer)] },
    });
  });

  test('when a Home tab is published, then the person has it', async () => {
    const view: types.HomeView = { type: 'home', blocks: [section('queue')] };

    const first = await bot.views.publish({ user_id: 'UPRIYA', view });
    const second = await bot.views.publish({ user_id: 'UPRIYA', view });

    expect(slack.home('UPRIYA')).toMatchObject({ type: 'home', blocks: [section('queue')] });
    await bot.views.update({ view_id: first.view?.id ?? '', view: { type: 'home', blocks: [section('new')] } });
    expect(slack.home('UPRIYA')).toMatchObject({ id: first.view?.id, blocks: [section('new')] });
    expect(second.view?.id).toBe(first.view?.id);
  });
});

describe('given faults', () => {
  const post = (text: string): Promise<unknown> => bot.chat.postMessage({ channel: 'D_LEA', text });
  const said = (): unknown => slack.messages('D_LEA').map(({ text }) => text);
  const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'ok',
      (error: unknown) => (error instanceof Object && 'code' in error ? error.code : error),
    );

  test('when they were met as often as they are meant to be, then the method works again', async () => {
    slack.faults.add('chat.postMessage', { kind: 'status', status: 503, times: 2 });
    slack.faults.add('chat.postMessage', { kind: 'drop-before' });
    slack.faults.add('chat.postMessage', { kind: 'commit-then-drop' });
    slack.faults.add('chat.postMessage', { kind: 'error', error: 'fatal_error' });

    const codes: unknown[] = [];
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) codes.push(await codeOf(post(text)));

    expect(codes).toEqual([
      ErrorCode.HTTPError,
      ErrorCode.HTTPError,
      ErrorCode.RequestError,
      ErrorCode.RequestError,
      ErrorCode.PlatformError,
      'ok',
    ]);
    expect(said()).toEqual(['d', 'f']);
  });

  test('when a rate limit is met, then the client is told how long to wait', async () => {
    slack.faults.add('chat.postMessage', { kind: '429', retryAfter: 7 });
    const hasty = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, rejectRateLimitedCalls: true });

    const call = hasty.chat.postMessage({ channel: 'D_LEA', text: 'g' });

    await expect(call).rejects.toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 7 });
  });

  test('when a fault is made for some words, then it meets the calls that hold them until it is taken back', async () => {
    slack.faults.add('chat.postMessage', { kind: 'error', error: 'fatal_error', times: 3, of: 'Friday' });

    const other = await codeOf(post('on Monday'));
    const met = await codeOf(post('on Friday'));
    const left = slack.faults.left('Friday');
    slack.faults.clear('Friday');

    expect([other, met, left]).toEqual(['ok', ErrorCode.PlatformError, 2]);
    expect(await codeOf(post('on Friday'))).toBe('ok');
  });

  test('when a call is delayed, then it is answered all the same', async () => {
    slack.faults.add('*', { kind: 'delay', milliseconds: 20 });

    expect(await codeOf(post('h'))).toBe('ok');
  });

  test('when an answer is late, then the call was carried out before', async () => {
    slack.faults.add('chat.postMessage', { kind: 'late', milliseconds: 60_000 });

    void codeOf(post('i'));

    await slack.waitForMessage(({ text }) => text === 'i');
  });

  test('when somebody asks for one over HTTP, then it is met, and counted', async () => {
    const before = slack.faults.met()['error'] ?? 0;
    const body = JSON.stringify({ method: 'chat.postMessage', fault: { kind: 'error', error: 'fatal_error' } });
    const headers = { 'content-type': 'application/json' };

    await fetch(new URL('ui/faults', slack.pageUrl), { method: 'POST', headers, body });

    expect(await codeOf(post('j'))).toBe(ErrorCode.PlatformError);
    expect(slack.faults.met()['error']).toBe(before + 1);
  });
});

test('every method was called with the real client', () => {
  const called = new Set(slack.calls().map(({ method }) => method));

  expect([...METHODS.keys()].filter((name) => !called.has(name))).toEqual([]);
});
