import { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/domain/errors.ts';
import { TeamId, UserId } from '../../src/domain/ids.ts';
import { ok, refuse } from '../../src/domain/result.ts';
import type { HomeDesk } from '../../src/ports/home.ts';
import { FIRST_WISH } from '../../src/slack/blocks/home/wish.ts';
import { homePublisher } from '../../src/slack/home-publisher.ts';
import { takeIn } from '../../src/slack/intake.ts';
import { listenForHome } from '../../src/slack/on-home.ts';
import { queue } from './blocks/homes.ts';
import { envelope, keepJobs, keepLog, press, SELF } from './support.ts';

const STRANGER: HomeDesk['open'] = async () => ({ kind: 'stranger', at: 0 });
const opened = (over: object = {}) => ({
  type: 'app_home_opened',
  user: 'UPRIYA',
  channel: 'D1',
  tab: 'home',
  event_ts: '1.2',
  ...over,
});

/** Home's side of the edge before a desk: what was asked for, what was published, and that Slack was answered. */
function edge(open: HomeDesk['open'] = STRANGER, callPerson: HomeDesk['callPerson'] = async () => ok('called')) {
  const asked: unknown[] = [];
  const published: { user_id?: unknown; view?: unknown }[] = [];
  const order: string[] = [];
  const log = keepLog();
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const identity = { token: 'xoxb-1', botId: 'BBOT', botUserId: 'UBOT', tokenVerificationEnabled: false };
  const app = new App({ receiver, ...identity, extendedErrorHandler: true });
  const home: HomeDesk = {
    open: async (...question) => {
      asked.push(question);
      order.push('desk');
      return open(...question);
    },
    callPerson,
  };
  const slack = { isAway: false };
  const client = {
    apiCall: async (method: string, options: object = {}) => {
      order.push(method);
      if (slack.isAway) throw new Error('socket hang up');
      published.push(options);
      return { ok: true };
    },
  };
  const jobs = keepJobs();
  takeIn({ engine: jobs, crashPoint: () => undefined, log, self: SELF }, app);
  listenForHome(
    {
      home,
      publishHome: homePublisher({ home, client, threadLink: () => undefined, log }),
      log,
      self: { appId: 'A1' },
    },
    app,
  );
  const send = (body: Record<string, unknown>) =>
    app.processEvent({ body, ack: async () => void order.push('ack') }).then(settled);
  const pressed = (action: object, over: object = {}) =>
    send(
      press({
        container: { type: 'view', view_id: 'V1' },
        view: { id: 'V1', type: 'home', private_metadata: 'tickets:oldest:0' },
        channel: undefined,
        response_url: undefined,
        actions: [{ type: 'button', action_ts: '1.2', ...action }],
        ...over,
      }),
    );
  return { send, pressed, client, asked, published, order, log, slack, jobs };
}

/** Bolt does not wait for listeners of events, and what draws Home is loaded the first time. */
const settled = async (): Promise<void> => {
  await import('../../src/slack/blocks/home/home-view.ts');
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('given somebody who opens the app', () => {
  test('when it is Home, then it is published for them, and no job is made of it', async () => {
    const { send, asked, published, order, jobs } = edge(async () => queue());

    await send(envelope(opened()));

    expect(order).toEqual(['ack', 'desk', 'views.publish']);
    expect(asked).toEqual([
      [
        { team: 'T1', user: 'UPRIYA' },
        { filter: 'all', order: 'deadline', page: 0 },
      ],
    ]);
    expect(published).toEqual([{ user_id: 'UPRIYA', view: expect.objectContaining({ type: 'home' }) }]);
    expect(jobs.jobs).toEqual([]);
  });

  test('when they chose something there before, then they see that', async () => {
    const { send, asked } = edge();

    await send(envelope(opened({ view: { private_metadata: 'money:amount:3' } })));

    expect(asked).toMatchObject([[{}, { filter: 'money', order: 'amount', page: 3 }]]);
  });

  test.each([
    ['their messages', opened({ tab: 'messages' })],
    ['it is nobody', opened({ user: '' })],
    ['it is no tab', opened({ tab: null })],
  ])('when it is %s, then nothing is published', async (_, event) => {
    const { send, order } = edge();

    await send(envelope(event));

    expect(order).toEqual(['ack']);
  });

  test('when Slack sends the same event again, then it is published once', async () => {
    const { send, published } = edge();

    await send(envelope(opened()));
    await send(envelope(opened()));
    await send(envelope(opened(), { event_id: 'Ev2' }));

    expect(published).toHaveLength(2);
  });

  test.each([
    ['nobody can tell who it is', new Unavailable('slack'), 'is not answering'],
    ['something is broken', new Error('row 7 of card 4242'), 'Something went wrong on my side'],
  ])('when %s, then Home says so without its words, and can be tried again', async (_, failure, words) => {
    const { send, published, log } = edge(() => Promise.reject(failure));

    await send(envelope(opened()));

    expect(JSON.stringify(published)).toContain(words);
    expect(JSON.stringify(published)).toContain('Try again');
    expect(JSON.stringify(published)).not.toContain('4242');
    expect(log.lines).toMatchObject([{ level: 'error' }]);
  });

  test('when Slack cannot be reached, then that is a line in the log', async () => {
    const { send, slack, log } = edge();
    slack.isAway = true;

    await send(envelope(opened()));

    expect(log.lines).toEqual([
      { level: 'warn', fields: { user: 'UPRIYA', why: 'socket hang up' }, message: 'Home was not shown' },
    ]);
  });
});

describe('given somebody in Home', () => {
  test.each([
    ['a filter', { action_id: 'home_filter_money', value: 'money:oldest:0' }, 'money:oldest:0'],
    [
      'an order',
      { action_id: 'home_order', type: 'static_select', selected_option: { value: 'tickets:amount:0' } },
      'tickets:amount:0',
    ],
    ['the next page', { action_id: 'home_next', value: 'tickets:oldest:1' }, 'tickets:oldest:1'],
    ['Refresh', { action_id: 'home_refresh', value: 'tickets:oldest:0' }, 'tickets:oldest:0'],
    ['a button that says nothing of ours', { action_id: 'home_refresh', value: '<!channel>' }, 'tickets:oldest:0'],
  ])('when they press %s, then Slack hears so first, and Home is drawn so', async (_, action, shown) => {
    const { pressed, order, published } = edge();

    await pressed(action);

    expect(order).toEqual(['ack', 'desk', 'views.publish']);
    expect(published).toMatchObject([{ user_id: 'ULEA', view: { private_metadata: shown } }]);
  });

  test.each<[string, HomeDesk['callPerson'], string]>([
    ['a colleague is told', async () => ok('called'), 'A colleague was told'],
    ['they were told before', async () => refuse('Somebody was told at 14:05.'), 'Somebody was told at 14:05.'],
    ['that fails', () => Promise.reject(new Unavailable('store')), 'Storage problem'],
  ])('when they want a person and %s, then it stands on top of Home', async (_, callPerson, words) => {
    const { pressed, published } = edge(STRANGER, callPerson);

    await pressed({ action_id: 'home_call_person', value: 'person' });

    expect(JSON.stringify(published)).toContain(words);
  });

  test('when it cannot be drawn again behind what happens, then they keep what they see', async () => {
    const { client, published, log } = edge();
    const home = { open: () => Promise.reject(new Unavailable('slack')) };
    const publish = homePublisher({ home, client, threadLink: () => undefined, log });
    const visitor = { team: TeamId.parse('T1'), user: UserId.parse('UPRIYA') };

    await publish(visitor, { wish: FIRST_WISH, isFollowing: true });
    const behind = published.length;
    await publish(visitor, { wish: FIRST_WISH });

    expect([behind, published.length]).toEqual([0, 1]);
    expect(log.lines).toMatchObject([{ level: 'warn' }, { level: 'error' }]);
  });

  test('when it was pressed in another app or in no Home, then nothing is drawn', async () => {
    const { pressed, order } = edge();
    const refresh = { action_id: 'home_refresh', value: 'all:deadline:0' };

    await pressed(refresh, { api_app_id: 'A9' });
    await pressed(refresh, { view: { id: 'V1', type: 'modal', private_metadata: '' } });

    expect(order).toEqual(['ack', 'ack']);
  });

  test('when they press faster than Home is drawn, then the last wish is what they see, and none is drawn beside another', async () => {
    const held = Promise.withResolvers<void>();
    const { pressed, asked, published } = edge(async () => held.promise.then(() => ({ kind: 'stranger', at: 0 })));
    const presses = [0, 1, 2, 3].map((page) => pressed({ action_id: 'home_next', value: `all:deadline:${page}` }));
    await settled();
    held.resolve();
    await Promise.all(presses);

    expect(asked).toHaveLength(2);
    expect(published.at(-1)).toMatchObject({ view: { private_metadata: 'all:deadline:3' } });
  });
});
