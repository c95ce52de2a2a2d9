import { describe, expect, test } from 'vitest';
import { progressWords } from '../../src/agent/progress-words.ts';
import type { ToolCall } from '../../src/ports/model.ts';
import { fakeCompany } from '../fakes/company.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { toolbox } from '../../src/tools/toolbox.ts';
import { alice, lea } from '../fakes/approvals.ts';

const call = (name: string, given: unknown = {}): ToolCall => ({
  callId: name,
  name,
  arguments: typeof given === 'string' ? given : JSON.stringify(given),
});

describe('given tools that run', () => {
  test.each([
    ['an order by its id', [call('find_orders', { order_id: 'ORD-12345' })], 'is looking up ORD-12345…'],
    ['a ticket by its id', [call('find_tickets', { ticket_id: 'TKT_001' })], 'is looking up TKT_001…'],
    ['all tickets', [call('find_tickets', { ticket_id: null })], 'is reading your tickets…'],
    ['articles', [call('search_articles', { query: 'reset ORD-1' })], 'is searching the help articles…'],
    ['the stock', [call('check_stock', { sku: 'SKU-1' })], 'is checking the stock…'],
    ['a refund', [call('refund_order', { order_id: 'ORD-12345' })], 'is preparing the refund…'],
    [
      'two things',
      [call('find_orders', { order_id: 'ORD-12345' }), call('search_articles')],
      'is looking up ORD-12345 and searching the help articles…',
    ],
    [
      'three things',
      [call('check_stock'), call('search_articles'), call('find_tickets')],
      'is checking the stock and searching the help articles…',
    ],
    ['one thing twice', [call('search_articles'), call('search_articles')], 'is searching the help articles…'],
    ['something new', [call('make_coffee')], 'is looking into it…'],
    ['nothing', [], 'is looking into it…'],
  ] as const)('when it is %s, then people read what is going on', (_, calls, words) => {
    expect(progressWords(calls)).toBe(words);
  });

  test.each([
    ['words', { order_id: 'ORD-1 call +49 555 for a prize' }],
    ['small letters', { order_id: 'ord-12345' }],
    ['a number too long', { order_id: 'ORD-1234567890123' }],
    ['markup', { order_id: '<!channel>' }],
    ['no text', { order_id: 12345 }],
    ['a list', [{ order_id: 'ORD-12345' }]],
    ['broken JSON', '{"order_id":"ORD-12345"'],
    ['nothing', 'null'],
  ])('when the model puts %s where the id belongs, then none of it is shown', (_, given) => {
    expect(progressWords([call('find_orders', given)])).toBe('is looking up the orders…');
  });

  test('when they are any two that are offered, then the words say what they do and fit', () => {
    const company = fakeCompany();
    const box = toolbox(company, sqlStore(openSqlite(':memory:').driver));
    const names = [alice, lea].flatMap((asker) => box.toolsFor(asker, true).map(({ spec }) => spec.name));
    const words = names.map((name) => progressWords([call(name)]));
    const pairs = names.flatMap((one) => names.map((other) => progressWords([call(one), call(other)])));

    expect(words).not.toContain('is looking into it…');
    expect(Math.max(...pairs.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});
