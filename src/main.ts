import { flushCompileCache } from 'node:module';
import { readPolicy, writable } from './adapters/disk.ts';
import { readConfig, secretsOf } from './config.ts';
import type { Config } from './config.ts';
import { SECOND } from './domain/time.ts';
import { ending, onBugs, onSignals } from './ops/ending.ts';
import { BAD_CONFIG, startFailure } from './ops/start-failure.ts';

/** Longer than the bot's own drain, shorter than the 30 seconds after which supervisors kill. */
const LONGEST_STOP = 28 * SECOND;

async function run(config: Config): Promise<void> {
  const [{ startBot }, { startWorlds }, { settingsWith, summary, wanted }, { makeLog, redaction }] = await Promise.all([
    import('./app.ts'),
    import('./local/worlds.ts'),
    import('./wiring.ts'),
    import('./ops/log.ts'),
  ]);
  const exit = (code: number): never => process.exit(code);
  const running: { stop(): Promise<void> }[] = [];
  const end = ending({
    stop: async () => {
      for (const part of running.toReversed()) await part.stop();
    },
    exit,
    patience: LONGEST_STOP,
  });
  const giveUp = (error: unknown): void => {
    const { code, message } = startFailure(error);
    console.error(redaction(secretsOf(config))(message));
    end(code);
  };
  onSignals(process, { end, exit, now: Date.now });
  onBugs(process, makeLog(config.logLevel, secretsOf(config)), end);
  try {
    const worlds = await startWorlds(wanted(config), config);
    running.push(worlds);
    const bot = await startBot(settingsWith(config, worlds), giveUp);
    running.push(bot);
    await bot.warmUp();
    console.log(summary(config, worlds));
    flushCompileCache(); // so that a first run that is killed still makes the second one light
  } catch (error) {
    const { toldOfDamage } = await import('./adapters/sql/damaged.ts');
    giveUp(toldOfDamage(error, config.dataDir));
  }
}

const read = readConfig(process.env, { writable, policy: readPolicy });
if ('mistakes' in read) {
  console.error(`Deskhand cannot start:\n${read.mistakes.map((line) => `  - ${line}`).join('\n')}`);
  process.exitCode = BAD_CONFIG;
} else {
  for (const warning of read.warnings) console.error(`Warning: ${warning}`);
  await run(read.config);
}
