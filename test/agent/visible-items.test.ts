import { describe, expect, test } from 'vitest';
import { visibleTo } from '../../src/agent/visible-items.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { MessageTs } from '../../src/domain/ids.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { NOON, alice, priya } from '../fakes/approvals.ts';

const wrote = ({ slackUser, role }: Principal): Item => ({
  kind: 'person',
  text: 'show me',
  by: { user: slackUser, role, external: false },
  ts: MessageTs.parse('1.1'),
  at: NOON,
});
const read = (output: string): Item => ({ kind: 'result', callId: 'c1', output, at: NOON });

describe('given a thread in which a colleague had Bob’s record read', () => {
  const said: Item = { kind: 'assistant', text: 'That is Bob.', at: NOON };
  const items = [wrote(priya), read('{"name":"Bob"}'), said, wrote(alice), read('{"name":"Alice"}')];

  test('when Alice is answered, then the model reads her own record only', () => {
    expect(visibleTo(alice, items)).toEqual([
      wrote(priya),
      read('{"withheld":"This was read for somebody else in this thread."}'),
      { ...said, text: '(An answer to somebody else in this thread.)' },
      wrote(alice),
      read('{"name":"Alice"}'),
    ]);
  });

  test('when Alice is answered, then what became of somebody else’s request is none of her business', () => {
    const hers: Item = { kind: 'note', text: 'Request apr_1: executed.', about: alice.slackUser, at: NOON };
    const his: Item = { kind: 'note', text: 'Request apr_2: executed.', about: priya.slackUser, at: NOON };

    expect(visibleTo(alice, [his, hers])).toEqual([hers]);
    expect(visibleTo(priya, [his, hers])).toEqual([his, hers]);
  });

  test('when the colleague is answered, then it reads everything', () => {
    expect(visibleTo(priya, items)).toEqual(items);
  });
});
