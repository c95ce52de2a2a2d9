import { withoutMetadata } from '../events/message-events.ts';
import { SHORTCUTS } from '../seed.ts';
import type { World } from '../world.ts';
import { interactionBase } from './payload.ts';
import { mayWrite } from './speak.ts';

export interface Shortcut {
  user: string;
  channel: string;
  ts: string;
  callbackId: string;
}

export type Used = { ok: true; acked: boolean } | { ok: false; error: UseError };
type UseError = 'user_not_found' | 'channel_not_found' | 'message_not_found' | 'unknown_shortcut';

/** A person picks an entry from the menu of a message: also where the app is no member. */
export async function useShortcut(world: World, { user: id, channel: place, ts, callbackId }: Shortcut): Promise<Used> {
  const user = world.users.get(id);
  const channel = world.channels.get(place);
  if (!user) return { ok: false, error: 'user_not_found' };
  if (!channel || !mayWrite(channel, id)) return { ok: false, error: 'channel_not_found' };
  const message = world.messages.get(place, ts);
  if (!message || message.subtype === 'tombstone') return { ok: false, error: 'message_not_found' };
  if (!SHORTCUTS.some((one) => one.callbackId === callbackId)) return { ok: false, error: 'unknown_shortcut' };
  // Nothing can be replaced: the message is somebody's own.
  const origin = { channel: channel.id, user: id, messageTs: '' };
  const payload = {
    ...interactionBase(world, 'message_action', user, { user: id }),
    callback_id: callbackId,
    action_ts: world.ids.ts(),
    channel: { id: channel.id, name: channel.kind === 'im' ? 'directmessage' : channel.name },
    message_ts: message.ts,
    message: withoutMetadata(message),
    response_url: `${world.url}response/${world.responseUrls.issue(origin)}`,
  };
  return { ok: true, acked: (await world.delivery.deliver({ kind: 'interactive', payload })).acked };
}
