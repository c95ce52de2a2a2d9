import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { MessageRef } from '../../src/domain/outgoing.ts';
import { spawnBot } from '../stage/bot-process.ts';
import { openWorlds } from '../stage/worlds.ts';
import type { Worlds } from '../stage/worlds.ts';
import { startInstantCompany } from './instant-company.ts';
import { startInstantModel } from './instant-model.ts';
import { preparePending } from './prepare-pending.ts';
import { shareOf } from './share-of.ts';

interface Size {
  /** Requests that wait for a decision. */
  pending: number;
  /** So many one after another, and as many again all at once. */
  clicks: number;
}

/** Milliseconds from the press to Slack's acknowledgement, and to the redrawn card. */
interface Latency {
  ack: number;
  redraw: number;
}

interface Figures {
  /** Milliseconds to connected. */
  start: number;
  /** Megabytes. */
  idle: number;
  alone: readonly Latency[];
  crowd: readonly Latency[];
}

const WARM_UP = 20;

/** Start, and clicks on cards, while many requests wait; the company and the model take no time. */
export async function benchPending(size: Size): Promise<void> {
  const model = await startInstantModel();
  const company = await startInstantCompany();
  const worlds = await openWorlds({ modelUrl: model.baseUrl });
  Object.assign(worlds.environment, { CRM_URL: company.url, ORDERS_URL: company.url, LOG_LEVEL: 'error' });
  try {
    const shown = Math.min(WARM_UP + 2 * size.clicks, size.pending);
    const cards = await preparePending(worlds, { pending: size.pending, shown, ordersUrl: company.url });
    report(size, await measure(worlds, cards, size));
  } finally {
    await worlds.stop();
    model.stop();
    company.stop();
  }
}

async function measure(worlds: Worlds, cards: readonly MessageRef[], { clicks }: Size): Promise<Figures> {
  const bot = await launch(worlds);
  await pause(1_000); // what was needed only to start is collected
  const idle = residentMegabytes(bot.pid);
  const press = presser(worlds);
  for (const card of cards.slice(0, WARM_UP)) await press(card);
  const alone: Latency[] = [];
  for (const card of cards.slice(WARM_UP, WARM_UP + clicks)) alone.push(await press(card));
  const crowd = await Promise.all(cards.slice(WARM_UP + clicks).map(press));
  await bot.stop();
  return { start: bot.start, idle, alone, crowd };
}

async function launch({ slack, environment }: Worlds) {
  const begun = performance.now();
  const bot = spawnBot(environment);
  if (!(await bot.running)) throw new Error(`the bot did not start: ${bot.said.err}`);
  await slack.connected();
  return {
    start: performance.now() - begun,
    pid: bot.pid,
    stop: () => {
      bot.kill('SIGTERM');
      return bot.exited;
    },
  };
}

function presser({ slack }: Worlds): (card: MessageRef) => Promise<Latency> {
  const waiting = new Map<string, () => void>();
  slack.feed.subscribe((change) => {
    if (change.type === 'message_changed') waiting.get(change.message.ts)?.();
  });
  return async ({ channel, ts }) => {
    const begun = performance.now();
    const since = (): number => performance.now() - begun;
    const redrawn = new Promise<void>((resolve) => waiting.set(ts, resolve)).then(since);
    const acked = slack.click('UPRIYA', channel, ts, 'approve_request').then((isAcked) => {
      if (!isAcked) throw new Error(`the press on ${ts} was not acknowledged in time`);
      return since();
    });
    const [ack, redraw] = await Promise.all([acked, redrawn]);
    return { ack, redraw };
  };
}

const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

function report({ pending, clicks }: Size, { start, idle, alone, crowd }: Figures): void {
  const acks = (latencies: readonly Latency[], share: number) =>
    shareOf(
      latencies.map(({ ack }) => ack),
      share,
    );
  const redraws = (latencies: readonly Latency[], share: number) =>
    shareOf(
      latencies.map(({ redraw }) => redraw),
      share,
    );
  const rows: [string, number, number?][] = [
    ['start', start, 3_000],
    ['press to ack, p50', acks(alone, 0.5)],
    ['press to ack, p99', acks(alone, 0.99), 50],
    ['press to redrawn card, p50', redraws(alone, 0.5)],
    ['press to redrawn card, p95', redraws(alone, 0.95), 300],
    ['all at once: to ack, p50', acks(crowd, 0.5)],
    ['all at once: to ack, p99', acks(crowd, 0.99)],
    ['all at once: to redrawn card, p50', redraws(crowd, 0.5)],
    ['all at once: to redrawn card, p95', redraws(crowd, 0.95)],
  ];
  console.log(`${pending} requests wait, ${clicks} clicks one after another and ${clicks} at once, instant worlds`);
  console.log(`${''.padEnd(36)}${'Deskhand'.padStart(12)}${'bar'.padStart(12)}`);
  const figure = (value: number | undefined): string =>
    (value === undefined ? '' : `${value.toFixed(1)} ms`).padStart(12);
  for (const [name, value, bar] of rows) {
    const isOver = bar !== undefined && value > bar;
    console.log(`${name.padEnd(36)}${figure(value)}${figure(bar)}${isOver ? '  over' : ''}`);
  }
  console.log(`${'memory, idle'.padEnd(36)}${`${idle.toFixed(1)} MB`.padStart(12)}`);
}
