import { afterEach, describe, expect, test } from 'vitest';
import { factsFingerprint } from '../../../src/domain/fingerprint.ts';
import type { AuditRow, Store } from '../../../src/ports/store.ts';
import { openHouse, refundCall } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((house) => house.close()));

/** A house in which roles come from somewhere, and what its audit was given. */
async function watchedHouse() {
  const rows: AuditRow[] = [];
  const overStore = (store: Store): Store => ({
    ...store,
    commit: async (change) => {
      const isWritten = await store.commit(change);
      if (isWritten) rows.push(...change.audit);
      return isWritten;
    },
  });
  const house = await openHouse({ script: [calls(refundCall()), says('I have asked.')], overStore });
  open.push(house);
  const { people } = house.directory;
  const roles = { UALICE: 'crm', UPRIYA: 'AGENTS S0AGENTS', ULEA: 'LEADS ULEA', UADMIN: 'ADMINS UADMIN' };
  for (const [user, roleFrom] of Object.entries(roles)) {
    const who = people.get(user);
    if (who) people.set(user, { ...who, roleFrom });
  }
  return { ...house, rows };
}

const told = ({ event, actor, role, roleFrom }: AuditRow): string =>
  [event, 'by', actor, ...(role === undefined ? [] : [`(${role}, ${roleFrom})`])].join(' ');

describe('given a refund that went its way', () => {
  test('when it is looked back on, then every row tells who, as what, and what gave them that', async () => {
    const house = await watchedHouse();
    await house.ask('My mug came broken.');
    await house.click('UADMIN');
    await house.click('UALICE');
    await house.click('UPRIYA');

    expect(house.rows.map(told)).toEqual([
      'pending by person_alice (customer, crm)',
      'refused:admin by slack:T1:UADMIN (admin, ADMINS UADMIN)',
      'refused:own-request by slack:T1:UALICE (customer, crm)',
      'approved by person_priya (agent, AGENTS S0AGENTS)',
      'executing by deskhand',
      'executed by deskhand',
    ]);
  });

  test('when somebody else’s card was pressed and nobody could tell who it was, then no role is written down', async () => {
    const house = await watchedHouse();
    await house.ask('My mug came broken.');
    house.directory.isDown = true;
    await house.click('UPRIYA');

    expect(house.rows.slice(1).map(told)).toEqual(['refused:role-unknown by slack:T1:UPRIYA']);
  });

  test('when it begins, then the facts that were read last are named, and they led to the same change', async () => {
    const house = await watchedHouse();
    await house.ask('My mug came broken.');
    await house.click('UPRIYA');
    const { proposal } = await house.approval();
    const details = house.rows.map(({ detail }) => Object(detail));

    expect(new Set(details.map(({ shown }) => shown)).size).toBe(1);
    expect(details[0].facts).toBe(factsFingerprint(proposal));
    expect(details[2]).toMatchObject({ attempt: 1, key: 'apr_000001', facts: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(details[3]).toMatchObject({ receipt: { status: 'succeeded' } });
  });

  test('when a colleague changes and asks, then each of that has their role', async () => {
    const house = await watchedHouse();
    await house.ask('My mug came broken.');
    await house.submit('UPRIYA', { kind: 'ask', question: 'Which one?' });
    await house.submit('ULEA', { kind: 'edit', amount: '20.00', note: '' });

    expect(house.rows.slice(1).map(told)).toEqual([
      'asked-requester by person_priya (agent, AGENTS S0AGENTS)',
      'superseded by person_lea (lead, LEADS ULEA)',
      'pending by person_lea (lead, LEADS ULEA)',
    ]);
    expect(Object(house.rows[2]?.detail)).toMatchObject({ by: 'apr_000006', cost: { minor: 4_800 } });
    expect(Object(house.rows[3]?.detail)).toMatchObject({ cost: { minor: 2_000 }, edition: 2 });
  });
});
