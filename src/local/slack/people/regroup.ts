import { eventCallback } from '../events/envelope.ts';
import { TEAM } from '../seed.ts';
import type { World } from '../world.ts';

/** An administrator decides who is in a user group; false when there is no such group. */
export function regroup(world: World, id: string, users: readonly string[]): boolean {
  const group = world.groups.get(id);
  if (!group) return false;
  const added = users.filter((user) => !group.users.includes(user));
  const removed = group.users.filter((user) => !users.includes(user));
  world.groups.set(id, { ...group, users });
  const event = {
    type: 'subteam_members_changed',
    subteam_id: id,
    team_id: TEAM.id,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
    event_ts: world.ids.ts(),
  };
  void world.delivery.deliver(eventCallback(world, event)); // never rejects
  return true;
}
