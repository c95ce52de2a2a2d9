import { BOT, TEAM } from '../seed.ts';
import { fail, method, type Methods, noArguments, succeed } from './method.ts';

export const auth: Methods = {
  'auth.test': method({
    input: noArguments,
    answer: (world) =>
      succeed({
        url: world.url,
        team: TEAM.name,
        user: world.users.get(BOT.user)?.name,
        team_id: TEAM.id,
        user_id: BOT.user,
        bot_id: BOT.bot,
        is_enterprise_install: false,
      }),
  }),
  'apps.connections.open': method({
    input: noArguments,
    token: 'app',
    scopes: ['connections:write'],
    answer: (world) => {
      const url = world.newSocketUrl();
      return url === undefined ? fail('socket_mode_not_enabled') : succeed({ url });
    },
  }),
};
