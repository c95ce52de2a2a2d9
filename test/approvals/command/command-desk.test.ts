import { afterEach, describe, expect, test } from 'vitest';
import type { CommandAnswer, SlashCommand } from '../../../src/ports/commands.ts';
import { Unavailable } from '../../../src/domain/errors.ts';
import { ChannelId, TeamId, TicketId, UserId } from '../../../src/domain/ids.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { NOW, THREAD, openHouse, refundCall } from '../../fakes/house.ts';
import type { House, HouseOptions } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

let house: House;
afterEach(() => house.close());

async function open(options: HouseOptions = {}): Promise<void> {
  house = await openHouse(options);
}

let typed = 0;
const command = (user: string, text: string): SlashCommand => ({
  team: TeamId.parse('T1'),
  user: UserId.parse(user),
  channel: ChannelId.parse('C1'),
  text,
  id: `T1:${user}:${(typed += 1)}`,
});
const type = (user: string, text: string): Promise<CommandAnswer> => house.process.commands.answer(command(user, text));
const refusals = async () => (await house.audit()).filter((row) => row.startsWith('refused'));

describe('given /support and nothing behind it', () => {
  test.each([
    ['a customer', 'UALICE', { staff: false, admin: false }],
    ['an agent', 'UPRIYA', { staff: true, admin: false }],
    ['a lead', 'ULEA', { staff: true, admin: false }],
    ['an admin', 'UADMIN', { staff: true, admin: true }],
  ])('when %s types it, then they read what they may type', async (_, user, sees) => {
    await open();

    expect(await type(user, '')).toEqual({ kind: 'help', ...sees });
    expect(await refusals()).toEqual([]);
  });

  test('when something unknown stands behind it, then help says so', async () => {
    await open();

    expect(await type('UPRIYA', 'approve  all')).toEqual({
      kind: 'help',
      typed: 'approve all',
      staff: true,
      admin: false,
    });
  });
});

describe('given people who may not', () => {
  test.each([
    ['a guest', 'UGUEST', 'help', 'external', 'person_priya'],
    ['a guest', 'UGUEST', 'pause executions', 'external', 'person_priya'],
    ['a customer', 'UALICE', 'approvals', 'not-staff', 'person_alice'],
    ['a customer', 'UALICE', 'pause executions', 'not-admin', 'person_alice'],
    ['an agent', 'UPRIYA', 'pause executions', 'not-admin', 'person_priya'],
    ['a lead', 'ULEA', 'resume', 'not-admin', 'person_lea'],
  ])('when %s (%s) types %s, then it is refused, and the audit has it', async (_, user, text, why, actor) => {
    await open();

    expect(await type(user, text)).toEqual({ kind: 'refused', why });
    expect(await refusals()).toEqual([`refused:${why} by ${actor}`]);
    expect(await house.store.holds()).toEqual([]);
  });

  test('when pausing and resuming are delivered again later, then what was done since stays', async () => {
    await open();
    const answer = (one: SlashCommand) => house.process.commands.answer(one);
    const [pause, resume] = [command('UADMIN', 'pause executions'), command('UADMIN', 'resume')];
    await answer(pause);
    await answer(resume);

    expect(await answer(pause)).toEqual({ kind: 'repeated', holds: [] });
    await type('UADMIN', 'pause executions');
    expect(await answer(resume)).toMatchObject({ kind: 'repeated', holds: [{ kind: 'paused' }] });
    expect(await house.store.holds()).toHaveLength(1);
  });

  test('when one command is delivered twice, then the audit has it once', async () => {
    await open();
    const twice = command('UPRIYA', 'resume');

    await house.process.commands.answer(twice);
    await house.process.commands.answer(twice);

    expect(await refusals()).toEqual(['refused:not-admin by person_priya']);
  });

  test('when their role cannot be looked up, then nothing is changed, and the audit has it', async () => {
    await open();
    house.directory.isDown = true;

    expect(await type('UADMIN', 'pause executions')).toEqual({ kind: 'refused', why: 'role-unknown' });
    expect(await refusals()).toEqual(['refused:role-unknown by slack:T1:UADMIN']);
    expect(await house.store.holds()).toEqual([]);
  });

  test('when what they typed holds something personal, then neither the audit nor the log repeats it', async () => {
    await open();

    await type('UGUEST', 'ticket of Alice Wonderland, alice@example.com');

    expect(JSON.stringify(house.logged)).not.toMatch(/alice/i);
    expect(await refusals()).toHaveLength(1);
  });
});

describe('given /support ticket', () => {
  test('when staff type it, then they read any ticket with its notes', async () => {
    await open();
    house.company.changeTicket('TKT_002', { notes: ['link expired', 'sent a new one'] });

    expect(await type('UPRIYA', 'ticket TKT_002')).toEqual({
      kind: 'ticket',
      ticket: {
        id: 'TKT_002',
        subject: 'Password Reset',
        status: 'Closed',
        priority: 'Medium',
        forStaff: { customer: 'cust_456', notes: ['link expired', 'sent a new one'] },
      },
    });
  });

  test('when a customer types their own, then they read it without what staff wrote', async () => {
    await open();
    const own = await house.company.crm.ticket(TicketId.parse('TKT_001'));

    expect(await type('UALICE', 'ticket tkt_001')).toEqual({
      kind: 'ticket',
      ticket: { id: 'TKT_001', subject: own?.subject, status: own?.status, priority: own?.priority },
    });
  });

  test('when a customer types somebody else’s, then it reads and costs exactly what one that is not there does', async () => {
    await open();
    const reads = async (text: string) => {
      const before = house.company.reads.length;
      const answer = await type('UALICE', text);
      return { answer, reads: house.company.reads.length - before };
    };

    for (const [theirs, nobodys] of [
      ['TKT_002', 'TKT_999'],
      ['tkt_002', 'tkt_999'],
    ] as const) {
      const [one, other] = [await reads(`ticket ${theirs}`), await reads(`ticket ${nobodys}`)];
      expect(one.answer).toEqual({ kind: 'no-ticket', asked: theirs });
      expect(other.answer).toEqual({ kind: 'no-ticket', asked: nobodys });
      expect(one.reads).toBe(other.reads);
    }
  });

  test.each(['../customers/cust_456', '<!channel>', 'x'.repeat(500)])(
    'when the id is %j, then there is no such ticket',
    async (asked) => {
      await open();

      expect(await type('UPRIYA', `ticket ${asked}`)).toEqual({ kind: 'no-ticket', asked });
    },
  );

  test('when the customer system is down, then that is an outage and no answer', async () => {
    await open();
    house.company.takeDown('crm');

    await expect(type('UPRIYA', 'ticket TKT_001')).rejects.toMatchObject({ name: 'Unavailable', system: 'crm' });
  });
});

describe('given requests that wait', () => {
  async function openWaiting(): Promise<void> {
    await open({
      script: [calls(refundCall()), says('asked')],
    });
    await house.ask('My mug arrived broken');
  }

  test('when an agent types /support approvals, then they read what they may decide, with its card', async () => {
    await openWaiting();
    house.clock.now += MINUTE;

    const answer = await type('UPRIYA', 'approvals');

    expect(answer).toEqual({
      kind: 'approvals',
      role: 'agent',
      items: [
        {
          approval: expect.objectContaining({ id: 'apr_000001', status: 'pending' }),
          card: house.messenger.read.find(({ message }) => message.kind === 'card')?.ref,
        },
      ],
      total: 1,
      others: 0,
      holds: [],
      at: NOW + MINUTE,
    });
  });

  test('when an admin types it, then all of it waits for others', async () => {
    await openWaiting();

    expect(await type('UADMIN', 'approvals')).toMatchObject({ role: 'admin', items: [], total: 0, others: 1 });
  });

  test('when executions are paused, then that is part of the answer', async () => {
    await openWaiting();
    await type('UADMIN', 'pause executions');

    expect(await type('ULEA', 'approvals')).toMatchObject({
      total: 1,
      holds: [{ kind: 'paused', slackUser: 'UADMIN' }],
    });
  });
});

describe('given the kill switch', () => {
  test('when an admin pauses, then it stands before the answer, and nothing that is approved is carried out', async () => {
    await open({ script: [calls(refundCall()), says('asked')] });
    await house.ask('My mug arrived broken');

    const answer = await type('UADMIN', 'pause executions');
    const standing = await house.store.holds();
    await house.click('UPRIYA');

    const hold = { kind: 'paused', by: 'person_admin', slackUser: 'UADMIN', at: NOW };
    expect(answer).toEqual({ kind: 'paused', hold, already: false });
    expect(standing).toEqual([hold]);
    expect([await house.status(), house.refunds()]).toEqual(['approved', []]);
  });

  test('when it is paused already, then the answer names who did it', async () => {
    await open();
    await type('UADMIN', 'pause executions');
    house.clock.now += MINUTE;

    expect(await type('UADMIN', 'pause')).toEqual({
      kind: 'paused',
      hold: { kind: 'paused', by: 'person_admin', slackUser: 'UADMIN', at: NOW },
      already: true,
    });
  });

  test('when an admin resumes, then what was approved meanwhile happens once', async () => {
    await open({ script: [calls(refundCall()), says('asked'), says('done')] });
    await house.ask('My mug arrived broken');
    await type('UADMIN', 'pause executions');
    await house.click('UPRIYA');

    const answer = await type('UADMIN', 'resume');
    await house.idle();

    expect(answer).toEqual({ kind: 'resumed', others: [] });
    expect([await house.status(), house.refunds()]).toEqual(['executed', [expect.stringContaining('apr_000001')]]);
  });

  test('when nothing is paused, then resuming says so, and what else holds executions back', async () => {
    await open();
    const restored = { kind: 'restored', takenAt: NOW - MINUTE, at: NOW } as const;
    await house.store.commit({ holds: [{ put: restored }], audit: [] });

    expect(await type('UADMIN', 'resume executions')).toEqual({ kind: 'not-paused', others: [restored] });
  });

  test('when the store fails, then that is its fault and nobody is told that it is paused', async () => {
    await open({
      overStore: (store) => ({
        ...store,
        commit: async () => {
          throw new Unavailable('store');
        },
      }),
    });

    await expect(type('UADMIN', 'pause executions')).rejects.toMatchObject({ system: 'store' });
    expect(await house.store.holds()).toEqual([]);
  });
});

test('given a thread of a customer, when staff look at the queue, then nothing is said there', async () => {
  await open({ script: [calls(refundCall()), says('asked')] });
  await house.ask('My mug arrived broken');
  const before = house.said().length;

  await type('UPRIYA', 'approvals');

  expect(house.said()).toHaveLength(before);
  expect(await house.store.items(THREAD)).not.toEqual([]);
});
