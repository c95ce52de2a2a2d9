import { startBot } from '../../src/app.ts';
import { readPolicy, writable } from '../../src/adapters/disk.ts';
import { readConfig } from '../../src/config.ts';
import { startModel } from '../../src/local/model/start-model.ts';
import { settingsWith } from '../../src/wiring.ts';
import { openWorlds } from './worlds.ts';
import type { StageOptions } from './worlds.ts';

export interface StageSettings {
  /** Absent: the demo model. */
  modelUrl?: string;
  settings?: Record<string, string>;
  slack?: StageOptions['slack'];
  /** Milliseconds in which somebody may go on speaking; none when absent. */
  gatherFor?: number;
}

/** The real bot in this process, with the local Slack, a demo company and a model. */
export async function openStage({ modelUrl, settings = {}, slack, gatherFor = 0 }: StageSettings = {}) {
  const model = modelUrl === undefined ? await startModel({ port: 0 }) : undefined;
  const worlds = await openWorlds({ modelUrl: modelUrl ?? model?.baseUrl ?? '', ...(slack && { slack }) });
  const start = () => startHere({ ...worlds.environment, LOG_LEVEL: 'silent', ...settings }, gatherFor);
  let bot = await start();
  await worlds.slack.connected();
  return {
    ...worlds,
    /** `meanwhile`: what is done to its files while it is down. */
    restart: async (meanwhile: () => void = () => {}) => {
      await bot.stop();
      meanwhile();
      bot = await start();
    },
    stop: async () => {
      await bot.stop();
      await worlds.stop();
      await model?.stop();
    },
  };
}
export type Stage = Awaited<ReturnType<typeof openStage>>;

async function startHere(environment: Record<string, string>, gatherFor: number) {
  const read = readConfig(environment, { writable, policy: readPolicy });
  if ('mistakes' in read) throw new Error(read.mistakes.join('\n'));
  const fail = (error: Error): void => {
    throw error;
  };
  return startBot({ ...settingsWith(read.config, { stop: async () => undefined }), gatherFor }, fail);
}
