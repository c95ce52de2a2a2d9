import { describe, expect, test } from 'vitest';
import { toPressJob } from '../../src/slack/on-decision.ts';
import { press } from './support.ts';

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
      to: { channel: 'CARDS', user: 'ULEA', responseUrl: 'https://hooks.slack.com/actions/secret' },
      words: expect.stringContaining("I can't find this request"),
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
