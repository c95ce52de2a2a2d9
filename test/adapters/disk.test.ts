import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPolicy, writable } from '../../src/adapters/disk.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('given a data folder', () => {
  test('when it is absent, then it is made for this user alone, and left empty', () => {
    const data = join(folder, 'a', 'b');

    expect(writable(data)).toBeUndefined();
    expect(readdirSync(data)).toEqual([]);
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  test('when a file is in its way, then the problem is told in words', () => {
    writeFileSync(join(folder, 'file'), '');

    expect(writable(join(folder, 'file', 'data'))).toBe('not a directory');
    expect(writable(join(folder, 'file'))).toBe('not a directory');
  });

  test.skipIf(process.platform !== 'linux')('when the system keeps the place for itself, then that is told too', () => {
    expect(writable('/proc/deskhand/data')).toBe('no such file or directory');
  });

  test.skipIf(process.getuid?.() === 0)('when it may only be read, then that is told', () => {
    chmodSync(folder, 0o500);

    expect(writable(folder)).toBe('permission denied');
  });
});

describe('given a policy file', () => {
  const policyOf = (source: string) => {
    const file = join(folder, 'policy.yml');
    writeFileSync(file, source);
    return readPolicy(file);
  };

  test('when it names one action, then that one is replaced and the others stay', () => {
    const source = `
version: mine-1
actions:
  refund_order:
    tiers:
      - { upTo: 20, needs: { kind: people, count: 1, role: agent } }
      - needs: { kind: people, count: 1, role: lead }
    windowDays: 14
`;

    expect(policyOf(source)).toEqual({
      policy: {
        version: 'mine-1',
        actions: {
          ...DEFAULT_POLICY.actions,
          refund_order: {
            tiers: [
              { upTo: 20, needs: { kind: 'people', count: 1, role: 'agent' } },
              { needs: { kind: 'people', count: 1, role: 'lead' } },
            ],
            windowDays: 14,
          },
        },
      },
    });
  });

  test('when it holds mistakes, then they are told', () => {
    expect(policyOf('actions: {}')).toEqual({
      problems: ['line 1, version: expected text of 1 to 100 characters, got nothing'],
    });
  });

  test('when it is absent, then that is told', () => {
    expect(readPolicy(join(folder, 'none.yml'))).toEqual({
      problems: ['cannot be read (no such file or directory)'],
    });
  });

  test('when it is a folder, then that is told', () => {
    expect(readPolicy(folder)).toEqual({
      problems: ['cannot be read (illegal operation on a directory)'],
    });
  });
});
