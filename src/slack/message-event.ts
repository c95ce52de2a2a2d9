import { z } from 'zod';
import { ChannelId, MessageTs, TeamId, UserId } from '../domain/ids.ts';
import { AttachedFile } from './attached-files.ts';

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
export const ignore = (reason: IgnoredReason): Ignored => ({ kind: 'ignored', reason });

const optionalText = z.string().nullish();

export const Envelope = z.object({
  team_id: optionalText,
  event_id: optionalText,
  /** People of other companies read that channel. */
  is_ext_shared_channel: z.boolean().nullish().catch(undefined),
  authorizations: z.array(z.object({ team_id: optionalText })).nullish(),
  event: z.looseObject({ type: z.string() }),
});
export type Envelope = z.infer<typeof Envelope>;

/** Everything optional but what every message has, so that the reason for leaving one out can be told. */
export const MessageEvent = z.object({
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
  files: z.array(AttachedFile).nullish(),
  /** When Slack sent it, where that is not when the message was written. */
  event_ts: optionalText,
  /** With a deletion: which message is gone. */
  deleted_ts: optionalText,
  /** With a change: how it stands now. */
  message: z.unknown().optional(),
  /** With a change or a deletion: how it stood before. */
  previous_message: z.unknown().optional(),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

const SLACK_USERS: readonly string[] = ['USLACKBOT', 'USLACK'];

type Author = Pick<MessageEvent, 'user' | 'bot_id' | 'app_id' | 'subtype'>;

/** Undefined: a person wrote it, as far as Slack says who. */
export function whyNotAPerson(author: Author, self: Self): IgnoredReason | undefined {
  if (author.subtype === 'bot_message') return 'from-a-bot';
  if (author.user === self.botUserId || author.bot_id === self.botId) return 'from-ourselves';
  if (author.bot_id || author.app_id) return 'from-a-bot';
  return SLACK_USERS.includes(author.user ?? '') ? 'from-slack' : undefined;
}

/** Slack's ids hold neither spaces nor colons, which our own ids use. */
const slackId = z.string().regex(/^[^\s:]{1,40}$/);
const slackTs = MessageTs.refine((text) => text.length <= 40);

const Place = z.object({
  team: slackId.pipe(TeamId),
  channel: slackId.pipe(ChannelId),
  user: slackId.pipe(UserId),
  ts: slackTs,
  thread: slackTs,
});
export type Place = z.infer<typeof Place>;

/** Where a message stands and who wrote it; undefined when Slack did not say it whole. */
export function placeOf(
  body: Envelope,
  message: Pick<MessageEvent, 'channel' | 'user' | 'ts' | 'thread_ts'>,
  self: Self,
): Place | undefined {
  return Place.safeParse({
    team: body.authorizations?.[0]?.team_id || body.team_id || self.teamId,
    channel: message.channel,
    user: message.user,
    ts: message.ts,
    thread: message.thread_ts || message.ts,
  }).data;
}

/** Slack's own name for the event, under which it may come again. */
export const aliasOf = ({ event_id }: Envelope, { team }: Place): { alias?: string } =>
  event_id ? { alias: `event:${team}:${event_id}` } : {};
