import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startModel } from '../src/local/model/start-model.ts';
import { spawnBot } from './stage/bot-process.ts';
import type { BotProcess } from './stage/bot-process.ts';
import { peopleOf } from './stage/people.ts';
import { openWorlds } from './stage/worlds.ts';
import type { Worlds } from './stage/worlds.ts';

let model: Awaited<ReturnType<typeof startModel>>;
let worlds: Worlds;
const bots: BotProcess[] = [];

beforeAll(async () => {
  model = await startModel({ port: 0 });
});
afterAll(() => model.stop());
beforeEach(async () => {
  worlds = await openWorlds({ modelUrl: model.baseUrl });
});
afterEach(async () => {
  for (const bot of bots.splice(0)) {
    bot.kill('SIGKILL');
    await bot.exited;
  }
  await worlds.stop();
});

function start(settings: Record<string, string> = {}): BotProcess {
  const bot = spawnBot({ ...worlds.environment, ...settings });
  bots.push(bot);
  return bot;
}

async function running(settings?: Record<string, string>): Promise<BotProcess> {
  const bot = start(settings);
  if (!(await bot.running)) throw new Error(bot.said.err);
  return bot;
}

/** An address where nobody listens. */
async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
}

describe('given a start that cannot succeed', () => {
  test('when settings are wrong, then all are named, the code is 78 and nobody was called', async () => {
    const bot = start({
      SLACK_BOT_TOKEN: 'xapp-1-canary',
      SLACK_APP_TOKEN: 'xoxb-1-canary',
      APPROVALS_CHANNEL: '',
      AGENTS: '',
      LEADS: '',
      ORDERS_URL: 'orders',
      DATA_DIR: '/dev/null/data',
    });

    expect(await bot.exited).toEqual({ code: 78, signal: null });
    const named = [...bot.said.err.matchAll(/^ {2}- (\S+)/gm)].map(([, name]) => name);
    expect(named).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'APPROVALS_CHANNEL',
      'AGENTS',
      'ORDERS_URL',
      'DATA_DIR',
    ]);
    expect(bot.said.err).not.toContain('canary');
    expect(bot.said.out).toBe('');
    expect(worlds.slack.calls()).toEqual([]);
  });

  test('when the policy file holds mistakes, then each is told with its line and its field', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-policy-'));
    const file = join(folder, 'policy.yml');
    writeFileSync(file, 'version: 3\nactions:\n  refund_order:\n    tiers: []\n');

    const bot = start({ POLICY_FILE: file, BUSINESS_HOURS: 'Mon-Fri 9-17 UTC' });

    const ended = await bot.exited;
    rmSync(folder, { recursive: true });
    expect(ended).toEqual({ code: 78, signal: null });
    expect(bot.said.err.match(/^ {2}- .*(?=\. Mend|\. Set)/gm)).toEqual([
      '  - POLICY_FILE line 1, version: expected text of 1 to 100 characters, got 3',
      '  - POLICY_FILE line 4, actions.refund_order.tiers: expected at least one tier, got a list',
      '  - BUSINESS_HOURS holds hours that are none (9-17)',
    ]);
    expect(worlds.slack.calls()).toEqual([]);
  });

  test.each([
    [
      'Slack refuses the bot token',
      { SLACK_BOT_TOKEN: 'xoxb-wrong-canary' },
      'Slack refuses SLACK_BOT_TOKEN (invalid_auth)',
    ],
    [
      'Slack refuses the app token',
      { SLACK_APP_TOKEN: 'xapp-wrong-canary' },
      'Slack refuses SLACK_APP_TOKEN (invalid_auth)',
    ],
    [
      'the approvals channel does not exist',
      { APPROVALS_CHANNEL: 'C_NOWHERE' },
      'APPROVALS_CHANNEL C_NOWHERE does not exist',
    ],
    [
      'the approvals channel is shared with another company',
      { APPROVALS_CHANNEL: 'C_SHARED' },
      'APPROVALS_CHANNEL C_SHARED is shared',
    ],
    [
      'the bot is not in the approvals channel',
      { APPROVALS_CHANNEL: 'C_GENERAL' },
      'APPROVALS_CHANNEL C_GENERAL does not have the bot as a member',
    ],
  ])('when %s, then that is told in words with the code 78', async (_, settings, words) => {
    const bot = start(settings);

    expect(await bot.exited).toEqual({ code: 78, signal: null });
    expect(bot.said.err).toContain(`Deskhand cannot run: ${words}`);
    expect(bot.said.err).not.toMatch(/canary|\n {4}at /);
  });

  test('when Slack cannot be reached, then that is told with the code 1', async () => {
    const bot = start({ SLACK_API_URL: `${await deadAddress()}api/` });

    expect(await bot.exited).toEqual({ code: 1, signal: null });
    expect(bot.said.err).toContain('Deskhand cannot run: Slack does not answer.');
    expect(bot.said.err).not.toContain('\n    at ');
  });

  test('when another one runs on the data folder, then it is refused in words and the first goes on', async () => {
    const first = await running();

    const second = start();

    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.said.err).toContain('another Deskhand is already running on');
    expect(first.isAlive()).toBe(true);
  });
});

describe('given a bot that runs', () => {
  test('when NODE_ENV is production and all worlds are configured, then it runs, and SIGTERM ends it with 0', async () => {
    const bot = await running({ NODE_ENV: 'production' });

    bot.kill('SIGTERM');

    expect(await bot.exited).toEqual({ code: 0, signal: null });
  });

  test('when it is told to stop while the model thinks, then a second SIGTERM does not wait', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const thinking = new Promise((resolve) => silent.once('request', resolve));
    const bot = await running({ OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` });
    await peopleOf(worlds.slack).ask('UALICE', 'where is my order ORD-12345?');
    await thinking;

    const begun = Date.now();
    const pressing = setInterval(() => bot.kill('SIGTERM'), 200);
    const ended = await bot.exited;
    clearInterval(pressing);

    expect(ended).toEqual({ code: 1, signal: null });
    expect(Date.now() - begun).toBeLessThan(2_000);
    silent.closeAllConnections();
    silent.close();
  });

  test('when a promise is rejected and nobody holds it, then the bug is logged without secrets and the code is 1', async () => {
    const bug = `process.once('SIGUSR2', () => void Promise.reject(new Error('lost ${worlds.slack.botToken}')))`;
    const bot = await running({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(bug)}` });

    bot.kill('SIGUSR2');

    expect(await bot.exited).toEqual({ code: 1, signal: null });
    expect(bot.said.err).toContain('Error: lost [secret]');
    expect(bot.said.err).not.toContain(worlds.slack.botToken);
  });

  test('when it is asked for its health, then it is alive and ready', async () => {
    const { port } = new URL(await deadAddress());
    await running({ HEALTH_PORT: port });

    const answers = await Promise.all(
      ['livez', 'readyz'].map(async (path) => (await fetch(`http://127.0.0.1:${port}/${path}`)).json()),
    );

    expect(answers).toEqual([{ live: true }, expect.objectContaining({ slack: 'ok', store: 'ok', draining: 'ok' })]);
  });

  test('when it logs everything over a whole refund, then no token and no customer’s word is in it', async () => {
    const secrets = { OPENAI_API_KEY: 'sk-canary-canary', CRM_TOKEN: 'crm-canary', ORDERS_TOKEN: 'orders-canary' };
    const bot = await running({ ...secrets, LOG_LEVEL: 'debug' });
    const people = peopleOf(worlds.slack);
    const thread = await people.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const card = await people.card('Refund $48.00');
    await people.press('UPRIYA', card.ts);
    await people.answer(thread, 2);
    bot.kill('SIGTERM');
    await bot.exited;

    const log = bot.said.err + bot.said.out;
    expect(log).not.toMatch(/canary|mug|Wonderland|alice@/);
    expect(log).not.toContain(worlds.slack.botToken);
    expect(log).not.toContain(worlds.slack.appToken);
  });
});
