import { z } from 'zod';
import type { Fields } from '../json.ts';
import { isShared } from '../events/envelope.ts';
import { BOT, type Channel, TEAM } from '../seed.ts';
import type { World } from '../world.ts';
import { directMessageWith, fail, flag, isMember, method, type Methods, succeed, visibleChannel } from './method.ts';
import { answerPage, pageInput } from './pages.ts';

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const channel = z.string().min(1);

export const conversations: Methods = {
  'conversations.info': method({
    input: z.object({ channel, include_num_members: flag }),
    scopes: READ,
    answer: (world, input) => {
      const found = visibleChannel(world, input.channel);
      if (!found) return fail('channel_not_found');
      const count = input.include_num_members ? { num_members: found.members.length } : {};
      return succeed({ channel: { ...describe(world, found), ...count } });
    },
  }),

  'conversations.list': method({
    input: z.object({ ...pageInput, types: z.string().default('public_channel') }),
    scopes: READ,
    answer: (world, input) => {
      const types = input.types.split(',').map((type) => type.trim());
      const known = [...world.channels.values()].filter((one) => visibleChannel(world, one.id));
      const listed = known.filter((one) => types.includes(TYPES[one.kind]));
      return answerPage(
        'channels',
        listed.map((one) => describe(world, one)),
        input,
      );
    },
  }),

  'conversations.members': method({
    input: z.object({ ...pageInput, channel }),
    scopes: READ,
    answer: (world, input) => {
      const found = visibleChannel(world, input.channel);
      return found ? answerPage('members', found.members, input) : fail('channel_not_found');
    },
  }),

  'conversations.open': method({
    input: z.object({ users: z.string().optional(), channel: z.string().optional(), return_im: flag }),
    scopes: ['im:write', 'mpim:write'],
    answer: (world, input) => {
      const user = input.users ?? world.channels.get(input.channel ?? '')?.user ?? '';
      if (user.includes(',')) return fail('method_not_supported_for_channel_type');
      const found = directMessageWith(world, user);
      if (!found) return fail(input.users === undefined ? 'channel_not_found' : 'user_not_found');
      const full = input.return_im ? describe(world, found) : {};
      return succeed({ no_op: true, already_open: true, channel: { ...full, id: found.id } });
    },
  }),
};

const TYPES = { channel: 'public_channel', shared: 'public_channel', private: 'private_channel', im: 'im' } as const;

function describe(world: World, one: Channel): Fields {
  const external = isShared(world, one);
  const common = {
    id: one.id,
    created: 1_700_000_000,
    is_archived: false,
    is_org_shared: false,
    context_team_id: TEAM.id,
  };
  if (one.kind === 'im') return { ...common, is_im: true, user: one.user, is_ext_shared: external, is_open: true };
  return {
    ...common,
    name: one.name,
    name_normalized: one.name,
    creator: 'UADMIN',
    is_channel: one.kind !== 'private',
    is_group: one.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: one.kind === 'private',
    is_general: one.id === 'C_GENERAL',
    is_shared: external,
    is_ext_shared: external,
    is_member: isMember(one, BOT.user),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}
