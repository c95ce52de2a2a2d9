import type { Evidence } from './judge.ts';
import { answersOf } from './judge.ts';
import type { Toll } from './lives.ts';
import { isFailure } from './replies.ts';
import type { Restored } from './restores.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The value below which this share of them lies. */
function share(sorted: readonly number[], part: number): string {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return `${(value / 1_000).toFixed(2)} s`;
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

function countBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** What happened, as lines of a table. */
export function tableOf(evidence: Evidence, toll: Toll): string {
  const { seen, ledger, journal } = evidence;
  const done = journal.filter(({ status }) => status >= 200 && status < 300);
  const keys = countBy(done, ({ key }) => key);
  const posts = [...seen.threads.flatMap(({ posted }) => posted), ...seen.cards].flatMap(({ id }) => id ?? []);
  const answers = seen.threads.flatMap(answersOf);
  const failures = answers.filter(({ text }) => isFailure(text)).length;
  const recoveries = toll.recoveries.toSorted((a, b) => a - b);
  const forPerson = ledger.approvals.filter((one) => one.status === 'unknown' && one.forPerson).length;
  const executed = ledger.approvals.filter(({ status }) => status === 'executed');
  const rows: readonly [string, string][] = [
    ['kills', `${toll.kills}, ${toll.duringStart} of them during start`],
    ['gave up starting by itself', `${toll.gaveUp}, because Slack did not answer`],
    ['clock jumps', String(toll.jumps)],
    ['delivered again', `events ${seen.duplicates.events}, clicks ${seen.duplicates.clicks}`],
    ['presses of stale buttons', String(seen.duplicates.stale)],
    ['faults at Slack', listed(seen.faults.slack)],
    ['faults at the company', listed(seen.faults.company)],
    ['faults at the model', listed(seen.faults.model)],
    ['sockets', listed(seen.faults.socket)],
    ['questions', `${seen.threads.length}, in ${sum(seen.threads.map(({ asked }) => asked))} messages`],
    ['answers', `${answers.length - failures} answered, ${failures} told a failure`],
    ['requests', listed(countBy(ledger.approvals, ({ status }) => status))],
    [
      'executions in the journal',
      `${Object.values(keys).filter((count) => count === 1).length} once, ` +
        `${Object.values(keys).filter((count) => count > 1).length} twice, ` +
        `${executed.filter(({ id }) => keys[id] === undefined).length} lost`,
    ],
    [
      'posts per outbox id',
      `${Math.max(0, ...Object.values(countBy(posts, (id) => id)))} at most, ${posts.length} posts`,
    ],
    ['outcomes unknown at first', `${ledger.unknowns}, ${forPerson} of them for a person`],
    [
      'time to recover',
      `p50 ${share(recoveries, 0.5)}, p95 ${share(recoveries, 0.95)}, max ${share(recoveries, 1)} of ${recoveries.length}`,
    ],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(28)} ${value}`).join('\n');
}

export const restoresLine = ({ restores, recovered, executed, findings }: Restored): string =>
  `  ${'restores'.padEnd(28)} ${restores}; ${recovered} executions learned of, ${executed} made of what was still open, ` +
  `${findings.filter(({ what }) => what.includes('executed twice')).length} second ones`;
