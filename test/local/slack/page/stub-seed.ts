import type { Person, Workspace } from '../../../../src/local/slack/page/protocol.ts';

const USERS: readonly Person[] = [
  { id: 'UALICE', name: 'alice', realName: 'Alice Wonderland', role: 'customer' },
  { id: 'UBOB', name: 'bob', realName: 'Bob The Builder', role: 'customer' },
  { id: 'UPRIYA', name: 'priya', realName: 'Priya Raman', role: 'agent' },
  { id: 'UTOM', name: 'tom', realName: 'Tom Baker', role: 'agent' },
  { id: 'ULEA', name: 'lea', realName: 'Lea Martin', role: 'lead' },
  { id: 'UADMIN', name: 'ada', realName: 'Ada Admin', role: 'admin' },
  { id: 'UGUEST', name: 'gus', realName: 'Gus Guest', role: 'guest' },
  { id: 'UEXT', name: 'eve', realName: 'Eve External', role: 'external' },
  { id: 'UBOT', name: 'deskhand', realName: 'Deskhand', role: 'bot' },
];

/** Fresh each time: the stub keeps its messages in it. */
export function seed(): Workspace {
  const everybody = USERS.map(({ id }) => id);
  const staff = ['UPRIYA', 'UTOM', 'ULEA', 'UADMIN', 'UBOT'];
  const directs = everybody
    .filter((id) => id !== 'UBOT')
    .map((user) => ({ id: `D_${user}`, name: user.toLowerCase(), kind: 'im' as const, members: [user, 'UBOT'], user }));
  return {
    team: { id: 'T_LOCAL', name: 'Deskhand Local' },
    botUser: 'UBOT',
    users: USERS,
    groups: [{ id: 'S_LEADS', handle: 'support-leads' }],
    channels: [
      { id: 'C_SUPPORT', name: 'support', kind: 'channel', members: everybody.filter((id) => id !== 'UEXT') },
      { id: 'C_GENERAL', name: 'general', kind: 'channel', members: everybody.filter((id) => id !== 'UEXT') },
      { id: 'C_APPROVALS', name: 'approvals', kind: 'private', members: staff },
      { id: 'C_SHARED', name: 'shared-with-acme', kind: 'shared', members: everybody },
      ...directs,
    ],
    messages: {
      C_SUPPORT: [
        { ts: '1789990000.000100', user: 'UBOB', text: 'Good morning! Is the warehouse open on *Saturdays*?' },
        {
          ts: '1789990120.000100',
          user: 'UPRIYA',
          text: 'Yes, from 9 to 13. <https://example.com/hours|Opening hours>',
        },
      ],
    },
    homes: {},
    sessions: [],
    prompts: {},
    shortcuts: [{ callbackId: 'open_ticket', name: 'Open a ticket from this message' }],
  };
}
