// The real bot, killed again and again in the middle of its work, among worlds that misbehave:
// `npm run chaos -- --kills 60 --seed 1 --restore 50`. What goes wrong when comes from the seed alone. Ends with 1 if anything was lost, done twice or left.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findingsIn } from './judge.ts';
import { lastWords } from './last-words.ts';
import { keeperOf } from './lives.ts';
import { planOf } from './plan.ts';
import { questionsOf } from './records.ts';
import { settle } from './settle.ts';
import { backupsOf, restoreAll } from './restores.ts';
import { restoresLine, tableOf } from './table.ts';
import { startWorlds } from './worlds.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    restore: { type: 'string', default: '0' },
    keep: { type: 'boolean', default: false },
    plan: { type: 'boolean', default: false },
  },
});
const [seed, kills] = [Number(values.seed), Number(values.kills)];
const plan = planOf(seed, kills);
if (values.plan) console.log(JSON.stringify(plan, null, 1));
console.log(`chaos: ${kills} kills, seed ${seed}, ${questionsOf(plan).length} questions`);

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(0)} s`;
const began = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'deskhand-chaos-'));
const worlds = await startWorlds(folder, seed, kills);
const dataDir = join(folder, 'data');
const backups = backupsOf(plan, Number(values.restore), folder);
const keeper = keeperOf(folder, { ...worlds.environment, DATA_DIR: dataDir });
for (const [index, life] of plan.lives.entries()) {
  await worlds.tell({ do: 'live', life: index });
  await Promise.all([keeper.live(life), backups.during(index)]);
}
const calmAt = performance.now();
const evidence = await settle({ worlds, keeper, plan, dataDir });
const restAt = performance.now();
const restored = await restoreAll(
  { worlds, folder, environment: worlds.environment, ahead: keeper.now() - Date.now() },
  backups.files(),
);
worlds.stop();

const findings = findingsIn(evidence);
console.log(tableOf(evidence, keeper.toll));
console.log(
  `  ${'took'.padEnd(28)} ${seconds(performance.now() - began)}, ${seconds(restAt - calmAt)} of them to come to rest`,
);
if (restored.restores > 0) console.log(restoresLine(restored));
const problems = [...findings, ...lastWords(keeper.toll), ...restored.findings];
for (const { what, about } of problems) console.log(`BROKEN: ${what}: ${about}`);
if (problems.length > 0) console.log(`The same plan once more: npm run chaos -- --kills ${kills} --seed ${seed}`);
if (problems.length > 0 || values.keep) {
  writeFileSync(join(folder, 'seen.json'), JSON.stringify(evidence.seen, null, 1));
  console.log(`What is left of it: ${folder}`);
} else rmSync(folder, { recursive: true, force: true });
process.exit(problems.length > 0 ? 1 : 0);
