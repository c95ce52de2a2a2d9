import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const Package = z.object({
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  hasInstallScript: z.boolean().optional(),
});
const { packages } = z
  .object({ packages: z.record(z.string(), Package) })
  .parse(JSON.parse(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8')));

/** Where npm may put a dependency of the package at `place`: beside its own, or further up. */
function placesFor(place: string, dependency: string): readonly string[] {
  const own = place === '' ? '' : `${place}/`;
  const up = place.lastIndexOf('/node_modules/');
  const above = place === '' ? [] : placesFor(up === -1 ? '' : place.slice(0, up), dependency);
  return [`${own}node_modules/${dependency}`, ...above];
}

test('the lockfile holds the optional binaries of every platform, so that npm ci works on each', () => {
  const absent = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesFor(place, name).some((candidate) => candidate in packages))
      .map((name) => `${place} needs ${name}`),
  );

  expect(absent).toEqual([]);
});

test('nothing but fsevents declares an install script, so that nothing is compiled', () => {
  const scripted = Object.keys(packages).filter((place) => packages[place]?.hasInstallScript);

  expect(scripted.filter((place) => !place.endsWith('node_modules/fsevents'))).toEqual([]);
});
