import { z } from 'zod';
import type { Fields } from '../json.ts';
import { edit, remove } from '../messages.ts';
import { BOT, type Channel } from '../seed.ts';
import type { Message } from '../state/messages.ts';
import type { World } from '../world.ts';
import { fail, type Failed, joinedChannel, method, type Methods, succeed, visibleChannel } from './method.ts';
import { type Content, contentInput, contentOf } from './message-input.ts';

const TEXT_LENGTH = 4_000;

const place = { channel: z.string().min(1), ts: z.string().min(1) };

export const chatEdit: Methods = {
  'chat.update': method({
    input: z.object({ ...place, ...contentInput }),
    scopes: ['chat:write'],
    answer: (world, input) => {
      const own = ownMessage(world, input, 'cant_update_message');
      if (!own.ok) return own.refusal;
      const read = contentOf(world, input);
      if (!read.ok) return read.refusal;
      if (read.content.text.length > TEXT_LENGTH) return fail('msg_too_long');
      const message = edit(world, own.channel, own.message, changesOf(read.content, input.metadata));
      return succeed({ channel: own.channel.id, ts: message.ts, text: message.text, message });
    },
  }),

  'chat.delete': method({
    input: z.object(place),
    scopes: ['chat:write'],
    answer: (world, input) => {
      const own = ownMessage(world, input, 'cant_delete_message');
      if (!own.ok) return own.refusal;
      remove(world, own.channel, own.message);
      return succeed({ channel: own.channel.id, ts: own.message.ts });
    },
  }),

  'chat.getPermalink': method({
    input: z.object({ channel: z.string().min(1), message_ts: z.string().min(1) }),
    answer: (world, input) => {
      const channel = visibleChannel(world, input.channel);
      if (!channel) return fail('channel_not_found');
      const message = world.messages.get(channel.id, input.message_ts);
      if (!message) return fail('message_not_found');
      const permalink = `${world.url}archives/${channel.id}/p${message.ts.replace('.', '')}`;
      const thread = message.thread_ts === undefined ? '' : `?thread_ts=${message.thread_ts}&cid=${channel.id}`;
      return succeed({ channel: channel.id, permalink: `${permalink}${thread}` });
    },
  }),
};

type Own = { ok: true; channel: Channel; message: Message } | { ok: false; refusal: Failed };

function ownMessage(world: World, place: { channel: string; ts: string }, notOwn: string): Own {
  const found = joinedChannel(world, place.channel);
  if (!found.ok) return found;
  const message = world.messages.get(found.channel.id, place.ts);
  if (!message || message.subtype === 'tombstone') return { ok: false, refusal: fail('message_not_found') };
  if (message.user !== BOT.user) return { ok: false, refusal: fail(notOwn) };
  if (message.streaming_state === 'in_progress') return { ok: false, refusal: fail('streaming_state_conflict') };
  return { ok: true, channel: found.channel, message };
}

/** Blocks and metadata that are not given stay as they were. */
const changesOf = (content: Content, metadata: Fields | undefined): Partial<Message> => ({
  ...content,
  ...(metadata ? { metadata } : {}),
});
