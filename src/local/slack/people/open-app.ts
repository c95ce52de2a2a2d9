import { emit } from '../events/envelope.ts';
import { directMessageWith } from '../web-api/method.ts';
import type { World } from '../world.ts';

/** A person opens the app's Home or their direct messages with it; false when there is no such person. */
export function openApp(world: World, user: string, tab: 'home' | 'messages'): boolean {
  const channel = directMessageWith(world, user);
  if (!channel) return false;
  const view = tab === 'home' ? world.views.home(user) : undefined;
  const event = { type: 'app_home_opened', user, channel: channel.id, tab, event_ts: world.ids.ts() };
  emit(world, view ? { ...event, view } : event, channel);
  return true;
}
