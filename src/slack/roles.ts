import { z } from 'zod';
import { Unavailable } from '../domain/errors.ts';
import type { UserId } from '../domain/ids.ts';
import type { Role } from '../domain/principal.ts';
import type { SlackClient } from './client.ts';
import type { Freshly } from './freshly.ts';

/** User ids (`U…`, `W…`) and user group ids (`S…`). */
export interface Staff {
  agents: readonly string[];
  leads: readonly string[];
  admins: readonly string[];
}
export interface RoleDeps {
  client: SlackClient;
  staff: Staff;
  fresh: Freshly;
}

/** The first list that holds a member decides: an admin stays one, whatever else they are. Throws `Unavailable('slack')`. */
export async function roleOf(deps: RoleDeps, user: UserId, maxAge: number): Promise<Role> {
  const { admins, leads, agents } = deps.staff;
  const has = (list: readonly string[]) => holds(deps, { list, user, maxAge });
  if (await has(admins)) return 'admin';
  if (await has(leads)) return 'lead';
  return (await has(agents)) ? 'agent' : 'customer';
}

interface Question {
  list: readonly string[];
  user: UserId;
  maxAge: number;
}

async function holds(deps: RoleDeps, { list, user, maxAge }: Question): Promise<boolean> {
  if (list.includes(user)) return true;
  const groups = list.filter((id) => id.startsWith('S'));
  const members = await Promise.all(groups.map((group) => membersOf(deps, group, maxAge)));
  return members.some((users) => users.includes(user));
}

const Members = z.array(z.string());

const membersOf = ({ client, fresh }: RoleDeps, group: string, maxAge: number): Promise<readonly string[]> =>
  fresh({ key: `group:${group}`, schema: Members, read: () => readMembers(client, group) }, maxAge);

async function readMembers(client: SlackClient, group: string): Promise<string[]> {
  try {
    const answer = await client.apiCall('usergroups.users.list', { usergroup: group });
    return z.object({ users: Members }).parse(answer).users;
  } catch (error) {
    throw new Unavailable('slack', { cause: error });
  }
}
