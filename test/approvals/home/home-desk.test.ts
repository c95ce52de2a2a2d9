import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownHome } from '../../../src/approvals/home/own-home.ts';
import { ApprovalId, CustomerId, Target, TeamId, UserId } from '../../../src/domain/ids.ts';
import { money } from '../../../src/domain/money.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { Policy } from '../../../src/domain/policy.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import type { Home, HomeWish } from '../../../src/ports/home.ts';
import { alice, approved, approvedBy, pending, priya, proposal } from '../../fakes/approvals.ts';
import { NOW, openHouse, refundCall } from '../../fakes/house.ts';
import type { House, HouseOptions } from '../../fakes/house.ts';
import { calls, says } from '../../fakes/model.ts';

const LEADS_ONLY = { needs: { kind: 'people', count: 1, role: 'lead' } } as const;

let house: House;
afterEach(() => house.close());

const visit = (user: string) => ({ team: TeamId.parse('T1'), user: UserId.parse(user) });
const look = (user: string, wish: Partial<HomeWish> = {}): Promise<Home> =>
  house.process.home.open(visit(user), { filter: 'all', order: 'deadline', page: 0, ...wish });
const queue = async (user: string, wish: Partial<HomeWish> = {}) => {
  const home = await look(user, wish);
  if (home.kind !== 'queue') throw new Error(`expected a queue, got ${home.kind}`);
  return home;
};
const named = (number: number): ApprovalId => ApprovalId.parse(`apr_${String(number).padStart(6, '0')}`);
/** Each on an order of its own, inside the window, the last one due first. */
const request = (number: number, minor = 4_800) =>
  pending({
    id: named(number),
    openedAt: NOW,
    expiresAt: NOW + 2 * HOUR - number,
    proposal: proposal({
      target: Target.parse(`order:ORD-${number}`),
      customer: CustomerId.parse(`cust_${number}`),
      cost: money(minor, 'USD'),
      basis: { ...Object(proposal().basis), deliveredAt: '2026-01-07T12:00:00Z' },
    }),
  });
const waiting = async (count: number, options: HouseOptions = {}): Promise<void> => {
  house = await openHouse(options);
  for (let number = 1; number <= count; number += 1)
    await house.store.commit({ approvals: [{ to: request(number) }], audit: [] });
};

describe('given more requests than fit on a page', () => {
  beforeEach(() => waiting(45));

  test('when an agent opens Home, then the soonest twenty are there, and how many there are', async () => {
    const home = await queue('UPRIYA');

    expect(home.page.items.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => named(45 - index)));
    expect(home).toMatchObject({ role: 'agent', size: 20, wish: { page: 0 }, page: { total: 45 }, at: NOW });
    expect(home).toMatchObject({ others: { items: [], total: 0 }, holds: [], alone: money(20_000, 'USD') });
  });

  test('when a page is wanted that does not exist any more, then it is the last that does', async () => {
    const home = await queue('UPRIYA', { page: 7 });

    expect(home.wish).toEqual({ filter: 'all', order: 'deadline', page: 2 });
    expect(home.page.items.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1].map(named));
  });

  test('when the one who asked for all of them looks, then all wait for others, and the soonest five are shown', async () => {
    house.directory.people.set('UPRIYA', { ...priya, person: alice.person });
    const home = await queue('UPRIYA');

    expect(home.page).toEqual({ items: [], total: 0 });
    expect(home.others.total).toBe(45);
    expect(home.others.items.map(({ id }) => id)).toEqual([45, 44, 43, 42, 41].map(named));
  });

  test('when an admin opens Home, then everything is counted and nothing is theirs to decide', async () => {
    expect(await look('UADMIN')).toEqual({
      kind: 'overview',
      waiting: 45,
      attention: { approved: 0, unknown: 0, forPerson: 0, failed: 0 },
      handled: { total: 0, own: 0 },
      holds: [],
      since: NOW - DAY,
      at: NOW,
    });
  });
});

describe('given nothing that waits', () => {
  test('when an agent opens Home, then it says what was handled since the day began where they work', async () => {
    const hours = { days: [0, 1, 2, 3, 4, 5, 6], from: 0, until: 1_440, zone: 'Asia/Tokyo' };
    house = await openHouse({ hours });
    // It is nine in the evening there: the day began 21 hours ago.
    for (const [number, ago] of [20, 22].entries()) {
      const decided = approvedBy(priya, NOW - ago * HOUR);
      const { proposal: what, id } = request(number);
      const to = approved({ id, version: 1, proposal: what, openedAt: decided.at - MINUTE, decisions: [decided] });
      await house.store.commit({ approvals: [{ to }], audit: [] });
    }

    const home = await queue('UPRIYA');

    expect(home.page).toEqual({ items: [], total: 0 });
    expect(home).toMatchObject({ since: Date.parse('2026-01-10T00:00:00+09:00') });
    expect(home.handled).toEqual({ total: 1, own: 1, median: MINUTE });
    expect(home.decided.map(({ id }) => id)).toEqual([named(0), named(1)]);
  });

  test('when nobody said where they work, then the last 24 hours count', async () => {
    house = await openHouse();
    const to = approved({ openedAt: NOW - 23 * HOUR, decisions: [approvedBy(priya, NOW - 22 * HOUR)], version: 1 });
    await house.store.commit({ approvals: [{ to }], audit: [] });

    expect((await queue('ULEA')).handled).toEqual({ total: 1, own: 0, median: HOUR });
  });
});

describe('given a policy that is stricter now than when it was asked for', () => {
  const strict: Policy = {
    version: 'strict',
    actions: {
      ...DEFAULT_POLICY.actions,
      refund_order: { tiers: [{ upTo: 10, needs: { kind: 'people', count: 1, role: 'agent' } }, LEADS_ONLY] },
    },
  };
  beforeEach(async () => {
    await waiting(2, { policy: strict });
    await house.store.commit({ approvals: [{ to: request(3, 900) }], audit: [] });
  });

  test('when an agent opens Home, then what takes a lead by now waits for others', async () => {
    const home = await queue('UPRIYA');

    expect(home.page).toMatchObject({ items: [{ id: named(3) }], total: 1 });
    expect(home.others).toMatchObject({ items: [{ id: named(2) }, { id: named(1) }], total: 2 });
    expect(home.alone).toEqual(money(1_000, 'USD'));
  });

  test('when a lead opens Home, then all of it is theirs', async () => {
    expect((await queue('ULEA')).page).toMatchObject({ total: 3, items: [{}, {}, {}] });
  });
});

describe('given two requests on one card', () => {
  beforeEach(async () => {
    const closing = { ticket_id: 'TKT_001', status: 'Resolved', priority: null, note: null, reason: 'It works.' };
    house = await openHouse({ script: [calls(refundCall(), ['update_ticket', closing]), says('Asked.')] });
    await house.ask('please do both');
  });

  test.each([
    ['all', 1],
    ['money', 1],
    ['tickets', 1],
    ['orders', 1],
  ] as const)('when Home shows %s, then it is one item', async (filter, total) => {
    expect((await queue('UPRIYA', { filter })).page).toMatchObject({ total, items: [{ id: 'apr_000001' }] });
  });

  test('when one row is dropped, then the other is the item', async () => {
    await house.click('UPRIYA', 'reject', 'apr_000001');

    expect((await queue('UPRIYA')).page).toMatchObject({ total: 1, items: [{ id: 'apr_000002' }] });
    expect((await queue('UPRIYA', { filter: 'money' })).page).toEqual({ total: 0, items: [] });
  });

  test('when a colleague changed one row, then neither is theirs to approve, nor anybody’s who approved before', async () => {
    await house.submit('UPRIYA', { kind: 'edit', amount: '30.00', note: '' });

    expect((await queue('UPRIYA')).page.total).toBe(0);
    expect((await queue('UPRIYA')).others.total).toBe(1);
    expect((await queue('UTOM')).page.total).toBe(1);
  });
});

describe('given a customer with requests', () => {
  beforeEach(async () => {
    house = await openHouse({ script: [calls(refundCall()), says('I have asked.')] });
    await house.ask('my mug is broken');
  });

  test('when they open Home, then they see their own requests and tickets, and no queue', async () => {
    expect(await look('UALICE')).toEqual({
      kind: 'own',
      requests: [await house.approval()],
      tickets: [{ id: 'TKT_001', subject: 'Login Issue', status: 'Open', priority: 'High' }],
      at: NOW,
    });
  });

  test('when another customer opens Home, then nothing of it is there', async () => {
    const bob = { ...alice, person: priya.person, customerId: CustomerId.parse('cust_456') };
    house.directory.people.set('UALICE', bob);

    expect(await look('UALICE')).toMatchObject({ kind: 'own', requests: [], tickets: [{ id: 'TKT_002' }] });
  });

  test('when nobody knows which customer that is, then there are no tickets', async () => {
    const { customerId: _, ...stranger } = alice;
    house.directory.people.set('UALICE', stranger);

    expect(await look('UALICE')).toMatchObject({ kind: 'own', tickets: [] });
  });

  test('when the customer system is down, then their requests are there, and it shows that tickets are not known', async () => {
    house.company.takeDown('crm');

    const home = await look('UALICE');

    expect(home).toMatchObject({ kind: 'own', requests: [{ id: 'apr_000001' }] });
    expect(home).not.toHaveProperty('tickets');
  });

  test('when the customer system does not answer in time, then Home does not wait for it', async () => {
    const crm = { tickets: () => new Promise<never>(() => {}) };

    const home = await ownHome({ store: house.store, crm, patience: 1 }, alice, NOW);

    expect(home).not.toHaveProperty('tickets');
  });

  test('when a guest opens Home, then it is a stranger’s', async () => {
    expect(await look('UGUEST')).toEqual({ kind: 'stranger', at: NOW });
  });

  test('when it cannot be told who this is, then it is an outage', async () => {
    house.directory.isDown = true;

    await expect(look('UPRIYA')).rejects.toThrow('crm');
  });
});
