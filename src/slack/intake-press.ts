import { z } from 'zod';
import { ChannelId, MessageTs, TeamId, UserId, conversationOf } from '../domain/ids.ts';
import type { IntakeFrom, IntakeSource } from '../ports/intake.ts';
import type { Messenger } from '../ports/messenger.ts';
import { decodeSlackText } from './blocks/decode-slack-text.ts';
import type { IntakeOrigin } from './intake-origin.ts';

/** Somebody wants to leave something with the team: by the menu of a message, or by the button of a reply. */
export interface IntakePress {
  from: IntakeFrom;
  source: IntakeSource;
  origin: IntakeOrigin;
  /** Slack's permission to open one form, within three seconds. */
  trigger: string;
  /** Where they alone are answered. */
  to: Parameters<Messenger['whisper']>[0];
}

/** Undefined for whatever is none, or was done in another app. `appId` is the bot's own, if known. */
export function readShortcut(body: unknown, appId?: string): IntakePress | undefined {
  const read = ShortcutBody.safeParse(body);
  if (!read.success) return undefined;
  const { channel, message, message_ts, action_ts } = read.data;
  const at = { channel: channel.id, ts: message.ts ?? message_ts, thread: message.thread_ts, pressedAt: action_ts };
  const press = pressOf(read.data, at, appId);
  if (!press) return undefined;
  // What an app wrote belongs to nobody.
  const author = message.bot_id ? undefined : UserId.max(40).safeParse(message.user).data;
  const named = author === undefined ? {} : { author };
  const source = { ...press.source, ...named, text: decodeSlackText(message.text ?? '') };
  return { ...press, source, origin: { ...press.origin, ...named } };
}

/** Undefined like `readShortcut`. The form begins with what the person said last in that thread. */
export function readIntakeButton(body: unknown, appId?: string): IntakePress | undefined {
  const read = ButtonBody.safeParse(body);
  if (!read.success) return undefined;
  const { container, actions } = read.data;
  const { channel_id: channel, message_ts: ts, thread_ts: thread } = container;
  return pressOf(read.data, { channel, ts, thread, pressedAt: actions[0].action_ts }, appId);
}

interface PressedAt {
  channel: ChannelId;
  ts: string | null | undefined;
  thread: string | null | undefined;
  pressedAt: string | null | undefined;
}

function pressOf(body: Whoever, at: PressedAt, appId?: string): IntakePress | undefined {
  const place = isForeign(body, appId) ? undefined : placeOf(body, at);
  if (!place) return undefined;
  const { user, trigger_id: trigger, response_url: responseUrl } = body;
  const { team, channel, ts, thread } = place;
  const source = { conversation: conversationOf({ team, channel, ts: thread }), ts };
  const answered = responseUrl ? { responseUrl } : {};
  return {
    from: { team, user: user.id },
    source,
    origin: { press: `${at.pressedAt ?? ''}:${trigger.slice(-60)}`, ...source, ...answered },
    trigger,
    to: { channel, user: user.id, ...answered, ...(at.thread ? { thread } : {}) },
  };
}

const isForeign = ({ api_app_id }: Whoever, appId: string | undefined): boolean =>
  Boolean(appId && api_app_id && api_app_id !== appId);

const placeOf = ({ user, team }: Whoever, { channel, ts, thread }: PressedAt): Place | undefined =>
  Place.safeParse({ team: user.team_id ?? team?.id, channel, ts, thread: thread || ts }).data;

/** Without what our own ids are made with. */
const slackId = z.string().regex(/^[^\s:]{1,40}$/);
const Place = z.object({
  team: slackId.pipe(TeamId),
  channel: slackId.pipe(ChannelId),
  ts: MessageTs.max(40),
  thread: MessageTs.max(40),
});
type Place = z.infer<typeof Place>;

const optionalText = z.string().nullish();
const whoever = {
  user: z.object({ id: slackId.pipe(UserId), team_id: optionalText }),
  team: z.object({ id: z.string() }).nullish(),
  api_app_id: optionalText,
  trigger_id: z.string().min(1),
  response_url: z.string().max(1_000).nullish().catch(undefined),
};
type Whoever = z.infer<z.ZodObject<typeof whoever>>;

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload#message_actions */
const ShortcutBody = z.object({
  ...whoever,
  action_ts: z.string().max(40).nullish(),
  message_ts: optionalText,
  channel: z.object({ id: ChannelId }),
  message: z.object({
    ts: optionalText,
    thread_ts: optionalText,
    user: optionalText,
    bot_id: optionalText,
    text: optionalText,
  }),
});

const ButtonBody = z.object({
  ...whoever,
  container: z.object({ channel_id: ChannelId, message_ts: z.string(), thread_ts: optionalText }),
  actions: z.tuple([z.object({ action_ts: z.string().max(40).nullish() })], z.unknown()),
});
