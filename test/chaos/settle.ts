import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { isOpen } from '../../src/domain/approval.ts';
import { command } from './command.ts';
import type { Evidence, Written } from './judge.ts';
import { readLedger } from './ledger.ts';
import type { Keeper } from './lives.ts';
import type { Plan } from './plan.ts';
import { questionsOf } from './records.ts';
import type { Worlds } from './worlds.ts';

export interface Scene {
  worlds: Worlds;
  keeper: Keeper;
  plan: Plan;
  dataDir: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** How far time is moved on for what waits for it: the end of a request's life, then a person's turn. */
export const STEPS = [70 * SECOND, 31 * MINUTE, 31 * MINUTE] as const;
/** For everything that does not wait for time. */
const PATIENCE = 25 * SECOND;

const Journal = z.array(
  z.object({ key: z.string(), method: z.string(), path: z.string(), status: z.number(), body: z.unknown() }),
);

/** Lets everything come to rest in worlds that work, and collects what is to be judged. */
export async function settle(scene: Scene): Promise<Evidence> {
  const { worlds, keeper, plan, dataDir } = scene;
  await worlds.tell({ do: 'calm' });
  await keeper.settleDown();
  for (const step of STEPS) {
    if ((await whatIsLeft(scene)).length === 0) break;
    await keeper.stop();
    keeper.jump(step);
    await keeper.settleDown();
  }
  const left = await whatIsLeft(scene);
  if (left.length > 0) console.log(`  not at rest: ${left.join(', ')}`);
  await keeper.stop();
  const report = await worlds.tell({ do: 'record' });
  if (report.kind !== 'record') throw new Error(`expected the record, got ${report.kind}`);
  return {
    questions: questionsOf(plan),
    seen: report.record,
    ledger: readLedger(join(dataDir, 'deskhand.db'), keeper.now()),
    journal: await journalOf(worlds),
    audit: await command(dataDir, 'audit', 'verify'),
  };
}

export const journalOf = async ({ journalUrl }: Worlds): Promise<readonly Written[]> =>
  Journal.parse(await (await fetch(journalUrl)).json());

/** Empty: it is at rest. */
export async function whatIsLeft({ worlds, keeper, dataDir }: Omit<Scene, 'plan'>): Promise<readonly string[]> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const people = await worlds.tell({ do: 'waiting' });
    if (people.kind !== 'waiting') throw new Error(`expected who waits, got ${people.kind}`);
    const { approvals, openJobs, unsent } = readLedger(join(dataDir, 'deskhand.db'), keeper.now());
    const active = [
      ...people.customers.map((number) => `the writer of ${number}`),
      ...people.colleagues.map((number) => `the card of ${number}`),
      ...openJobs,
      ...unsent,
    ];
    const open = approvals.filter((approval) => isOpen(approval) && !isForPerson(approval));
    const left = [...active, ...open.map(({ id, status }) => `${id} ${status}`)];
    const isOnlyTime = active.length === 0 && open.some(({ status }) => status === 'unknown');
    if (left.length === 0 || isOnlyTime || Date.now() > end) return left;
    await pause(150);
  }
}

const isForPerson = (approval: Parameters<typeof isOpen>[0]): boolean =>
  approval.status === 'unknown' && approval.forPerson !== undefined;
