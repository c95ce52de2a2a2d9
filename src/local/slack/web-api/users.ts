import { z } from 'zod';
import { type Fields, present } from '../json.ts';
import { BOT, TEAM, type User } from '../seed.ts';
import type { Caller } from '../tokens.ts';
import { fail, method, type Methods, succeed } from './method.ts';
import { answerPage, pageInput } from './pages.ts';

export const users: Methods = {
  'users.info': method({
    input: z.object({ user: z.string().min(1) }),
    scopes: ['users:read'],
    answer: (world, input, caller) => {
      const user = world.users.get(input.user);
      return user ? succeed({ user: describe(user, caller) }) : fail('user_not_found');
    },
  }),

  'users.list': method({
    input: z.object(pageInput),
    scopes: ['users:read'],
    answer: (world, input, caller) =>
      answerPage(
        'members',
        [...world.users.values()].map((user) => describe(user, caller)),
        input,
      ),
  }),

  'users.lookupByEmail': method({
    input: z.object({ email: z.string().min(1) }),
    scopes: ['users:read.email'],
    answer: (world, input, caller) => {
      const wanted = input.email.toLowerCase();
      const user = [...world.users.values()].find((one) => one.email === wanted);
      return user ? succeed({ user: describe(user, caller) }) : fail('users_not_found');
    },
  }),
};

function describe(user: User, caller: Caller): Fields {
  const isBot = user.role === 'bot';
  const isStranger = user.team !== TEAM.id;
  return {
    id: user.id,
    team_id: user.team,
    name: user.name,
    deleted: false,
    real_name: user.realName,
    tz: 'Europe/London',
    tz_label: 'Greenwich Mean Time',
    tz_offset: 0,
    is_admin: user.role === 'admin',
    is_owner: false,
    is_bot: isBot,
    is_app_user: false,
    is_restricted: user.role === 'guest',
    is_ultra_restricted: false,
    is_email_confirmed: user.email !== undefined,
    ...(isStranger ? { is_stranger: true } : {}),
    profile: profileOf(user, caller.scopes.includes('users:read.email')),
  };
}

const profileOf = (user: User, withEmail: boolean): Fields =>
  present({
    display_name: user.name,
    real_name: user.realName,
    team: user.team,
    email: withEmail ? user.email : undefined,
    bot_id: user.role === 'bot' ? BOT.bot : undefined,
    api_app_id: user.role === 'bot' ? BOT.app : undefined,
  });
