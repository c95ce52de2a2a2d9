import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import type { Record as Seen } from './record.ts';

/** What the process of the worlds is told to do. */
export type Order =
  | { do: 'live'; life: number }
  | { do: 'calm' }
  | { do: 'waiting' }
  | { do: 'record' }
  | { do: 'approve everything' };
/** What it answers. */
export type Report =
  | { kind: 'ready'; environment: Record<string, string>; journalUrl: string }
  | { kind: 'done' }
  /** Numbers of questions. */
  | { kind: 'waiting'; customers: readonly number[]; colleagues: readonly number[] }
  | { kind: 'record'; record: Seen };

export interface Worlds {
  /** What the bot needs to be told to live in them. */
  environment: Record<string, string>;
  journalUrl: string;
  tell(order: Order): Promise<Report>;
  stop(): void;
}

/** Starts the three worlds and their people in a process of their own. */
export async function startWorlds(folder: string, seed: number, kills: number): Promise<Worlds> {
  const child = fork(resolve(import.meta.dirname, 'worlds-process.ts'), [folder, String(seed), String(kills)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, (report: Report) => void>();
  const asked = { number: 0 };
  const ready = new Promise<Report>((done) => waiting.set(0, done));
  child.on('message', ({ number, report }: { number: number; report: Report }) => {
    waiting.get(number)?.(report);
    waiting.delete(number);
  });
  child.once('exit', (code) => {
    if (code !== null && code !== 0) throw new Error(`the worlds ended with ${code}`);
  });
  const first = await ready;
  if (first.kind !== 'ready') throw new Error(`the worlds began with ${first.kind}`);
  return {
    environment: first.environment,
    journalUrl: first.journalUrl,
    tell: (order) => {
      asked.number += 1;
      const { number } = asked;
      return new Promise((done) => {
        waiting.set(number, done);
        child.send({ number, order });
      });
    },
    stop: () => void child.kill('SIGTERM'),
  };
}
