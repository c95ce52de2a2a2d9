import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export type Outcome =
  | { kind: 'passed' }
  /** `test`: the first that failed. */
  | { kind: 'failed'; test: string }
  /** No test failed, but none could be run either. */
  | { kind: 'broken'; why: string };

export interface Run {
  folder: string;
  tests: readonly string[];
  /** Test files at a time. */
  abreast: number;
  /** Ends it. */
  signal: AbortSignal;
}

/** Longest run, in milliseconds; a test that never ends is one that fails. */
const PATIENCE = 180_000;

const VITEST = 'node_modules/vitest/vitest.mjs';
const REPORT = 'mutant-report.json';

/** What was transformed once is kept in the copy, by its text; the caches of the checkout, whose packages are linked, stay as they are. */
const WORDS =
  '--configLoader native --cache=false --fsModuleCache=true --fsModuleCachePath=.transformed ' +
  `--bail 1 --reporter json --outputFile ${REPORT}`;

/** Runs test files in a copy of the project until one test fails. */
export async function runTests({ folder, tests, abreast, signal }: Run): Promise<Outcome> {
  const words = [VITEST, 'run', ...WORDS.split(' '), '--maxWorkers', String(abreast), ...new Set(tests)];
  rmSync(join(folder, REPORT), { force: true });
  const ended = Promise.withResolvers<{ output: string; late: boolean }>();
  const options = { cwd: folder, signal, timeout: PATIENCE, maxBuffer: 2 ** 26 };
  execFile(process.execPath, words, options, (error, out, err) =>
    ended.resolve({ output: `${out}${err}`, late: error?.killed === true }),
  );
  const { output, late } = await ended.promise;
  if (late) return { kind: 'failed', test: `(no end within ${PATIENCE / 1_000} s)` };
  return outcomeIn(join(folder, REPORT)) ?? { kind: 'broken', why: output.trim().slice(-600) };
}

const Report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

function outcomeIn(path: string): Outcome | undefined {
  if (!existsSync(path)) return undefined;
  const { success, numPassedTests, testResults } = Report.parse(JSON.parse(readFileSync(path, 'utf8')));
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  if (failed) return { kind: 'failed', test: failed.fullName.trim() };
  if (success && numPassedTests > 0) return { kind: 'passed' };
  return {
    kind: 'broken',
    why: testResults
      .map(({ message }) => message)
      .join('\n')
      .slice(0, 600),
  };
}
