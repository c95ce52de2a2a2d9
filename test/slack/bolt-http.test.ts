import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sealWith } from '../../src/slack/seal.ts';
import { createBolt } from '../../src/slack/bolt.ts';
import type { Bolt } from '../../src/slack/bolt.ts';
import { takeIn } from '../../src/slack/intake.ts';
import { acknowledgeOthers } from '../../src/slack/acknowledge-others.ts';
import { DECISION_ACTIONS, listenForDecisions } from '../../src/slack/on-decision.ts';
import { answerErrors } from '../../src/slack/on-error.ts';
import { listenForSubmissions } from '../../src/slack/on-submission.ts';
import { formView } from '../../src/slack/blocks/forms/form-view.ts';
import { refuse } from '../../src/domain/result.ts';
import { pending } from '../fakes/approvals.ts';
import { startFakeSlack } from '../fakes/slack-server.ts';
import type { FakeSlack } from '../fakes/slack-server.ts';
import { envelope, keepJobs, keepLog, malformed, mention, press, signed } from './support.ts';

const SEAL = sealWith('xoxb-1');

const NOW = 1_700_000_000_000;
const FORM = 'application/x-www-form-urlencoded';

let slack: FakeSlack;
let bolt: Bolt;
let engine: ReturnType<typeof keepJobs>;
let broken: boolean;

beforeEach(async () => {
  broken = false;
  engine = keepJobs(async () => {
    if (broken) throw new Error('disk full');
  });
  slack = await startFakeSlack();
  const log = keepLog();
  const messenger = { whisper: async () => undefined };
  bolt = await createBolt(
    { log, now: () => NOW, onFatal: () => undefined },
    { botToken: 'xoxb-1', apiUrl: slack.apiUrl, mode: { kind: 'http', signingSecret: 'signing', port: 0 } },
  );
  takeIn({ engine, log, self: bolt.self, crashPoint: () => undefined }, bolt.app);
  const home = { client: { apiCall: async () => ({ ok: true }) }, publishHome: async () => undefined };
  listenForDecisions({ engine, messenger, ...home, log, self: bolt.self }, bolt.app);
  const desk = {
    submit: async () => refuse({ kind: 'field' as const, field: 'question' as const, message: 'Too short' }),
  };
  listenForSubmissions({ desk, explain: () => '', seal: SEAL, ...home, log, self: bolt.self }, bolt.app);
  acknowledgeOthers(bolt.app, DECISION_ACTIONS);
  answerErrors({ log, messenger }, bolt.app);
  await bolt.start();
});
afterEach(async () => {
  await bolt.stop();
  await slack.close();
});

async function send(request: RequestInit, path = '/slack/events') {
  const response = await fetch(`http://127.0.0.1:${bolt.port()}${path}`, request);
  return { status: response.status, body: await response.text() };
}
const post = (body: string, options: Parameters<typeof signed>[1] = {}) => send(signed(body, { at: NOW, ...options }));
const event = JSON.stringify(envelope(mention()));
const click = (over: object = {}) => {
  const action = { action_id: 'approve_request', value: 'apr_abc123:3', action_ts: '1700000001.000001', ...over };
  return new URLSearchParams({ payload: JSON.stringify(press({ actions: [action] })) }).toString();
};

describe('given HTTP mode', () => {
  test('when a form is sent in with a mistake, then the answer says what is wrong where', async () => {
    const view = SEAL.close(formView({ kind: 'ask', approval: pending() }), 'ULEA');
    const state = { values: { question: { entry: { value: '?' } } } };
    const body = {
      type: 'view_submission',
      user: { id: 'ULEA', team_id: 'T1' },
      team: { id: 'T1' },
      view: { ...view, state },
    };

    const { status, body: answer } = await post(new URLSearchParams({ payload: JSON.stringify(body) }).toString(), {
      type: FORM,
    });

    expect([status, JSON.parse(answer)]).toEqual([
      200,
      { response_action: 'errors', errors: { question: 'Too short' } },
    ]);
  });

  test('when a signed event comes, then it is saved and answered', async () => {
    expect(await post(event)).toEqual({ status: 200, body: '' });

    expect(engine.jobs).toHaveLength(1);
    expect(bolt.isReady()).toBe(true);
  });

  test('when the same signed body comes twice, then it is done once', async () => {
    const answers = [await post(event), await post(event)];

    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(engine.jobs).toHaveLength(1);
  });

  test('when the event is a retry that was never seen, then it is saved', async () => {
    const request = signed(event, { at: NOW });

    await send({
      ...request,
      headers: { ...request.headers, 'x-slack-retry-num': '3', 'x-slack-retry-reason': 'http_timeout' },
    });

    expect(engine.jobs).toHaveLength(1);
  });

  test('when it cannot be saved, then Slack is told at once to send it again', async () => {
    broken = true;

    expect(await post(event)).toEqual({ status: 500, body: '' });
    expect((await post(click(), { type: FORM })).status).toBe(500);
    expect(engine.jobs).toEqual([]);
  });

  test.each([[FORM], [`${FORM}; charset=utf-8`]])('when a click comes as %s, then it is saved', async (type) => {
    expect(await post(click(), { type })).toEqual({ status: 200, body: '' });

    expect(engine.jobs.map((job) => job.kind)).toEqual(['click']);
  });

  test('when an unknown button is pressed, then it is acknowledged', async () => {
    expect((await post(click({ action_id: 'view_thread' }), { type: FORM })).status).toBe(200);
  });

  test.each(malformed)('when %s comes, then it is acknowledged', async (_, payload) => {
    const form = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

    expect(await post(form, { type: FORM })).toEqual({ status: 200, body: '' });
    expect(engine.jobs).toEqual([]);
  });

  test('when Slack asks who is there, then the challenge is answered', async () => {
    expect(await post(JSON.stringify({ type: 'url_verification', challenge: 'abc' }))).toEqual({
      status: 200,
      body: '{"challenge":"abc"}',
    });
  });

  test.each([['null'], ['[]'], ['"x"'], ['7'], ['{'], ['']])(
    'when the signed body is %j, then it is refused at once',
    async (body) => {
      expect(await post(body)).toEqual({ status: 400, body: '' });
    },
  );

  test('when nothing serves the request, then it is refused at once', async () => {
    expect((await post('{}')).status).toBe(404);
  });

  test('when an interaction comes that nobody serves, then it is acknowledged and dropped', async () => {
    expect((await post(JSON.stringify({ type: 'dialog_cancellation' }))).status).toBe(200);
  });

  test.each([
    ['is 301 seconds old', { at: NOW - 301_000 }],
    ['is 301 seconds ahead', { at: NOW + 301_000 }],
    ['was signed with another secret', { secret: 'guessed' }],
  ])('when a request %s, then it is refused', async (_, options) => {
    expect(await post(event, options)).toEqual({ status: 401, body: '' });
    expect(engine.jobs).toEqual([]);
  });

  test.each([
    ['no signature', {}],
    ['an infinite time', { 'x-slack-request-timestamp': 'Infinity', 'x-slack-signature': 'v0=1' }],
    ['no time', { 'x-slack-signature': 'v0=1' }],
    ['a signature of another kind', { 'x-slack-request-timestamp': String(NOW / 1000), 'x-slack-signature': 'v1' }],
  ])('when a request has %s, then it is refused, even a broken one', async (_, headers) => {
    const request = { method: 'POST', body: 'null', headers: { 'content-type': 'application/json', ...headers } };

    expect(await send(request)).toEqual({ status: 401, body: '' });
  });

  test('when a request is larger than Slack’s are, then it is refused', async () => {
    expect((await post(`"${'x'.repeat(4 * 1024 * 1024)}"`)).status).toBe(413);
  });

  test.each([
    ['GET', '/slack/events'],
    ['POST', '/slack/install'],
    ['GET', '/'],
  ])('when %s %s is asked for, then there is nothing', async (method, path) => {
    expect((await send({ method }, path)).status).toBe(404);
  });

  test('when it is stopped, then it no longer listens', async () => {
    await bolt.stop();

    expect(bolt.isReady()).toBe(false);
  });
});
