import { luckOf } from './luck.ts';
import type { Luck } from './luck.ts';
import { questionOf } from './questions.ts';
import type { Question } from './questions.ts';

/** Something goes wrong `at` milliseconds after the life began. */
export type Trouble = { at: number } & (
  | { world: 'slack'; method: string; kind: SlackKind }
  | { world: 'company'; system: 'crm' | 'orders' | 'knowledge'; method: 'GET' | 'POST' | 'PATCH'; kind: CompanyKind }
  | { world: 'model'; kind: 'status' | 'drop-before' | 'cut' | 'late' }
  | { world: 'socket'; kind: 'cut' | 'refresh' | 'lost ack' }
);
type SlackKind = 'status' | '429' | 'error' | 'drop-before' | 'commit-then-drop' | 'late';
type CompanyKind = 'status' | 'drop-before' | 'commit-then-drop' | 'late' | 'slow' | 'garbage';

/** From one start of the bot to the kill that ends it. */
export interface Life {
  /** Of the kill: `start` counts from the start of the process, `serving` from when it serves. */
  killed: 'start' | 'serving';
  /** Milliseconds. */
  after: number;
  /** By how many milliseconds somebody sets the clock, before this life or in the middle of it. */
  jump: { when: 'before' | 'within'; by: number } | undefined;
  /** Milliseconds after the life began. */
  asks: readonly { at: number; question: Question }[];
  troubles: readonly Trouble[];
}

export interface Plan {
  seed: number;
  lives: readonly Life[];
}

/** Comes from the seed alone. */
export function planOf(seed: number, kills: number): Plan {
  const luck = luckOf(seed, 'lives');
  let asked = 0; // questions of the lives so far
  const lives = Array.from({ length: kills }, () => {
    const life = lifeOf(luck, asked);
    asked += life.asks.length;
    return life;
  });
  return { seed, lives };
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const JUMPS = [
  -60 * MINUTE,
  -5 * MINUTE,
  -2 * SECOND,
  SECOND,
  8 * SECOND,
  40 * SECOND,
  70 * SECOND,
  4 * MINUTE,
] as const;

function lifeOf(luck: Luck, asked: number): Life {
  const killed = luck.chance(0.25) ? 'start' : 'serving';
  const isQuick = luck.chance(0.2);
  const after = killed === 'start' ? luck.between(0, 900) : isQuick ? luck.between(0, 80) : luck.between(200, 1_600);
  const count = killed === 'start' || isQuick ? luck.between(0, 1) : luck.between(1, 3);
  return {
    killed,
    after,
    jump: luck.chance(0.2) ? { when: luck.pick(['before', 'within']), by: luck.pick(JUMPS) } : undefined,
    asks: Array.from({ length: count }, (_, index) => ({
      at: luck.between(0, 900),
      question: questionOf(asked + index, luck),
    })),
    troubles: Array.from({ length: luck.between(2, 7) }, () => troubleOf(luck)),
  };
}

const POSTS = ['chat.postMessage', 'chat.postMessage', 'chat.update', 'chat.update'] as const;
const METHODS = [
  ...POSTS,
  'conversations.replies',
  'conversations.history',
  'users.info',
  'usergroups.users.list',
  'auth.test',
  'apps.connections.open',
  'conversations.info',
  'views.open',
  'assistant.threads.setStatus',
  'chat.postEphemeral',
] as const;
const SLACK_KINDS = ['status', '429', 'error', 'drop-before', 'commit-then-drop', 'commit-then-drop', 'late'] as const;
const COMPANY_KINDS = [
  'status',
  'drop-before',
  'commit-then-drop',
  'commit-then-drop',
  'late',
  'slow',
  'garbage',
] as const;

function troubleOf(luck: Luck): Trouble {
  const at = luck.between(0, 2_000);
  const draw = luck.below(100);
  if (draw < 45)
    return { at, world: 'slack', method: luck.pick([...POSTS, ...POSTS, ...METHODS]), kind: luck.pick(SLACK_KINDS) };
  if (draw < 65) {
    const system = luck.pick(['orders', 'orders', 'orders', 'crm', 'knowledge'] as const);
    const method = system === 'knowledge' ? 'GET' : luck.pick(['GET', 'POST', 'POST', 'PATCH'] as const);
    return { at, world: 'company', system, method, kind: luck.pick(COMPANY_KINDS) };
  }
  if (draw < 85) return { at, world: 'model', kind: luck.pick(['status', 'drop-before', 'cut', 'late'] as const) };
  return { at, world: 'socket', kind: luck.pick(['cut', 'refresh', 'lost ack', 'lost ack'] as const) };
}
