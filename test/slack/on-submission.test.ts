import { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/domain/errors.ts';
import { Money } from '../../src/domain/money.ts';
import { ok, refuse } from '../../src/domain/result.ts';
import type { Desk, Form, Submission } from '../../src/ports/desk.ts';
import type { HomeWish, Visitor } from '../../src/ports/home.ts';
import { formView } from '../../src/slack/blocks/forms/form-view.ts';
import { explainer } from '../../src/slack/explain.ts';
import type { Showing } from '../../src/slack/home-publisher.ts';
import { answerErrors } from '../../src/slack/on-error.ts';
import { listenForSubmissions } from '../../src/slack/on-submission.ts';
import { sealWith } from '../../src/slack/seal.ts';
import { approved, approvedBy, pending, priya, unknown } from '../fakes/approvals.ts';
import { keepLog } from './support.ts';

const SEAL = sealWith('xoxb-1');
const NEVER = new Promise<never>(() => undefined);
const PENDING = pending();
const saved: Desk['submit'] = async () => ok(PENDING);
const EDIT: Form = { kind: 'edit', approval: PENDING, amount: { now: Money.parse({ minor: 4_800, currency: 'USD' }) } };

const REVIEW: Form = { kind: 'review', approval: PENDING, rows: [PENDING], version: 4, changes: [], holds: [] };
const MONEY: HomeWish = { filter: 'money', order: 'deadline', page: 2 };

/** What Slack sends when a form is sent in; `values` by block id. */
function sent(form: Form, values: Record<string, object>, over: object = {}, wish?: HomeWish) {
  const state = Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { entry: value }]));
  return {
    type: 'view_submission',
    team: { id: 'T1', domain: 'acme' },
    user: { id: 'ULEA', username: 'lea', team_id: 'T1' },
    api_app_id: 'A1',
    token: 'secret',
    trigger_id: '1.2.abc',
    view: {
      ...SEAL.close(formView(form, wish && { wish }), 'ULEA'),
      id: 'V1',
      app_id: 'A1',
      team_id: 'T1',
      hash: 'h',
      state: { values: state },
    },
    response_urls: [],
    ...over,
  };
}
const edited = (over: object = {}) => sent(EDIT, { amount: { value: '30.00' }, note: { value: 'Sorry!' } }, over);

/** The forms' way back before a desk: what the desk got, and how Slack was answered. */
function edge(submit: Desk['submit']) {
  const got: Submission[] = [];
  const answers: unknown[] = [];
  const told: string[] = [];
  const published: (Showing | undefined)[] = [];
  const log = keepLog();
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const identity = { token: 'xoxb-1', botId: 'BBOT', botUserId: 'UBOT', tokenVerificationEnabled: false };
  const app = new App({ receiver, ...identity, extendedErrorHandler: true });
  const desk = {
    submit: async (submission: Submission) => {
      got.push(submission);
      return submit(submission);
    },
  };
  const explain = explainer('https://acme.slack.com/');
  const publishHome = async (_: Visitor, showing?: Showing) => void published.push(showing);
  listenForSubmissions({ desk, explain, seal: SEAL, publishHome, log, self: { appId: 'A1' }, patience: 20 }, app);
  answerErrors({ log, messenger: { whisper: async (_, words) => void told.push(words) } }, app);
  const send = (body: Record<string, unknown>) =>
    app.processEvent({ body, ack: async (answer?: unknown) => void answers.push(answer) });
  return { send, got, answers, told, published, log };
}

describe('given a form that was sent in', () => {
  test.each<[string, Record<string, unknown>, object]>([
    ['an edit', edited(), { kind: 'edit', amount: '30.00', note: 'Sorry!' }],
    [
      'a question',
      sent({ kind: 'ask', approval: PENDING }, { question: { value: 'A photo?' } }),
      { kind: 'ask', question: 'A photo?' },
    ],
    [
      'a rejection',
      sent(
        { kind: 'reject', approval: PENDING, said: 'No.' },
        {
          reason: { selected_option: { value: 'wrong-amount' } },
          note: { value: null },
          said: { value: 'Too much.' },
          'takes-over': { selected_options: [{ value: 'takes-over' }] },
        },
      ),
      { kind: 'reject', reason: 'wrong-amount', note: '', said: 'Too much.', takesOver: true },
    ],
    [
      'a finding',
      sent(
        { kind: 'settle', approval: unknown(), verdict: 'done' },
        { note: { value: 'saw it' }, reference: { value: 're_1' } },
      ),
      { kind: 'settle', verdict: 'done', note: 'saw it', reference: 're_1' },
    ],
  ])('when it is %s, then the desk gets it from the one who sent it, and the form closes', async (_, body, entry) => {
    const { send, got, answers } = edge(saved);

    await send(body);

    expect(got).toEqual([
      { approval: expect.stringMatching(/^apr_/), version: expect.any(Number), team: 'T1', user: 'ULEA', entry },
    ]);
    expect(answers).toEqual([undefined]);
  });

  test('when its data claims that somebody else sent it, then who sent it counts', async () => {
    const { send, got } = edge(saved);
    const body = edited({ user: { id: 'UEVE', team_id: 'T9' } });
    const hers = SEAL.close(formView(EDIT), 'UEVE');

    await send({ ...body, view: { ...body.view, ...hers, user: 'ULEA', team_id: 'T1' } });

    expect(got).toMatchObject([{ user: 'UEVE', team: 'T9' }]);
  });

  test('when a field is wrong, then it stays open with the reason there', async () => {
    const message = 'More than the $120.00 left on this order';
    const { send, answers } = edge(async () => refuse({ kind: 'field', field: 'amount', message }));

    await send(edited());

    expect(answers).toEqual([{ response_action: 'errors', errors: { amount: message } }]);
  });

  test('when the desk refuses, then the sentence stands in it as plain words', async () => {
    const approval = { ...pending({ decisions: [approvedBy(priya)] }), status: 'approved' as const };
    const { send, answers } = edge(async () =>
      refuse({ kind: 'refused', refusal: { code: 'already-decided', approval } }),
    );

    await send(edited());

    expect(answers).toEqual([
      { response_action: 'errors', errors: { amount: expect.stringMatching(/approved this at 12:00 UTC/) } },
    ]);
    expect(JSON.stringify(answers)).not.toMatch(/<|&lt;/);
  });

  test('when the desk takes too long, then it stays open, and the person is sent to the card', async () => {
    const { send, answers } = edge(() => NEVER);

    await send(edited());

    expect(answers).toEqual([
      {
        response_action: 'errors',
        errors: { amount: 'Still being checked: look at the card in a moment before you send this again.' },
      },
    ]);
  });

  test.each([
    ['the store', new Unavailable('store'), 'Storage problem, nothing was done. Please try again in a moment.'],
    ['the company', new Unavailable('orders'), expect.stringContaining('is not answering')],
    ['the desk', new Error('row 7 of card 4242'), expect.stringContaining('Something went wrong on my side')],
  ])('when %s fails, then it stays open and says so without its words', async (_, failure, words) => {
    const { send, answers, log } = edge(() => Promise.reject(failure));

    await send(edited());

    expect(answers).toEqual([{ response_action: 'errors', errors: { amount: words } }]);
    expect(log.lines).toMatchObject([{ level: 'error', fields: { approval: PENDING.id } }]);
  });

  test('when it approves from Home, then it becomes the answer, and Home is drawn again as it was', async () => {
    const { send, got, answers, published } = edge(async () => ok(approved()));

    await send(sent(REVIEW, {}, {}, MONEY));

    expect(got).toMatchObject([{ version: 4, entry: { kind: 'approve' }, user: 'ULEA' }]);
    expect(answers).toEqual([
      {
        response_action: 'update',
        view: expect.objectContaining({ title: expect.objectContaining({ text: 'Approved' }) }),
      },
    ]);
    expect(JSON.stringify(answers)).toContain('You approved *Refund $48.00*');
    expect(published).toEqual([{ wish: MONEY }]);
  });

  test('when it approves too late, then it becomes the reason, which names who was first', async () => {
    const approval = approved({ decisions: [approvedBy(priya)] });
    const { send, answers, published } = edge(async () =>
      refuse({ kind: 'refused', refusal: { code: 'already-running', approval } }),
    );

    await send(sent(REVIEW, {}, {}, MONEY));

    expect(answers).toMatchObject([{ response_action: 'update', view: { type: 'modal' } }]);
    expect(JSON.stringify(answers)).toContain('<@UPRIYA> approved this at');
    expect(published).toEqual([{ wish: MONEY }]);
  });

  test.each([
    ['takes too long', () => NEVER, 'Still being checked'],
    ['fails', () => Promise.reject(new Error('row 7')), 'Something went wrong on my side'],
  ])(
    'when it approves and the desk %s, then it becomes words of ours, which do not say that it was not saved',
    async (_, submit, words) => {
      const { send, answers } = edge(submit);

      await send(sent(REVIEW, {}, {}, MONEY));

      expect(answers).toMatchObject([{ response_action: 'update' }]);
      expect(JSON.stringify(answers)).toContain(words);
      expect(JSON.stringify(answers)).not.toMatch(/row 7|Not approved/);
    },
  );

  test('when another form from Home is saved, then all of them close, and Home says what was saved', async () => {
    const { send, answers, published } = edge(saved);

    await send(sent(EDIT, { amount: { value: '30.00' }, note: { value: '' } }, {}, MONEY));

    expect(answers).toEqual([{ response_action: 'clear' }]);
    expect(published).toEqual([{ wish: MONEY, notice: expect.stringContaining('Saved as *Refund $48.00*') }]);
  });

  test('when another form from Home is refused, then what was typed stays', async () => {
    const { send, answers } = edge(async () => refuse({ kind: 'field', field: 'amount', message: 'Too much' }));

    await send(sent(EDIT, { amount: { value: '900' } }, {}, MONEY));

    expect(answers).toEqual([{ response_action: 'errors', errors: { amount: 'Too much' } }]);
  });

  test.each<[string, (body: ReturnType<typeof edited>) => Record<string, unknown>, string]>([
    [
      'names no request',
      (body) => ({ ...body, view: { ...body.view, private_metadata: '{"approval":"all"}' } }),
      'unreadable',
    ],
    ['is of another kind', (body) => ({ ...body, view: { ...body.view, callback_id: 'survey' } }), 'unreadable'],
    ['has lost its values', (body) => ({ ...body, view: { ...body.view, state: null } }), 'unreadable'],
    ['was sent by nobody', (body) => ({ ...body, user: { id: '' } }), 'unreadable'],
    ['comes from another app', (body) => ({ ...body, api_app_id: 'A9' }), 'other-app'],
    ["is another app's view", (body) => ({ ...body, view: { ...body.view, app_id: 'A9' } }), 'other-app'],
  ])('when it %s, then it is acknowledged and left, and the reason is logged', async (_, spoil, reason) => {
    const { send, got, answers, log } = edge(saved);

    await send(spoil(edited()));

    expect([got, answers]).toEqual([[], [undefined]]);
    expect(log.lines).toEqual([
      { level: 'warn', fields: { reason }, message: 'a form was sent in that is none of ours; dropped' },
    ]);
  });

  test.each<[string, (body: ReturnType<typeof edited>) => Record<string, unknown>]>([
    ['names another request', (body) => withMetadata(body, (carried) => carried.replace('apr_000001', 'apr_000002'))],
    ['names another version', (body) => withMetadata(body, (carried) => carried.replace(':1', ':2'))],
    ['has lost its seal', (body) => withMetadata(body, (carried) => carried.replace(/~.*/, ''))],
    ['was opened as another form', (body) => ({ ...body, view: { ...body.view, callback_id: 'ask_form' } })],
    ['was opened for somebody else', (body) => ({ ...body, user: { id: 'UPRIYA', team_id: 'T1' } })],
  ])('when it %s, then nothing is asked of the desk, and its sender reads so', async (_, alter) => {
    const { send, got, answers } = edge(saved);

    await send(alter(edited()));

    expect(got).toEqual([]);
    expect(JSON.stringify(answers)).toContain('Nothing was changed.');
  });
});

function withMetadata(body: ReturnType<typeof edited>, change: (carried: string) => string): Record<string, unknown> {
  const { view } = body;
  return { ...body, view: { ...view, private_metadata: change(view.private_metadata) } };
}
