import { z } from 'zod';
import type { Fields } from '../json.ts';
import { BOT, TEAM, type UserGroup } from '../seed.ts';
import { fail, flag, method, type Methods, noArguments, succeed } from './method.ts';

const GROUPS = ['usergroups:read'];

export const teams: Methods = {
  'team.info': method({
    input: z.object({ team: z.string().default(TEAM.id) }),
    scopes: ['team:read'],
    answer: (_world, input) => (input.team === TEAM.id ? succeed({ team: TEAM }) : fail('team_not_found')),
  }),

  'bots.info': method({
    input: z.object({ bot: z.string().default(BOT.bot) }),
    scopes: ['users:read'],
    answer: (_world, input) => (input.bot === BOT.bot ? succeed({ bot: BOT_INFO }) : fail('bot_not_found')),
  }),

  'usergroups.list': method({
    input: z.object({ include_users: flag, include_count: flag }),
    scopes: GROUPS,
    answer: (world, input) =>
      succeed({ usergroups: [...world.groups.values()].map((group) => describe(group, input)) }),
  }),

  'usergroups.users.list': method({
    input: z.object({ usergroup: z.string().min(1) }),
    scopes: GROUPS,
    answer: (world, input) => {
      const group = world.groups.get(input.usergroup);
      return group ? succeed({ users: group.users }) : fail('no_such_subteam');
    },
  }),

  'api.test': method({ input: noArguments, answer: (_world, input) => succeed({ args: input }) }),
};

const BOT_INFO = {
  id: BOT.bot,
  deleted: false,
  name: BOT.name,
  app_id: BOT.app,
  user_id: BOT.user,
  updated: 0,
  icons: {},
};

function describe(group: UserGroup, asked: { include_users: boolean; include_count: boolean }): Fields {
  return {
    id: group.id,
    team_id: TEAM.id,
    is_usergroup: true,
    is_subteam: true,
    handle: group.handle,
    name: group.name,
    description: '',
    date_delete: 0,
    ...(asked.include_users ? { users: group.users } : {}),
    ...(asked.include_count ? { user_count: group.users.length } : {}),
  };
}
