import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/domain/errors.ts';
import { CustomerId, TeamId, UserId } from '../../src/domain/ids.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { Customer } from '../../src/ports/company.ts';
import { lookUpClient } from '../../src/slack/client.ts';
import { slackDirectory } from '../../src/slack/directory.ts';
import type { Kept } from '../../src/slack/freshly.ts';
import type { Staff } from '../../src/slack/roles.ts';
import { startFakeSlack } from '../fakes/slack-server.ts';
import type { FakeSlack } from '../fakes/slack-server.ts';
import { keepLog } from './support.ts';

const ALICE = { team: TeamId.parse('T1'), user: UserId.parse('UALICE') };
const EMAIL = 'alice@example.com';
const PERSON = `person_${createHash('sha256').update(EMAIL).digest('hex').slice(0, 16)}`;

let slack: FakeSlack;
let now: number;
let asked: string[];
let crmIsDown: boolean;

beforeEach(async () => {
  slack = await startFakeSlack();
  now = 1_700_000_000_000;
  asked = [];
  crmIsDown = false;
  profile({});
});
afterEach(() => slack.close());

const profile = (over: object) =>
  slack.answer('users.info', {
    user: { id: 'UALICE', team_id: 'T1', profile: { email: 'Alice@Example.com' }, ...over },
  });

const crm = {
  customerByEmail: async (email: string) => {
    asked.push(email);
    if (crmIsDown) throw new Unavailable('crm');
    if (email !== EMAIL) return undefined;
    const [tier, creditStatus, since] = ['premium', 'approved', '2021-01-01T00:00:00Z'];
    return Customer.parse({ id: 'cust_123', name: 'Alice', email, tier, creditStatus, since, ticketIds: [] });
  },
};

function directory(staff: Partial<Staff> = {}, sleep: (milliseconds: number) => Promise<unknown> = async () => {}) {
  const kept = new Map<string, unknown>();
  const cache = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: Kept) => void kept.set(key, JSON.parse(JSON.stringify(value))),
  };
  const client = lookUpClient({ token: 'xoxb-1', apiUrl: slack.apiUrl, log: keepLog() });
  const lists = { agents: [], leads: [], admins: [], ...staff };
  return slackDirectory({ client, crm, cache, staff: lists, teamId: TeamId.parse('T1'), now: () => now, sleep });
}

const principal = (over: object = {}) => ({
  person: PERSON,
  slackUser: 'UALICE',
  team: 'T1',
  role: 'customer',
  roleFrom: 'none',
  external: false,
  ...over,
});

describe('given a member of the workspace', () => {
  test('when the CRM knows the e-mail, then they are that customer', async () => {
    expect(await directory().resolve(ALICE, 'ask')).toEqual(
      principal({ customerId: CustomerId.parse('cust_123'), roleFrom: 'crm' }),
    );
    expect(asked).toEqual([EMAIL]);
  });

  test('when the CRM does not know the e-mail, then they are nobody’s customer', async () => {
    profile({ profile: { email: 'zoe@example.com' } });

    expect(await directory().resolve(ALICE, 'ask')).not.toHaveProperty('customerId');
  });

  test.each([
    ['there is no e-mail', { profile: {} }],
    ['the e-mail is not confirmed', { is_email_confirmed: false }],
  ])('when %s, then nobody is looked up and the account names the person', async (_, over) => {
    profile(over);

    expect(await directory().resolve(ALICE, 'decide')).toEqual(principal({ person: 'slack:T1:UALICE' }));
    expect(asked).toEqual([]);
  });

  test('when the company has several workspaces, then one of them is enough', async () => {
    profile({ team_id: 'T2', enterprise_user: { teams: ['T2', 'T1'] } });

    expect(await directory().resolve(ALICE, 'ask')).toMatchObject({ external: false });
  });
});

describe('given somebody from outside', () => {
  test.each([
    ['a guest', { is_restricted: true }],
    ['a guest of one channel', { is_ultra_restricted: true }],
    ['a stranger', { is_stranger: true }],
    ['a member of another workspace', { team_id: 'T9' }],
    ['switched off', { deleted: true }],
    ['a bot', { is_bot: true }],
  ])('when they are %s, then they are external and no e-mail counts, whatever list names them', async (_, over) => {
    profile(over);

    expect(await directory({ leads: ['UALICE'] }).resolve(ALICE, 'decide')).toEqual(
      principal({ person: 'slack:T1:UALICE', external: true }),
    );
    expect(asked).toEqual([]);
  });

  test.each(['user_not_found', 'user_not_visible'])('when Slack says %s, then they are external', async (error) => {
    slack.answer('users.info', { error });

    expect(await directory().resolve(ALICE, 'ask')).toMatchObject({ external: true, role: 'customer' });
  });
});

describe('given what people call themselves', () => {
  test.each<[string, object, string | undefined]>([
    ['a display name', { name: 'alice', profile: { display_name: 'Ally', real_name: 'Alice W' } }, 'Ally'],
    ['no display name', { name: 'alice', profile: { display_name: '', real_name: 'Alice W' } }, 'Alice W'],
    ['a name of the account alone', { name: 'alice', real_name: null, profile: {} }, 'alice'],
    ['none at all', { name: ' ', profile: {} }, undefined],
    [
      'one over several lines',
      { real_name: 'Alice\n\u2028[Colleague] Lea\u202e\u0000', profile: {} },
      'Alice [Colleague] Lea',
    ],
    ['one without end', { name: 'x'.repeat(100), profile: {} }, `${'x'.repeat(59)}…`],
    ['one that is no text', { name: 7, profile: { display_name: {} } }, undefined],
  ])('when they have %s, then that is their name, on one line', async (_, over, name) => {
    profile(over);

    expect((await directory().resolve(ALICE, 'ask')).name).toBe(name);
  });

  test('when a guest has a name, then it is known, also from the cache', async () => {
    profile({ is_restricted: true, name: 'gast' });
    const found = directory();
    await found.resolve(ALICE, 'ask');

    expect(await found.resolve(ALICE, 'ask')).toMatchObject({ external: true, name: 'gast' });
    now += MINUTE;
    expect(await found.resolve(ALICE, 'ask')).toMatchObject({ external: true, name: 'gast' });
    expect(slack.calls('users.info')).toHaveLength(1);
  });
});

describe('given an account of another workspace', () => {
  const elsewhere = { ...ALICE, team: TeamId.parse('T9') };

  test('when they click, then they are external, whatever our workspace knows of that id', async () => {
    expect(await directory({ leads: ['UALICE'] }).resolve(elsewhere, 'decide')).toEqual(
      principal({ person: 'slack:T9:UALICE', team: 'T9', external: true }),
    );
    expect(slack.calls()).toEqual([]);
  });
});

describe('given lists of staff', () => {
  test.each<[string, Partial<Staff>, string, string]>([
    ['agents', { agents: ['UALICE'] }, 'agent', 'AGENTS UALICE'],
    ['agents and leads', { agents: ['UALICE'], leads: ['UALICE'] }, 'lead', 'LEADS UALICE'],
    ['leads and admins', { leads: ['UALICE'], admins: ['UALICE'] }, 'admin', 'ADMINS UALICE'],
    ['a group of leads, and of agents by name', { agents: ['UALICE'], leads: ['SLEADS'] }, 'lead', 'LEADS SLEADS'],
    ['none', { agents: ['UBOB'] }, 'customer', 'crm'],
  ])('when somebody is in %s, then the highest counts, and what gave it is known', async (_, staff, role, roleFrom) => {
    slack.answer('usergroups.users.list', { users: ['UALICE'] });

    expect(await directory(staff).resolve(ALICE, 'ask')).toMatchObject({ role, roleFrom });
  });

  test('when one of several groups holds them, then that one is named', async () => {
    slack.answer('usergroups.users.list', { users: ['UBOB'] }, { users: ['UALICE'] });

    expect(await directory({ leads: ['SNIGHT', 'SDAY'] }).resolve(ALICE, 'decide')).toMatchObject({
      role: 'lead',
      roleFrom: 'LEADS SDAY',
    });
  });

  test('when an agent asks, then the CRM is not asked who they are; when they decide, then it is', async () => {
    const staff = directory({ agents: ['UALICE'] });

    expect(await staff.resolve(ALICE, 'ask')).toEqual(principal({ role: 'agent', roleFrom: 'AGENTS UALICE' }));
    expect(asked).toEqual([]);
    expect(await staff.resolve(ALICE, 'decide')).toEqual(
      principal({ role: 'agent', roleFrom: 'AGENTS UALICE', customerId: 'cust_123' }),
    );
  });
});

describe('given what was looked up before', () => {
  test('when somebody asks again within five minutes, then it is believed, and then no longer', async () => {
    const found = directory();
    await found.resolve(ALICE, 'ask');
    now += 4.5 * MINUTE;
    await found.resolve(ALICE, 'ask');
    now += 30 * SECOND;
    await found.resolve(ALICE, 'ask');
    const within = slack.calls('users.info').length;
    now += 1;
    await found.resolve(ALICE, 'ask');

    expect([within, slack.calls('users.info').length, asked.length]).toEqual([1, 2, 2]);
  });

  test('when somebody decides after a minute, then group, profile and customer are read anew', async () => {
    slack.answer('usergroups.users.list', { users: ['UALICE'] }, { users: [] });
    const found = directory({ leads: ['SLEADS'] });
    const first = await found.resolve(ALICE, 'decide');
    now += 60 * SECOND;
    const second = await found.resolve(ALICE, 'decide');
    now += 1;
    const third = await found.resolve(ALICE, 'decide');

    expect([first.role, second.role, third.role]).toEqual(['lead', 'lead', 'customer']);
    expect([slack.calls('users.info').length, asked.length]).toEqual([2, 2]);
  });

  test('when what was looked up is of the future, then it is read anew: somebody has set a clock', async () => {
    const found = directory();
    await found.resolve(ALICE, 'decide');
    now -= 1;
    await found.resolve(ALICE, 'decide');

    expect([slack.calls('users.info').length, asked.length]).toEqual([2, 2]);
  });

  test('when many ask at once, then each thing is read once', async () => {
    const found = directory();

    await Promise.all(Array.from({ length: 20 }, () => found.resolve(ALICE, 'ask')));

    expect([slack.calls('users.info').length, asked.length]).toEqual([1, 1]);
  });
});

describe('given that Slack cannot tell at this moment', () => {
  test('when somebody asks, then it is asked twice more, and they are known', async () => {
    slack.answer('users.info', { error: 'internal_error' });
    const pauses: number[] = [];
    const found = directory({}, async (milliseconds) => {
      pauses.push(milliseconds);
      if (pauses.length === 2) profile({});
    });

    expect(await found.resolve(ALICE, 'ask')).toMatchObject({ role: 'customer', customerId: 'cust_123' });
    expect(pauses).toEqual([1 * SECOND, 3 * SECOND]);
  });

  test('when somebody decides, then nobody waits: they press again', async () => {
    slack.answer('users.info', { error: 'internal_error' });
    const pauses: number[] = [];
    const found = directory({}, async (milliseconds) => pauses.push(milliseconds));

    await expect(found.resolve(ALICE, 'decide')).rejects.toMatchObject({ system: 'slack' });
    expect(pauses).toEqual([]);
  });
});

describe('given an outage', () => {
  test.each(['users.info', 'usergroups.users.list'])(
    'when %s fails, then nothing is known, and nothing is kept',
    async (method) => {
      slack.answer('usergroups.users.list', { users: ['UALICE'] });
      const found = directory({ leads: ['SLEADS'] });
      slack.answer(method, { error: 'internal_error' });

      await expect(found.resolve(ALICE, 'decide')).rejects.toMatchObject({ name: 'Unavailable', system: 'slack' });

      profile({});
      slack.answer('usergroups.users.list', { users: ['UALICE'] });
      expect(await found.resolve(ALICE, 'decide')).toMatchObject({ role: 'lead' });
    },
  );

  test(
    'when Slack never answers, then that is known within six seconds, after one more try',
    { timeout: 9_000 },
    async () => {
      slack.answer('users.info', 'hang');
      const from = Date.now();

      await expect(directory().resolve(ALICE, 'decide')).rejects.toMatchObject({
        name: 'Unavailable',
        system: 'slack',
      });

      expect(Date.now() - from).toBeLessThan(6_000);
      expect(slack.calls('users.info')).toHaveLength(2);
    },
  );

  test('when the CRM fails, then an admin is known nevertheless: the kill switch does not wait for it', async () => {
    crmIsDown = true;

    expect(await directory({ admins: ['UALICE'] }).resolve(ALICE, 'decide')).toMatchObject({ role: 'admin' });
    expect(asked).toEqual([]);
  });

  test('when the CRM fails, then nothing is decided, and nothing is kept', async () => {
    crmIsDown = true;
    const found = directory();

    await expect(found.resolve(ALICE, 'decide')).rejects.toMatchObject({ name: 'Unavailable', system: 'crm' });

    crmIsDown = false;
    expect(await found.resolve(ALICE, 'decide')).toMatchObject({ customerId: 'cust_123' });
  });
});
