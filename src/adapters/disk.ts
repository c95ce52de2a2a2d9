import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parsePolicy } from './policy-file.ts';
import type { PolicyRead } from './policy-file.ts';

/** The problem in words; undefined when files can be made in it. Makes the folder when it is absent. */
export function writable(folder: string): string | undefined {
  try {
    makeFolder(resolve(folder));
    const probe = join(folder, '.write-test');
    writeFileSync(probe, '');
    rmSync(probe);
    return undefined;
  } catch (error) {
    return reason(error);
  }
}

/** A policy in YAML, in the shape of `domain/policy.ts`; or everything that is wrong with it. */
export function readPolicy(file: string): PolicyRead {
  try {
    return parsePolicy(readFileSync(file));
  } catch (error) {
    return { problems: [`cannot be read (${reason(error)})`] };
  }
}

/** One at a time: node's own recursion never ends where a folder exists and refuses new ones, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** `permission denied`, of `EACCES: permission denied, mkdir '/data'`. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^E[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? message;
}
