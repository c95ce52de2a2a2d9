import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isOpen } from '../../src/domain/approval.ts';
import { command } from './command.ts';
import { executedTwice, executionsIn, postedTwice } from './judge.ts';
import type { Finding } from './judge.ts';
import { readLedger } from './ledger.ts';
import { keeperOf } from './lives.ts';
import { lastWords } from './last-words.ts';
import { luckOf } from './luck.ts';
import type { Plan } from './plan.ts';
import { STEPS, journalOf, whatIsLeft } from './settle.ts';
import type { Worlds } from './worlds.ts';

export interface Backups {
  /** Takes those that are due in this life, while it goes on. */
  during(life: number): Promise<void>;
  /** Of those that were made. */
  files(): readonly string[];
}

/** Backups at moments that come from the seed, made by the command that operators use. */
export function backupsOf({ seed, lives }: Plan, count: number, folder: string): Backups {
  const luck = luckOf(seed, 'backups');
  const moments = Array.from({ length: count }, (_, number) => ({
    file: join(folder, 'backups', `${number}.db`),
    life: luck.between(Math.min(2, lives.length - 1), lives.length - 1),
    at: luck.between(0, 1_500),
  }));
  const dataDir = join(folder, 'data');
  return {
    during: async (life) => {
      const due = moments.filter((moment) => moment.life === life).toSorted((a, b) => a.at - b.at);
      for (const { file, at } of due) {
        await pause(at / due.length);
        const { code, said } = await command(dataDir, 'backup', '--to', file);
        if (code !== 0) console.log(`  no backup ${file}: ${said}`);
      }
    },
    files: () => moments.map(({ file }) => file).filter((file) => existsSync(file)),
  };
}

export interface Restored {
  restores: number;
  /** Requests that the copies did not know to be carried out. */
  recovered: number;
  /** Executions since, of what only the copy still had open. */
  executed: number;
  findings: readonly Finding[];
}

interface Scene {
  worlds: Worlds;
  folder: string;
  environment: Record<string, string>;
  /** Milliseconds by which the machine's clock is ahead. */
  ahead: number;
}

/** Each backup is restored beside the same worlds, and everything that it has open is decided again: by colleagues who approve everything. */
export async function restoreAll(scene: Scene, files: readonly string[]): Promise<Restored> {
  const before = (await journalOf(scene.worlds)).length;
  await scene.worlds.tell({ do: 'approve everything' });
  let recovered = 0; // in all of them so far
  const findings: Finding[] = [];
  for (const [number, file] of files.entries()) {
    const one = await restoreOne(scene, file, join(scene.folder, `restored-${number}`));
    recovered += one.recovered;
    findings.push(...one.findings.map(({ what, about }) => ({ what: `after restore ${number}: ${what}`, about })));
  }
  const after = await journalOf(scene.worlds);
  const report = await scene.worlds.tell({ do: 'record' });
  if (report.kind === 'record') findings.push(...postedTwice(report.record));
  return { restores: files.length, recovered, executed: after.length - before, findings };
}

async function restoreOne(
  { worlds, environment, ahead }: Scene,
  file: string,
  dataDir: string,
): Promise<Pick<Restored, 'recovered' | 'findings'>> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const restored = await command(dataDir, 'restore', file);
  if (restored.code !== 0) return { recovered: 0, findings: [{ what: 'not restored', about: restored.said }] };
  const database = join(dataDir, 'deskhand.db');
  const keeper = keeperOf(dataDir, { ...environment, DATA_DIR: dataDir });
  keeper.jump(ahead);
  const copy = readLedger(database, keeper.now());
  await keeper.settleDown();
  const left = await comesOutOfQuarantine({ worlds, keeper, dataDir });
  await keeper.stop();
  const ledger = readLedger(database, keeper.now());
  const journal = await journalOf(worlds);
  // What ended before the copy was made may have been carried out by another copy of that time.
  const wasOpen = new Set<string>(copy.approvals.filter(isOpen).map(({ id }) => id));
  const findings = [
    ...executionsIn({
      ledger: { ...ledger, approvals: ledger.approvals.filter(({ id }) => wasOpen.has(id)) },
      journal: journal.filter(({ key }) => wasOpen.has(key)),
    }),
    ...executedTwice(journal),
    ...left.map((about) => ({ what: 'still under way', about })),
    ...lastWords(keeper.toll),
  ];
  return { recovered: ledger.recovered - copy.recovered, findings };
}

/** Waits until nothing is held back and nothing waits for anybody. */
async function comesOutOfQuarantine(scene: Parameters<typeof whatIsLeft>[0]): Promise<readonly string[]> {
  const end = Date.now() + 20_000;
  const isHeld = () => readLedger(join(scene.dataDir, 'deskhand.db'), 0).holds.length > 0;
  while (isHeld() && Date.now() < end) await pause(100);
  if (isHeld()) return ['the quarantine'];
  for (const step of STEPS) {
    if ((await whatIsLeft(scene)).length === 0) return [];
    await scene.keeper.stop();
    scene.keeper.jump(step);
    await scene.keeper.settleDown();
  }
  return whatIsLeft(scene);
}
