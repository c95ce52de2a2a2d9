import { describe, expect, test } from 'vitest';
import type { Item, Speaker } from '../../src/domain/conversation.ts';
import { CustomerId, MessageTs, UserId } from '../../src/domain/ids.ts';
import { maySee } from '../../src/domain/principal.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { asSpeaker, liesWithin, narrowed, scopeOf } from '../../src/domain/scope.ts';
import { workedFor } from '../../src/domain/worked-for.ts';
import { NOON, alice, priya, principal, tom } from '../fakes/approvals.ts';

const ALICE = CustomerId.parse('cust_123');
const BOB = CustomerId.parse('cust_456');
const somebody = (name: string, over: Partial<Principal> = {}): Principal =>
  principal({ slackUser: UserId.parse(name), role: 'customer', ...over });
const bob = somebody('UBOB', { customerId: BOB });
const stranger = somebody('USTRANGER');
const guest = somebody('UGUEST', { external: true, customerId: ALICE });
const partner = somebody('UPARTNER', { external: true, role: 'agent' });
const wrote = (who: Principal): Item => ({
  kind: 'person',
  text: 'hello',
  by: asSpeaker(who),
  ts: MessageTs.parse('1.1'),
  at: NOON,
});
const note = (about: Principal): Item => ({ kind: 'note', text: 'done', about: about.slackUser, at: NOON });
const said: Item = { kind: 'assistant', text: 'yes', at: NOON };

describe('given a colleague who asks in a thread', () => {
  test.each([
    ['nobody else', [], undefined],
    ['colleagues only', [tom], undefined],
    ['one customer', [alice, tom], ALICE],
    ['a customer from two accounts', [alice, { ...alice, slackUser: UserId.parse('UALICE2') }], ALICE],
    ['two customers', [alice, bob], 'nobody'],
    ['a customer and somebody without a record', [alice, stranger], 'nobody'],
    ['somebody without a record', [stranger], 'nobody'],
    ['a guest, even with that customer’s record', [alice, guest], 'nobody'],
    ['an agent of another company', [partner], 'nobody'],
    ['somebody who could not be looked up at first', [{ ...tom, role: 'customer', external: true }, tom], undefined],
    ['a customer who has become a colleague', [alice, { ...alice, role: 'agent' }], undefined],
    ['a colleague who is one no more', [tom, { ...tom, role: 'customer' }], 'nobody'],
  ] as const)('when %s wrote in it, then all of them may see what is told', (_, readers, only) => {
    const asker = narrowed(priya, [...readers.map(wrote), wrote(priya)], { shared: false });

    expect(asker).toEqual(only === undefined ? priya : { ...priya, only });
    expect([ALICE, BOB].filter((id) => maySee(asker, id))).toEqual(
      only === undefined ? [ALICE, BOB] : only === 'nobody' ? [] : [only],
    );
  });

  test('when people of another company read the channel, then nobody’s records are told', () => {
    expect(narrowed(priya, [wrote(alice)], { shared: true })).toEqual({ ...priya, only: 'nobody' });
  });

  test('when the colleague was a stranger before, then that narrows nothing', () => {
    const before = wrote({ ...priya, role: 'customer', external: true });

    expect(narrowed(priya, [before], { shared: false })).toEqual(priya);
  });

  test('when they were narrowed already, then nothing widens it', () => {
    const to = (only: CustomerId): Principal => ({ ...priya, only });

    expect(narrowed(to(ALICE), [], { shared: false })).toEqual(to(ALICE));
    expect(narrowed(to(ALICE), [wrote(alice)], { shared: false })).toEqual(to(ALICE));
    expect(narrowed(to(BOB), [wrote(alice)], { shared: false })).toEqual({ ...priya, only: 'nobody' });
  });
});

test.each([
  ['a customer', alice],
  ['a guest', guest],
  ['somebody without a record', stranger],
])('given %s who asks, when others read along, then they are answered in their own scope', (_, asker) => {
  expect(narrowed(asker, [bob, guest].map(wrote), { shared: true })).toEqual(asker);
});

describe('given what was read in one scope', () => {
  const scopes: Record<string, Speaker> = {
    everybody: asSpeaker(priya),
    alice: asSpeaker(alice),
    'alice, by a colleague': asSpeaker({ ...priya, only: ALICE }),
    'alice, long ago': { user: alice.slackUser, role: 'customer', external: false },
    bob: asSpeaker(bob),
    stranger: asSpeaker(stranger),
    guest: asSpeaker(guest),
    'nobody, by a colleague': asSpeaker({ ...priya, only: 'nobody' }),
  };
  const open = ['guest', 'nobody, by a colleague'];

  test.each([
    ['everybody', Object.keys(scopes)],
    ['alice', ['alice', 'alice, by a colleague', 'alice, long ago', ...open]],
    ['alice, by a colleague', ['alice', 'alice, by a colleague', ...open]],
    ['bob', ['bob', ...open]],
    ['stranger', ['stranger', ...open]],
    ['guest', open],
    ['nobody, by a colleague', open],
  ])('when %s reads, then what lies within that scope is open', (reader, expected) => {
    const outer = scopes[reader];
    if (!outer) throw new Error('a scope of this table');

    const visible = Object.entries(scopes).filter(([, inner]) => liesWithin(scopeOf(inner), scopeOf(outer)));

    expect(visible.map(([name]) => name).toSorted()).toEqual(expected.toSorted());
  });
});

describe('given a thread, when it is asked for whom the bot worked', () => {
  const names = (items: readonly Item[]) => workedFor(items).map((people) => people.map((one) => one?.user));

  test('then it is whoever wrote last', () => {
    expect(names([said, wrote(alice), said, wrote(priya), said])).toEqual([
      [],
      ['UALICE'],
      ['UALICE'],
      ['UPRIYA'],
      ['UPRIYA'],
    ]);
  });

  test('then after an outcome it is whose request that was, whoever wrote last', () => {
    expect(names([wrote(alice), wrote(bob), note(alice), said]).at(-1)).toEqual(['UALICE']);
  });

  test('then after several outcomes it is one of them, and after somebody’s who never wrote it is not known', () => {
    expect(names([wrote(alice), wrote(bob), note(alice), note(bob), said]).at(-1)).toEqual(['UALICE', 'UBOB']);
    expect(names([wrote(alice), note(bob), said]).at(-1)).toEqual([undefined]);
  });
});
