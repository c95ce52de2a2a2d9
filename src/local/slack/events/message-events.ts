import { type Fields, present } from '../json.ts';
import { BOT, type Channel } from '../seed.ts';
import { isReply, type Message } from '../state/messages.ts';
import type { World } from '../world.ts';
import { emit, isShared } from './envelope.ts';

const CHANNEL_TYPES = { channel: 'channel', shared: 'channel', private: 'group', im: 'im' } as const;
const MENTION = new RegExp(`<@${BOT.user}(\\|[^>]*)?>`);

/** A mention in a channel is told twice, as `message` and as `app_mention`, in two envelopes. */
export function announcePosted(world: World, channel: Channel, message: Message): void {
  const event = { ...eventFields(world, channel, message), event_ts: message.ts, channel: channel.id };
  emit(world, { ...event, channel_type: CHANNEL_TYPES[channel.kind] }, channel);
  const mentioned = channel.kind !== 'im' && message.bot_id === undefined && MENTION.test(message.text);
  if (mentioned) emit(world, { ...event, type: 'app_mention' }, channel);
}

export function announceChanged(world: World, channel: Channel, change: { from: Message; to: Message }): void {
  const messages = { message: withoutMetadata(change.to), previous_message: withoutMetadata(change.from) };
  emit(world, { ...hidden(world, channel), subtype: 'message_changed', ...messages }, channel);
}

export function announceDeleted(world: World, channel: Channel, message: Message): void {
  const was = { deleted_ts: message.ts, previous_message: withoutMetadata(message) };
  emit(world, { ...hidden(world, channel), subtype: 'message_deleted', ...was }, channel);
}

export const withoutMetadata = (message: Message): Fields => present({ ...message, metadata: undefined });

function eventFields(world: World, channel: Channel, message: Message): Fields {
  const teams = isShared(world, channel) ? { user_team: message.team, source_team: message.team } : {};
  const parent = isReply(message) ? {} : { thread_ts: undefined };
  const files = channel.kind === 'shared' && message.files ? { files: message.files.map(stubOf) } : {};
  return present({ ...withoutMetadata(message), ...teams, ...parent, ...files });
}

/** What an event tells of a file where people of another workspace are. https://docs.slack.dev/reference/objects/file-object */
const stubOf = ({ id }: { id: string }): Fields => ({ id, mode: 'file_access', file_access: 'check_file_info' });

function hidden(world: World, channel: Channel): Fields {
  const ts = world.ids.ts();
  const place = { channel: channel.id, channel_type: CHANNEL_TYPES[channel.kind] };
  return { type: 'message', hidden: true, ...place, ts, event_ts: ts };
}
