import { App } from '@slack/bolt';
import { webApi } from '../../src/slack/sdk.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Unavailable } from '../../src/domain/errors.ts';
import { ok, refuse } from '../../src/domain/result.ts';
import type { IntakeDesk } from '../../src/ports/intake.ts';
import { acknowledgeOthers } from '../../src/slack/acknowledge-others.ts';
import type { View } from '../../src/slack/blocks/forms/form-kit.ts';
import { INTAKE_ACTION } from '../../src/slack/blocks/reply.ts';
import { readIntakeButton, readShortcut } from '../../src/slack/intake-press.ts';
import { takeIn } from '../../src/slack/intake.ts';
import { INTAKE_ACTIONS, listenForIntake } from '../../src/slack/on-intake.ts';
import { listenForSubmissions } from '../../src/slack/on-submission.ts';
import { readSentIntake } from '../../src/slack/sent-intake.ts';
import { sealWith } from '../../src/slack/seal.ts';
import { readView } from './blocks/read.ts';
import { SELF, keepJobs, keepLog, press } from './support.ts';

const SEAL = sealWith('xoxb-1');
const NEVER = new Promise<never>(() => undefined);
const DRAFT = { opens: 'own-ticket', subject: 'Broken mug', details: 'It is in pieces.' } as const;
const begun: IntakeDesk['begin'] = async () => ok(DRAFT);
const left: IntakeDesk['submit'] = async () => ok('The ticket is being opened.');

/** What Slack sends when somebody picks the shortcut from the menu of a message. */
const picked = (over: object = {}, message: object = {}) => ({
  type: 'message_action',
  callback_id: 'open_ticket',
  user: { id: 'UALICE', name: 'alice', team_id: 'T1' },
  team: { id: 'T1', domain: 'acme' },
  channel: { id: 'C1', name: 'support' },
  api_app_id: 'A1',
  token: 'secret',
  trigger_id: '1.2.abc',
  action_ts: '1700000005.000000',
  message_ts: '1700000000.000200',
  message: {
    type: 'message',
    user: 'UBOB',
    ts: '1700000000.000200',
    thread_ts: '1700000000.000100',
    text: 'it is &lt;broken&gt;',
    ...message,
  },
  response_url: 'https://hooks.slack.com/app/secret',
  ...over,
});
/** What Slack sends when somebody presses the button of a reply. */
const pressed = (over: object = {}) =>
  press({
    user: { id: 'UALICE', team_id: 'T1' },
    container: {
      type: 'message',
      message_ts: '1700000001.000000',
      channel_id: 'C1',
      thread_ts: '1700000000.000100',
      is_ephemeral: false,
    },
    actions: [{ type: 'button', action_id: INTAKE_ACTION, value: 'leave', action_ts: '1700000005.000000' }],
    ...over,
  });

/** What the bot's own builder drew. */
const Opened = z.object({ trigger_id: z.unknown(), view: z.custom<View>((view) => typeof view === 'object') });

interface Desk extends Partial<IntakeDesk> {
  views?: () => Promise<void>;
}

/** The form's way in and out before a desk: what it was asked, what Slack was told, and what the person heard. */
function edge({ begin = begun, submit = left, views = async () => undefined }: Desk = {}) {
  const asked: unknown[] = [];
  const order: string[] = [];
  const answers: unknown[] = [];
  const shown: z.infer<typeof Opened>[] = [];
  const whispers: unknown[] = [];
  const log = keepLog();
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const identity = { token: 'xoxb-1', botId: 'BBOT', botUserId: 'UBOT', tokenVerificationEnabled: false };
  const app = new App({ receiver, ...identity, extendedErrorHandler: true });
  const intake: IntakeDesk = {
    begin: async (...wish) => {
      order.push('desk');
      asked.push(wish);
      return begin(...wish);
    },
    submit: async (...wish) => {
      asked.push(wish);
      return submit(...wish);
    },
  };
  const client = {
    apiCall: async (method: string, options?: unknown) => {
      order.push(method);
      shown.push(Opened.parse(options));
      await views();
      return { ok: true };
    },
  };
  const messenger = { whisper: async (...told: unknown[]) => void whispers.push(told) };
  const self = { ...SELF, appId: 'A1' };
  takeIn({ engine: keepJobs(), crashPoint: () => undefined, log, self }, app);
  listenForIntake({ intake, client, messenger, seal: SEAL, log, self, patience: 20 }, app);
  const desk = { submit: async () => refuse({ kind: 'field', field: 'form', message: 'not for the desk' } as const) };
  listenForSubmissions({ desk, explain: () => '', seal: SEAL, publishHome: async () => undefined, log, self }, app);
  acknowledgeOthers(app, INTAKE_ACTIONS);
  const send = async (body: Record<string, unknown>) => {
    await app.processEvent({
      body,
      ack: async (answer?: unknown) => {
        order.push('ack');
        answers.push(answer);
      },
    });
  };
  return { send, asked, order, answers, shown, whispers, log };
}

/** The form as it was opened, sent in by somebody with these values. */
async function sent(values: Record<string, object>, over: object = {}, body = picked()) {
  const { send, shown } = edge();
  await send(body);
  return {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'UALICE', team_id: 'T1' },
    api_app_id: 'A1',
    trigger_id: '1.3.abc',
    response_urls: [],
    view: {
      ...shown[0]?.view,
      id: 'V1',
      app_id: 'A1',
      state: { values: Object.fromEntries(Object.entries(values).map(([field, entry]) => [field, { entry }])) },
    },
    ...over,
  };
}
const FILLED = {
  subject: { type: 'plain_text_input', value: 'Broken mug' },
  details: { type: 'plain_text_input', value: 'In pieces.' },
  priority: { type: 'static_select', selected_option: { value: 'high' } },
  'wants-person': { type: 'checkboxes', selected_options: [{ value: 'wants-person' }] },
};

describe('given somebody who wants to leave something with the team', () => {
  test('when they pick the shortcut, then the desk hears what it is about and the form opens', async () => {
    const { send, asked, order, shown } = edge();

    await send(picked());

    expect(order).toEqual(['ack', 'desk', 'views.open']);
    expect(asked).toEqual([
      [
        { team: 'T1', user: 'UALICE' },
        {
          conversation: 'T1:C1:1700000000.000100',
          ts: '1700000000.000200',
          author: 'UBOB',
          text: 'it is <broken>',
        },
      ],
    ]);
    expect(shown[0]?.trigger_id).toBe('1.2.abc');
    expect(shown[0] && readView(shown[0].view)).toMatchInlineSnapshot(`
      "# Open a ticket
      Subject: {Broken mug}
      Details (note for the team): {It is in pieces.}
      Priority: {Low | Medium | High}
      A person (optional): {Ask a colleague to write to me}
      [Open ticket] [Cancel]"
    `);
  });

  test('when they press the button of a reply, then the form opens for that thread', async () => {
    const { send, asked, order } = edge();

    await send(pressed());

    expect(order).toEqual(['ack', 'desk', 'views.open']);
    expect(asked).toEqual([
      [
        { team: 'T1', user: 'UALICE' },
        { conversation: 'T1:C1:1700000000.000100', ts: '1700000001.000000' },
      ],
    ]);
  });

  test('when it is a colleague, then they can call another; without a record there is no ticket to choose for', async () => {
    const colleague = edge({ begin: async () => ok({ ...DRAFT, opens: 'ticket-for-customer' }) });
    const stranger = edge({ begin: async () => ok({ ...DRAFT, opens: 'nothing' }) });
    await colleague.send(picked());
    await stranger.send(picked());

    expect(colleague.shown[0] && readView(colleague.shown[0].view)).toContain('Call a colleague');
    expect(stranger.shown[0] && readView(stranger.shown[0].view)).toMatchInlineSnapshot(`
      "# Leave it with the team
      I know of no customer record for you, so no ticket is opened: a colleague gets what you write here, and answers you.
      Subject: {Broken mug}
      Details (note for the team): {It is in pieces.}
      [Send] [Cancel]"
    `);
  });

  test('when the bot or another app wrote the message, then it belongs to nobody', async () => {
    const { send, asked } = edge();

    await send(picked({}, { bot_id: 'B9' }));

    expect(asked).toMatchObject([[{}, { text: 'it is <broken>' }]]);
    expect(asked).not.toMatchObject([[{}, { author: 'UBOB' }]]);
  });

  test.each<[string, Desk, string]>([
    ['may not', { begin: async () => refuse('Not <here>.') }, 'Not &lt;here&gt;.'],
    ['cannot be looked up', { begin: () => Promise.reject(new Unavailable('crm')) }, 'is not answering'],
    ['has to wait too long', { begin: () => NEVER }, 'That took too long'],
    ['finds a bug', { begin: () => Promise.reject(new Error('x')) }, 'Something went wrong'],
    ['gets no form from Slack', { views: () => Promise.reject(new Error('hang up')) }, 'Slack did not open the form'],
    ['is too late', { views: () => Promise.reject(platform('expired_trigger_id')) }, 'That took too long'],
  ])('when somebody %s, then they alone are told, wherever the message stands', async (_, desk, words) => {
    const { send, whispers } = edge(desk);

    await send(picked());

    expect(whispers).toEqual([
      [
        {
          channel: 'C1',
          user: 'UALICE',
          thread: '1700000000.000100',
          responseUrl: 'https://hooks.slack.com/app/secret',
        },
        expect.stringContaining(words),
      ],
    ]);
  });

  test('when the same press is delivered twice, then the second one is not complained about', async () => {
    const { send, whispers } = edge({ views: () => Promise.reject(platform('exchanged_trigger_id')) });

    await send(picked());

    expect(whispers).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a shortcut of another app', picked({ api_app_id: 'A9' })],
    ['a shortcut without permission to open', picked({ trigger_id: '' })],
    ['a shortcut of no workspace', picked({ team: null, user: { id: 'UALICE' } })],
    ['a shortcut on a message without a time', picked({ message_ts: null }, { ts: undefined })],
    ['a shortcut in a channel that could break our ids', picked({ channel: { id: 'C1:9' } })],
    ['a button of another app', pressed({ api_app_id: 'A9' })],
    ['a button in a view', pressed({ container: { type: 'view', view_id: 'V1' } })],
  ])('when it is %s, then it is acknowledged and dropped', async (_, body) => {
    const { send, order, whispers } = edge();

    await send(body);

    expect([order, whispers]).toEqual([['ack'], []]);
  });
});

describe('given a form for the team that was sent in', () => {
  test('when it is whole, then the desk gets it once, the form closes, and the person alone is told', async () => {
    const { send, asked, answers, whispers } = edge();

    await send(await sent(FILLED));

    expect(answers).toEqual([undefined]);
    expect(asked).toEqual([
      [
        { team: 'T1', user: 'UALICE' },
        {
          press: '1700000005.000000:1.2.abc',
          subject: 'Broken mug',
          details: 'In pieces.',
          priority: 'high',
          wantsPerson: true,
          source: { conversation: 'T1:C1:1700000000.000100', ts: '1700000000.000200', author: 'UBOB' },
        },
      ],
    ]);
    expect(whispers).toEqual([
      [
        {
          channel: 'C1',
          user: 'UALICE',
          thread: '1700000000.000100',
          responseUrl: 'https://hooks.slack.com/app/secret',
        },
        'The ticket is being opened.',
      ],
    ]);
  });

  test('when little is chosen in it, then the usual counts', async () => {
    const { send, asked } = edge();

    await send(
      await sent({
        subject: { value: 'a' },
        details: { value: null },
        priority: { selected_option: { value: 'now!' } },
      }),
    );

    expect(asked).toMatchObject([[{}, { subject: 'a', details: '', priority: 'normal', wantsPerson: false }]]);
  });

  test.each<[string, IntakeDesk['submit'], string]>([
    ['is refused', async () => refuse('A ticket with this subject is being opened already.'), 'already'],
    ['meets an outage', () => Promise.reject(new Unavailable('crm')), 'is not answering'],
    ['meets a bug', () => Promise.reject(new Error('x')), 'Nothing you typed is lost'],
    ['takes too long', () => NEVER, 'still being saved'],
  ])('when it %s, then it stays open with all that was typed', async (_, submit, words) => {
    const { send, answers, whispers } = edge({ submit });

    await send(await sent(FILLED));

    expect(answers).toEqual([{ response_action: 'errors', errors: { subject: expect.stringContaining(words) } }]);
    expect(whispers).toEqual([]);
  });

  test('when somebody else sends it in, or it was changed on its way, then nothing is saved', async () => {
    const { send, asked, answers } = edge();
    const whole = await sent(FILLED);

    await send({ ...whole, user: { id: 'UEVE', team_id: 'T1' } });
    await send({ ...whole, view: { ...whole.view, private_metadata: `x${String(whole.view.private_metadata)}` } });

    expect(asked).toEqual([]);
    expect(answers).toMatchObject([{ response_action: 'update' }, { response_action: 'update' }]);
  });

  test('when it comes from another app, then it is acknowledged and dropped', async () => {
    const { send, asked, answers } = edge();

    await send(await sent(FILLED, { api_app_id: 'A9' }));

    expect([asked, answers]).toEqual([[], [undefined]]);
  });
});

describe('given payloads of any shape', () => {
  test('when they are read, then nothing throws', () => {
    const odd = fc.oneof(fc.anything(), fc.constantFrom('C1', '1.1', 'UALICE', '', null, {}, []));
    const keys = fc.constantFrom(
      'user',
      'team',
      'channel',
      'message',
      'container',
      'actions',
      'trigger_id',
      'view',
      'message_ts',
    );
    const property = fc.property(fc.dictionary(keys, odd), fc.dictionary(fc.string(), odd), (over, inner) => {
      readShortcut({ ...picked({}, inner), ...over });
      readIntakeButton({ ...pressed(), ...over });
      readSentIntake(
        { ...pressed(), view: { callback_id: 'intake_form', private_metadata: '', state: { values: inner } }, ...over },
        SEAL,
      );
    });

    fc.assert(property, { numRuns: 200 });
  });
});

const platform = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error, response_metadata: {} });
