import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnBot } from '../stage/bot-process.ts';
import { until } from '../stage/until.ts';
import { openWorlds } from '../stage/worlds.ts';
import type { Worlds } from '../stage/worlds.ts';
import { startInstantModel } from './instant-model.ts';
import { shareOf } from './share-of.ts';

const TICKS_PER_SECOND = 100;

interface Bot {
  pid: number;
  running: Promise<boolean>;
  stop: () => Promise<unknown>;
}
interface Figures {
  start: number;
  idle: number;
  p50: number;
  p95: number;
  crowdP95: number;
  rate: number;
  cpu: number;
  peak: number;
  calls: number;
}

const status = (pid: number, field: string): number =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
/** Milliseconds of CPU, user and system. */
function cpu(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000;
}

/** Milliseconds from the event to the reply in its thread. */
type Turn = (number: number) => Promise<number>;

function turnsIn({ slack }: Worlds): Turn {
  const waiting = new Map<string, () => void>();
  slack.feed.subscribe((change) => {
    if (change.type === 'message' && change.message.user === 'UBOT') waiting.get(change.message.thread_ts ?? '')?.();
  });
  return async (number) => {
    const begun = performance.now();
    const ts = await slack.postAs('UALICE', 'C_SUPPORT', `<@UBOT> where is my order ORD-12345? (${number})`);
    await new Promise<void>((resolve) => waiting.set(ts, resolve));
    waiting.delete(ts);
    return performance.now() - begun;
  };
}

async function measure(worlds: Worlds, { launch, turns }: { launch: () => Bot; turns: number }): Promise<Figures> {
  const turn = turnsIn(worlds);
  const begun = performance.now();
  const bot = launch();
  if (!(await bot.running)) throw new Error('the bot did not start');
  await worlds.slack.connected();
  const start = performance.now() - begun;
  await pause(1_000); // what was needed only to start is collected
  const idle = status(bot.pid, 'VmRSS');
  for (let warm = 0; warm < 20; warm += 1) await turn(warm);
  const before = { cpu: cpu(bot.pid), calls: worlds.slack.calls().length };
  const alone: number[] = [];
  for (let index = 0; index < turns; index += 1) alone.push(await turn(index));
  const calls = (worlds.slack.calls().length - before.calls) / turns;
  const crowdBegun = performance.now();
  const crowd = await Promise.all(Array.from({ length: turns }, (_, index) => turn(index)));
  const seconds = (performance.now() - crowdBegun) / 1_000;
  const figures = {
    start,
    idle,
    calls,
    p50: shareOf(alone, 0.5),
    p95: shareOf(alone, 0.95),
    crowdP95: shareOf(crowd, 0.95),
    rate: turns / seconds,
    cpu: (cpu(bot.pid) - before.cpu) / (2 * turns),
    peak: status(bot.pid, 'VmHWM'),
  };
  await bot.stop();
  return figures;
}

function launchDeskhand({ environment }: Worlds): Bot {
  const bot = spawnBot({ ...environment, LOG_LEVEL: 'error' });
  return {
    pid: bot.pid,
    running: bot.running,
    stop: () => {
      bot.kill('SIGTERM');
      return bot.exited;
    },
  };
}

function launchBare({ environment }: Worlds): Bot {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'bare-bot.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], ...environment },
  });
  const exited = new Promise((done) => child.once('exit', done));
  const running = new Promise<boolean>((done) =>
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('running')) done(true);
    }),
  );
  return {
    pid: child.pid ?? 0,
    running,
    stop: () => {
      child.kill('SIGKILL');
      return exited;
    },
  };
}

async function run(launch: (worlds: Worlds) => Bot, turns: number): Promise<Figures> {
  const model = await startInstantModel();
  const worlds = await openWorlds({ modelUrl: model.baseUrl });
  try {
    const first = launch(worlds); // fills Node's compile cache after a change of the source
    await first.running;
    await first.stop();
    return await measure(worlds, { launch: () => launch(worlds), turns });
  } finally {
    await until(() => true, 'the end');
    await worlds.stop();
    model.stop();
  }
}

/** Turns a second, latency, CPU and memory of the bot beside the bare yardstick. */
export async function benchTurns({ turns }: { turns: number }): Promise<void> {
  const bare = await run(launchBare, turns);
  const deskhand = await run(launchDeskhand, turns);
  const rows: [string, keyof Figures, string][] = [
    ['start to connected', 'start', 'ms'],
    ['p50, one after another', 'p50', 'ms'],
    ['p95, one after another', 'p95', 'ms'],
    ['turns a second, all at once', 'rate', '/s'],
    ['p95, all at once', 'crowdP95', 'ms'],
    ['CPU a turn', 'cpu', 'ms'],
    ['memory, idle', 'idle', 'MB'],
    ['memory, peak', 'peak', 'MB'],
    ['Slack calls a turn', 'calls', ''],
  ];
  console.log(
    `${turns} turns each, one read a turn, instant model\n${''.padEnd(30)}${'Deskhand'.padStart(14)}${'bare bot'.padStart(14)}${'ratio'.padStart(8)}`,
  );
  for (const [name, key, unit] of rows) {
    const figure = (value: number): string => `${value.toFixed(1)} ${unit}`.padStart(14);
    console.log(
      `${name.padEnd(30)}${figure(deskhand[key])}${figure(bare[key])}${(deskhand[key] / bare[key]).toFixed(2).padStart(8)}`,
    );
  }
}
