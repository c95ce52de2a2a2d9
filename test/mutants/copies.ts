import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Mutant } from './mutant.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What no test looks at, or is linked instead. */
const LEFT_OUT = ['node_modules', '.git', 'data', 'coverage', 'screenshots'];

/** The project as it stood at the beginning, in folders of its own: the checkout is never touched, and others may work in it. */
export interface Copies {
  /** Nobody plants anything in it. */
  original: string;
  another(): string;
  dropAll(): void;
}

export function copies(): Copies {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-mutants-'));
  const original = join(folder, 'original');
  cpSync(ROOT, original, { recursive: true, filter: (path) => !isLeftOut(path) });
  symlinkSync(join(ROOT, 'node_modules'), join(original, 'node_modules'));
  return {
    original,
    another: () => {
      const copy = mkdtempSync(join(folder, 'copy-'));
      cpSync(original, copy, { recursive: true, verbatimSymlinks: true });
      return copy;
    },
    dropAll: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const isLeftOut = (path: string): boolean => dirname(path) === ROOT && LEFT_OUT.includes(basename(path));

/** Puts the bug into a copy; what comes back takes it out again. Undefined: its place is not found exactly once. */
export function plant(copy: string, { file, find, replace }: Mutant): (() => void) | undefined {
  const path = join(copy, file);
  const sound = readFileSync(path, 'utf8');
  const parts = sound.split(find);
  if (parts.length !== 2) return undefined;
  writeFileSync(path, parts.join(replace));
  return () => writeFileSync(path, sound);
}
