import { BOT, SHORTCUTS, TEAM } from '../seed.ts';
import type { World } from '../world.ts';

/** The whole workspace as the page first sees it. */
export function snapshot(world: World): object {
  const channels = [...world.channels.values()];
  return {
    team: { id: TEAM.id, name: TEAM.name },
    botUser: BOT.user,
    users: [...world.users.values()].map(({ id, name, realName, role }) => ({ id, name, realName, role })),
    groups: [...world.groups.values()].map(({ id, handle }) => ({ id, handle })),
    channels,
    messages: Object.fromEntries(channels.map(({ id }) => [id, world.messages.list(id)])),
    homes: world.views.homes(),
    sessions: world.sessions.list(),
    prompts: Object.fromEntries(world.prompts),
    shortcuts: SHORTCUTS,
  };
}
