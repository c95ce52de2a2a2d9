import { z } from 'zod';
import { ChannelId, JobId, MessageTs, TeamId, UserId, conversationOf } from '../domain/ids.ts';
import type { Job } from '../ports/engine.ts';
import type { MessageJob } from '../ports/jobs.ts';
import { decodeSlackText, stripMention } from './blocks/decode-slack-text.ts';

/** Who the bot is, by `auth.test`. */
export interface Self {
  botUserId: UserId;
  botId: string;
  teamId?: TeamId;
}

type IgnoredReason =
  | 'not-an-event'
  | 'unserved-event'
  | 'incomplete'
  | 'edited'
  | 'deleted'
  | 'subtype'
  | 'hidden'
  | 'from-a-bot'
  | 'from-ourselves'
  | 'from-slack'
  | 'not-addressed';
export interface Ignored {
  kind: 'ignored';
  reason: IgnoredReason;
}

/** What a body of the Events API asks the bot to do. The two events of one mention become the same job. */
export function toJob(envelope: unknown, self: Self): Job | Ignored {
  const body = Envelope.safeParse(envelope);
  if (!body.success) return ignore('not-an-event');
  if (!SERVED_EVENTS.includes(body.data.event.type)) return ignore('unserved-event');
  const event = MessageEvent.safeParse(body.data.event);
  if (!event.success) return ignore('incomplete');
  const reason = whyNot(event.data, self);
  return reason === undefined ? asJob(body.data, event.data, self) : ignore(reason);
}

/** Types of inner events; `message` comes by message.channels, message.groups and message.im. */
export const SERVED_EVENTS: readonly string[] = ['app_mention', 'message'];
const SERVED_SUBTYPES: readonly string[] = ['file_share', 'thread_broadcast'];
const SLACK_USERS: readonly string[] = ['USLACKBOT', 'USLACK'];

/** Slack's ids hold neither spaces nor colons, which our own ids use. */
const slackId = z.string().regex(/^[^\s:]{1,40}$/);
const optionalText = z.string().nullish();

const Envelope = z.object({
  team_id: optionalText,
  event_id: optionalText,
  authorizations: z.array(z.object({ team_id: optionalText })).nullish(),
  event: z.looseObject({ type: z.string() }),
});
type Envelope = z.infer<typeof Envelope>;

/** Everything optional but what every message has, so that the reason for leaving one out can be told. */
const MessageEvent = z.object({
  type: z.string(),
  subtype: optionalText,
  channel: optionalText,
  channel_type: optionalText,
  user: optionalText,
  text: optionalText,
  ts: optionalText,
  thread_ts: optionalText,
  bot_id: optionalText,
  app_id: optionalText,
  hidden: z.boolean().nullish(),
  edited: z.unknown().optional(),
  files: z.array(z.object({ name: optionalText, title: optionalText })).nullish(),
});
type MessageEvent = z.infer<typeof MessageEvent>;

const ignore = (reason: IgnoredReason): Ignored => ({ kind: 'ignored', reason });

function whyNot(event: MessageEvent, self: Self): IgnoredReason | undefined {
  return whyNotThisKind(event) ?? whyNotThisAuthor(event, self) ?? whyNotForUs(event, self);
}

function whyNotThisKind(event: MessageEvent): IgnoredReason | undefined {
  if (event.subtype === 'message_changed') return 'edited';
  if (event.subtype === 'message_deleted') return 'deleted';
  if (event.subtype === 'bot_message') return 'from-a-bot';
  if (event.subtype && !SERVED_SUBTYPES.includes(event.subtype)) return 'subtype';
  if (event.hidden) return 'hidden';
  return event.edited ? 'edited' : undefined;
}

function whyNotThisAuthor(event: MessageEvent, self: Self): IgnoredReason | undefined {
  if (event.user === self.botUserId || event.bot_id === self.botId) return 'from-ourselves';
  if (event.bot_id || event.app_id) return 'from-a-bot';
  return SLACK_USERS.includes(event.user ?? '') ? 'from-slack' : undefined;
}

function whyNotForUs(event: MessageEvent, self: Self): IgnoredReason | undefined {
  return event.thread_ts || isAddressed(event, self) ? undefined : 'not-addressed';
}

const isAddressed = (event: MessageEvent, self: Self): boolean =>
  event.type === 'app_mention' || isDirect(event) || mentions(event.text ?? '', self.botUserId);

/** Ids of direct messages begin with D; a group's direct messages need a mention, like a channel. */
const isDirect = ({ channel_type, channel }: MessageEvent): boolean =>
  channel_type === 'im' || (!channel_type && Boolean(channel?.startsWith('D')));

/** Slack writes a mention as `<@U123>`, sometimes as `<@U123|name>`. */
const mentions = (text: string, userId: string): boolean =>
  text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`);

const Place = z.object({
  team: slackId.pipe(TeamId),
  channel: slackId.pipe(ChannelId),
  user: slackId.pipe(UserId),
  ts: MessageTs.refine(isShort),
  thread: MessageTs.refine(isShort),
});

function asJob(body: Envelope, event: MessageEvent, self: Self): Job | Ignored {
  const place = Place.safeParse({
    team: body.authorizations?.[0]?.team_id || body.team_id || self.teamId,
    channel: event.channel,
    user: event.user,
    ts: event.ts,
    thread: event.thread_ts || event.ts,
  });
  if (!place.success) return ignore('incomplete');
  const { team, channel, user, ts, thread } = place.data;
  const conversation = conversationOf({ team, channel, ts: thread });
  const data: MessageJob = {
    team,
    channel,
    user,
    ts,
    conversation,
    text: decodeSlackText(stripMention(event.text ?? '', self.botUserId)),
    files: (event.files ?? []).map((file) => file.name || file.title || 'a file'),
    addressed: isAddressed(event, self),
  };
  const alias = body.event_id ? { alias: `event:${team}:${body.event_id}` } : {};
  return { id: JobId.parse(`msg:${team}:${channel}:${ts}`), ...alias, key: conversation, kind: 'message', data };
}

function isShort(text: string): boolean {
  return text.length <= 40;
}
