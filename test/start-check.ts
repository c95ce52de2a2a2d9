import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { until } from './stage/until.ts';

// `npm start` as a newcomer runs it: no settings, and the main job through what the page itself calls.
const PATIENCE = 20_000;
const HOME = resolve(import.meta.dirname, '..');

/** A folder without anybody's `.env` and data. */
function freshCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-start-'));
  for (const name of ['src', 'package.json']) cpSync(join(HOME, name), join(folder, name), { recursive: true });
  symlinkSync(join(HOME, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function npmStart(folder: string) {
  const { PATH, HOME: home } = process.env;
  const env = { PATH, HOME: home, PORT: '0', DATA_DIR: join(folder, 'data') };
  const child = spawn('npm', ['start'], { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  return {
    said: () => said.join(''),
    kill: () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    },
    exited: new Promise((done) => child.once('exit', done)),
  };
}

const Button = z.object({ action_id: z.string(), value: z.string().optional(), style: z.string().optional() });
const Message = z.object({
  ts: z.string(),
  thread_ts: z.string().optional(),
  user: z.string().optional(),
  text: z.string(),
  blocks: z
    .array(z.looseObject({ block_id: z.string().optional(), elements: z.array(z.unknown()).optional() }))
    .optional(),
});
type Message = z.infer<typeof Message>;
const State = z.object({ messages: z.record(z.string(), z.array(Message)) });
const Answer = z.looseObject({ ok: z.literal(true), ts: z.string().optional() });

function pageOf(address: string) {
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(new URL(path, address), { method: 'POST', headers, body: JSON.stringify(body) });
    return Answer.parse(await response.json());
  };
  return {
    post,
    messages: async (channel: string): Promise<readonly Message[]> =>
      State.parse(await (await fetch(new URL('ui/state', address))).json()).messages[channel] ?? [],
  };
}

/** The button that lets the change happen. */
function deciding({ blocks = [] }: Message) {
  return blocks
    .flatMap(({ block_id, elements = [] }) =>
      elements.map((one) => ({ blockId: block_id, ...Button.safeParse(one).data })),
    )
    .find(({ style }) => style === 'primary');
}

async function mainJob(address: string): Promise<string> {
  const page = pageOf(address);
  const question = "@Deskhand my mug from ORD-12345 came broken, I'd like a refund";
  await page.post('ui/post', { user: 'UALICE', channel: 'C_SUPPORT', text: question });
  const card = await until(
    async () => (await page.messages('C_APPROVALS')).find((message) => deciding(message)),
    'the card',
    PATIENCE,
  );
  const { blockId, action_id: actionId, value } = deciding(card) ?? {};
  const place = { channel: 'C_APPROVALS', messageTs: card.ts };
  await page.post('ui/click', { user: 'UPRIYA', ...place, blockId, actionId, value });
  return until(
    async () =>
      (await page.messages('C_SUPPORT')).find(({ user, text }) => user === 'UBOT' && text.includes('on its way'))?.text,
    'Alice to be told',
    PATIENCE,
  );
}

const folder = freshCopy();
const bot = npmStart(folder);
try {
  const address = await until(
    () => /Open (http:\/\/127\.0\.0\.1:\d+\/)/.exec(bot.said())?.[1],
    'the address',
    PATIENCE,
  );
  console.log(`npm start runs the main job. Alice was told: ${(await mainJob(address)).replaceAll('\n', ' ')}`);
} catch (error) {
  console.log(`npm start does not run the main job: ${String(error)}. It said: ${bot.said()}`);
  process.exitCode = 1;
} finally {
  bot.kill();
  await bot.exited;
  rmSync(folder, { recursive: true, force: true });
}
