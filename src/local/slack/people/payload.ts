import { VERIFICATION_TOKEN } from '../events/envelope.ts';
import type { Fields } from '../json.ts';
import { BOT, TEAM, type User } from '../seed.ts';
import type { Trigger } from '../state/triggers.ts';
import type { World } from '../world.ts';

/** What every interactive payload begins with. */
export function interactionBase(world: World, type: string, user: User, trigger: Trigger): Fields {
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team },
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: BOT.app,
    token: VERIFICATION_TOKEN,
    trigger_id: world.triggers.issue(trigger),
  };
}
