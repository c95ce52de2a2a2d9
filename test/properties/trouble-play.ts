import { setTimeout as wait } from 'node:timers/promises';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import type { TroubleFault } from './trouble-faults.ts';
import { readIn } from './trouble-phases.ts';
import type { Phase, Round } from './trouble-phases.ts';
import { amountOf, userIn, wordsFor } from './trouble-stage.ts';
import type { Trouble } from './trouble-stage.ts';

/** Milliseconds in which a turn has to end, whatever is met in it; and between two looks at it. */
const WITHIN = 15_000;
const LOOK = 50;
const SEVERAL = 3;

/** Somebody who is met by the fault in this phase, and what they are to have read so far. */
interface Cell {
  here: Trouble;
  fault: TroubleFault;
  phase: Phase;
  user: string;
  channel: string;
  /** Empty: not begun. */
  thread: string;
  read: (string | RegExp)[];
  /** What each card shows by now. */
  cards: Map<string, string>;
}

export interface Played {
  /** Milliseconds of the longest turn. */
  longest: number;
  /** What is wrong by now: something may have been said after all was over. */
  problems: () => readonly string[];
}

/** Three rounds in one thread: the fault is met again and again, then once, then it has healed. Rejects in words with what is wrong. */
export async function play(here: Trouble, fault: TroubleFault, phase: Phase): Promise<Played> {
  const user = userIn(phase);
  const channel = fault.kind === 'slack' || phase.model.also === 'a late sign' ? user.replace('U', 'D_') : 'C_SUPPORT';
  const cell: Cell = { here, fault, phase, user, channel, thread: '', read: [], cards: new Map() };
  const took: number[] = [];
  for (const round of [1, 2, 3] as const) took.push(...(await playRound(cell, round)));
  return { longest: Math.max(...took), problems: () => problemsOf(cell) };
}

/** Milliseconds of its turns. */
async function playRound(cell: Cell, round: Round): Promise<readonly number[]> {
  const { fault, phase } = cell;
  const [answer = '', ...outcome] = readIn(fault, phase, round);
  const isAboutOutcome = phase.model.step === 'outcome';
  const asked = performance.now();
  if (round !== 3 && !isAboutOutcome) meet(cell, round);
  cell.read.push(answer);
  if (outcome.length > 0) cell.cards.set(titleOf(phase, round), 'needs a decision by');
  await write(cell, round);
  await settled(cell, `round ${round}`);
  const answered = performance.now();
  if (round !== 3 && !isAboutOutcome) await heal(cell, round);
  if (round === 3 || outcome.length === 0) return [answered - asked];
  const pressed = performance.now();
  if (isAboutOutcome) meet(cell, round);
  await approve(cell, round, outcome);
  const over = performance.now();
  if (isAboutOutcome) await heal(cell, round);
  return [answered - asked, over - pressed];
}

async function write(cell: Cell, round: Round): Promise<void> {
  const { here, phase, user, channel, thread } = cell;
  const words = wordsFor(phase, round);
  const text = thread === '' && !channel.startsWith('D') ? `<@UBOT> ${words}` : words;
  const ts = await here.slack.postAs(user, channel, text, thread === '' ? {} : { threadTs: thread });
  if (thread === '') Object.assign(cell, { thread: ts });
}

async function approve(cell: Cell, round: Round, outcome: readonly (string | RegExp)[]): Promise<void> {
  const { here, phase, cards, read } = cell;
  const title = titleOf(phase, round);
  read.push(...outcome);
  cards.set(title, `✓ Refunded $${amountOf(phase, round)}`);
  await here.press('UPRIYA', (await here.card(title)).ts);
  if (here.wrong.has(phase)) await until(() => here.wrong.get(phase)?.met, 'the model to hear of the outcome', WITHIN);
  await settled(cell, `the outcome of round ${round}`);
}

/** No other card's words. */
const titleOf = (phase: Phase, round: Round): string => `Refund $${amountOf(phase, round)} to`;

/** Calls that go wrong in a round, by what their arguments hold; undefined: anything. */
function wrongIn({ phase, user, channel }: Cell, round: 1 | 2) {
  const texts = { user, channel, order: phase.order, S_LEADS: 'S_LEADS' };
  return phase.slack[round - 1]?.map(({ method, of }) => ({ method, of: of && texts[of] })) ?? [];
}

/** Prepares what is met in this round. */
function meet(cell: Cell, round: 1 | 2): void {
  const { here, fault, phase, channel } = cell;
  const { faults } = here.slack;
  const times = round === 1 ? SEVERAL : 1;
  if (fault.kind === 'model') {
    here.wrong.set(phase, { left: round === 1 ? Number.POSITIVE_INFINITY : 1, met: 0 });
    if (phase.model.also === 'acks') faults.add('ack', { kind: 'drop-before', times: 2 });
    if (phase.model.also === 'a late sign')
      faults.add('assistant.threads.setStatus', { kind: 'delay', milliseconds: 900, of: channel });
    return;
  }
  for (const { method, of } of wrongIn(cell, round)) {
    for (const one of fault.of(times)) faults.add(method, { ...one, ...(of !== undefined && { of }) });
    if (method === 'apps.connections.open') here.slack.cutSockets();
  }
}

/** Takes back what was not met. Rejects when nothing of it was: then this was no trial. */
async function heal(cell: Cell, round: 1 | 2): Promise<void> {
  const { here, fault, phase } = cell;
  if (fault.kind === 'model') {
    const met = here.wrong.get(phase)?.met ?? 0;
    here.wrong.delete(phase);
    if (met === 0) throw new Error(`round ${round}: the model was never wrong`);
    const isWatched = here.slack.calls('chat.startStream').some(({ args }) => args['thread_ts'] === cell.thread);
    if (round === 1 && phase.model.midway && isWatched !== fault.isShown)
      throw new Error(`round ${round}: watched: ${isWatched}`);
    return;
  }
  for (const { method, of } of wrongIn(cell, round)) {
    const left = here.slack.faults.left(of);
    here.slack.faults.clear(of);
    if (left >= (round === 1 ? SEVERAL : 1)) throw new Error(`round ${round}: Slack was never wrong in ${method}`);
  }
  if (fault.rest > 0) await wait(fault.rest);
}

/** Rejects with what is still wrong when the time is over. */
async function settled(cell: Cell, when: string): Promise<void> {
  const end = performance.now() + WITHIN;
  while (problemsOf(cell).length > 0) {
    if (performance.now() > end) throw new Error(`${when}: ${problemsOf(cell).join('; ')}`);
    await wait(LOOK);
  }
}

/** What is not as it should be once nothing goes on any more. */
function problemsOf(cell: Cell): readonly string[] {
  const read = problemsInThread(cell);
  if (read.length > 0) return read;
  const { here, thread } = cell;
  const owed = here.owed().filter(({ lane }) => lane.includes(thread));
  return [...owed.map(({ what }) => `owed: ${what}`), ...problemsOnCards(cell)];
}

function problemsInThread({ here, channel, thread, read }: Cell): readonly string[] {
  const said = here.slack.messages(channel, thread).filter(({ user }) => user === 'UBOT');
  const texts = said.map(({ text }) => text);
  const isRead = texts.length === read.length && texts.every((text, index) => fits(text, read[index]));
  const statuses = here.slack.statuses().filter((status) => status.channel === channel && status.threadTs === thread);
  return [
    ...(isRead ? [] : [`expected ${read.map(String).join(' | ')}, got ${JSON.stringify(texts)}`]),
    ...texts.filter((text) => EXCEPTION.test(text)).map((text) => `exception text: ${text}`),
    ...said.filter(isHalf).map(({ text }) => `half a message: ${text}`),
    ...statuses.map(({ status }) => `a status line: ${status}`),
  ];
}

function problemsOnCards({ here, cards }: Cell): readonly string[] {
  if (cards.size === 0) return [];
  const office = here.slack.messages('C_APPROVALS').map(readable);
  return [...cards].flatMap(([title, part]) => {
    const [first, ...more] = office.filter((text) => text.includes(title));
    if (more.length === 0 && first?.includes(part)) return [];
    return [`${part} expected on the card ${title}, got ${more.length + 1}: ${first?.slice(0, 200)}`];
  });
}

const EXCEPTION = /Error|undefined|scripted|fault|\{|\b429\b|\b500\b/;
const isHalf = ({ streaming_state: state }: { streaming_state?: string }): boolean =>
  state === 'in_progress' || state === 'errored';

const fits = (text: string, wanted: string | RegExp | undefined): boolean =>
  wanted instanceof RegExp ? wanted.test(text) : text === wanted;
