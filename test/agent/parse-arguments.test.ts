import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/agent/parse-arguments.ts';

describe('the model’s arguments', () => {
  test.each(['{}', '{"a":"b: \\"c\\": 1","d":{"a":1},"e":[{"a":1},{"a":2}]}', '{"a" : 1}'])('%s are taken', (text) => {
    expect(parseArguments(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  test('nothing at all means no arguments', () => {
    expect(parseArguments('')).toEqual({ ok: true, value: {} });
  });

  test.each([
    ['{"amount":"5"', 'INVALID_JSON'],
    ['not json', 'INVALID_JSON'],
    ['{"amount":"5","amount":"50"}', 'DUPLICATE_KEYS'],
    ['{"a":{"b":1,"b":2}}', 'DUPLICATE_KEYS'],
    ['{"a":1,"\\u0061":2}', 'DUPLICATE_KEYS'],
  ])('%s are refused as %s', (text, code) => {
    expect(parseArguments(text)).toMatchObject({ ok: false, refusal: { code } });
  });
});
