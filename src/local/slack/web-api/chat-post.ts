import { z } from 'zod';
import { post, whisper } from '../messages.ts';
import { BOT } from '../seed.ts';
import { fail, isMember, joinedChannel, method, type Methods, succeed } from './method.ts';
import { contentInput, contentOf } from './message-input.ts';

const TEXT_LENGTH = 40_000;

const place = { channel: z.string().min(1), thread_ts: z.string().min(1).optional() };

export const chatPost: Methods = {
  'chat.postMessage': method({
    input: z.object({ ...place, ...contentInput, client_msg_id: z.string().optional() }),
    scopes: ['chat:write'],
    answer: (world, input) => {
      const found = joinedChannel(world, input.channel);
      if (!found.ok) return found.refusal;
      const read = contentOf(world, input);
      if (!read.ok) return read.refusal;
      const text = read.content.text.slice(0, TEXT_LENGTH);
      const message = post(world, found.channel, {
        ...read.content,
        text,
        user: BOT.user,
        threadTs: input.thread_ts,
        metadata: input.metadata,
        clientMessageId: input.client_msg_id,
      });
      const answer = succeed({ channel: found.channel.id, ts: message.ts, message });
      return text === read.content.text ? answer : { ...answer, ...warning('message_truncated') };
    },
  }),

  'chat.postEphemeral': method({
    input: z.object({ ...place, ...contentInput, user: z.string().min(1) }),
    scopes: ['chat:write'],
    answer: (world, input) => {
      const found = joinedChannel(world, input.channel);
      if (!found.ok) return found.refusal;
      if (!isMember(found.channel, input.user)) return fail('user_not_in_channel');
      const read = contentOf(world, input);
      if (!read.ok) return read.refusal;
      const draft = { ...read.content, user: BOT.user, threadTs: input.thread_ts };
      return succeed({ message_ts: whisper(world, found.channel, input.user, draft).ts });
    },
  }),
};

const warning = (name: string): object => ({ warning: name, response_metadata: { warnings: [name] } });
