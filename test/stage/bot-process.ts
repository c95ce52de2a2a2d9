import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../..');
/** What `npm start` passes to Node, less the reading of `.env`. */
const Package = z.object({ scripts: z.object({ start: z.string() }) });
const { scripts } = Package.parse(JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')));
const START = scripts.start
  .split(' ')
  .slice(1)
  .filter((word) => !word.startsWith('--env-file'));

/** The bot in a process of its own, started as a user starts it. Nothing of this process's settings reaches it. */
export function spawnBot(environment: Record<string, string>) {
  const child = spawn(process.execPath, START, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  const exited = new Promise<{ code: number | null; signal: string | null }>((done) => {
    child.once('exit', (code, signal) => done({ code, signal }));
  });
  const running = new Promise<boolean>((done) => {
    child.stdout.on('data', () => {
      if (said.out.includes('Deskhand is running')) done(true);
    });
    child.once('exit', () => done(false));
  });
  return {
    pid: child.pid ?? 0,
    /** True once it runs, false when it ended before. */
    running,
    exited,
    said,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  };
}
export type BotProcess = ReturnType<typeof spawnBot>;
