import { emit } from '../events/envelope.ts';
import { growStream, streamsIn } from '../streaming/stream.ts';
import type { World } from '../world.ts';
import { mayWrite } from './speak.ts';

export type Stopped = { ok: true } | { ok: false; error: 'channel_not_found' | 'nothing_to_stop' };

/** A person presses Stop, which there is while the bot works on a thread or writes in it. */
export function stopSession(world: World, at: { user: string; channel: string; threadTs: string }): Stopped {
  const channel = world.channels.get(at.channel);
  if (!channel || !world.users.has(at.user) || !mayWrite(channel, at.user))
    return { ok: false, error: 'channel_not_found' };
  const streams = streamsIn(world, channel.id, at.threadTs);
  const isWorking = world.sessions.get(channel.id, at.threadTs)?.status === 'processing';
  if (streams.length === 0 && !isWorking) return { ok: false, error: 'nothing_to_stop' };
  for (const stream of streams) growStream(world, stream, { parts: stream.parts }, 'stopped');
  const event = {
    type: 'agent_session_stopped',
    channel: channel.id,
    user: at.user,
    thread_ts: at.threadTs,
    streaming_message_ts: streams.map(({ ts }) => ts),
    event_ts: world.ids.ts(),
  };
  emit(world, event, channel);
  return { ok: true };
}
