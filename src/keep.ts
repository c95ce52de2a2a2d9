import type { ConversationId } from './domain/ids.ts';
import { DAY, HOUR } from './domain/time.ts';
import type { Instant } from './domain/time.ts';
import type { CrashPoint } from './ports/crash-point.ts';
import type { Forgotten, Keeping } from './ports/keeping.ts';
import type { Log } from './ports/log.ts';

export interface KeepDeps {
  keeping: Keeping;
  now: () => Instant;
  /** Texts of what ended are kept for so many days. */
  retainDays: number;
  crashPoint: CrashPoint;
  log: Log;
}

/** Each takes some milliseconds at most. */
const LOOKED_AT = 50;
const FORGOTTEN = 10;
/** The same work is not taken on twice within this time, however short texts are kept. */
const REMEMBER_DONE = 7 * DAY;
/** A larger file is written anew at the next start only: nothing else happens meanwhile, some ten milliseconds for each megabyte. */
const REWRITTEN_WHILE_RUNNING = 64 * 1024 * 1024;
/** So long a moment is waited for in which nobody writes. */
const QUIET_WITHIN = HOUR;

interface Round {
  /** What is done next; `rest`: nothing until the next day. */
  stage: 'look' | 'forget' | 'clear' | 'note' | 'rewrite' | 'rest';
  began: Instant;
  after: ConversationId | undefined;
  waiting: ConversationId[];
  forgotten: Forgotten & { conversations: number };
  writes: number | undefined;
}

/** Once a day forgets what is older than it may be; a little at each call, for a timer. True while there is more to do. */
export function keeper(deps: KeepDeps): () => Promise<boolean> {
  const state = { round: newRound(deps.now()) };
  return async () => {
    const now = deps.now();
    if (state.round.stage === 'rest' && now >= state.round.began + DAY) state.round = newRound(now);
    state.round = await step(deps, state.round);
    return state.round.stage !== 'rest';
  };
}

const newRound = (began: Instant): Round => ({
  stage: 'look',
  began,
  after: undefined,
  waiting: [],
  forgotten: { conversations: 0, items: 0, requests: 0 },
  writes: undefined,
});

async function step(deps: KeepDeps, round: Round): Promise<Round> {
  switch (round.stage) {
    case 'look':
      return look(deps, round);
    case 'forget':
      return forgetSome(deps, round);
    case 'clear':
      return clearSome(deps, round);
    case 'note':
      return note(deps, round);
    case 'rewrite':
      return rewrite(deps, round);
    case 'rest':
      return round;
  }
}

async function look({ keeping, retainDays }: KeepDeps, round: Round): Promise<Round> {
  const { quiet, last } = await keeping.quietSince(round.began - retainDays * DAY, LOOKED_AT, round.after);
  return { ...round, stage: 'forget', after: last, waiting: [...quiet] };
}

/** One that is open after all is looked at again the next day. */
async function forgetSome({ keeping, crashPoint, now }: KeepDeps, round: Round): Promise<Round> {
  const [some, waiting] = [round.waiting.slice(0, FORGOTTEN), round.waiting.slice(FORGOTTEN)];
  if (some.length === 0) return { ...round, stage: round.after === undefined ? 'clear' : 'look' };
  const sum = { ...round.forgotten };
  for (const conversation of some) {
    crashPoint('keep:before-commit');
    const forgotten = await keeping.forget(conversation, now());
    crashPoint('keep:after-commit');
    if (!forgotten) continue;
    sum.conversations += 1;
    sum.items += forgotten.items;
    sum.requests += forgotten.requests;
  }
  return { ...round, waiting, forgotten: sum };
}

async function clearSome({ keeping, retainDays }: KeepDeps, round: Round): Promise<Round> {
  const before = round.began - Math.max(retainDays * DAY, REMEMBER_DONE);
  return (await keeping.clear(before)) ? round : { ...round, stage: 'note' };
}

async function note({ keeping, now, log }: KeepDeps, round: Round): Promise<Round> {
  const { forgotten } = round;
  if (forgotten.conversations > 0) {
    await keeping.note(forgotten, now());
    log.info({ ...forgotten }, 'forgot what is older than RETAIN_DAYS');
  }
  return { ...round, stage: 'rewrite' };
}

/** When nobody has written since the last call, or nobody stops writing. */
async function rewrite({ keeping, now, log }: KeepDeps, round: Round): Promise<Round> {
  const size = await keeping.leftovers();
  if (size === undefined) return { ...round, stage: 'rest' };
  if (size > REWRITTEN_WHILE_RUNNING) {
    log.warn({ size }, 'the file is written anew, without what was forgotten, at the next start');
    return { ...round, stage: 'rest' };
  }
  const writes = await keeping.writes();
  const isQuiet = writes === round.writes;
  if (!isQuiet && now() < round.began + QUIET_WITHIN) return { ...round, writes };
  const isClean = await keeping.rewrite();
  return isClean || !isQuiet ? { ...round, stage: 'rest' } : { ...round, writes: undefined };
}
