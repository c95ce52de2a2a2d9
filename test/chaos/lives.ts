import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnBot } from '../stage/bot-process.ts';
import type { BotProcess } from '../stage/bot-process.ts';
import type { Life } from './plan.ts';

export interface Toll {
  kills: number;
  duringStart: number;
  /** Milliseconds from the start of a process until it served. */
  recoveries: number[];
  /** It gave up by itself, because Slack did not answer its start; a supervisor would start it again. */
  gaveUp: number;
  /** It ended by itself in another way. */
  ended: string[];
  jumps: number;
}

export interface Keeper {
  toll: Toll;
  /** From a start to a kill. */
  live(life: Life): Promise<void>;
  /** Starts it, to stay. */
  settleDown(): Promise<void>;
  /** Sets its machine's clock: forward from where it was at its latest, or for a while back from there. */
  jump(by: number): void;
  /** The latest time that it may have shown. */
  now(): number;
  /** Ends it as a supervisor does. */
  stop(): Promise<{ code: number | null }>;
}

/** Starts the bot, and kills it when the plan says so. */
export function keeperOf(folder: string, environment: Record<string, string>): Keeper {
  const clock = join(folder, 'clock');
  const toll: Toll = { kills: 0, duringStart: 0, recoveries: [], gaveUp: 0, ended: [], jumps: 0 };
  const state: { bot: BotProcess | undefined; ahead: number } = { bot: undefined, ahead: 0 };
  const jump = (by: number): void => {
    state.ahead += Math.max(by, 0);
    toll.jumps += by === 0 ? 0 : 1;
    writeFileSync(`${clock}.new`, String(state.ahead + Math.min(by, 0)));
    renameSync(`${clock}.new`, clock);
  };
  jump(0);
  const start = (): BotProcess => {
    const began = performance.now();
    const bot = spawnBot({
      ...environment,
      NODE_OPTIONS: `--import ${resolve(import.meta.dirname, 'clock.mjs')}`,
      CHAOS_CLOCK: clock,
    });
    void bot.running.then((serves) => {
      if (serves) toll.recoveries.push(performance.now() - began);
    });
    void bot.exited.then(({ code, signal }) => {
      appendFileSync(join(folder, 'bot.log'), `${bot.said.out}${bot.said.err}== ended: ${code ?? signal}\n`);
      if (signal === 'SIGKILL' || code === 0) return;
      if (bot.said.err.includes('Slack does not answer')) toll.gaveUp += 1;
      else toll.ended.push(`${code ?? signal}: ${bot.said.err.slice(-500)}`);
    });
    return bot;
  };
  /** One that gave up is started again. */
  const startUntilServing = async (): Promise<BotProcess> => {
    const bot = start();
    return (await bot.running) ? bot : startUntilServing();
  };
  return {
    toll,
    jump,
    now: () => Date.now() + state.ahead,
    live: async ({ killed, after, jump: skew }) => {
      if (skew?.when === 'before') jump(skew.by);
      const bot = killed === 'start' ? start() : await startUntilServing();
      await pause(after / 2);
      if (skew?.when === 'within') jump(skew.by);
      await pause(after / 2);
      const isServing = await Promise.race([bot.running, Promise.resolve(undefined)]);
      bot.kill('SIGKILL');
      const { signal } = await bot.exited;
      if (signal !== 'SIGKILL') return;
      toll.kills += 1;
      if (isServing !== true) toll.duringStart += 1;
    },
    settleDown: async () => {
      state.bot = await startUntilServing();
    },
    stop: async () => {
      state.bot?.kill('SIGTERM');
      return { code: (await state.bot?.exited)?.code ?? null };
    },
  };
}
