import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Slack } from '../../../src/local/slack/server.ts';

/** What a small real Bolt app was told, in words. */
export interface EchoBot {
  heard: string[];
  stop(): Promise<void>;
}

/** A logger that says nothing: these tests provoke many errors. */
export const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

export async function startInSocketMode(slack: Slack): Promise<EchoBot> {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: quiet,
    clientPingTimeout: 300,
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const { app, heard } = await echo(slack, receiver);
  await app.start();
  return { heard, stop: async () => void (await app.stop()) };
}

export const SIGNING_SECRET = 'local-secret';

export async function startInHttpMode(slack: Slack, port: number): Promise<EchoBot> {
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, logger: quiet });
  const { app, heard } = await echo(slack, receiver);
  await app.start({ port, host: '127.0.0.1' });
  return { heard, stop: async () => void (await app.stop()) };
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });

const EDIT = {
  type: 'modal' as const,
  callback_id: 'edit',
  notify_on_close: true,
  title: plain('Edit'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'amount',
      label: plain('Amount'),
      element: { type: 'plain_text_input' as const, action_id: 'amount', initial_value: '48.00' },
    },
  ],
};

async function echo(slack: Slack, receiver: Receiver): Promise<{ app: App; heard: string[] }> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const token = slack.botToken;
  const app = new App({ receiver, token, clientOptions, logger: quiet, convoStore: false, deferInitialization: true });
  await app.init();
  const heard: string[] = [];

  app.event('app_mention', async ({ event, context, say }) => {
    heard.push(`app_mention ${event.text} retry=${context.retryNum ?? 0}`);
    await say({
      text: `echo ${event.text}`,
      thread_ts: event.thread_ts ?? event.ts,
      blocks: [
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'approve', text: plain('Approve'), value: 'apr_1' },
            { type: 'button', action_id: 'edit', text: plain('Edit'), value: 'apr_1' },
          ],
        },
      ],
    });
  });
  app.event('message', async ({ event, body }) => {
    const { event_id } = body;
    const text = 'text' in event ? event.text : '';
    heard.push(`message ${event.subtype ?? event.channel_type} ${text} ${event_id.slice(0, 2)}`);
  });
  app.event('app_home_opened', async ({ event, client }) => {
    heard.push(`home ${event.tab}`);
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
  });
  app.action('approve', async ({ ack, action, body, respond }) => {
    await ack();
    heard.push(`approve ${'value' in action ? action.value : ''} by ${body.user.id}`);
    await respond({ replace_original: true, text: 'Approved', blocks: [] });
  });
  app.action('edit', async ({ ack, body, client }) => {
    await ack();
    if (!('trigger_id' in body)) return;
    await client.views.open({ trigger_id: body.trigger_id, view: EDIT });
  });
  app.shortcut('open_ticket', async ({ ack, shortcut, client }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    heard.push(`shortcut on ${shortcut.message.text ?? ''} by ${shortcut.user.id}`);
    await client.views.open({ trigger_id: shortcut.trigger_id, view: EDIT });
  });
  app.view('edit', async ({ ack, view }) => {
    const amount = view.state.values['amount']?.['amount']?.value ?? '';
    heard.push(`edit ${amount}`);
    if (amount === '999.00') return ack({ response_action: 'errors', errors: { amount: 'More than is left' } });
    return ack();
  });
  app.view({ callback_id: 'edit', type: 'view_closed' }, async ({ ack }) => {
    heard.push('edit closed');
    await ack();
  });
  return { app, heard };
}
