import { describe, expect, test } from 'vitest';
import { compact } from '../../src/agent/compact.ts';
import { recalled } from '../../src/agent/recall.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { MessageTs } from '../../src/domain/ids.ts';
import { asSpeaker } from '../../src/domain/scope.ts';
import { NOON, alice } from '../fakes/approvals.ts';

const says = (text: string): Item => ({ kind: 'assistant', text, at: NOON });
const asks = (ts: string): Item => ({
  kind: 'person',
  text: 'and now?',
  by: asSpeaker(alice),
  ts: MessageTs.parse(ts),
  at: NOON,
});
const LONG = 'and so on '.repeat(600);

describe('given what a thread remembers', () => {
  test('when it is short, then a turn is told all of it', async () => {
    const memory = { summary: { items: [says('Earlier.')], through: 3 }, items: [asks('1.1'), says('Now.')] };

    expect(await recalled(memory)).toEqual({ items: [says('Earlier.'), asks('1.1'), says('Now.')] });
  });

  test('when it has grown long, then a turn is told what it was shortened to', async () => {
    const items = ['1.1', '1.2', '1.3', '1.4'].flatMap((ts) => [asks(ts), says(LONG)]);
    const memory = { summary: { items: [], through: 0 }, items };

    const told = await recalled(memory);

    expect(told.summary).toBeDefined();
    expect(told).toEqual(compact(memory));
  });
});
