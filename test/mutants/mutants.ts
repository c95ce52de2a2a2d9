// Do the tests have teeth? Bugs are put in, one at a time in copies of the project, and a test must notice:
// `npm run mutants`, or `npm run mutants -- --only undo` for those with these words in their name or file. Ends with 1 if
// one survives, if its place is not found any more, or if the tests fail without any bug.
import { parseArgs } from 'node:util';
import { copies } from './copies.ts';
import { DECIDING } from './list/deciding.ts';
import { EXECUTING } from './list/executing.ts';
import { HOLDING } from './list/holding.ts';
import { RECORDING } from './list/recording.ts';
import { TALKING } from './list/talking.ts';
import { hunt } from './hunt.ts';
import { lineOf, summaryOf } from './table.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const all = [...DECIDING, ...EXECUTING, ...HOLDING, ...RECORDING, ...TALKING];
const wanted = all.filter(({ name, file }) => `${name} ${file}`.toLowerCase().includes(values.only.toLowerCase()));

const began = performance.now();
const made = copies();
const end = new AbortController();
process.once('exit', () => {
  end.abort();
  made.dropAll();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const results = await hunt({ copies: made, tell: (result) => console.log(lineOf(result)), signal: end.signal }, wanted);
console.log(summaryOf(results, (performance.now() - began) / 1_000));
process.exit(results.length > 0 && results.every(({ kind }) => kind === 'killed') ? 0 : 1);
