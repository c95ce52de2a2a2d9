import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { queueHome } from '../../src/approvals/home/queue-home.ts';
import { isPending } from '../../src/domain/approval.ts';
import { ApprovalId } from '../../src/domain/ids.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import type { Store } from '../../src/ports/store.ts';
import { priya } from '../fakes/approvals.ts';
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
  opens: number;
}

/** Milliseconds. */
interface Figures {
  /** What is read and reckoned for one Home, without Slack. */
  reckoned: readonly number[];
  /** From the event to the published view: the first of all, which looks up who that is, and those after it. */
  first: number;
  opened: readonly number[];
  /** All of the above showed the twenty that are due first, in order. */
  isRight: boolean;
}

const SIZE = 20;

/** Opening Home while many requests wait: within a second, with the right twenty. The company and the model take no time. */
export async function benchHome(size: Size): Promise<void> {
  const model = await startInstantModel();
  const company = await startInstantCompany();
  const worlds = await openWorlds({ modelUrl: model.baseUrl });
  Object.assign(worlds.environment, { CRM_URL: company.url, ORDERS_URL: company.url, LOG_LEVEL: 'error' });
  try {
    await preparePending(worlds, { pending: size.pending, shown: 0, ordersUrl: company.url });
    report(size, await measure(worlds, size));
  } finally {
    await worlds.stop();
    model.stop();
    company.stop();
  }
}

async function measure(worlds: Worlds, { pending, opens }: Size): Promise<Figures> {
  const sqlite = openSqlite(join(worlds.environment['DATA_DIR'] ?? '', 'deskhand.db'));
  const store = sqlStore(sqlite.driver);
  const right = await hurry(store, pending);
  const seen: string[][] = [];
  const reckoned: number[] = [];
  for (let times = 0; times < opens; times += 1) {
    const begun = performance.now();
    const wish = { filter: 'all', order: 'deadline', page: 0 } as const;
    const deps = { store, policy: DEFAULT_POLICY, now: Date.now };
    const home = await queueHome(deps, { ...priya, role: 'agent' }, { wish, at: Date.now() });
    reckoned.push(performance.now() - begun);
    seen.push(
      home.kind === 'queue' ? home.page.items.map(({ proposal }) => proposal.target.replace('order:', '')) : [],
    );
  }
  sqlite.close();
  const bot = spawnBot(worlds.environment);
  if (!(await bot.running)) throw new Error(`the bot did not start: ${bot.said.err}`);
  await worlds.slack.connected();
  const opened: number[] = [];
  for (let times = 0; times <= opens; times += 1) {
    const home = await openHome(worlds);
    opened.push(home.took);
    seen.push(home.orders);
  }
  bot.kill('SIGTERM');
  await bot.exited;
  const [first = 0, ...others] = opened;
  return { reckoned, first, opened: others, isRight: seen.every((orders) => orders.join() === right.join()) };
}

/** Some of those that were asked for last are due first; which twenty, soonest first. */
async function hurry(store: Store, count: number): Promise<readonly string[]> {
  const late = Array.from({ length: 2 * SIZE }, (_, index) => {
    const number = count - 1 - index;
    return {
      number,
      id: ApprovalId.parse(`apr_${String(number).padStart(20, '0')}`),
      place: (index * 17) % (2 * SIZE),
    };
  });
  for (const { id, place } of late) {
    const approval = await store.approval(id);
    if (!approval || !isPending(approval)) throw new Error(`${id} does not wait`);
    const expiresAt = Date.now() + HOUR + place * MINUTE;
    await store.commit({
      approvals: [{ to: { ...approval, version: 2, expiresAt, reminders: [] }, from: 1 }],
      audit: [],
    });
  }
  const sooner = late.toSorted((a, b) => a.place - b.place).slice(0, SIZE);
  return sooner.map(({ number }) => `ORD-${number}`);
}

async function openHome({ slack }: Worlds): Promise<{ took: number; orders: string[] }> {
  const begun = performance.now();
  const shown = Promise.withResolvers<string>();
  const leave = slack.feed.subscribe((change) => {
    if (change.type === 'home' && change.user === 'UPRIYA') shown.resolve(JSON.stringify(change.view.blocks));
  });
  slack.openHome('UPRIYA');
  const blocks = await shown.promise;
  leave();
  return { took: performance.now() - begun, orders: [...new Set(blocks.match(/ORD-\d+/g))].slice(0, SIZE) };
}

function report({ pending, opens }: Size, { reckoned, first, opened, isRight }: Figures): void {
  const rows: [string, number, number?][] = [
    ['read and reckoned, p50', shareOf(reckoned, 0.5)],
    ['read and reckoned, p95', shareOf(reckoned, 0.95)],
    ['opened to shown, the first', first, 1_000],
    ['opened to shown, p50', shareOf(opened, 0.5)],
    ['opened to shown, p95', shareOf(opened, 0.95), 1_000],
  ];
  console.log(`${pending} requests wait, Home is opened ${opens} times, instant worlds`);
  console.log(`${''.padEnd(36)}${'Deskhand'.padStart(12)}${'bar'.padStart(12)}`);
  const figure = (value: number | undefined): string =>
    (value === undefined ? '' : `${value.toFixed(1)} ms`).padStart(12);
  for (const [name, value, bar] of rows)
    console.log(`${name.padEnd(36)}${figure(value)}${figure(bar)}${bar !== undefined && value > bar ? '  over' : ''}`);
  console.log(`${'the right twenty, every time'.padEnd(36)}${(isRight ? 'yes' : 'NO').padStart(12)}`);
}
