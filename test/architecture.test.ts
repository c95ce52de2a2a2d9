import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');
const MIDDLE = ['domain', 'ports', 'tools', 'approvals', 'agent'];

/** What the composition root puts together. */
const APP = [
  ...MIDDLE,
  'slack',
  'adapters',
  'ops',
  'deliver.ts',
  'keep.ts',
  'measure',
  'config.ts',
  'slack-settings.ts',
  'limit-settings.ts',
];

/** Which rooms a room may import from, beside itself. */
const ARROWS: Record<string, readonly string[]> = {
  ...Object.fromEntries(MIDDLE.map((room, index) => [room, MIDDLE.slice(0, index)])),
  slack: ['ports', 'domain'],
  adapters: ['ports', 'domain'],
  ops: ['domain'],
  'deliver.ts': ['deliver', 'ports', 'domain'],
  deliver: ['ports', 'domain'],
  'settings.ts': ['domain'],
  'slack-settings.ts': ['settings.ts'],
  'limit-settings.ts': ['domain', 'settings.ts'],
  'config.ts': ['domain', 'settings.ts', 'slack-settings.ts', 'limit-settings.ts'],
  'keep.ts': ['ports', 'domain'],
  measure: ['ports', 'domain', 'ops'],
  'app.ts': ['app', ...APP],
  app: APP,
  'wiring.ts': ['app', 'config.ts', 'local'],
  cli: ['adapters', 'ports', 'domain', 'ops', 'config.ts', 'settings.ts'],
  'main.ts': ['app.ts', 'config.ts', 'wiring.ts', 'local', 'adapters', 'ops', 'domain'],
  local: ['domain/money.ts'],
};
const SDKS: [RegExp, RegExp][] = [
  [/^@slack\//, /^slack\//],
  [/^openai/, /^adapters\/openai\//],
  [/^(node:sqlite|keyv|@keyv\/.*)$/, /^(adapters|local\/company)\//],
  [/^ws$/, /^local\/slack\//],
  [/^prom-client$/, /^ops\//],
];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const importsOf = (file: string): string[] =>
  [...readFileSync(join(SRC, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, name]) => name ?? '',
  );
const local = (file: string, name: string): string => relative(SRC, resolve(SRC, dirname(file), name));
const roomOf = (file: string): string => file.split('/')[0] ?? file;

describe('the house', () => {
  test.each(files)('%s imports only where an arrow allows', (file) => {
    const room = roomOf(file);
    const allowed = ARROWS[room] ?? [];
    const outside = importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => local(file, name))
      .filter((target) => roomOf(target) !== room);

    expect(
      outside.filter((target) => !allowed.some((arrow) => target === arrow || target.startsWith(`${arrow}/`))),
    ).toEqual([]);
  });

  test.each(files)('%s uses an SDK only in the place it lives in', (file) => {
    const strays = importsOf(file).filter((name) => SDKS.some(([sdk, place]) => sdk.test(name) && !place.test(file)));

    expect(strays).toEqual([]);
  });

  test.each(files)('%s is at most 200 lines and no barrel', (file) => {
    const text = readFileSync(join(SRC, file), 'utf8');

    expect(text.split('\n').length - 1).toBeLessThanOrEqual(200);
    expect(file).not.toMatch(/(^|\/)index\.ts$/);
    expect(['main.ts', 'local/main.ts', 'cli/main.ts'].includes(file) || !text.includes('process.env')).toBe(true);
  });
});
