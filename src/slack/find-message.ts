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
export interface FindDeps {
  client: SlackClient;
  botUserId: string;
}

/** Marks a message as one that says what was saved, whether it was a draft before or not. */
export const finished = ({ ts }: MessageRef) => ({
  metadata: { event_type: METADATA_EVENT, event_payload: { id: `draft:${ts}` } },
});

/** Our own message that carries this id. A thread is read whole, a channel back to `since`; both have an end. Throws `Unavailable`. */
export async function findMessage(deps: FindDeps, id: OutgoingId, place: Place): Promise<MessageRef | undefined> {
  for await (const messages of pagesOf(deps.client, place)) {
    const found = messages.find((message) => isOurs(message, deps.botUserId) && carries(message, id));
    if (found) return { channel: place.channel, ts: found.ts };
  }
  return undefined;
}

/** A thread from its beginning, or from `since` where that is known; a channel from its end. Throws `Unavailable`. */
export async function* pagesOf(client: SlackClient, place: Place): AsyncGenerator<readonly Message[]> {
  let cursor = ''; // Slack's name for the next page
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { messages, response_metadata: next } = await readPage(client, place, cursor);
    yield messages;
    cursor = next?.next_cursor ?? '';
    if (cursor === '' || isReadBack(messages, place)) return;
  }
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
  /** `in_progress`, `completed` or `errored`; absent: it never was a stream. */
  streaming_state: z.string().optional().catch(undefined),
});
export type Message = z.infer<typeof Message>;
const Page = z.object({
  messages: z.array(Message),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

async function readPage(client: SlackClient, place: Place, cursor: string): Promise<z.infer<typeof Page>> {
  const paging = { limit: PAGE, include_all_metadata: true, ...(cursor === '' ? {} : { cursor }) };
  try {
    return Page.parse(
      place.thread
        ? await client.apiCall('conversations.replies', {
            channel: place.channel,
            ts: place.thread,
            ...(place.since ? { oldest: place.since } : {}),
            ...paging,
          })
        : await client.apiCall('conversations.history', { channel: place.channel, ...paging }),
    );
  } catch (error) {
    if (isGone(error, place)) return { messages: [] };
    throw new Unavailable('slack', { cause: error });
  }
}

/** Direct messages that are named by the person may be found by nobody; what is looked for there is then said again. */
function isGone(error: unknown, { channel }: Place): boolean {
  if (!(error instanceof webApi.WebAPIPlatformError)) return false;
  return error.data.error === (isPerson(channel) ? 'channel_not_found' : 'thread_not_found');
}

/** Slack takes a person in place of a channel for their direct messages with the bot. https://docs.slack.dev/reference/methods/chat.postMessage */
export const isPerson = (channel: string): boolean => /^[UW]/.test(channel);

/** Other apps could copy our metadata. */
export const isOurs = (message: Message, botUserId: string): boolean => (message.user ?? botUserId) === botUserId;

const carries = (message: Message, id: OutgoingId): boolean =>
  message.client_msg_id === uuidOf(id) ||
  (message.metadata?.event_type === METADATA_EVENT && message.metadata.event_payload.id === id);
