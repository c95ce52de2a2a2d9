import { plant } from './copies.ts';
import type { Copies } from './copies.ts';
import type { Mutant } from './mutant.ts';
import { runTests } from './run-tests.ts';

export type Result = { mutant: Mutant; seconds: number } & (
  | { kind: 'killed'; by: string }
  | { kind: 'survived' }
  /** What it was to replace does not stand exactly once in its file. */
  | { kind: 'misplaced' }
  /** The tests could not even be run, which proves nothing. */
  | { kind: 'broken'; why: string }
);

/** Mutants at a time: each keeps one core busy. */
const ABREAST = 2;

export interface HuntDeps {
  copies: Copies;
  tell: (result: Result) => void;
  /** Ends what runs. */
  signal: AbortSignal;
}

/** Throws when the tests fail without any bug. */
export async function hunt(deps: HuntDeps, mutants: readonly Mutant[]): Promise<readonly Result[]> {
  await expectSound(deps, mutants);
  const results: Result[] = [];
  const left = mutants.values();
  const huntOn = async (): Promise<void> => {
    const copy = deps.copies.another();
    for (const mutant of left) {
      const result = await trial(deps, copy, mutant);
      results.push(result);
      deps.tell(result);
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, huntOn));
  return results;
}

async function expectSound({ copies, signal }: HuntDeps, mutants: readonly Mutant[]): Promise<void> {
  const tests = mutants.flatMap((mutant) => mutant.tests);
  if (tests.length === 0) return;
  const outcome = await runTests({ folder: copies.original, tests, abreast: ABREAST, signal });
  if (outcome.kind === 'failed') throw new Error(`without any bug this test fails: ${outcome.test}`);
  if (outcome.kind === 'broken') throw new Error(`without any bug the tests cannot be run: ${outcome.why}`);
}

async function trial({ signal }: HuntDeps, folder: string, mutant: Mutant): Promise<Result> {
  const began = performance.now();
  const takeOut = plant(folder, mutant);
  if (!takeOut) return { kind: 'misplaced', mutant, seconds: 0 };
  const outcome = await runTests({ folder, tests: mutant.tests, abreast: 1, signal });
  takeOut();
  const common = { mutant, seconds: (performance.now() - began) / 1_000 };
  switch (outcome.kind) {
    case 'failed':
      return { ...common, kind: 'killed', by: outcome.test };
    case 'passed':
      return { ...common, kind: 'survived' };
    case 'broken':
      return { ...common, ...outcome };
  }
}
