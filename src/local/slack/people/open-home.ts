import { emit } from '../events/envelope.ts';
import { directMessageWith } from '../web-api/method.ts';
import type { World } from '../world.ts';

/** A person opens the app's Home tab; false when there is no such person. */
export function openHome(world: World, user: string): boolean {
  const channel = directMessageWith(world, user);
  if (!channel) return false;
  const view = world.views.home(user);
  const event = { type: 'app_home_opened', user, channel: channel.id, tab: 'home', event_ts: world.ids.ts() };
  emit(world, view ? { ...event, view } : event, channel);
  return true;
}
