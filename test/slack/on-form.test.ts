import { App, webApi } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/domain/errors.ts';
import { ChannelId, MessageTs } from '../../src/domain/ids.ts';
import { Money } from '../../src/domain/money.ts';
import { ok, refuse } from '../../src/domain/result.ts';
import type { Desk, Press } from '../../src/ports/desk.ts';
import type { Visitor } from '../../src/ports/home.ts';
import { explainer, threadLinker } from '../../src/slack/explain.ts';
import type { Showing } from '../../src/slack/home-publisher.ts';
import { answerErrors } from '../../src/slack/on-error.ts';
import { listenForForms } from '../../src/slack/on-form.ts';
import { sealWith } from '../../src/slack/seal.ts';
import { pending, unknown } from '../fakes/approvals.ts';
import { keepLog, press } from './support.ts';

const NEVER = new Promise<never>(() => undefined);
const PENDING = pending();
const details: Desk['open'] = async () => ok({ kind: 'details', approval: PENDING, earlier: [] });

/** The forms' side of the edge before a desk: what happened in order, what was asked, shown and whispered. */
function edge(open: Desk['open'], opened: () => Promise<unknown> = async () => ({ ok: true })) {
  const order: string[] = [];
  const asked: Press[] = [];
  const told: string[] = [];
  const published: (Showing | undefined)[] = [];
  const shown: { trigger_id?: unknown; view?: unknown }[] = [];
  const log = keepLog();
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const identity = { token: 'xoxb-1', botId: 'BBOT', botUserId: 'UBOT', tokenVerificationEnabled: false };
  const app = new App({ receiver, ...identity, extendedErrorHandler: true });
  const messenger = { whisper: async (_: unknown, words: string) => void told.push(words) };
  const desk = {
    open: async (wish: Press) => {
      order.push('desk');
      asked.push(wish);
      return open(wish);
    },
  };
  const client = {
    apiCall: async (method: string, options: object = {}) => {
      order.push(method);
      shown.push(options);
      await opened();
      return { ok: true };
    },
  };
  const explain = explainer('https://acme.slack.com/');
  const threadLink = threadLinker('https://acme.slack.com/');
  const publishHome = async (_: Visitor, showing?: Showing) => void published.push(showing);
  listenForForms(
    {
      desk,
      client,
      messenger,
      explain,
      threadLink,
      seal: sealWith('xoxb-1'),
      publishHome,
      log,
      self: { appId: 'A1' },
      patience: 20,
    },
    app,
  );
  answerErrors({ log, messenger }, app);
  const pressed = async (over: object = {}, body: object = {}): Promise<void> => {
    const action = {
      type: 'button',
      action_id: 'edit_request',
      value: 'apr_000000000001:3',
      action_ts: '1.2',
      ...over,
    };
    await app.processEvent({ body: press({ actions: [action], ...body }), ack: async () => void order.push('ack') });
  };
  return { pressed, order, asked, told, shown, published, log };
}

/** What Slack sends of a press in a view. */
const inView = (view: object) => ({
  container: { type: 'view', view_id: 'V1' },
  view: { id: 'V1', ...view },
  channel: undefined,
  response_url: undefined,
});

const refusedByView = (error: string) => async () => {
  throw new webApi.WebAPIPlatformError({ ok: false, error });
};

describe('given a button that opens a form', () => {
  test.each([
    ['review_request', 'review'],
    ['edit_request', 'edit'],
    ['reject_request', 'reject'],
    ['ask_requester', 'ask'],
    ['show_details', 'details'],
    ['settle_done', 'settle-done'],
    ['settle_not_done', 'settle-not-done'],
  ])('when %s is pressed, then Slack hears so first, and the desk is asked for that form', async (action_id, form) => {
    const { pressed, order, asked, shown } = edge(details);

    await pressed({ action_id });

    expect(order).toEqual(['ack', 'desk', 'views.open']);
    expect(asked).toEqual([
      {
        form,
        approval: 'apr_000000000001',
        team: 'T1',
        user: 'ULEA',
        card: { channel: 'CARDS', ts: '1700000000.000900' },
      },
    ]);
    expect(shown).toEqual([{ trigger_id: '1.2.abc', view: expect.objectContaining({ type: 'modal' }) }]);
  });

  test.each<[string, Awaited<ReturnType<Desk['open']>>]>([
    [
      'an edit',
      ok({ kind: 'edit', approval: PENDING, amount: { now: Money.parse({ minor: 4_800, currency: 'USD' }) } }),
    ],
    ['an edit without an amount', ok({ kind: 'edit', approval: PENDING })],
    ['a rejection', ok({ kind: 'reject', approval: PENDING, said: 'We could not approve it.' })],
    ['a question', ok({ kind: 'ask', approval: PENDING })],
    ['what was done', ok({ kind: 'settle', approval: unknown(), verdict: 'done' })],
    ['what was not done', ok({ kind: 'settle', approval: unknown(), verdict: 'not-done' })],
  ])('when the desk answers with the form of %s, then it can be sent in', async (_, form) => {
    const { pressed, shown } = edge(async () => form);

    await pressed();

    expect(shown).toEqual([
      { trigger_id: '1.2.abc', view: expect.objectContaining({ type: 'modal', submit: expect.anything() }) },
    ]);
  });

  test('when the desk refuses, then the reason is told with the way to the newer card, and nothing opens', async () => {
    const newer = { channel: ChannelId.parse('CARDS'), ts: MessageTs.parse('1700000000.000950') };
    const { pressed, told, shown } = edge(async () => refuse({ code: 'superseded', newer }));

    await pressed();

    expect(told).toEqual([expect.stringContaining('https://acme.slack.com/archives/CARDS/p1700000000000950')]);
    expect(shown).toEqual([]);
  });

  test('when the desk takes too long, then the person is asked to press again, and nothing opens late', async () => {
    const { pressed, told, shown } = edge(() => NEVER);

    await pressed();

    expect(told).toEqual(['That took too long; please press again.']);
    expect(shown).toEqual([]);
  });

  test.each([
    ['expired_trigger_id', 'That took too long; please press again.'],
    ['invalid_arguments', 'Slack did not open the form. Nothing was changed; please press again.'],
  ])('when Slack answers %s, then that is told in words', async (error, words) => {
    const { pressed, told, log } = edge(details, refusedByView(error));

    await pressed();

    expect(told).toEqual([words]);
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { form: 'details', why: error } }]);
  });

  test('when Slack cannot be reached, then that is told in words', async () => {
    const { pressed, told } = edge(details, async () => {
      throw new Error('socket hang up at 10.0.0.7');
    });

    await pressed();

    expect(told).toEqual(['Slack did not open the form. Nothing was changed; please press again.']);
  });

  test('when the press was delivered twice, then the form it opened before is enough', async () => {
    const { pressed, told } = edge(details, refusedByView('exchanged_trigger_id'));

    await pressed();

    expect(told).toEqual([]);
  });

  test.each([
    ['the store', new Unavailable('store'), 'Storage problem, nothing was done. Please try again in a moment.'],
    ['the company', new Unavailable('orders'), expect.stringContaining('is not answering')],
    ['the desk', new Error('row 7 of card 4242'), expect.stringContaining('Something went wrong on my side')],
  ])('when %s fails, then the person is told so without its words', async (_, failure, words) => {
    const { pressed, told, order } = edge(() => Promise.reject(failure));

    await pressed().catch(() => undefined);

    expect(told).toEqual([words]);
    expect(order[0]).toBe('ack');
  });

  test.each<[string, object, string, string | undefined]>([
    ['in Home', { type: 'home', private_metadata: 'money:oldest:1' }, 'views.open', 'money:oldest:1'],
    [
      'in a form',
      { type: 'modal', private_metadata: 'apr_000000000001:3 money:oldest:1' },
      'views.push',
      'money:oldest:1',
    ],
    ['in a Home that says nothing', { type: 'home', private_metadata: '' }, 'views.open', 'all:deadline:0'],
  ])(
    'when it is pressed %s, then the desk is asked without a card, and the form remembers what Home shows',
    async (...given) => {
      const [, view, method, wish] = given;
      const { pressed, order, asked, shown } = edge(details);

      await pressed({}, inView(view));

      expect(order).toEqual(['ack', 'desk', method]);
      expect(asked).toEqual([{ form: 'edit', approval: 'apr_000000000001', team: 'T1', user: 'ULEA' }]);
      expect(shown).toMatchObject([{ view: { private_metadata: expect.stringMatching(`^apr_000001:1 ${wish}~`) } }]);
    },
  );

  test.each<[string, object, string]>([
    ['in Home', { type: 'home', private_metadata: 'money:oldest:1' }, 'views.open'],
    ['in a form', { type: 'modal', private_metadata: 'apr_000000000001:3 money:oldest:1' }, 'views.push'],
  ])(
    'when it is pressed %s and the desk refuses, then a notice says why, and Home is drawn again',
    async (...given) => {
      const [, view, method] = given;
      const { pressed, order, told, shown, published } = edge(async () => refuse({ code: 'not-found' }));

      await pressed({}, inView(view));

      expect(order).toEqual(['ack', 'desk', method]);
      expect(JSON.stringify(shown)).toContain("I can't find this request");
      expect([told, published]).toEqual([[], [{ wish: { filter: 'money', order: 'oldest', page: 1 } }]]);
    },
  );

  test('when it is pressed in Home and Slack opens nothing any more, then the reason stands on top of Home', async () => {
    const { pressed, published } = edge(details, refusedByView('expired_trigger_id'));

    await pressed({}, inView({ type: 'home', private_metadata: '' }));

    expect(published).toEqual([expect.objectContaining({ notice: 'That took too long; please press again.' })]);
  });

  test('when it is pressed in Home and the desk fails, then a notice says so without its words', async () => {
    const { pressed, shown, log } = edge(() => Promise.reject(new Error('row 7 of card 4242')));

    await pressed({}, inView({ type: 'home', private_metadata: '' }));

    expect(JSON.stringify(shown)).toContain('Something went wrong on my side');
    expect(JSON.stringify(shown)).not.toContain('4242');
    expect(log.lines).toMatchObject([{ level: 'error' }]);
  });

  test('when its value is no request of ours, then the person is told, and the desk is not asked', async () => {
    const { pressed, told, asked } = edge(details);

    await pressed({ value: '<!channel>' });

    expect(told).toEqual([expect.stringContaining("I can't find this request")]);
    expect(told.join()).not.toContain('<!');
    expect(asked).toEqual([]);
  });

  test('when it was pressed in another app, then nothing happens but a line in the log', async () => {
    const { pressed, told, asked, order, log } = edge(details);

    await pressed({}, { api_app_id: 'A9' });

    expect([order, asked, told]).toEqual([['ack'], [], []]);
    expect(log.lines).toMatchObject([{ level: 'warn' }]);
  });
});
