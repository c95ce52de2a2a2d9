import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { startModel } from '../../src/local/model/start-model.ts';
import { faultsIn, hitsIn } from '../cli/support.ts';
import { spawnBot } from '../stage/bot-process.ts';
import { peopleOf } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openWorlds } from '../stage/worlds.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const ROOT = resolve(import.meta.dirname, '../..');
const CANARIES = ['CANARY-broken', 'CANARY-note', 'CANARY-told'];

async function open() {
  const model = await startModel({ port: 0 });
  const worlds = await openWorlds({ modelUrl: model.baseUrl });
  const start = async (settings: Record<string, string> = {}) => {
    const bot = spawnBot({ ...worlds.environment, ...settings });
    closing.push(async () => {
      bot.kill('SIGKILL');
      await bot.exited;
    });
    if (!(await bot.running)) throw new Error(bot.said.err);
    await worlds.slack.connected();
    return bot;
  };
  closing.push(
    () => worlds.stop(),
    () => model.stop(),
  );
  const folder = String(worlds.environment['DATA_DIR']);
  const command = async (...args: readonly string[]) => {
    const env = { PATH: process.env['PATH'], DATA_DIR: folder };
    const flags = ['--disable-warning=ExperimentalWarning', 'src/cli/main.ts'];
    return promisify(execFile)(process.execPath, [...flags, ...args], { cwd: ROOT, env });
  };
  return { ...worlds, ...peopleOf(worlds.slack), folder, start, command };
}

test('given a bot that answers without pause, when a customer is erased and backups are made, then nobody notices', async () => {
  const here = await open();
  const bot = await here.start();
  const thread = await here.ask('UALICE', "my mug from ORD-12345 came CANARY-broken, I'd like a refund");
  const card = await here.card('ORD-12345');
  await here.reject('UPRIYA', card.ts, { note: 'CANARY-note', message: 'CANARY-told' });
  await until(
    () => here.inThread('C_SUPPORT', thread).some((text) => text.includes('CANARY-told')),
    'Alice to be told',
  );
  expect(hitsIn(here.folder, CANARIES)).not.toEqual([]);

  const asked: string[] = [];
  let isOver = false; // the commands have ended
  const others = (async () => {
    while (!isOver || asked.length < 20) {
      asked.push(await here.ask('UBOB', 'What is your return policy?'));
      await new Promise((done) => setTimeout(done, 50));
    }
  })();
  const backedUp = await here.command('backup');
  const erased = await here.command('erase', '--customer', 'cust_123');
  await here.command('backup');
  isOver = true;
  await others;
  await Promise.all(asked.map((question) => here.answer(question)));

  expect(backedUp.stdout).toContain('Backed up');
  expect(erased.stdout).toContain('Erased what');
  expect(hitsIn(here.folder, CANARIES)).toEqual([]);
  expect(asked.map((question) => here.inThread('C_SUPPORT', question).length)).toEqual(asked.map(() => 1));
  expect(bot.isAlive()).toBe(true);

  bot.kill('SIGTERM');
  expect(await bot.exited).toEqual({ code: 0, signal: null });
  const backups = readdirSync(join(here.folder, 'backups'));
  expect(backups).toHaveLength(2);
  expect(faultsIn(join(here.folder, 'deskhand.db'))).toEqual([]);
  expect(
    (await here.command('restore', join(here.folder, 'backups', String(backups.toSorted().at(-1))))).stdout,
  ).toContain('Deskhand starts in quarantine');

  const again = await here.start();
  const later = await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
  await here.answer(later);
  expect(again.isAlive()).toBe(true);
});

test('given texts that are older than they may be, when the bot runs, then they go without a command', async () => {
  const here = await open();
  const first = await here.start();
  await here.answer(await here.ask('UALICE', 'What is your CANARY-note policy?'));
  first.kill('SIGTERM');
  await first.exited;
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(here.folder, 'deskhand.db'));
  database.exec(`UPDATE items SET json = json_set(json, '$.at', 1)`);
  database.close();

  const second = await here.start({ RETAIN_DAYS: '1' });
  await until(() => hitsIn(here.folder, CANARIES).length === 0, 'the texts to go', 20_000);

  expect(second.isAlive()).toBe(true);
  expect(second.said.err).toBe('');
});
