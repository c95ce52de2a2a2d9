import { describe, expect, test } from 'vitest';
import { visibleTo } from '../../src/agent/visible-items.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { CustomerId, MessageTs, UserId } from '../../src/domain/ids.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { asSpeaker } from '../../src/domain/scope.ts';
import { NOON, alice, priya, principal } from '../fakes/approvals.ts';

const ALICE = CustomerId.parse('cust_123');
const BOB = CustomerId.parse('cust_456');
const bob = principal({ slackUser: UserId.parse('UBOB'), role: 'customer', customerId: BOB });
const guest = principal({ slackUser: UserId.parse('UGUEST'), external: true });
const amongAlice: Principal = { ...priya, only: ALICE };

const wrote = (who: Principal): Item => ({
  kind: 'person',
  text: 'show me',
  by: asSpeaker(who),
  ts: MessageTs.parse('1.1'),
  at: NOON,
});
const read = (output: string): Item => ({ kind: 'result', callId: 'c1', output, at: NOON });
const said: Item = { kind: 'assistant', text: 'That is Bob.', at: NOON };
const WITHHELD = read('{"withheld":"This was read for somebody else in this thread."}');
const ANOTHERS: Item = { ...said, text: '(An answer to somebody else in this thread.)' };

describe('given a thread in which a colleague had Bob’s record read before Alice came', () => {
  const items = [wrote(priya), read('{"name":"Bob"}'), said, wrote(alice), read('{"name":"Alice"}')];

  test.each([
    ['Alice', alice],
    ['the colleague, among whom Alice reads along,', amongAlice],
  ])('when %s is answered, then the model reads Alice’s record only', (_, asker) => {
    expect(visibleTo(asker, items)).toEqual([wrote(priya), WITHHELD, ANOTHERS, wrote(alice), read('{"name":"Alice"}')]);
  });

  test('when a guest, or a colleague among people of another company, is answered, then it reads neither', () => {
    const bare = [wrote(priya), WITHHELD, ANOTHERS, wrote(alice), WITHHELD];

    expect(visibleTo(guest, items)).toEqual(bare);
    expect(visibleTo({ ...priya, only: 'nobody' }, items)).toEqual(bare);
  });

  test('when a colleague among colleagues is answered, then it reads everything', () => {
    expect(visibleTo(priya, items)).toEqual(items);
  });
});

describe('given a thread in which Alice reads along', () => {
  const items = [wrote(alice), wrote(amongAlice), read('{"id":"ORD-12345"}'), said];

  test('when she asks, then the model knows what it told the colleague before her eyes', () => {
    expect(visibleTo(alice, items)).toEqual(items);
  });

  test('when the colleague asks again, then the model knows what it read for them', () => {
    expect(visibleTo(amongAlice, items)).toEqual(items);
  });

  test('when Bob asks, then it is none of his business', () => {
    expect(visibleTo(bob, items)).toEqual([wrote(alice), wrote(amongAlice), WITHHELD, ANOTHERS]);
  });
});

describe('given a thread of an earlier release, which kept no records with what people wrote', () => {
  const { customerId: _unknown, ...before } = alice;
  const items = [wrote(before), read('{"name":"Alice"}'), wrote(priya), read('{"name":"Bob"}')];

  test('when Alice asks from the same account, then the model reads hers, and nothing of the colleague’s', () => {
    expect(visibleTo(alice, items)).toEqual([wrote(before), read('{"name":"Alice"}'), wrote(priya), WITHHELD]);
  });

  test('when a colleague asks among her, then it reads neither, because nobody can tell whose they are', () => {
    expect(visibleTo(amongAlice, items)).toEqual([wrote(before), WITHHELD, wrote(priya), WITHHELD]);
  });
});

describe('given outcomes', () => {
  const hers: Item = { kind: 'note', text: 'apr_1: executed.', about: alice.slackUser, customer: ALICE, at: NOON };
  const forHer: Item = { kind: 'note', text: 'apr_2: executed.', about: priya.slackUser, customer: ALICE, at: NOON };
  const forHim: Item = { kind: 'note', text: 'apr_3: executed.', about: priya.slackUser, customer: BOB, at: NOON };
  const old: Item = { kind: 'note', text: 'apr_4: executed.', about: priya.slackUser, at: NOON };
  const all = [hers, forHer, forHim, old];

  test.each([
    ['Alice, then of what she asked for', alice, [hers]],
    ['Bob, then of none', bob, []],
    ['a colleague, then of all', priya, all],
    ['a colleague among Alice, then of what was asked for her', amongAlice, [hers, forHer]],
    ['a colleague among strangers, then of none', { ...priya, only: 'nobody' as const }, []],
  ])('when the model answers %s', (_, asker, expected) => {
    expect(visibleTo(asker, all)).toEqual(expected);
  });

  test('when the model went on from Alice’s after Bob had written, then what it read is hers and not his', () => {
    const items = [wrote(alice), wrote(bob), hers, read('{"name":"Alice"}')];

    expect(visibleTo(alice, items).at(-1)).toEqual(read('{"name":"Alice"}'));
    expect(visibleTo(bob, items).at(-1)).toEqual(WITHHELD);
  });

  test('when nobody can tell from whose of two the model went on, then neither is told what it read', () => {
    const his: Item = { kind: 'note', text: 'apr_5: executed.', about: bob.slackUser, customer: BOB, at: NOON };
    const items = [wrote(alice), wrote(bob), hers, his, read('{"name":"Alice"}')];

    expect([alice, bob, priya].map((who) => visibleTo(who, items).at(-1))).toEqual([WITHHELD, WITHHELD, items.at(-1)]);
  });
});
