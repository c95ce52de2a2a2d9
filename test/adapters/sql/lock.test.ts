import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFolder } from '../../../src/adapters/sql/lock.ts';
import type { Lock } from '../../../src/adapters/sql/lock.ts';

const LOCK = new URL('../../../src/adapters/sql/lock.ts', import.meta.url).href;

describe('given a data folder that is in use', () => {
  let folder: string;
  let lock: Lock;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'deskhand-lock-')), 'data');
    lock = lockFolder(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('when it is locked again, then that is refused in words', () => {
    expect(() => lockFolder(folder)).toThrow(`another Deskhand is already running on ${folder}`);
    lock.release();
  });

  test('when another process wants it, then that is refused in words', async () => {
    const script = `import { lockFolder } from '${LOCK}'; try { lockFolder(${JSON.stringify(folder)}); console.log('locked') } catch (error) { console.log(error.message) }`;

    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);

    expect(stdout.trim()).toBe(`another Deskhand is already running on ${folder}`);
    lock.release();
  });

  test('when it is released, then it is free', () => {
    lock.release();

    const again = lockFolder(folder);
    again.release();
  });
});

test('given a folder that cannot be made, when it is locked, then the error names it', () => {
  expect(() => lockFolder('/dev/null/data')).toThrow('cannot write in /dev/null/data');
});
