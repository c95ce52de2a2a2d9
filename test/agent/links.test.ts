import { expect, test } from 'vitest';
import { compact } from '../../src/agent/compact.ts';
import { linksIn } from '../../src/agent/links.ts';
import type { Item } from '../../src/domain/conversation.ts';
import { MessageTs, UserId } from '../../src/domain/ids.ts';
import type { Json } from '../../src/domain/json.ts';

const result = (output: Json): Item => ({ kind: 'result', callId: 'call_1', output: JSON.stringify(output), at: 0 });

test('addresses in the company’s own fields count, each once, at any depth', () => {
  const article = { id: 'KB-1', url: 'https://help.example.com/KB-1' };

  expect(
    linksIn([result([article, article]), result({ order: { trackingUrl: 'https://track.example.com/2' } })]),
  ).toEqual(['https://help.example.com/KB-1', 'https://track.example.com/2']);
});

test('addresses inside texts, in other fields, or from people and the model do not count', () => {
  const evil = 'https://evil.example.com';

  expect(
    linksIn([
      result({ excerpt: `see ${evil} "url":"${evil}"`, notes: [evil], url: 5, curl: evil, urls: evil }),
      { kind: 'note', text: `{"url":"${evil}"}`, at: 0 },
      { kind: 'assistant', text: `{"url":"${evil}"}`, at: 0 },
      { kind: 'call', callId: 'call_1', name: 'find_orders', arguments: `{"url":"${evil}"}`, at: 0 },
    ]),
  ).toEqual([]);
});

test('addresses that a thread has read are the company’s own for as long as it lasts, whatever is shortened', () => {
  const by = { user: UserId.parse('U1'), role: 'customer', external: false } as const;
  const words = (second: number): Item => ({
    kind: 'person',
    text: '?',
    by,
    ts: MessageTs.parse(`${second}.1`),
    at: 0,
  });
  const call: Item = { kind: 'call', callId: 'call_1', name: 'search_articles', arguments: '{}', at: 0 };
  const long: Item = { kind: 'assistant', text: 'and so on '.repeat(900), at: 0 };
  const read = result({ articles: [{ url: 'https://help.example.com/KB-1?a=b' }] });

  const { items, summary } = compact({
    summary: { items: [], through: 0 },
    items: [words(1), call, read, long, long, words(2), long, words(3), long],
  });

  expect(summary?.through).toBe(7);
  expect(linksIn(items)).toEqual(['https://help.example.com/']);
});
