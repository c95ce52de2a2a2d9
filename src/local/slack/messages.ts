import type { Block } from './blocks/parts.ts';
import { announceChanged, announceDeleted, announcePosted } from './events/message-events.ts';
import { type Fields, present } from './json.ts';
import { BOT, type Channel, TEAM } from './seed.ts';
import type { SlackFile } from './state/files.ts';
import { isReply, type Message, rootOf } from './state/messages.ts';
import type { World } from './world.ts';

export interface Draft {
  user: string;
  text: string;
  threadTs?: string | undefined;
  blocks?: readonly Block[] | undefined;
  metadata?: Fields | undefined;
  clientMessageId?: string | undefined;
  files?: readonly SlackFile[] | undefined;
  /** People watch it being written. */
  isStreaming?: boolean;
}

/** Says something in a channel: the page sees it, the app is told. */
export function post(world: World, channel: Channel, draft: Draft): Message {
  const root = threadRoot(world, channel, draft.threadTs);
  const message = newMessage(world, draft, root);
  world.messages.put(channel.id, message);
  world.feed.publish({ type: 'message', channel: channel.id, message });
  countReplies(world, channel, message);
  if (message.bot_id !== undefined) clearStatus(world, channel, message);
  announcePosted(world, channel, message);
  return message;
}

/** Changes a message in place. */
export function edit(world: World, channel: Channel, from: Message, changes: Partial<Message>): Message {
  const to: Message = { ...from, ...changes, edited: { user: from.user, ts: world.ids.ts() } };
  replace(world, channel, { from, to });
  return to;
}

/** The same message says something else from now on: the page sees it, the app is told. */
export function replace(world: World, channel: Channel, change: { from: Message; to: Message }): void {
  world.messages.put(channel.id, change.to);
  world.feed.publish({ type: 'message_changed', channel: channel.id, message: change.to });
  announceChanged(world, channel, change);
}

/** Takes a message away; one that has replies leaves a tombstone in its place, as in Slack. */
export function remove(world: World, channel: Channel, message: Message): void {
  const thread = world.messages.thread(channel.id, message.ts);
  if (!isReply(message) && thread.some(isReply)) return bury(world, channel, message);
  world.messages.remove(channel.id, message.ts);
  world.feed.publish({ type: 'message_deleted', channel: channel.id, message });
  countReplies(world, channel, message);
  announceDeleted(world, channel, message);
}

function bury(world: World, channel: Channel, from: Message): void {
  const { type, ts, team, thread_ts = ts, reply_count = 0, reply_users = [], latest_reply = ts } = from;
  const to: Message = {
    type,
    subtype: 'tombstone',
    hidden: true,
    user: 'USLACKBOT',
    text: 'This message was deleted.',
    ts,
    team,
    thread_ts,
    reply_count,
    reply_users,
    reply_users_count: reply_users.length,
    latest_reply,
  };
  replace(world, channel, { from, to });
}

/** Says something to one person only. The app is not told. */
export function whisper(world: World, channel: Channel, to: string, draft: Draft): Message {
  const message = newMessage(world, draft, threadRoot(world, channel, draft.threadTs));
  return showEphemeral(world, channel, to, message);
}

export function showEphemeral(world: World, channel: Channel, user: string, message: Message): Message {
  world.ephemerals.put({ channel: channel.id, user, message });
  world.feed.publish({ type: 'ephemeral', channel: channel.id, user, message });
  return message;
}

const BOT_FIELDS = {
  bot_id: BOT.bot,
  app_id: BOT.app,
  bot_profile: { id: BOT.bot, app_id: BOT.app, name: BOT.name, deleted: false, team_id: TEAM.id },
};

interface Root {
  ts: string;
  /** Absent: the message that started the thread is gone, or never was. */
  user?: string;
}

function threadRoot(world: World, channel: Channel, threadTs: string | undefined): Root | undefined {
  if (threadTs === undefined) return undefined;
  const ts = rootOf(world.messages.get(channel.id, threadTs)) ?? threadTs;
  const user = world.messages.get(channel.id, ts)?.user;
  return user === undefined ? { ts } : { ts, user };
}

function newMessage(world: World, draft: Draft, root: Root | undefined): Message {
  const message: Message = {
    type: 'message',
    ts: world.ids.ts(),
    user: draft.user,
    team: world.users.get(draft.user)?.team ?? TEAM.id,
    text: draft.text,
    ...(draft.blocks && draft.blocks.length > 0 ? { blocks: draft.blocks } : {}),
    ...(draft.user === BOT.user ? BOT_FIELDS : {}),
    ...(root ? { thread_ts: root.ts } : {}),
    ...(root?.user === undefined ? {} : { parent_user_id: root.user }),
  };
  const optional = present({
    subtype: subtypeOf(draft),
    streaming_state: draft.isStreaming ? 'in_progress' : undefined,
    files: draft.files,
    metadata: draft.metadata,
    client_msg_id: draft.clientMessageId,
  });
  return { ...message, ...optional };
}

function subtypeOf({ isStreaming, files }: Draft): Message['subtype'] {
  if (isStreaming) return 'bot_message';
  return files === undefined ? undefined : 'file_share';
}

/** What the thread's first message shows about its replies, after one came or went. */
function countReplies(world: World, channel: Channel, reply: Message): void {
  const root = isReply(reply) ? world.messages.get(channel.id, reply.thread_ts ?? reply.ts) : undefined;
  if (!root) return;
  const replies = world.messages.thread(channel.id, root.ts).filter(isReply);
  const users = [...new Set(replies.map(({ user }) => user))];
  const counted = { reply_count: replies.length, reply_users: users, reply_users_count: users.length };
  const message = { ...root, ...counted, thread_ts: root.ts, latest_reply: replies.at(-1)?.ts ?? root.ts };
  world.messages.put(channel.id, message);
  world.feed.publish({ type: 'message_changed', channel: channel.id, message });
}

/** An app's answer ends what its status line announced. */
function clearStatus(world: World, channel: Channel, message: Message): void {
  const threadTs = message.thread_ts ?? message.ts;
  if (!world.statuses.has(channel.id, threadTs)) return;
  const status = { channel: channel.id, threadTs, status: '' };
  world.statuses.set(status);
  world.feed.publish({ type: 'status', ...status });
}
