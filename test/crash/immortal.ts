import { spawnBot } from '../stage/bot-process.ts';
import type { BotProcess } from '../stage/bot-process.ts';

/** Starts the bot, to die at the n-th passing of the point; whenever it dies, it is started again and lives. */
export function immortal(environment: Record<string, string>, crashAt: string) {
  const state: { bot: BotProcess; deaths: number; over: boolean } = {
    bot: spawnBot({ ...environment, CRASH_AT: crashAt }),
    deaths: 0,
    over: false,
  };
  const guard = async (): Promise<void> => {
    const { signal } = await state.bot.exited;
    if (state.over) return;
    if (signal !== 'SIGKILL') throw new Error(`the bot ended by itself: ${state.bot.said.err}`);
    state.deaths += 1;
    state.bot = spawnBot(environment);
    await guard();
  };
  const guarding = guard();
  return {
    deaths: () => state.deaths,
    stop: async () => {
      state.over = true;
      state.bot.kill('SIGKILL');
      await guarding;
    },
  };
}
