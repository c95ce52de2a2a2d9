import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../src/domain/time.ts';
import { duration, isLoopback, mistakes, path, portNumber, webAddress } from '../src/settings.ts';

describe('given a setting that is right', () => {
  test.each([
    ['a time span in seconds', duration, '4s', 4 * SECOND],
    ['a time span in minutes', duration, '30m', 30 * MINUTE],
    ['a time span in hours', duration, '2h', 2 * HOUR],
    ['a port', portNumber, '8080', 8080],
    ['any free port', portNumber, '0', 0],
    ['an address with a path', webAddress, 'https://orders.example.com/api/', 'https://orders.example.com/api/'],
    ['an address on this machine', webAddress, 'http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    ['a folder with a space and a quote', path, "/home/o'brien/my data", "/home/o'brien/my data"],
    ['nothing', path, undefined, undefined],
  ] as const)('when it is %s, then it is taken', (_, reader, given, taken) => {
    const found = mistakes();

    expect(reader({ SETTING: given }, 'SETTING', found)).toBe(taken);
    expect(found.lines).toEqual([]);
  });
});

test.each([
  ['http://localhost:1/', true],
  ['http://127.9.9.9/', true],
  ['http://[::1]:80/', true],
  ['http://2130706433/', true], // 127.0.0.1 as one number
  ['http://localhost.example.com/', false],
  ['http://127.0.0.1@example.com/', false],
  ['http://10.0.0.1/', false],
])('given %s, when it is asked whether that is this machine, then the answer is %s', (address, answer) => {
  expect(isLoopback(address)).toBe(answer);
});
