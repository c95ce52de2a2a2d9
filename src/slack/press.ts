import { z } from 'zod';
import { ChannelId, MessageTs, TeamId, UserId } from '../domain/ids.ts';
import type { HomeWish } from '../ports/home.ts';
import type { Messenger } from '../ports/messenger.ts';
import { parseDecisionValue } from './blocks/decision-buttons.ts';
import type { DecisionValue } from './blocks/decision-buttons.ts';
import { parseFormValue } from './blocks/forms/form-value.ts';
import { FIRST_WISH, parseWish } from './blocks/home/wish.ts';
import { whisper } from './blocks/whispers.ts';

/** A message, where an answer can go that only this person sees. */
export interface OnCard {
  kind: 'card';
  channel: ChannelId;
  message: MessageTs;
  to: Parameters<Messenger['whisper']>[0];
}
/** Home, or a form that was opened from it. */
export interface InView {
  kind: 'home' | 'form';
  /** What Home shows. */
  wish: HomeWish;
}

/** Who pressed, and in which place. */
export interface Presser {
  team: TeamId;
  user: UserId;
  on: OnCard | InView;
  /** Slack's permission to open one view, within three seconds. */
  trigger?: string;
}

/** Somebody pressed one of our buttons. */
export interface OwnPress extends DecisionValue, Presser {
  action: string;
  /** The same for every delivery of one press, another for the next press. */
  id: string;
}

export type Pressed =
  | { kind: 'pressed'; press: OwnPress }
  | { kind: 'unknown-request'; by: Pick<Presser, 'on' | 'trigger'> & { user: UserId; team?: TeamId }; words: string }
  | { kind: 'other-app'; at: { channel: ChannelId; message: MessageTs } | { view: string } }
  | { kind: 'ignored' };

/** Who pressed and where comes from Slack; the button's value only names the request. `appId` is the bot's own, if known. */
export function readPress(body: unknown, actions: readonly string[], appId?: string): Pressed {
  const read = Body.safeParse(body);
  if (!read.success || !actions.includes(read.data.actions[0].action_id)) return { kind: 'ignored' };
  const { api_app_id, container } = read.data;
  if (appId && api_app_id && api_app_id !== appId) {
    const isCard = 'channel_id' in container;
    const at = isCard ? { channel: container.channel_id, message: container.message_ts } : { view: container.view_id };
    return { kind: 'other-app', at };
  }
  return ownPress(read.data);
}

/** The action that was pressed, whoever's it is. */
export const actionOf = (body: unknown): string | undefined => Named.safeParse(body).data?.actions[0].action_id;

function ownPress(body: Body): Pressed {
  const { user, trigger_id } = body;
  const [action] = body.actions;
  const decision = parseDecisionValue(action.value ?? '');
  const team = TeamId.safeParse(user.team_id ?? body.team?.id);
  const by = { user: user.id, on: placeOf(body), ...(trigger_id ? { trigger: trigger_id } : {}) };
  if (decision === undefined || !team.success) {
    const code = decision === undefined ? 'not-found' : 'role-unknown';
    const words = whisper(code, { clicker: user.id, reference: action.value ?? '' });
    return { kind: 'unknown-request', by: { ...by, ...(team.success ? { team: team.data } : {}) }, words };
  }
  const press: OwnPress = { ...decision, ...by, action: action.action_id, team: team.data, id: idOf(body) };
  return { kind: 'pressed', press };
}

const idOf = ({ actions: [{ action_ts }], trigger_id }: Body): string =>
  `${action_ts ?? ''}:${(trigger_id ?? '').slice(-60)}`;

function placeOf({ user, container, response_url, view }: Body): OwnPress['on'] {
  if ('view_id' in container) return inView(view);
  const { channel_id: channel, message_ts: message, thread_ts } = container;
  const to: OnCard['to'] = {
    channel,
    user: user.id,
    ...(response_url ? { responseUrl: response_url } : {}),
    ...(thread_ts ? { thread: thread_ts } : {}),
  };
  return { kind: 'card', channel, message, to };
}

function inView(view: Body['view']): InView {
  const carried = view?.private_metadata ?? '';
  return view?.type === 'home'
    ? { kind: 'home', wish: parseWish(carried) ?? FIRST_WISH }
    : { kind: 'form', wish: parseFormValue(carried)?.wish ?? FIRST_WISH };
}

const Named = z.object({ actions: z.tuple([z.object({ action_id: z.string() })], z.unknown()) });
const Body = z.object({
  user: z.object({ id: UserId.max(40), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  api_app_id: z.string().nullish(),
  response_url: z.string().nullish(),
  trigger_id: z.string().nullish(),
  container: z.union([
    z.object({ channel_id: ChannelId, message_ts: MessageTs, thread_ts: z.string().nullish() }),
    z.object({ type: z.literal('view'), view_id: z.string().min(1).max(100) }),
  ]),
  /** The whole of the view, when it was pressed in one. */
  view: z.object({ type: z.string(), private_metadata: z.string().nullish() }).nullish(),
  actions: z.tuple(
    [z.object({ action_id: z.string(), value: z.string().nullish(), action_ts: z.string().max(40).nullish() })],
    z.unknown(),
  ),
});
type Body = z.infer<typeof Body>;
