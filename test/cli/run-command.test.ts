import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../../src/cli/run-command.ts';
import { duration, listed, moment } from '../../src/cli/words.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { tempFolder, typing } from './support.ts';

let place: ReturnType<typeof tempFolder>;
beforeEach(() => (place = tempFolder()));
afterEach(() => place.remove());

const type = (...args: readonly string[]) => typing(runCommand, {}, ...args);
const EVERY_COMMAND = ['npm run audit -- verify', 'npm run backup', 'npm run restore', 'npm run erase'];

describe('given somebody who does not know what to type', () => {
  test.each([['--help'], ['-h']])('when %s is typed, then it is told for each command', async (word) => {
    const { exit, out, err } = await type(word);

    expect([exit, err]).toEqual([0, []]);
    for (const command of EVERY_COMMAND) expect(out.join('\n')).toContain(command);
  });

  test.each(['audit', 'backup', 'restore', 'erase'])(
    'when %s --help is typed, then it is told for that one',
    async (name) => {
      const { exit, out } = await type(name, '--help');

      expect([exit, out[0]]).toEqual([0, 'Type:']);
      expect(out.slice(1).every((line) => line.includes(`npm run ${name}`) || line.startsWith('    '))).toBe(true);
    },
  );

  test.each([[[]], [['sing']], [['toString']]])('when %j is typed, then it is told too, as a mistake', async (args) => {
    const { exit, err } = await type(...args);

    expect(exit).toBe(2);
    for (const command of EVERY_COMMAND) expect(err.join('\n')).toContain(command);
  });
});

describe('given a file .env', () => {
  /** As `npm run audit -- verify` does it. */
  const verifying = (environment: Record<string, string>): Promise<{ code: unknown; err: string }> =>
    new Promise((done) => {
      const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
      const args = ['--disable-warning=ExperimentalWarning', main, 'audit', 'verify'];
      execFile(process.execPath, args, { cwd: place.folder, env: environment }, (error, _out, err) =>
        done({ code: error?.code, err }),
      );
    });

  test('when a command runs, then it counts, unless the environment says otherwise; without one nothing is said of it', async () => {
    const without = await verifying({ DATA_DIR: place.folder });
    writeFileSync(join(place.folder, '.env'), `DATA_DIR=${join(place.folder, 'named')}\n`);
    const [named, overruled] = await Promise.all([verifying({}), verifying({ DATA_DIR: place.folder })]);

    expect(without).toEqual({ code: 2, err: expect.stringMatching(/^There is no deskhand\.db in [^\n]*\n$/) });
    expect(named.err).toContain(`There is no folder ${join(place.folder, 'named')}.`);
    expect(overruled).toEqual(without);
  });
});

test('given moments, spans and names, when they are told, then in words', () => {
  expect(moment(Date.UTC(2026, 0, 9, 7, 5, 3))).toBe('9 January 2026, 07:05:03 UTC');
  expect(moment(9e15)).toBe('time 9000000000000000');
  expect([0, MINUTE, 59 * MINUTE, 2 * HOUR, DAY, 30 * DAY].map(duration)).toEqual([
    'less than a minute',
    '1 minute',
    '59 minutes',
    '2 hours',
    '1 day',
    '30 days',
  ]);
  expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['a', 'a and b', 'a, b and c']);
});
