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

export interface Position {
  role: Role;
  /** The setting, and which of its ids matched: `LEADS S0LEADS`; absent: none did. */
  from?: string;
}

/** The first list that holds a member decides: an admin stays one, whatever else they are. Throws `Unavailable('slack')`. */
export async function positionOf(deps: RoleDeps, user: UserId, maxAge: number): Promise<Position> {
  const { admins, leads, agents } = deps.staff;
  const positions = [
    { role: 'admin', setting: 'ADMINS', list: admins },
    { role: 'lead', setting: 'LEADS', list: leads },
    { role: 'agent', setting: 'AGENTS', list: agents },
  ] as const;
  // Asked for together; a list that cannot be read matters only where no higher one names them.
  const matches = await Promise.allSettled(positions.map(({ list }) => matchIn(deps, { list, user, maxAge })));
  for (const [index, { role, setting }] of positions.entries()) {
    const match = matches[index];
    if (match?.status === 'rejected') throw match.reason;
    if (match?.value !== undefined) return { role, from: `${setting} ${match.value}` };
  }
  return { role: 'customer' };
}

interface Question {
  list: readonly string[];
  user: UserId;
  maxAge: number;
}

/** The id that names or holds them. */
async function matchIn(deps: RoleDeps, { list, user, maxAge }: Question): Promise<string | undefined> {
  if (list.includes(user)) return user;
  const groups = list.filter((id) => id.startsWith('S'));
  const members = await Promise.all(groups.map((group) => membersOf(deps, group, maxAge)));
  return groups.find((_, index) => members[index]?.includes(user));
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
