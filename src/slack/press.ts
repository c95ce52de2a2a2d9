import { z } from 'zod';
import { ChannelId, MessageTs, TeamId, UserId } from '../domain/ids.ts';
import type { Messenger } from '../ports/messenger.ts';
import { parseDecisionValue } from './blocks/decision-buttons.ts';
import type { DecisionValue } from './blocks/decision-buttons.ts';
import { whisper } from './blocks/whispers.ts';

/** Somebody pressed one of our buttons. */
export interface OwnPress extends DecisionValue {
  action: string;
  team: TeamId;
  user: UserId;
  channel: ChannelId;
  message: MessageTs;
  /** Where an answer goes that only this person sees. */
  to: Parameters<Messenger['whisper']>[0];
  /** Slack's permission to open one view, within three seconds. */
  trigger?: string;
  /** The same for every delivery of one press, another for the next press. */
  id: string;
}

export type Pressed =
  | { kind: 'pressed'; press: OwnPress }
  | { kind: 'unknown-request'; to: OwnPress['to']; words: string }
  | { kind: 'other-app'; at: { channel: ChannelId; message: MessageTs } }
  | { kind: 'ignored' };

/** Who pressed and where comes from Slack; the button's value only names the request. `appId` is the bot's own, if known. */
export function readPress(body: unknown, actions: readonly string[], appId?: string): Pressed {
  const read = Body.safeParse(body);
  if (!read.success || !actions.includes(read.data.actions[0].action_id)) return { kind: 'ignored' };
  const { api_app_id, container } = read.data;
  if (appId && api_app_id && api_app_id !== appId)
    return { kind: 'other-app', at: { channel: container.channel_id, message: container.message_ts } };
  return ownPress(read.data);
}

/** The action that was pressed, whoever's it is. */
export const actionOf = (body: unknown): string | undefined => Named.safeParse(body).data?.actions[0].action_id;

function ownPress(body: Body): Pressed {
  const { user, container, trigger_id } = body;
  const [action] = body.actions;
  const decision = parseDecisionValue(action.value ?? '');
  const team = TeamId.safeParse(user.team_id ?? body.team?.id);
  if (decision === undefined || !team.success) {
    const code = decision === undefined ? 'not-found' : 'role-unknown';
    const words = whisper(code, { clicker: user.id, reference: action.value ?? '' });
    return { kind: 'unknown-request', to: whisperTo(body), words };
  }
  const press: OwnPress = {
    ...decision,
    action: action.action_id,
    team: team.data,
    user: user.id,
    channel: container.channel_id,
    message: container.message_ts,
    to: whisperTo(body),
    ...(trigger_id ? { trigger: trigger_id } : {}),
    id: idOf(body),
  };
  return { kind: 'pressed', press };
}

const idOf = ({ actions: [{ action_ts }], trigger_id }: Body): string =>
  `${action_ts ?? ''}:${(trigger_id ?? '').slice(-60)}`;

const whisperTo = ({ user, container, response_url }: Body): OwnPress['to'] => ({
  channel: container.channel_id,
  user: user.id,
  ...(response_url ? { responseUrl: response_url } : {}),
  ...(container.thread_ts ? { thread: container.thread_ts } : {}),
});

const Named = z.object({ actions: z.tuple([z.object({ action_id: z.string() })], z.unknown()) });
const Body = z.object({
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
type Body = z.infer<typeof Body>;
