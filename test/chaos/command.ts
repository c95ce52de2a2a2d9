import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Said {
  code: number;
  /** What it printed, errors first. */
  said: string;
}

/** One of the commands that come with the bot, as an operator types it. */
export async function command(dataDir: string, ...args: readonly string[]): Promise<Said> {
  const home = resolve(import.meta.dirname, '../..');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', resolve(home, 'src/cli/main.ts'), ...args],
    { cwd: home, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], DATA_DIR: dataDir } },
  );
  const code = new Promise<number>((done) => child.once('close', (exit) => done(exit ?? -1)));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, said: `${err}${out}`.trim() };
}
