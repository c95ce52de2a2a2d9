import { setTimeout as pause } from 'node:timers/promises';
import { spoil } from '../journeys/support.ts';
import { spawnBot } from '../stage/bot-process.ts';
import { openWorlds } from '../stage/worlds.ts';
import type { Worlds } from '../stage/worlds.ts';
import { modelTime, replyOf, startRealisticModel } from './realistic-model.ts';
import { shareOf } from './share-of.ts';

/** Milliseconds a call: Slack's methods, and each system of the company. */
const SLACK = 120;
const COMPANY = 150;
/** Tokens of a reply: one that is posted at once, and one that people watch being written. */
const REPLIES = [20, 60, 200] as const;
const STAGGER = 350;

/** Milliseconds from the event. */
interface Turn {
  firstSign: number;
  /** The whole answer stands in the thread, and nothing changes any more. */
  final: number;
}

/** How long people wait where Slack, the model and the company take as long as they do in life. */
export async function benchRealistic({ turns }: { turns: number }): Promise<void> {
  const model = await startRealisticModel();
  const worlds = await openWorlds({ modelUrl: model.baseUrl, slack: { latency: SLACK } });
  for (const system of ['crm', 'knowledge', 'orders']) await spoil(worlds, { system, kind: 'slow', ms: COMPANY });
  const bot = spawnBot({ ...worlds.environment, LOG_LEVEL: 'error' });
  try {
    if (!(await bot.running)) throw new Error(`the bot did not start: ${bot.said.err}`);
    await worlds.slack.connected();
    const turn = turnsIn(worlds);
    const cold = await turn(REPLIES[0]);
    console.log(
      `Slack ${SLACK} ms a call, company ${COMPANY} ms, model 600 ms to the first token and 80 tokens a second\n`,
    );
    console.log(
      `${'reply'.padEnd(26)}${['first sign', 'p95', 'final', 'p95', 'the sum', 'ratio'].map((name) => name.padStart(12)).join('')}`,
    );
    print(`${REPLIES[0]} tokens, a new person`, REPLIES[0], [cold]);
    for (const tokens of REPLIES) print(`${tokens} tokens`, tokens, await all(turn, tokens, turns));
    console.log('\nthe sum: model time, the slowest read of each step, one post');
  } finally {
    bot.kill('SIGTERM');
    await bot.exited;
    await worlds.stop();
    model.stop();
  }
}

type Ask = (tokens: number) => Promise<Turn>;

/** Several at once, so that it does not take all day; none waits for another. */
const all = (turn: Ask, tokens: number, turns: number): Promise<readonly Turn[]> =>
  Promise.all(Array.from({ length: turns }, (_, index) => pause(index * STAGGER).then(() => turn(tokens))));

function turnsIn({ slack }: Worlds): Ask {
  const signs = new Map<string, () => void>();
  const ends = new Map<string, (said: { text: string; isWhole: boolean }) => void>();
  slack.feed.subscribe((change) => {
    if (change.type === 'status' && change.status !== '') signs.get(change.threadTs)?.();
    if ((change.type !== 'message' && change.type !== 'message_changed') || change.message.user !== 'UBOT') return;
    const { text, blocks, streaming_state: streaming } = change.message;
    const isWhole = streaming !== 'in_progress';
    ends.get(change.message.thread_ts ?? '')?.({ text: `${text} ${JSON.stringify(blocks ?? [])}`, isWhole });
  });
  return async (tokens) => {
    const begun = performance.now();
    const ts = await slack.postAs('UALICE', 'C_SUPPORT', `<@UBOT> where is my order ORD-12345? (${tokens} tokens)`);
    const turn: Turn = { firstSign: Number.NaN, final: Number.NaN };
    signs.set(ts, () => {
      turn.firstSign = performance.now() - begun;
      signs.delete(ts);
    });
    await new Promise<void>((resolve) =>
      ends.set(ts, ({ text, isWhole }) => {
        if (!isWhole || !text.includes(replyOf(tokens))) return;
        turn.final = performance.now() - begun;
        resolve();
      }),
    );
    await pause(2 * SLACK); // a second version would move the end
    return turn;
  };
}

function print(name: string, tokens: number, turns: readonly Turn[]): void {
  const sum = modelTime(tokens) + COMPANY + SLACK;
  const signs = turns.map(({ firstSign }) => firstSign);
  const finals = turns.map(({ final }) => final);
  const final = shareOf(finals, 0.5);
  const figures = [shareOf(signs, 0.5), shareOf(signs, 0.95), final, shareOf(finals, 0.95), sum];
  const cells = [...figures.map((value) => `${value.toFixed(0)} ms`), (final / sum).toFixed(3)];
  console.log(`${name.padEnd(26)}${cells.map((cell) => cell.padStart(12)).join('')}`);
}
