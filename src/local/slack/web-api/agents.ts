import { z } from 'zod';
import { keepSession, setSession } from '../sessions.ts';
import { SessionStatus } from '../state/sessions.ts';
import { fail, joinedChannel, method, type Methods, succeed } from './method.ts';

const place = { channel_id: z.string().min(1), thread_ts: z.string().min(1).optional() };
const title = z.string().min(1).max(200);

export const agents: Methods = {
  'agents.sessions.setStatus': method({
    input: z.object({
      ...place,
      status: z.string(),
      title: title.optional(),
      initiator_user_id: z.string().optional(),
    }),
    scopes: ['chat:write'],
    answer: (world, input) => {
      const found = joinedChannel(world, input.channel_id);
      if (!found.ok) return found.refusal;
      if (input.thread_ts === undefined) return fail('thread_ts_required');
      const status = SessionStatus.safeParse(input.status);
      if (!status.success) return fail('invalid_status');
      const session = { channel: found.channel.id, threadTs: input.thread_ts, status: status.data };
      setSession(world, input.title === undefined ? session : { ...session, title: input.title });
      return succeed();
    },
  }),

  'agents.sessions.rename': method({
    input: z.object({ ...place, title }),
    scopes: ['chat:write'],
    answer: (world, input) => {
      const found = joinedChannel(world, input.channel_id);
      if (!found.ok) return found.refusal;
      if (input.thread_ts === undefined) return fail('thread_ts_required');
      const session = world.sessions.get(found.channel.id, input.thread_ts);
      if (!session) return fail('session_not_found');
      keepSession(world, { ...session, title: input.title });
      return succeed();
    },
  }),
};
