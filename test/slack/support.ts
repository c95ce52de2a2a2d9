import { createHmac } from 'node:crypto';
import { ChannelId, TeamId, UserId } from '../../src/domain/ids.ts';
import type { Job } from '../../src/ports/engine.ts';
import type { Log } from '../../src/ports/log.ts';

export const SELF = { botUserId: UserId.parse('UBOT'), botId: 'BBOT', teamId: TeamId.parse('T1') };
export const CARDS = ChannelId.parse('CARDS');

export interface Line {
  level: string;
  fields: Record<string, unknown>;
  message: string;
}
/** Keeps what was logged. */
export function keepLog(): Log & { lines: readonly Line[] } {
  const lines: Line[] = [];
  const at = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, fields, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Saves jobs in memory, after `before` has resolved. */
export function keepJobs(before: (job: Job) => Promise<void> = async () => undefined) {
  const jobs: Job[] = [];
  const names = new Set<string>();
  const enqueue = async (job: Job): Promise<boolean> => {
    await before(job);
    if (names.has(job.id) || (job.alias !== undefined && names.has(job.alias))) return false;
    names.add(job.id);
    if (job.alias !== undefined) names.add(job.alias);
    jobs.push(job);
    return true;
  };
  return { jobs, enqueue };
}

/** A clock and timers that the test moves. */
export function handClock(begin = 1_700_000_000_000) {
  const clock = { at: begin };
  const timers = new Set<{ at: number; run: () => void }>();
  const wake = (delay: number, run: () => void) => {
    const timer = { at: clock.at + delay, run };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  /** Rings what is due on the way, in order. */
  const pass = (milliseconds: number): void => {
    const until = clock.at + milliseconds;
    const next = () => [...timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
    for (let due = next(); due; due = next()) {
      timers.delete(due);
      clock.at = Math.max(clock.at, due.at);
      due.run();
    }
    clock.at = until;
  };
  return { now: () => clock.at, wake, pass, timers: () => timers.size };
}

/** Polls until `probe` is true; a test that waits in vain says so. */
export async function until(what: string, probe: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!probe()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const mention = (over: object = {}) => ({
  type: 'app_mention',
  user: 'UALICE',
  text: '<@UBOT> where is my order?',
  ts: '1700000000.000100',
  channel: 'C1',
  event_ts: '1700000000.000100',
  ...over,
});
export const message = (over: object = {}) => ({ ...mention(), type: 'message', channel_type: 'channel', ...over });

export const envelope = (event: unknown, over: object = {}) => ({
  type: 'event_callback',
  token: 'secret',
  team_id: 'T1',
  api_app_id: 'A1',
  event_id: 'Ev1',
  event_time: 1700000000,
  authorizations: [{ enterprise_id: null, team_id: 'T1', user_id: 'UBOT', is_bot: true, is_enterprise_install: false }],
  event,
  ...over,
});

export const press = (over: object = {}) => ({
  type: 'block_actions',
  user: { id: 'ULEA', username: 'lea', team_id: 'T1' },
  team: { id: 'T1', domain: 'acme' },
  api_app_id: 'A1',
  token: 'secret',
  trigger_id: '1.2.abc',
  response_url: 'https://hooks.slack.com/actions/secret',
  container: { type: 'message', message_ts: '1700000000.000900', channel_id: 'CARDS', is_ephemeral: false },
  channel: { id: 'CARDS', name: 'approvals' },
  actions: [],
  ...over,
});

/** What Slack sends when somebody types `/support` and this. */
export const typed = (text: string, over: object = {}) => ({
  token: 'secret',
  team_id: 'T1',
  team_domain: 'acme',
  channel_id: 'C1',
  channel_name: 'support',
  user_id: 'ULEA',
  user_name: 'lea',
  command: '/support',
  text,
  api_app_id: 'A1',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/secret',
  trigger_id: '1.2.abc',
  ...over,
});

/** Interactions that Bolt cannot route. */
export const malformed: readonly [string, object][] = [
  ['a click of nobody', press({ user: undefined, actions: [{ action_id: 'approve_request' }] })],
  ['a click of null', press({ user: null, actions: [{ action_id: 'approve_request' }] })],
  ['a click of no button', press({ actions: [] })],
  ['a click of null buttons', press({ actions: null })],
  ['a click of a null button', press({ actions: [null] })],
  ['a click without buttons', press({ actions: undefined })],
  ['a click in a null channel', press({ channel: null, actions: [{ action_id: 'approve_request' }] })],
  ['a modal without its view', { ...press({ type: 'view_submission' }), actions: undefined }],
  ['a modal that names no form', { ...press({ type: 'view_submission', view: {} }), actions: undefined }],
  ['a global shortcut', { type: 'shortcut', user: { id: 'UPRIYA' }, callback_id: 'help' }],
  [
    'a message shortcut without its message',
    { type: 'message_action', user: { id: 'UPRIYA' }, callback_id: 'open_ticket', channel: { id: 'C1' } },
  ],
  [
    'a message shortcut of nobody',
    { type: 'message_action', callback_id: 'open_ticket', channel: { id: 'C1' }, message: {} },
  ],
  [
    'a message shortcut of another name',
    { type: 'message_action', user: { id: 'UPRIYA' }, callback_id: 'other', channel: { id: 'C1' }, message: {} },
  ],
  ['a question for options', { type: 'block_suggestion', user: { id: 'UPRIYA' }, value: 'a' }],
  ['a slash command of no workspace', { ...typed('help'), team_id: undefined }],
  ['a slash command of nobody', { ...typed('help'), user_id: null }],
  ['a slash command of nowhere', { ...typed('help'), channel_id: '' }],
  ['a slash command that is a list', { ...typed('help'), text: ['help', 'me'] }],
  ['a slash command of another name', { ...typed('help'), command: '/refund' }],
  ['a slash command without a name', { ...typed('help'), command: 7 }],
  ['a closed modal with a null view', { ...press({ type: 'view_closed', view: null }), actions: undefined }],
];

/** Headers and body as Slack sends them. */
export function signed(body: string, { secret = 'signing', at = Date.now(), type = 'application/json' } = {}) {
  const timestamp = String(Math.floor(at / 1000));
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    method: 'POST',
    body,
    headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hash}` },
  };
}
