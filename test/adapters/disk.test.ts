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

  const tiers = (...lines: readonly string[]): string =>
    ['version: mine-1', 'actions:', '  refund_order:', '    tiers:', ...lines.map((line) => `      - ${line}`)].join(
      '\n',
    );
  test.each([
    ['is not YAML', 'version: [', ['is not YAML', 'line 1']],
    ['is empty', '', ['does not fit']],
    ['has no version', 'actions: {}', ['version', 'expected string', 'line 1']],
    [
      'names an unknown action',
      'version: a\nactions:\n  refund_oder:\n    tiers: [{ needs: { kind: auto } }]',
      ['refund_oder is not one of', 'refund_order', 'line 4'],
    ],
    [
      'has an unknown field',
      tiers('{ upto: 20, needs: { kind: auto } }'),
      ['actions.refund_order.tiers.0', 'upto', 'line 5'],
    ],
    [
      'asks for an unknown role',
      tiers('needs: { kind: people, count: 1, role: boss }'),
      ['tiers.0.needs.role', '(line 5)'],
    ],
    [
      'asks for three people',
      tiers('{ upTo: 5, needs: { kind: auto } }', 'needs: { kind: people, count: 3, role: lead }'),
      ['tiers.1.needs.count', '(line 6)'],
    ],
    ['lets money move by itself', tiers('needs: { kind: auto }'), ['refund_order moves money', 'line 4']],
    [
      'has a limit beyond all money',
      tiers('{ upTo: 99999999999999999, needs: { kind: never, rule: no } }'),
      ['tiers.0.upTo'],
    ],
    ['has an amount in words', tiers('{ upTo: twenty, needs: { kind: auto } }'), ['tiers.0.upTo', 'expected number']],
    [
      'has limits that fall',
      tiers('{ upTo: 50, needs: { kind: auto } }', '{ upTo: 20, needs: { kind: auto } }'),
      ['the limits must rise'],
    ],
    [
      'has a tier behind the last',
      tiers('needs: { kind: auto }', '{ upTo: 20, needs: { kind: auto } }'),
      ['the limits must rise'],
    ],
  ])('when it %s, then the field and the line are told', (_, source, parts) => {
    const read = policyOf(source);

    const problem = 'problem' in read ? read.problem : 'none';
    for (const part of parts) expect(problem).toContain(part);
    expect(problem).not.toContain('\n');
  });

  test('when it is absent, then that is told', () => {
    expect(readPolicy(join(folder, 'none.yml'))).toEqual({ problem: 'cannot be read (no such file or directory)' });
  });

  test('when it is a folder, then that is told', () => {
    expect(readPolicy(folder)).toEqual({ problem: 'cannot be read (illegal operation on a directory)' });
  });
});
