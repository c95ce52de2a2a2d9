import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../stage/until.ts';
import { runs } from './runs.ts';
import { FAULTS } from './trouble-faults.ts';
import type { TroubleFault } from './trouble-faults.ts';
import { PHASES } from './trouble-phases.ts';
import { play } from './trouble-play.ts';
import type { Played } from './trouble-play.ts';
import { openTrouble } from './trouble-stage.ts';
import type { Trouble } from './trouble-stage.ts';

/** What concerns the whole workspace is met before anybody else is there; what shares a limit, one after another. */
const LANES: readonly (readonly (readonly string[])[])[] = [
  [['person', 'event']],
  [['first sign'], ['first step', 'later step', 'reply'], ['card'], ['outcome']],
];

const ALL = PHASES.map(({ name }) => name);
/** Those that take about a second. */
const FEW: Record<string, readonly string[]> = {
  'model talks garbage': ['outcome'],
  'model refuses': ['first sign', 'card'],
  'Slack does it and hangs up': ['person', 'first sign'],
};
const phasesFor = (fault: TroubleFault): readonly string[] => runs(FEW[fault.name] ?? [], ALL);
const TRIED = FAULTS.filter((fault) => phasesFor(fault).length > 0);

type Tried = Map<string, Played | Error>;
const results = new Map<TroubleFault, { cells: Tried; problems: readonly string[] }>();

async function tryFault(fault: TroubleFault): Promise<void> {
  const here = await openTrouble(fault);
  const cells: Tried = new Map();
  for (const lanes of LANES) await Promise.all(lanes.map((names) => tryLane(here, fault, { names, cells })));
  await until(() => here.owed().length === 0, 'nothing to be owed').catch(() => undefined);
  const problems = [...cells].flatMap(([name, played]) => problemsOf(played).map((problem) => `${name}: ${problem}`));
  const owed = here.owed().map(({ lane, what }) => `owed in the end: ${what} in ${lane}`);
  results.set(fault, { cells, problems: [...problems, ...owed] });
  await here.stop();
}

async function tryLane(
  here: Trouble,
  fault: TroubleFault,
  { names, cells }: { names: readonly string[]; cells: Tried },
): Promise<void> {
  const wanted = phasesFor(fault);
  for (const name of names.filter((one) => wanted.includes(one)))
    for (const phase of PHASES.filter((one) => one.name === name))
      cells.set(name, await play(here, fault, phase).catch(asError));
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const problemsOf = (played: Played | Error): readonly string[] =>
  played instanceof Error ? [played.message] : played.problems();

const seconds = (played: Played | Error | undefined): number | string | undefined =>
  played instanceof Error ? 'failed' : played && Math.round(played.longest / 100) / 10;

beforeAll(async () => void (await Promise.all(TRIED.map(tryFault))), 180_000);
afterAll(() => {
  const rows = FAULTS.flatMap((fault) => {
    const cells = results.get(fault)?.cells;
    return cells ? [[fault.name, Object.fromEntries(ALL.map((name) => [name, seconds(cells.get(name))]))]] : [];
  });
  if (runs(false, true)) console.table(Object.fromEntries(rows)); // seconds of the longest turn
});

describe('given turns in each of whose phases the model or Slack fails, again and again, then once, then no more', () => {
  test.each(TRIED)(
    'when $name, then each ends within 15 s, once and in the right words, nothing is left behind, and the thread goes on',
    (fault) => {
      expect(results.get(fault)?.problems).toEqual([]);
    },
  );
});
