import type { App } from '@slack/bolt';
import { z } from 'zod';
import { ChannelId, JobId, MessageTs, TeamId, UserId } from '../domain/ids.ts';
import type { Engine, Job } from '../ports/engine.ts';
import type { ClickJob } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import { APPROVE_ACTION, REJECT_ACTION, parseDecisionValue } from './blocks/decision-buttons.ts';
import { whisper } from './blocks/whispers.ts';

export interface DecisionDeps {
  engine: Pick<Engine, 'enqueue'>;
  messenger: Pick<Messenger, 'whisper'>;
  log: Log;
  /** Absent `appId`: clicks are not compared with it. */
  self: { appId?: string };
}

const VERDICTS = new Map<string, ClickJob['verdict']>([
  [APPROVE_ACTION, 'approve'],
  [REJECT_ACTION, 'reject'],
]);

/** A press of a deciding button becomes a durable job before Slack is told that it arrived. */
export function listenForDecisions(deps: DecisionDeps, app: App): void {
  for (const actionId of VERDICTS.keys()) {
    app.action(actionId, ({ ack, body }) => takeClick(deps, { ack: () => ack(), body }));
  }
}

/** Links and buttons without a listener of their own: Slack wants to hear that they arrived, nothing else happens. */
export function acknowledgeOthers(app: App, handled: readonly string[] = [...VERDICTS.keys()]): void {
  app.action(/^/, async ({ ack, body }) => {
    const pressed = Pressed.safeParse(body);
    if (!pressed.success || !handled.includes(pressed.data.actions[0].action_id)) await ack();
  });
}

interface Interaction {
  ack: () => Promise<void>;
  body: unknown;
}

async function takeClick(deps: DecisionDeps, { ack, body }: Interaction): Promise<void> {
  const click = toClick(body, deps.self.appId);
  if (click.kind === 'click') await deps.engine.enqueue(click.job);
  if (click.kind === 'other-app') deps.log.warn(click.at, 'a click made in another app; dropped');
  await ack();
  if (click.kind === 'unknown-request') await deps.messenger.whisper(click.to, click.words);
}

export type Click =
  | { kind: 'click'; job: Job }
  | { kind: 'unknown-request'; to: Parameters<Messenger['whisper']>[0]; words: string }
  | { kind: 'other-app'; at: { channel: ChannelId; message: MessageTs } }
  | { kind: 'ignored' };

/** Who pressed and where comes from Slack; the button's value only names the request. `appId` is the bot's own, if known. */
export function toClick(body: unknown, appId?: string): Click {
  const press = Press.safeParse(body);
  if (!press.success) return { kind: 'ignored' };
  const { actions, api_app_id, container } = press.data;
  const verdict = VERDICTS.get(actions[0].action_id);
  if (verdict === undefined) return { kind: 'ignored' };
  if (appId && api_app_id && api_app_id !== appId)
    return { kind: 'other-app', at: { channel: container.channel_id, message: container.message_ts } };
  return asJob(press.data, verdict);
}

function asJob(press: Press, verdict: ClickJob['verdict']): Click {
  const { user, team, container, response_url } = press;
  const [action] = press.actions;
  const decision = parseDecisionValue(action.value ?? '');
  const clickedBy = TeamId.safeParse(user.team_id ?? team?.id);
  if (decision === undefined || !clickedBy.success) {
    const words = whisper(decision === undefined ? 'not-found' : 'role-unknown', {
      clicker: user.id,
      reference: action.value ?? '',
    });
    return { kind: 'unknown-request', to: whisperTo(press), words };
  }
  const data: ClickJob = {
    approval: decision.approval,
    version: decision.version,
    verdict,
    team: clickedBy.data,
    user: user.id,
    channel: container.channel_id,
    message: container.message_ts,
    ...(response_url ? { responseUrl: response_url } : {}),
  };
  const id = JobId.parse(`click:${data.approval}:${data.user}:${pressOf(press)}`);
  return { kind: 'click', job: { id, key: data.approval, kind: 'click', data } };
}

/** The same for every delivery of one press, another for the next press. */
const pressOf = ({ actions: [{ action_ts }], trigger_id }: Press): string =>
  `${action_ts ?? ''}:${(trigger_id ?? '').slice(-60)}`;

const Pressed = z.object({ actions: z.tuple([z.object({ action_id: z.string() })], z.unknown()) });
const Press = z.object({
  user: z.object({ id: UserId.max(40), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  api_app_id: z.string().nullish(),
  response_url: z.string().nullish(),
  trigger_id: z.string().nullish(),
  container: z.object({ channel_id: ChannelId, message_ts: MessageTs, thread_ts: z.string().nullish() }),
  actions: z.tuple(
    [z.object({ action_id: z.string(), value: z.string().nullish(), action_ts: z.string().max(40).nullish() })],
    z.unknown(),
  ),
});
type Press = z.infer<typeof Press>;

const whisperTo = ({ user, container, response_url }: Press) => ({
  channel: container.channel_id,
  user: user.id,
  ...(response_url ? { responseUrl: response_url } : {}),
  ...(container.thread_ts ? { thread: container.thread_ts } : {}),
});
