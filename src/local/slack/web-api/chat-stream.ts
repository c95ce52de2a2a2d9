import { z } from 'zod';
import { checkBlocks } from '../blocks/check.ts';
import type { Block } from '../blocks/parts.ts';
import { BOT, type Channel } from '../seed.ts';
import { SessionStatus } from '../state/sessions.ts';
import type { Stream } from '../state/streams.ts';
import { additionInput, readChunks } from '../streaming/chunks.ts';
import { type Part, textOf } from '../streaming/parts.ts';
import { growStream, openStream, partsAfter } from '../streaming/stream.ts';
import { setSession } from '../sessions.ts';
import type { World } from '../world.ts';
import { fail, type Failed, joinedChannel, method, type Methods, succeed } from './method.ts';
import { blocksRefusal, contentInput } from './message-input.ts';

const MARKDOWN_LENGTH = 12_000;
/** https://docs.slack.dev/reference/methods/chat.stopStream: as many again may come with the end. */
const MOST_BLOCKS = 50;

const place = { channel: z.string().min(1), ts: z.string().min(1) };

export const chatStream: Methods = {
  'chat.startStream': method({
    input: z.object({
      channel: place.channel,
      thread_ts: z.string().min(1).optional(),
      ...additionInput,
      recipient_user_id: z.string().min(1).optional(),
      recipient_team_id: z.string().min(1).optional(),
      task_display_mode: z.enum(['timeline', 'plan']).default('timeline'),
    }),
    scopes: ['chat:write'],
    answer: (world, input) => {
      if (world.rules.streamRefusal !== undefined) return fail(world.rules.streamRefusal);
      const found = joinedChannel(world, input.channel);
      if (!found.ok) return found.refusal;
      const { channel } = found;
      const stranger = recipientRefusal(world, channel, input);
      if (stranger) return stranger;
      const read = readChunks(input);
      if (!read.ok) return read.refusal;
      const inPlan = input.task_display_mode === 'plan';
      const tooMuch = lengthRefusal(partsAfter(world, { parts: [], inPlan }, read.chunks));
      if (tooMuch) return tooMuch;
      const opening = { user: BOT.user, threadTs: input.thread_ts, chunks: read.chunks, inPlan };
      return succeed({ channel: channel.id, ts: openStream(world, channel, opening).ts });
    },
  }),

  'chat.appendStream': method({
    input: z.object({ ...place, ...additionInput }),
    scopes: ['chat:write'],
    answer: (world, input) => {
      const own = ownStream(world, input);
      if (!own.ok) return own.refusal;
      if (own.stream.state === 'stopped') return fail('stopped_by_user');
      if (own.stream.state !== 'in_progress') return fail('message_not_in_streaming_state');
      if (input.markdown_text === undefined && input.chunks === undefined) return fail('no_text');
      const read = readGrowth(world, own.stream, input);
      if (!read.ok) return read.refusal;
      growStream(world, own.stream, read);
      return succeed({ channel: own.channel.id, ts: input.ts });
    },
  }),

  'chat.stopStream': method({
    input: z.object({
      ...place,
      ...additionInput,
      blocks: contentInput.blocks,
      metadata: contentInput.metadata,
      session_status: SessionStatus.optional(),
    }),
    scopes: ['chat:write'],
    answer: (world, input) => {
      const own = ownStream(world, input);
      if (!own.ok) return own.refusal;
      if (own.stream.state !== 'in_progress') return fail('message_not_in_streaming_state');
      const read = readGrowth(world, own.stream, input);
      if (!read.ok) return read.refusal;
      const end = readBlocks(input.blocks);
      if (!end.ok) return end.refusal;
      if (read.parts.length === 0 && end.blocks.length === 0) return fail('no_text');
      growStream(world, own.stream, { ...read, blocks: end.blocks, metadata: input.metadata }, 'completed');
      const message = world.messages.get(own.channel.id, input.ts);
      const thread = { channel: own.channel.id, threadTs: message?.thread_ts ?? input.ts };
      if (input.session_status !== undefined) setSession(world, { ...thread, status: input.session_status });
      return succeed({ channel: own.channel.id, ts: input.ts, message });
    },
  }),
};

interface Recipient {
  recipient_user_id?: string | undefined;
  recipient_team_id?: string | undefined;
}

/** In a channel it must be said for whom the message is. */
function recipientRefusal(world: World, channel: Channel, to: Recipient): Failed | undefined {
  const user = to.recipient_user_id;
  if (user !== undefined && !world.users.has(user)) return fail('user_not_found');
  if (channel.kind === 'im') return undefined;
  if (user === undefined) return fail('missing_recipient_user_id');
  return to.recipient_team_id === undefined ? fail('missing_recipient_team_id') : undefined;
}

function lengthRefusal(parts: readonly Part[]): Failed | undefined {
  if (textOf(parts).length > MARKDOWN_LENGTH) return fail('msg_too_long');
  return parts.filter(({ kind }) => kind === 'block').length > MOST_BLOCKS ? fail('msg_blocks_too_many') : undefined;
}

type OwnStream = { ok: true; channel: Channel; stream: Stream } | { ok: false; refusal: Failed };

function ownStream(world: World, { channel: id, ts }: { channel: string; ts: string }): OwnStream {
  const found = joinedChannel(world, id);
  if (!found.ok) return found;
  const message = world.messages.get(found.channel.id, ts);
  if (!message || message.subtype === 'tombstone') return { ok: false, refusal: fail('message_not_found') };
  if (message.user !== BOT.user) return { ok: false, refusal: fail('message_not_owned_by_app') };
  const stream = world.streams.get(found.channel.id, ts);
  if (!stream) return { ok: false, refusal: fail('message_not_in_streaming_state') };
  return { ok: true, channel: found.channel, stream };
}

type Read = { ok: true; parts: readonly Part[] } | { ok: false; refusal: Failed };

function readGrowth(world: World, stream: Stream, input: Parameters<typeof readChunks>[0]): Read {
  const read = readChunks(input);
  if (!read.ok) return read;
  const parts = partsAfter(world, stream, read.chunks);
  const refusal = lengthRefusal(parts);
  return refusal ? { ok: false, refusal } : { ok: true, parts };
}

function readBlocks(given: unknown): { ok: true; blocks: readonly Block[] } | { ok: false; refusal: Failed } {
  if (given === undefined) return { ok: true, blocks: [] };
  const checked = checkBlocks(given, 'message');
  return checked.ok ? checked : { ok: false, refusal: blocksRefusal(checked) };
}
