import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Slack, startSlack } from '../../../src/local/slack/server.ts';
import { actions, button, connectRawApp, type RawApp } from './raw-app.ts';

let directory: string;
let slack: Slack;
let app: RawApp;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'page-'));
  await writeFile(join(directory, 'index.html'), '<title>Workspace</title>');
  await writeFile(join(directory, 'page.ts'), 'const words: string = "hi";\n');
  slack = await startSlack({ port: 0, now: Date.now, pageDirectory: directory, ackTimeout: 500 });
  app = await connectRawApp(slack);
});
afterAll(async () => {
  await slack.stop();
  await rm(directory, { recursive: true });
});

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** `fetch` would not let us lie about the Host. */
function ask(path: string, { method = 'GET', headers = {}, body = '' }: Asked = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const asked = request(new URL(slack.pageUrl).origin, { method, headers, path }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on('error', reject).end(body);
  });
}

const json = { 'content-type': 'application/json' };
const post = async (path: string, body: object): Promise<unknown> =>
  JSON.parse((await ask(path, { method: 'POST', headers: json, body: JSON.stringify(body) })).text);

describe('given the files of the page', () => {
  test('when the page is opened, then it comes with a strict policy', async () => {
    const page = await ask('/');

    expect([page.status, page.text]).toEqual([200, '<title>Workspace</title>']);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'self'",
    });
  });

  test('when TypeScript is asked for, then it comes as JavaScript', async () => {
    const file = await ask('/page/page.ts');

    expect(file.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(file.text.replaceAll(/ +/g, ' ')).toBe('const words = "hi";\n');
  });

  test.each(['/page/../secret.ts', '/page/..%2f..%2fetc/passwd', '/page/none.ts', '/page/', '/other', '/page/%'])(
    'when %s is asked for, then there is nothing',
    async (path) => {
      expect((await ask(path)).status).toBeGreaterThanOrEqual(400);
    },
  );
});

describe('given somebody else on the web', () => {
  test.each(['/', '/page/page.ts', '/ui/state', '/ui/events', '/ui/post'])(
    'when %s is asked for under a foreign name, then it is refused',
    async (path) => {
      expect((await ask(path, { headers: { host: 'evil.example' } })).status).toBe(403);
    },
  );

  test('when another site posts, then it is refused', async () => {
    const headers = { ...json, origin: 'http://evil.example' };

    expect((await ask('/ui/post', { method: 'POST', headers, body: '{}' })).status).toBe(403);
  });

  test('when a plain form is posted, then it is refused', async () => {
    const headers = { 'content-type': 'text/plain' };

    expect((await ask('/ui/post', { method: 'POST', headers, body: '{}' })).status).toBe(415);
    expect((await ask('/ui/post')).status).toBe(405);
    expect((await ask('/ui/post', { method: 'POST', headers: json, body: 'oops' })).status).toBe(400);
  });

  test('when our own page asks, under either name, then it is answered', async () => {
    const host = new URL(slack.pageUrl).host.replace('127.0.0.1', 'localhost');

    expect((await ask('/ui/state', { headers: { host, origin: `http://${host}` } })).status).toBe(200);
  });
});

describe('given the page', () => {
  test('when it asks for the workspace, then it gets all of it', async () => {
    const state = JSON.parse((await ask('/ui/state')).text);

    expect(state).toMatchObject({ team: { id: 'T_LOCAL', name: 'Deskhand Local' }, botUser: 'UBOT', homes: {} });
    expect(state.users).toContainEqual({ id: 'UEXT', name: 'eve', realName: 'Eve External', role: 'external' });
    expect(state.channels).toContainEqual({
      id: 'D_ALICE',
      name: 'alice',
      kind: 'im',
      members: ['UALICE', 'UBOT'],
      user: 'UALICE',
    });
    expect(state.groups).toEqual([
      { id: 'S_AGENTS', handle: 'support-agents' },
      { id: 'S_LEADS', handle: 'support-leads' },
    ]);
    expect(state.messages['C_SUPPORT']).toEqual([]);
  });

  test('when a person writes, then markup is escaped and the name becomes a mention', async () => {
    const answer = await post('/ui/post', { user: 'UALICE', channel: 'C_SUPPORT', text: '@Deskhand <!channel> & co' });

    expect(answer).toEqual({ ok: true, ts: slack.messages('C_SUPPORT')[0]?.ts });
    expect(slack.messages('C_SUPPORT')[0]?.text).toBe('<@UBOT> &lt;!channel&gt; &amp; co');
  });

  test('when a person changes what they wrote, then it is escaped too, and nobody else can', async () => {
    const ts = await slack.postAs('UALICE', 'C_GENERAL', 'one');
    const place = { channel: 'C_GENERAL', ts };

    expect(await post('/ui/edit', { ...place, user: 'UBOB', text: 'mine' })).toEqual({ ok: false });
    expect(await post('/ui/edit', { ...place, user: 'UALICE', text: '@Deskhand <two>' })).toEqual({ ok: true });
    expect(slack.messages('C_GENERAL').at(-1)).toMatchObject({
      text: '<@UBOT> &lt;two&gt;',
      edited: { user: 'UALICE' },
    });
  });

  test('when a person attaches a file, opens a ticket from it and presses Stop, then the app is told', async () => {
    const files = [{ name: 'a.txt', mimetype: 'text/plain', content: 'x' }];
    expect(await post('/ui/post', { user: 'UALICE', channel: 'D_ALICE', text: '', files })).toMatchObject({ ok: true });
    const ts = slack.messages('D_ALICE').at(-1)?.ts ?? '';
    const place = { user: 'UALICE', channel: 'D_ALICE' };
    await app.call('agents.sessions.setStatus', { channel_id: 'D_ALICE', thread_ts: ts, status: 'processing' });

    expect(await post('/ui/shortcut', { ...place, ts, callbackId: 'open_ticket' })).toEqual({ ok: true, acked: true });
    expect(await post('/ui/shortcut', { ...place, ts, callbackId: 'other' })).toMatchObject({ ok: false });
    expect(await post('/ui/stop', { ...place, threadTs: ts })).toEqual({ ok: true });
    expect(await post('/ui/stop', { ...place, threadTs: '1.000001' })).toEqual({ ok: false, error: 'nothing_to_stop' });
    expect(await post('/ui/messages', { user: 'UALICE' })).toEqual({ ok: true });
    const state = JSON.parse((await ask('/ui/state')).text);
    expect(state).toMatchObject({
      sessions: [{ channel: 'D_ALICE', threadTs: ts, status: 'processing' }],
      prompts: {},
      shortcuts: [{ callbackId: 'open_ticket', name: 'Open a ticket from this message' }],
    });
  });

  test.each([
    [{ user: 'UALICE', channel: 'C_NONE', text: 'x' }, 'channel_not_found'],
    [{ user: 'UNONE', channel: 'C_SUPPORT', text: 'x' }, 'user_not_found'],
    [{ user: 'UALICE', channel: 'C_APPROVALS', text: 'x' }, 'not_in_channel'],
    [{ user: 'UALICE', channel: 'D_BOB', text: 'x' }, 'not_in_channel'],
    [{ user: 'UALICE', channel: 'C_SUPPORT', text: '' }, 'no_text'],
  ])('when %j is written, then it is refused as %s', async (body, error) => {
    expect(await post('/ui/post', body)).toEqual({ ok: false, error });
  });

  test('when a button is clicked, then it is acknowledged with the value of the app', async () => {
    const blocks = [actions(button('approve'))];
    const { ts } = await app.call('chat.postMessage', { channel: 'C_APPROVALS', text: 'x', blocks });
    const click = { user: 'UPRIYA', channel: 'C_APPROVALS', messageTs: ts, blockId: 'acts', value: 'forged' };

    expect(await post('/ui/click', { ...click, actionId: 'approve' })).toEqual({ ok: true, acked: true });
    expect(await post('/ui/click', { ...click, actionId: 'none' })).toEqual({ ok: false, error: 'element_not_found' });
    expect(app.payloads.findLast((payload) => 'actions' in payload)?.['actions']).toMatchObject([
      { value: 'value of approve' },
    ]);
  });

  test('when Home is opened, and its view clicked in and sent off, then the app is told', async () => {
    const view = { type: 'home', blocks: [actions(button('review'))] };
    await app.call('views.publish', { user_id: 'ULEA', view });
    const viewId = slack.home('ULEA')?.id;

    expect(await post('/ui/home', { user: 'ULEA' })).toEqual({ ok: true });
    expect(await post('/ui/click', { user: 'ULEA', viewId, blockId: 'acts', actionId: 'review' })).toEqual({
      ok: true,
      acked: true,
    });
    const trigger_id = app.payloads.findLast((payload) => 'trigger_id' in payload)?.['trigger_id'];
    const title = { type: 'plain_text', text: 'Review' };
    await app.call('views.open', { trigger_id, view: { type: 'modal', title, blocks: [{ type: 'divider' }] } });
    const modal = slack.views('ULEA')[0]?.id;

    expect(await post('/ui/submit', { user: 'UBOB', viewId: modal, values: {} })).toEqual({
      ok: false,
      error: 'view_not_found',
    });
    expect(await post('/ui/submit', { user: 'ULEA', viewId: modal, values: {} })).toEqual({ ok: true });
    expect(await post('/ui/close', { user: 'ULEA', viewId: modal })).toEqual({ ok: false });
  });

  test('when it listens, then every change arrives as it happens', async () => {
    const ending = new AbortController();
    const stream = await fetch(`${slack.pageUrl}ui/events`, { signal: ending.signal });
    await slack.postAs('UGUEST', 'C_GENERAL', 'heard?');

    let seen = '';
    const decoder = new TextDecoder();
    for await (const chunk of stream.body ?? []) {
      seen += decoder.decode(chunk, { stream: true });
      if (seen.includes('heard?')) break;
    }

    const line = seen.split('\n').find((one) => one.includes('heard?')) ?? '';
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    expect(JSON.parse(line.replace('data: ', ''))).toMatchObject({
      type: 'message',
      channel: 'C_GENERAL',
      message: { user: 'UGUEST', text: 'heard?' },
    });
    ending.abort();
  });
});
