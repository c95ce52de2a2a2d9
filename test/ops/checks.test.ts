import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { enoughSpace, seenWithin } from '../../src/ops/checks.ts';

describe('given something that is looked at in the background', () => {
  const clock = { now: 0 };
  const seen = seenWithin(() => clock.now, 30 * SECOND, 'it was connected last');

  test('when it was well within the patience, then it is well; after that it fails, until it is well again', async () => {
    clock.now = 30 * SECOND;
    const before = await seen.check();
    clock.now = MINUTE;
    const late = await seen.check();
    seen.note();

    expect([before, late, await seen.check()]).toEqual([undefined, 'it was connected last 60 s ago', undefined]);
  });
});

describe('given a folder', () => {
  test('when its disk has room, then it is well', async () => {
    expect(await enoughSpace(tmpdir())()).toBeUndefined();
  });

  test('when it is not there, then the check throws, which is a failure', async () => {
    await expect(enoughSpace('/nowhere/at/all')()).rejects.toThrow('ENOENT');
  });
});
