import { z } from 'zod';
import { withoutMetadata } from '../events/message-events.ts';
import type { Fields } from '../json.ts';
import { isReply, type Message } from '../state/messages.ts';
import { fail, flag, joinedChannel, method, type Methods } from './method.ts';
import { answerPage, pageInput } from './pages.ts';

const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

const range = {
  channel: z.string().min(1),
  oldest: z.coerce.number().default(0),
  latest: z.coerce.number().default(Number.MAX_SAFE_INTEGER),
  inclusive: flag,
  include_all_metadata: flag,
  ...pageInput,
};

export const history: Methods = {
  'conversations.history': method({
    input: z.object(range),
    scopes: HISTORY,
    answer: (world, input) => {
      const found = joinedChannel(world, input.channel);
      if (!found.ok) return found.refusal;
      const top = world.messages
        .list(found.channel.id)
        .filter((message) => !isReply(message) && isWithin(message, input));
      return answerPage(
        'messages',
        top.toReversed().map((message) => shown(message, input)),
        input,
      );
    },
  }),

  'conversations.replies': method({
    input: z.object({ ...range, ts: z.string().min(1) }),
    scopes: HISTORY,
    answer: (world, input) => {
      const found = joinedChannel(world, input.channel);
      if (!found.ok) return found.refusal;
      const thread = world.messages.thread(found.channel.id, input.ts);
      if (thread.length === 0) return fail('thread_not_found');
      const asked = thread.filter((message) => !isReply(message) || isWithin(message, input));
      return answerPage(
        'messages',
        asked.map((message) => shown(message, input)),
        input,
      );
    },
  }),
};

interface Range {
  oldest: number;
  latest: number;
  inclusive: boolean;
}

/** A ts fits into a float to the microsecond until the year 2255. */
function isWithin({ ts }: Message, { oldest, latest, inclusive }: Range): boolean {
  const at = Number(ts);
  return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
}

const shown = (message: Message, input: { include_all_metadata: boolean }): Message | Fields =>
  input.include_all_metadata ? message : withoutMetadata(message);
