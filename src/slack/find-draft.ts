import { MessageTs, threadOf } from '../domain/ids.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import { MINUTE, SECOND } from '../domain/time.ts';
import { METADATA_EVENT, isOurs, pagesOf } from './find-message.ts';
import type { FindDeps, Message } from './find-message.ts';

/** Slack's clock and ours may be so far apart, in milliseconds. */
const CLOCKS_APART = MINUTE;

/** The latest draft of ours in this thread that nobody has finished. Throws `Unavailable`. */
export async function findDraft(
  deps: FindDeps,
  conversation: ConversationId,
  since: Instant,
): Promise<MessageRef | undefined> {
  const { channel, ts: thread } = threadOf(conversation);
  const oldest = Math.max(since - CLOCKS_APART, 0) / SECOND;
  const place = { channel, thread, since: MessageTs.parse(oldest.toFixed(6)) };
  let latest: MessageRef | undefined; // a thread begins with its oldest message
  for await (const messages of pagesOf(deps.client, place)) {
    const found = messages.findLast(
      (message) => Number(message.ts) >= oldest && isOurs(message, deps.botUserId) && isUnfinished(message),
    );
    if (found) latest = { channel, ts: found.ts };
  }
  return latest;
}

/** It was streamed, and never became what was saved; a message that was posted carries an id of the client's. */
const isUnfinished = ({ streaming_state: state, metadata, client_msg_id: posted }: Message): boolean =>
  state === 'in_progress' || (state !== undefined && metadata?.event_type !== METADATA_EVENT && posted === undefined);
