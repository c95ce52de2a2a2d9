import type { Envelope } from '../delivery/envelope.ts';
import type { Fields } from '../json.ts';
import { BOT, type Channel, TEAM } from '../seed.ts';
import type { World } from '../world.ts';

export const VERIFICATION_TOKEN = 'local-verification-token';

/** https://docs.slack.dev/apis/events-api/#callback-field */
export function eventCallback(world: World, event: Fields, channel?: Channel): Envelope {
  const shared = channel !== undefined && isShared(world, channel);
  const eventId = world.ids.named('Ev');
  const payload = {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    ...(shared ? { context_team_id: TEAM.id, context_enterprise_id: null } : {}),
    api_app_id: BOT.app,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(world.now() / 1_000),
    event_context: `4-${eventId}`,
    is_ext_shared_channel: shared,
    authorizations: [
      { enterprise_id: null, team_id: TEAM.id, user_id: BOT.user, is_bot: true, is_enterprise_install: false },
    ],
  };
  return { kind: 'events_api', payload };
}

/** A channel that people of another workspace are in. */
export const isShared = (world: World, channel: Channel): boolean =>
  channel.members.some((id) => world.users.get(id)?.team !== TEAM.id);

/** Hands an event to the app, if the app may see the channel it happened in. */
export function emit(world: World, event: Fields, channel: Channel): void {
  if (!channel.members.includes(BOT.user)) return;
  void world.delivery.deliver(eventCallback(world, event, channel)); // never rejects; its end is in the log
}
