import { complete } from '../blocks/complete.ts';
import type { Block } from '../blocks/parts.ts';
import { type Fields, present } from '../json.ts';
import { type Draft, post, replace } from '../messages.ts';
import type { Channel } from '../seed.ts';
import type { Message } from '../state/messages.ts';
import type { Stream } from '../state/streams.ts';
import type { World } from '../world.ts';
import type { Chunk } from './chunks.ts';
import { blocksOf, type Part, textOf, withChunk } from './parts.ts';

export interface Opening extends Pick<Draft, 'user' | 'threadTs'> {
  chunks: readonly Chunk[];
  inPlan: boolean;
}

/** The parts of a stream after these chunks, if they were added. */
export const partsAfter = (
  world: World,
  stream: Pick<Stream, 'parts' | 'inPlan'>,
  chunks: readonly Chunk[],
): readonly Part[] =>
  chunks.reduce<readonly Part[]>(
    (parts, chunk) => withChunk(parts, completed(world, chunk), { inPlan: stream.inPlan, newId: world.ids.named }),
    stream.parts,
  );

/** Posts a message that people watch being written. It breaks off by itself when nobody ends it in time. */
export function openStream(world: World, channel: Channel, { chunks, inPlan, ...draft }: Opening): Message {
  const parts = partsAfter(world, { parts: [], inPlan }, chunks);
  const content = { text: textOf(parts), blocks: blocksOf(parts) };
  const message = post(world, channel, { ...draft, ...content, isStreaming: true });
  const stream: Stream = { channel: channel.id, ts: message.ts, state: 'in_progress', inPlan, parts };
  world.streams.put(stream);
  void breakOffLater(world, stream);
  return message;
}

export interface Growth {
  parts: readonly Part[];
  /** Stand below everything else, from the end on. */
  blocks?: readonly Block[];
  metadata?: Fields | undefined;
}

/** Shows people what came, and with another state that nothing more will. */
export function growStream(world: World, stream: Stream, growth: Growth, state: Stream['state'] = stream.state): void {
  const next: Stream = { ...stream, parts: growth.parts, state };
  world.streams.put(next);
  const channel = world.channels.get(stream.channel);
  const from = world.messages.get(stream.channel, stream.ts);
  if (!channel || !from) return;
  const content = {
    text: textOf(next.parts),
    blocks: [...blocksOf(next.parts), ...complete(growth.blocks ?? [], world.ids.named)],
    streaming_state: state === 'stopped' ? ('completed' as const) : state,
  };
  replace(world, channel, { from, to: { ...from, ...content, ...present({ metadata: growth.metadata }) } });
}

/** Every stream that is still being written breaks off, as Slack does after about five minutes. */
export function expireStreams(world: World): void {
  for (const stream of world.streams.open()) breakOff(world, stream);
}

/** The streams in a thread that are still being written. */
export const streamsIn = (world: World, channel: string, threadTs: string): readonly Stream[] =>
  world.streams.open().filter((stream) => stream.channel === channel && threadOf(world, stream) === threadTs);

const threadOf = (world: World, { channel, ts }: Stream): string => world.messages.get(channel, ts)?.thread_ts ?? ts;

const breakOff = (world: World, stream: Stream): void => growStream(world, stream, { parts: stream.parts }, 'errored');

async function breakOffLater(world: World, { channel, ts }: Stream): Promise<void> {
  await world.timers.sleep(world.rules.streamExpiry);
  const stream = world.streams.get(channel, ts);
  if (stream?.state === 'in_progress' && !world.timers.stopped()) breakOff(world, stream);
}

const completed = (world: World, chunk: Chunk): Chunk =>
  chunk.type === 'blocks' ? { ...chunk, blocks: [...complete(chunk.blocks, world.ids.named)] } : chunk;
