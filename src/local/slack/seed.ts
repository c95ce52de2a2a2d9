type Role = 'customer' | 'agent' | 'lead' | 'admin' | 'guest' | 'external' | 'bot';

export interface User {
  id: string;
  name: string;
  realName: string;
  role: Role;
  team: string;
  /** Absent for the bot, and for people whose workspace does not share it. */
  email?: string;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'channel' | 'private' | 'im' | 'shared';
  members: readonly string[];
  /** The person a direct message with the bot belongs to. */
  user?: string;
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  users: readonly string[];
}

export const TEAM = { id: 'T_LOCAL', name: 'Deskhand Local', domain: 'deskhand-local' } as const;
const OTHER_TEAM = 'T_EXTERNAL';
export const BOT = { user: 'UBOT', bot: 'BBOT', app: 'A_LOCAL', name: 'Deskhand' } as const;

/** The app's slash commands, as its manifest declares them. */
export const COMMANDS: readonly string[] = ['/support'];

/** The app's message shortcuts, as its manifest declares them. */
export const SHORTCUTS = [{ callbackId: 'open_ticket', name: 'Open a ticket from this message' }] as const;

const here = { team: TEAM.id };

const GROUPS = { agents: 'S_AGENTS', leads: 'S_LEADS' } as const;
const ADMIN = 'UADMIN';

export const USERS: readonly User[] = [
  { ...here, id: 'UALICE', name: 'alice', realName: 'Alice Wonderland', role: 'customer', email: 'alice@example.com' },
  { ...here, id: 'UBOB', name: 'bob', realName: 'Bob The Builder', role: 'customer', email: 'bob@example.com' },
  { ...here, id: 'UPRIYA', name: 'priya', realName: 'Priya Raman', role: 'agent', email: 'priya@deskhand.example' },
  { ...here, id: 'UTOM', name: 'tom', realName: 'Tom Baker', role: 'agent', email: 'tom@deskhand.example' },
  { ...here, id: 'ULEA', name: 'lea', realName: 'Lea Martin', role: 'lead', email: 'lea@deskhand.example' },
  { ...here, id: ADMIN, name: 'ada', realName: 'Ada Admin', role: 'admin', email: 'ada@deskhand.example' },
  { ...here, id: 'UGUEST', name: 'gus', realName: 'Gus Guest', role: 'guest', email: 'gus@guest.example' },
  { id: 'UEXT', name: 'eve', realName: 'Eve External', role: 'external', team: OTHER_TEAM },
  { ...here, id: BOT.user, name: 'deskhand', realName: BOT.name, role: 'bot' },
];

const STAFF = ['UPRIYA', 'UTOM', 'ULEA', ADMIN];

/** Where this workspace decides, and who, as a bot's settings name them. */
export const OFFICE = {
  approvalsChannel: 'C_APPROVALS',
  staff: { agents: [GROUPS.agents], leads: [GROUPS.leads], admins: [ADMIN] },
} as const;

const everyone = USERS.map((user) => user.id);
const everyoneHere = everyone.filter((id) => id !== 'UEXT');

/** The bot is in every channel but #general. */
const CHANNELS: readonly Channel[] = [
  { id: 'C_SUPPORT', name: 'support', kind: 'channel', members: everyoneHere },
  { id: 'C_GENERAL', name: 'general', kind: 'channel', members: everyoneHere.filter((id) => id !== BOT.user) },
  { id: OFFICE.approvalsChannel, name: 'approvals', kind: 'private', members: [...STAFF, BOT.user] },
  { id: 'C_SHARED', name: 'shared-with-acme', kind: 'shared', members: everyone },
  ...USERS.filter((user) => user.role !== 'bot').map(directMessage),
];

/** More people come into the first channel, and each can write to the bot alone. */
export function channelsWith(people: readonly User[]): readonly Channel[] {
  const ids = people.map(({ id }) => id);
  const here = CHANNELS.map((channel) =>
    channel.id === 'C_SUPPORT' ? { ...channel, members: [...channel.members, ...ids] } : channel,
  );
  return [...here, ...people.map(directMessage)];
}

export const USER_GROUPS: readonly UserGroup[] = [
  { id: GROUPS.agents, handle: 'support-agents', name: 'Support agents', users: ['UPRIYA', 'UTOM'] },
  { id: GROUPS.leads, handle: 'support-leads', name: 'Support leads', users: ['ULEA'] },
];

function directMessage(user: User): Channel {
  const id = user.id.replace(/^U/, 'D_');
  return { id, name: user.name, kind: 'im', members: [user.id, BOT.user], user: user.id };
}
