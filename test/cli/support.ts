import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditFile } from '../../src/adapters/sql/audit-file.ts';
import { verifyAudit } from '../../src/adapters/sql/audit-verify.ts';
import { Unusable } from '../../src/cli/terminal.ts';
import type { Command } from '../../src/cli/terminal.ts';

/** A data folder of a test's own. */
export function tempFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-keep-'));
  return {
    folder,
    database: join(folder, 'deskhand.db'),
    files: () => filesIn(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

/** Which of the words stand in which file of the folder, as text or escaped as JSON does it in two ways. */
export function hitsIn(folder: string, words: readonly string[]): string[] {
  return filesIn(folder).flatMap((file) => {
    const bytes = readFileSync(file);
    return words.flatMap((word) =>
      formsOf(word)
        .filter((form) => bytes.includes(form))
        .map((form) => `${form} in ${file}`),
    );
  });
}

function formsOf(word: string): readonly string[] {
  const once = JSON.stringify(word).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  const ascii = word.replaceAll(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [...new Set([word, once, twice, ascii])];
}

/** What is wrong with the audit and the ledger. */
export function faultsIn(path: string): readonly unknown[] {
  const file = openAuditFile(path);
  try {
    return verifyAudit(file, undefined).faults;
  } finally {
    file.close();
  }
}

/** Runs a command as the shell would; what it printed and complained of, line by line. */
export async function typing(command: Command, environment: Record<string, string>, ...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    environment,
    print: async (text: string) => void out.push(...text.trimEnd().split('\n')),
    complain: (line: string) => void err.push(line),
  };
  try {
    return { exit: await command(args, terminal), out, err };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { exit: 2, out, err: [...err, error.message] };
  }
}

export const isThere = existsSync;
