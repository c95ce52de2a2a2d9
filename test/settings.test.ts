import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../src/domain/time.ts';
import { businessHours, duration, isLoopback, mistakes, path, portNumber, webAddress } from '../src/settings.ts';
import type { Environment, Mistakes } from '../src/settings.ts';

const modelAddress = (env: Environment, name: string, found: Mistakes) =>
  webAddress(env, name, found, { mayHaveQuery: true });

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
    [
      'an address with a query where one is taken',
      modelAddress,
      'https://a.example/v1?v=1',
      'https://a.example/v1?v=1',
    ],
  ] as const)('when it is %s, then it is taken', (_, reader, given, taken) => {
    const found = mistakes();

    expect(reader({ SETTING: given }, 'SETTING', found)).toBe(taken);
    expect(found.lines).toEqual([]);
  });
});

describe('given business hours', () => {
  const read = (value: string) => {
    const found = mistakes();
    return { hours: businessHours({ HOURS: value }, 'HOURS', found), lines: found.lines };
  };
  const NINE_TO_FIVE = { from: 9 * 60, until: 17 * 60, zone: 'Europe/Vienna' };

  test.each([
    ['Mon-Fri 09:00-17:00 Europe/Vienna', { ...NINE_TO_FIVE, days: [1, 2, 3, 4, 5] }],
    ['Mon,Wed,Fri 09:00-17:00 Europe/Vienna', { ...NINE_TO_FIVE, days: [1, 3, 5] }],
    ['Sat 09:00-17:00 Europe/Vienna', { ...NINE_TO_FIVE, days: [6] }],
    ['Sat-Mon,Mon,Thu 09:00-17:00 Europe/Vienna', { ...NINE_TO_FIVE, days: [0, 1, 4, 6] }],
    ['Mon-Sun 00:00-24:00 UTC', { days: [0, 1, 2, 3, 4, 5, 6], from: 0, until: 1_440, zone: 'UTC' }],
    ['Mon  08:30-12:05  America/Argentina/Buenos_Aires', expect.objectContaining({ from: 510, until: 725 })],
  ])('when they are %s, then they are taken', (value, hours) => {
    expect(read(value)).toEqual({ hours, lines: [] });
  });

  const PARTS = 'Set all three: Mon-Fri 09:00-17:00 Europe/Vienna.';
  const DAYS = 'Name them as in Mon-Fri or Mon,Wed,Fri.';
  const HOURS = 'Set two times of one day, as in 09:00-17:00.';
  const ZONE = 'Set an IANA name such as Europe/Vienna.';
  test.each([
    ['09:00-17:00', `HOURS is not days, hours and a zone (09:00…). ${PARTS}`],
    ['Mon-Fri 09:00-17:00', `HOURS is not days, hours and a zone (Mon-F…). ${PARTS}`],
    ['Mon - Fri 09:00-17:00 UTC', `HOURS is not days, hours and a zone (Mon -…). ${PARTS}`],
    ['Mo-Fr 09:00-17:00 UTC', `HOURS holds days that are none (Mo-Fr). ${DAYS}`],
    ['Mon,,Fri 09:00-17:00 UTC', `HOURS holds days that are none (Mon,,…). ${DAYS}`],
    ['Mon-Abc 09:00-17:00 UTC', `HOURS holds days that are none (Mon-A…). ${DAYS}`],
    ['Mon-Fri 9-17 UTC', `HOURS holds hours that are none (9-17). ${HOURS}`],
    ['Mon-Fri 17:00-09:00 UTC', `HOURS holds hours that are none (17:00…). ${HOURS}`],
    ['Mon-Fri 09:00-09:00 UTC', `HOURS holds hours that are none (09:00…). ${HOURS}`],
    ['Mon-Fri 09:00-24:01 UTC', `HOURS holds hours that are none (09:00…). ${HOURS}`],
    ['Mon-Fri 09:60-17:00 UTC', `HOURS holds hours that are none (09:60…). ${HOURS}`],
    ['Mon-Fri 09:00-17:00 Europe/Wien', `HOURS holds an unknown time zone (Europ…). ${ZONE}`],
    [
      '"Mon-Fri 09:00-17:00 UTC"',
      'HOURS holds white space, quotes or a line break. Set the bare value, without anything around it.',
    ],
  ])('when they are %s, then the mistake is told', (value, line) => {
    expect(read(value)).toEqual({ hours: undefined, lines: [line] });
  });

  test('when all of them are wrong, then each is told', () => {
    expect(read('Mo 9-17 Wien').lines).toEqual([
      `HOURS holds days that are none (Mo). ${DAYS}`,
      `HOURS holds hours that are none (9-17). ${HOURS}`,
      `HOURS holds an unknown time zone (Wien). ${ZONE}`,
    ]);
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
