import { z } from 'zod';
import type { Prompts } from '../state/prompts.ts';
import { fail, joinedChannel, method, type Methods, succeed } from './method.ts';

const place = { channel_id: z.string().min(1), thread_ts: z.string().min(1) };
const prompt = z.object({ title: z.string().min(1), message: z.string().min(1) });

export const assistant: Methods = {
  'assistant.threads.setStatus': method({
    input: z.object({
      ...place,
      status: z.string(),
      loading_messages: z.array(z.string().min(1).max(50)).min(1).max(10).optional(),
    }),
    scopes: ['chat:write', 'assistant:write'],
    answer: (world, input) => {
      const found = joinedChannel(world, input.channel_id);
      if (!found.ok) return found.refusal;
      const status = { channel: found.channel.id, threadTs: input.thread_ts, status: input.status };
      world.statuses.set(status);
      world.feed.publish({ type: 'status', ...status });
      return succeed();
    },
  }),

  'assistant.threads.setTitle': method({
    input: z.object({ ...place, title: z.string().min(1).max(200) }),
    scopes: ['assistant:write'],
    answer: (world, input) => {
      const found = joinedChannel(world, input.channel_id);
      return found.ok ? succeed() : found.refusal;
    },
  }),

  'assistant.threads.setSuggestedPrompts': method({
    input: z.object({
      channel_id: place.channel_id,
      thread_ts: place.thread_ts.optional(),
      title: z.string().optional(),
      prompts: z.array(prompt),
    }),
    scopes: ['assistant:write'],
    answer: (world, input) => {
      const found = joinedChannel(world, input.channel_id);
      if (!found.ok) return found.refusal;
      if (input.prompts.length > 4) return fail('too_many_prompts');
      // With a thread, an app of the agent view changes nothing, and is not told so.
      if (input.thread_ts !== undefined || found.channel.kind !== 'im') return succeed();
      const prompts: Prompts = { title: input.title, prompts: input.prompts };
      world.prompts.set(found.channel.id, prompts);
      world.feed.publish({ type: 'prompts', channel: found.channel.id, prompts });
      return succeed();
    },
  }),
};
