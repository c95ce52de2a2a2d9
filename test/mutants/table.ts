import type { Result } from './hunt.ts';

/** The bug and its file, and what noticed it. */
export function lineOf(result: Result): string {
  const { mutant, seconds } = result;
  const bug = `${mutant.name}  (${mutant.file})`;
  return `${result.kind.toUpperCase().padEnd(9)} ${seconds.toFixed(1).padStart(5)} s  ${bug}\n${' '.repeat(19)}${endOf(result)}`;
}

function endOf(result: Result): string {
  switch (result.kind) {
    case 'killed':
      return `by: ${result.by}`;
    case 'survived':
      return `NOT noticed by ${result.mutant.tests.join(', ')}`;
    case 'misplaced':
      return `its text does not stand exactly once in the file: ${JSON.stringify(result.mutant.find)}`;
    case 'broken':
      return `its tests cannot be run: ${result.why}`;
  }
}

export function summaryOf(results: readonly Result[], seconds: number): string {
  const count = (kind: Result['kind']): number => results.filter((result) => result.kind === kind).length;
  const others = (['survived', 'misplaced', 'broken'] as const)
    .filter((kind) => count(kind) > 0)
    .map((kind) => `, ${count(kind)} ${kind}`);
  return `${count('killed')} of ${results.length} mutants killed${others.join('')}; took ${seconds.toFixed(0)} s`;
}
