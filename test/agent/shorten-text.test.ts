import { describe, expect, test } from 'vitest';
import { promisesIn } from '../../src/agent/promises.ts';
import { shortAnswer, shortWords } from '../../src/agent/shorten-text.ts';
import { idsIn } from '../../src/agent/written-ids.ts';
import { SECOND } from '../../src/domain/time.ts';

describe('given a text of nothing but one piece', () => {
  test.each([
    '1.',
    '11.11',
    '1',
    '1 ',
    'AA-',
    'AA',
    '$ ',
    '. ',
    ' ',
    '\n ',
    'a@',
    'a@a.',
    '+1 ',
    'A1',
    'je a ',
    'you ',
    '#',
  ])('when that is %j, then it is shortened in no time', (piece) => {
    const text = piece.repeat(60_000 / piece.length);
    const begun = performance.now();
    const short = shortAnswer(text);
    promisesIn(text);
    idsIn(text);

    expect(short.length).toBeLessThanOrEqual(700);
    expect(performance.now() - begun).toBeLessThan(SECOND);
  });
});

describe('given what a person wrote', () => {
  const long = 'and so on '.repeat(60);

  test('when it is long, then the ids behind its beginning stand in a line below, and it is shortened once', () => {
    const short = shortWords(`ORD-1 ${long} ORD-1, ORD-2 and al@example.com, ORD-2`);

    expect(short).toMatch(/^ORD-1 and so on .*…\nORD-2, al@example\.com$/);
    expect(shortWords(short)).toBe(short);
  });

  test('when its beginning would end within an id, then that stands below, whole', () => {
    const short = shortWords(`${long.slice(0, 150)}an ORD-55555 ${long}`);

    expect(short).toBe(`${long.slice(0, 150)}an …\nORD-55555`);
    expect(shortWords(short)).toBe(short);
  });

  test('when it is full of ids, then some of them stay', () => {
    const short = shortWords(Array.from({ length: 500 }, (_, index) => `ORD-${1_000 + index}`).join(' '));

    expect(short.length).toBeLessThanOrEqual(321);
    expect(shortWords(short)).toBe(short);
  });
});
