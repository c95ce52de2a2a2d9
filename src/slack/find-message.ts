import { webApi } from './sdk.ts';
import { z } from 'zod';
import { Unavailable } from '../domain/errors.ts';
import type { ChannelId, MessageTs as Ts, OutgoingId } from '../domain/ids.ts';
import { MessageTs } from '../domain/ids.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { SlackClient } from './client.ts';
import { uuidOf } from './uuid.ts';

export const METADATA_EVENT = 'deskhand_outgoing';
const PAGE = 100;
const MOST_PAGES = 10;

export interface Place {
  channel: ChannelId;
  thread?: Ts;
  /** It cannot be older than this message; by Slack's clock. */
  since?: Ts;
}
interface FindDeps {
  client: SlackClient;
  botUserId: string;
}

/** Our own message that carries this id. A thread is read whole, a channel back to `since`; both have an end. Throws `Unavailable`. */
export async function findMessage(deps: FindDeps, id: OutgoingId, place: Place): Promise<MessageRef | undefined> {
  let cursor = ''; // Slack's name for the next page; threads start with the oldest, channels with the newest
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { messages, response_metadata: next } = await readPage(deps.client, place, cursor);
    const found = messages.find((message) => isOurs(message, deps.botUserId) && carries(message, id));
    if (found) return { channel: place.channel, ts: found.ts };
    cursor = next?.next_cursor ?? '';
    if (cursor === '' || isReadBack(messages, place)) return undefined;
  }
  return undefined;
}

const isReadBack = (messages: readonly Message[], { thread, since }: Place): boolean =>
  thread === undefined && messages.some(({ ts }) => since === undefined || Number(ts) < Number(since));

const Message = z.object({
  ts: MessageTs,
  user: z.string().nullish(),
  client_msg_id: z.string().optional(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.object({ id: z.string() }) })
    .optional()
    .catch(undefined),
});
type Message = z.infer<typeof Message>;
const Page = z.object({
  messages: z.array(Message),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

async function readPage(client: SlackClient, place: Place, cursor: string): Promise<z.infer<typeof Page>> {
  const paging = { limit: PAGE, include_all_metadata: true, ...(cursor === '' ? {} : { cursor }) };
  try {
    return Page.parse(
      place.thread
        ? await client.apiCall('conversations.replies', { channel: place.channel, ts: place.thread, ...paging })
        : await client.apiCall('conversations.history', { channel: place.channel, ...paging }),
    );
  } catch (error) {
    if (isGone(error)) return { messages: [] };
    throw new Unavailable('slack', { cause: error });
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof webApi.WebAPIPlatformError && error.data.error === 'thread_not_found';

/** Other apps could copy our metadata. */
const isOurs = (message: Message, botUserId: string): boolean => (message.user ?? botUserId) === botUserId;

const carries = (message: Message, id: OutgoingId): boolean =>
  message.client_msg_id === uuidOf(id) ||
  (message.metadata?.event_type === METADATA_EVENT && message.metadata.event_payload.id === id);
