import { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { listenForDecisions, toPressJob } from '../../src/slack/on-decision.ts';
import type { DecisionDeps } from '../../src/slack/on-decision.ts';
import { keepLog, press } from './support.ts';

const button = (over: object = {}) => ({
  type: 'button',
  action_id: 'approve_request',
  block_id: 'b1',
  value: 'apr_abc123:3',
  action_ts: '1700000001.000001',
  ...over,
});

describe('given a press of a button', () => {
  test.each([
    ['approve_request', 'click', { verdict: 'approve' }],
    ['drop_request', 'click', { verdict: 'reject' }],
    ['confirm_request', 'confirm', { verdict: 'yes' }],
    ['decline_request', 'confirm', { verdict: 'no' }],
    ['reopen_request', 'reopen', {}],
  ])('when it is %s, then it becomes a job of its own kind', (action_id, kind, verdict) => {
    expect(toPressJob(press({ actions: [button({ action_id })] }))).toEqual({
      kind: 'job',
      job: {
        id: `${kind}:apr_abc123:ULEA:1700000001.000001:1.2.abc`,
        key: 'apr_abc123',
        kind,
        data: {
          approval: 'apr_abc123',
          version: 3,
          ...verdict,
          team: 'T1',
          user: 'ULEA',
          channel: 'CARDS',
          message: '1700000000.000900',
          responseUrl: 'https://hooks.slack.com/actions/secret',
        },
      },
    });
  });

  test('when the person belongs to another workspace, then that workspace is theirs', () => {
    const stranger = press({ user: { id: 'UEVE', team_id: 'T9' }, actions: [button()] });

    expect(toPressJob(stranger)).toMatchObject({ job: { data: { user: 'UEVE', team: 'T9' } } });
  });

  test('when the payload names no team of the person, then the team of the payload counts', () => {
    expect(toPressJob(press({ user: { id: 'ULEA' }, actions: [button()] }))).toMatchObject({
      job: { data: { team: 'T1' } },
    });
  });

  test('when the payload names no team of its own, then the team of the person counts', () => {
    expect(toPressJob(press({ team: null, actions: [button()] }))).toMatchObject({ job: { data: { team: 'T1' } } });
  });

  test.each([
    ['this app', { api_app_id: 'A1' }, 'A1', 'job'],
    ['an app, and Slack did not say which one is ours', { api_app_id: 'A9' }, undefined, 'job'],
    ['another app', { api_app_id: 'A9' }, 'A1', 'other-app'],
    ['an app that Slack did not name', { api_app_id: null }, 'A1', 'job'],
  ])('when it was made in %s, then it is taken for that', (_, over, appId, kind) => {
    expect(toPressJob(press({ ...over, actions: [button()] }), appId).kind).toBe(kind);
  });

  test('when the value names a person, then it is no request of ours', () => {
    const forged = press({ actions: [button({ value: '{"approval":"apr_abc123","user":"UBOSS"}' })] });

    expect(toPressJob(forged).kind).toBe('unknown-request');
  });

  test.each([
    [''],
    ['apr_abc123'],
    ['apr_abc123:0'],
    ['apr_abc123:1:2'],
    ['order:1'],
    [undefined],
    ['x'.repeat(2_000)],
  ])('when its value is %j, then the request is unknown and only that person is told', (value) => {
    expect(toPressJob(press({ actions: [button({ value })] }))).toEqual({
      kind: 'unknown-request',
      by: expect.objectContaining({
        on: expect.objectContaining({
          to: { channel: 'CARDS', user: 'ULEA', responseUrl: 'https://hooks.slack.com/actions/secret' },
        }),
      }),
      words: expect.stringContaining("I can't find this request"),
    });
  });

  test('when Undo is pressed in Home, then it becomes a job that names no message, and Home is to be drawn again', () => {
    const inHome = {
      container: { type: 'view', view_id: 'V1' },
      view: { id: 'V1', type: 'home', private_metadata: 'money:oldest:2' },
      channel: undefined,
      response_url: undefined,
    };

    expect(toPressJob(press({ ...inHome, actions: [button({ action_id: 'undo_execution' })] }))).toEqual({
      kind: 'job',
      job: expect.objectContaining({
        id: expect.stringMatching(/^undo:apr_abc123:ULEA:/),
        key: 'apr_abc123',
        kind: 'undo',
        data: { approval: 'apr_abc123', version: 3, team: 'T1', user: 'ULEA' },
      }),
      home: {
        visitor: { team: 'T1', user: 'ULEA' },
        wish: { filter: 'money', order: 'oldest', page: 2 },
        undoing: ['apr_abc123'],
      },
    });
  });

  test.each([
    ['a button that opens a form', press({ actions: [button({ action_id: 'reject_request' })] })],
    ['another button', press({ actions: [button({ action_id: 'open_link' })] })],
    ['a button of a modal', press({ container: { type: 'view', view_id: 'V1' }, actions: [button()] })],
    ['nothing', press()],
    ['no payload', null],
  ])('when it is %s, then it decides nothing', (_, body) => {
    expect(toPressJob(body)).toEqual({ kind: 'ignored' });
  });
});

describe('given a button that decides', () => {
  /** The listener before an engine, and everything that happened to one press in order. */
  const listener = (enqueue: DecisionDeps['engine']['enqueue']) => {
    const said: string[] = [];
    const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
    const app = new App({
      receiver,
      token: 'xoxb-1',
      botId: 'BBOT',
      botUserId: 'UBOT',
      tokenVerificationEnabled: false,
    });
    const others = {
      client: { apiCall: async () => ({ ok: true }) },
      messenger: { whisper: async () => undefined },
      publishHome: async () => undefined,
      log: keepLog(),
      self: {},
    };
    const engine: DecisionDeps['engine'] = { enqueue: (job) => (said.push(`saved ${job.kind}`), enqueue(job)) };
    listenForDecisions({ ...others, engine }, app);
    app.error(async () => void said.push('error'));
    const arrives = (body: ReturnType<typeof press>) =>
      app.processEvent({ body, ack: async () => void said.push('ack') });
    return { arrives, said };
  };

  test('when it is pressed, then that is saved before Slack is told that it arrived', async () => {
    const { arrives, said } = listener(async () => true);

    await arrives(press({ actions: [button()] }));

    expect(said).toEqual(['saved click', 'ack']);
  });

  test('when the press cannot be saved, then Slack is not told, and the person may press again', async () => {
    const { arrives, said } = listener(() => Promise.reject(new Error('disk full')));

    await arrives(press({ actions: [button()] })).catch(() => undefined);

    expect(said).toEqual(['saved click', 'error']);
  });
});
