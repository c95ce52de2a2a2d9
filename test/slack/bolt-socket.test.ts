import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBolt } from '../../src/slack/bolt.ts';
import type { Bolt } from '../../src/slack/bolt.ts';
import { takeIn } from '../../src/slack/intake.ts';
import { acknowledgeOthers } from '../../src/slack/acknowledge-others.ts';
import { DECISION_ACTIONS, listenForDecisions } from '../../src/slack/on-decision.ts';
import { answerErrors } from '../../src/slack/on-error.ts';
import type { SlackRefused } from '../../src/slack/slack-refused.ts';
import { Unavailable } from '../../src/domain/errors.ts';
import { startFakeSlack } from '../fakes/slack-server.ts';
import type { FakeSlack } from '../fakes/slack-server.ts';
import { envelope, keepJobs, keepLog, malformed, mention, message, press, until } from './support.ts';

let slack: FakeSlack;
let bolt: Bolt | undefined;
let unhandled: unknown[];
const keepUnhandled = (reason: unknown) => void unhandled.push(reason);

beforeEach(async () => {
  unhandled = [];
  process.on('unhandledRejection', keepUnhandled);
  slack = await startFakeSlack();
});
afterEach(async () => {
  await bolt?.stop();
  bolt = undefined;
  await slack.close();
  process.off('unhandledRejection', keepUnhandled);
  expect(unhandled).toEqual([]);
});

/** The real Bolt app in Socket Mode against the fake Slack, with the intake and the buttons. */
async function connect(engine: Pick<ReturnType<typeof keepJobs>, 'enqueue'> = keepJobs()) {
  const fatal: SlackRefused[] = [];
  const told: string[] = [];
  const log = keepLog();
  const messenger = { whisper: async (_: unknown, text: string) => void told.push(text) };
  const made = await createBolt(
    { log, now: Date.now, onFatal: (refusal) => void fatal.push(refusal) },
    { botToken: 'xoxb-1', apiUrl: slack.apiUrl, mode: { kind: 'socket', appToken: 'xapp-1' } },
  );
  bolt = made;
  takeIn({ engine, log, self: made.self, crashPoint: () => undefined }, made.app);
  const home = { client: { apiCall: async () => ({ ok: true }) }, publishHome: async () => undefined };
  listenForDecisions({ engine, messenger, ...home, log, self: made.self }, made.app);
  acknowledgeOthers(made.app, DECISION_ACTIONS);
  answerErrors({ log, messenger }, made.app);
  return { bolt: made, fatal, told, log };
}

const acked = (id: string) => slack.acks.some((ack) => ack.envelope_id === id);
const button = (over: object = {}) => ({
  type: 'button',
  action_id: 'approve_request',
  value: 'apr_abc123:3',
  action_ts: '1700000001.000001',
  ...over,
});

describe('given Socket Mode', () => {
  test('when the bot starts, then it knows who it is, and is ready once Slack said hello', async () => {
    const { bolt: started } = await connect();
    const before = started.isReady();

    await started.start();

    expect(before).toBe(false);
    expect(started.isReady()).toBe(true);
    expect(started.self).toEqual({ botUserId: 'UBOT', botId: 'BBOT', teamId: 'T1', url: 'https://acme.slack.com/' });
    expect(slack.calls().map((call) => `${call.method} ${call.token}`)).toEqual([
      'auth.test xoxb-1',
      'apps.connections.open xapp-1',
    ]);
  });

  test('when a mention comes, then Slack hears of its arrival only after it is saved', async () => {
    let save: () => void = () => undefined;
    const saving = new Promise<void>((resolve) => (save = resolve));
    const engine = keepJobs(() => saving);
    const { bolt: started } = await connect(engine);
    await started.start();

    const id = slack.deliver('events_api', envelope(mention()));
    const other = slack.deliver('events_api', envelope(message({ text: 'lunch?' })));
    await until('the other event is acknowledged', () => acked(other));
    const tooEarly = acked(id);
    save();
    await until('the mention is acknowledged', () => acked(id));

    expect(tooEarly).toBe(false);
    expect(engine.jobs.map((job) => job.id)).toEqual(['msg:T1:C1:1700000000.000100']);
  });

  test('when a mention cannot be saved, then it stays unacknowledged and the next one is served', async () => {
    let broken = true;
    const engine = keepJobs(async () => {
      if (broken) throw new Unavailable('store');
    });
    const { bolt: started, log } = await connect(engine);
    await started.start();

    const lost = slack.deliver('events_api', envelope(mention()));
    await until('the failure is logged', () => log.lines.some((line) => line.level === 'error'));
    broken = false;
    const again = slack.deliver('events_api', envelope(mention()));
    await until('the retry is acknowledged', () => acked(again));

    expect(acked(lost)).toBe(false);
    expect(engine.jobs).toHaveLength(1);
  });

  test('when a deciding button is pressed, then the click is saved and acknowledged', async () => {
    const engine = keepJobs();
    const { bolt: started } = await connect(engine);
    await started.start();

    const id = slack.deliver('interactive', press({ actions: [button()] }));
    await until('the click is acknowledged', () => acked(id));

    expect(engine.jobs.map((job) => job.id)).toEqual(['click:apr_abc123:ULEA:1700000001.000001:1.2.abc']);
  });

  test('when a click cannot be saved, then the person is told that nothing was done', async () => {
    const { bolt: started, told } = await connect(keepJobs(() => Promise.reject(new Unavailable('store'))));
    await started.start();

    const id = slack.deliver('interactive', press({ actions: [button()] }));
    await until('the person is told', () => told.length > 0);

    expect(told).toEqual(['Storage problem, nothing was done. Please try again in a moment.']);
    expect(acked(id)).toBe(false);
  });

  test('when a button names no request or is not ours, then it is acknowledged and nothing is done', async () => {
    const engine = keepJobs();
    const { bolt: started, told } = await connect(engine);
    await started.start();

    const broken = slack.deliver('interactive', press({ actions: [button({ value: 'x' })] }));
    const foreign = slack.deliver('interactive', press({ actions: [button({ action_id: 'view_thread' })] }));
    await until('both are acknowledged', () => acked(broken) && acked(foreign) && told.length > 0);

    expect(engine.jobs).toEqual([]);
    expect(told).toEqual([expect.stringContaining("I can't find this request")]);
    expect(slack.acks).toHaveLength(2);
  });

  test('when interactions are malformed, then each is acknowledged and dropped', async () => {
    const engine = keepJobs();
    const { bolt: started } = await connect(engine);
    await started.start();

    const ids = malformed.map(([, payload]) => slack.deliver('interactive', payload));
    await until('all are acknowledged', () => ids.every(acked));

    expect(engine.jobs).toEqual([]);
  });

  test('when a click was made in another app, then it is acknowledged, not saved, and logged', async () => {
    slack.answer('auth.test', {
      user_id: 'UBOT',
      bot_id: 'BBOT',
      team_id: 'T1',
      url: 'https://acme.slack.com/',
      app_id: 'A1',
    });
    const engine = keepJobs();
    const { bolt: started, log, told } = await connect(engine);
    await started.start();

    const foreign = slack.deliver('interactive', press({ api_app_id: 'A9', actions: [button()] }));
    const ours = slack.deliver(
      'interactive',
      press({ team: null, actions: [button({ action_ts: '1700000001.000002' })] }),
    );
    await until('both are acknowledged', () => acked(foreign) && acked(ours));

    expect(started.self.appId).toBe('A1');
    expect(engine.jobs.map((job) => job.id)).toEqual(['click:apr_abc123:ULEA:1700000001.000002:1.2.abc']);
    expect(log.lines).toContainEqual({
      level: 'warn',
      fields: { channel: 'CARDS', message: '1700000000.000900' },
      message: 'a button was pressed in another app; dropped',
    });
    expect(told).toEqual([]);
  });

  test('when frames make no sense, then they are dropped and the next event is served', async () => {
    const { bolt: started } = await connect();
    await started.start();

    slack.frame('null');
    slack.frame('"x"');
    slack.frame('[]');
    slack.frame('{');
    slack.frame('7');
    slack.frame(Buffer.from([1, 2, 3]));
    slack.deliver('events_api', { type: 'app_rate_limited' });
    slack.deliver('events_api', null);
    slack.deliver('events_api', { event: null });
    slack.deliver('interactive', null);
    slack.deliver('slash_commands', 'x');
    slack.frame(JSON.stringify({ type: 'events_api', payload: { event: { type: 'x', text: 'y'.repeat(1_000_000) } } }));
    const id = slack.deliver('events_api', envelope(mention()));
    await until('the event is acknowledged', () => acked(id));

    expect(started.isReady()).toBe(true);
    expect(slack.opened()).toBe(1);
  });

  test.each([
    [
      'Slack asks for a new connection',
      () => slack.frame(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' })),
    ],
    ['the connection is cut', () => slack.cut()],
  ])('when %s, then the bot connects again and serves events', async (_, disturb) => {
    const { bolt: started } = await connect();
    await started.start();

    disturb();
    await until('there is a second connection', () => slack.opened() === 2 && started.isReady());
    const id = slack.deliver('events_api', envelope(mention()));
    await until('the event is acknowledged', () => acked(id));

    expect(slack.acks).toHaveLength(1);
  });

  test('when Slack is troubled at a reconnect, then the bot tries until it is back', async () => {
    const { bolt: started, fatal } = await connect();
    await started.start();
    const link = slack.apiUrl.replace('http', 'ws').replace('/api/', '/link');
    slack.answer('apps.connections.open', { status: 503 }, 'hang-up', { error: 'internal_error' }, { url: link });

    slack.cut();
    await until('there is a second connection', () => slack.opened() === 2 && started.isReady());

    expect(fatal).toEqual([]);
  });

  test('when Slack takes the app token away, then that is reported once and not tried for ever', async () => {
    const { bolt: started, fatal } = await connect();
    await started.start();
    slack.answer('apps.connections.open', { error: 'invalid_auth' });

    slack.cut();
    await until('it is reported', () => fatal.length > 0);

    expect(fatal.map((refusal) => refusal.setting)).toEqual(['SLACK_APP_TOKEN']);
    expect(slack.calls('apps.connections.open')).toHaveLength(2);
    expect(started.isReady()).toBe(false);
  });

  test('when it is stopped, then the socket is closed and stays closed', async () => {
    const { bolt: started } = await connect();
    await started.start();

    await started.stop();

    await until('the socket is closed', () => !slack.isConnected());
    expect(started.isReady()).toBe(false);
    expect(slack.opened()).toBe(1);
  });
});

describe('given a token that Slack refuses', () => {
  test.each(['not_authed', 'invalid_auth', 'account_inactive', 'token_revoked'])(
    'when the bot token is answered with %s, then the start fails and names the setting',
    async (error) => {
      slack.answer('auth.test', { error });

      await expect(connect()).rejects.toMatchObject({
        setting: 'SLACK_BOT_TOKEN',
        message: expect.stringContaining(`Slack refuses SLACK_BOT_TOKEN (${error}). Set it to`),
      });
    },
  );

  test('when the bot token belongs to a person, then the start fails too', async () => {
    slack.answer('auth.test', { user_id: 'UALICE', team_id: 'T1', url: 'https://acme.slack.com/' });

    await expect(connect()).rejects.toMatchObject({ setting: 'SLACK_BOT_TOKEN' });
  });

  test.each(['invalid_auth', 'not_allowed_token_type'])(
    'when the app token is answered with %s, then the start fails and names the setting',
    async (error) => {
      slack.answer('apps.connections.open', { error });
      const { bolt: made } = await connect();

      await expect(made.start()).rejects.toMatchObject({
        setting: 'SLACK_APP_TOKEN',
        message: expect.stringContaining(`Slack refuses SLACK_APP_TOKEN (${error}). Set it to`),
      });
    },
  );

  test('when Slack cannot be reached, then that is an outage', async () => {
    slack.answer('auth.test', { status: 503 });

    await expect(connect()).rejects.toMatchObject({ name: 'Unavailable', system: 'slack' });
  });
});
