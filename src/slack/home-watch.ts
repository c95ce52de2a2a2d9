import type { ApprovalId } from '../domain/ids.ts';
import { MINUTE, SECOND } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Visitor } from '../ports/home.ts';
import { FIRST_WISH } from './blocks/home/wish.ts';
import type { PublishHome, Showing } from './home-publisher.ts';

export interface WatchDeps {
  publish: PublishHome;
  now: () => Instant;
  /** Runs it after so many milliseconds; what it returns calls that off. */
  wake: (delay: number, run: () => void) => () => void;
}

export interface HomeWatch {
  /** Shows somebody their Home, and remembers that they look at it. */
  publish: PublishHome;
  /** Something that Homes show is another: whoever looks sees it in a moment. */
  changed: () => void;
  /** Waits for what is being drawn. */
  stop: () => Promise<void>;
}

/** Slack does not say when somebody leaves Home: for so long after they opened or used it they count as looking. */
const LOOKS_FOR = 5 * MINUTE;
const MOST = 20;
/** What changes within it is drawn together. */
const GATHER = 1.5 * SECOND;
/** Between two for the same person. */
const APART = 3 * SECOND;
/** So long a notice can be read, and an Undo that was pressed is on its way. */
const MOMENT = 30 * SECOND;

interface Watcher {
  visitor: Visitor;
  showing: Showing;
  usedAt: Instant;
  undoing: ReadonlyMap<ApprovalId, Instant>;
  followedAt: Instant;
  isBehind: boolean;
}

/** Homes of those who look follow what happens; nothing is done while nobody looks. */
export function homeWatch({ publish, now, wake }: WatchDeps): HomeWatch {
  const watchers = new Map<string, Watcher>();
  const state: { callOff?: () => void; round?: Promise<void>; isStopped: boolean } = { isStopped: false };

  const plan = (): void => {
    if (state.isStopped || state.callOff || state.round) return;
    const due = behindOf(watchers).map(({ followedAt }) => followedAt + APART);
    if (due.length === 0) return;
    state.callOff = wake(Math.max(GATHER, Math.min(...due) - now()), begin);
  };
  const begin = (): void => {
    delete state.callOff;
    state.round = follow().finally(() => {
      delete state.round;
      plan();
    });
  };
  const follow = async (): Promise<void> => {
    for (const watcher of behindOf(watchers)) {
      const at = now();
      if (state.isStopped || at - watcher.followedAt < APART) continue;
      watcher.isBehind = false;
      watcher.followedAt = at;
      // It never rejects; should it, the process must not die of a Home.
      await publish(watcher.visitor, showingAgain(watcher, at)).catch(() => undefined);
    }
  };
  return {
    publish: (visitor, showing = { wish: FIRST_WISH }) => {
      if (state.isStopped) return publish(visitor, showing);
      const key = `${visitor.team}:${visitor.user}`;
      const watcher = used(watchers.get(key), { visitor, showing, at: now() });
      watchers.delete(key); // so that the latest comes last
      watchers.set(key, watcher);
      forgetFirst(watchers);
      return publish(visitor, { ...showing, ...undoingAt(watcher, now()) });
    },
    changed: () => {
      forgetGone(watchers, now());
      for (const watcher of watchers.values()) watcher.isBehind = true;
      plan();
    },
    stop: async () => {
      state.isStopped = true;
      state.callOff?.();
      watchers.clear();
      await state.round;
    },
  };
}

type Watchers = Map<string, Watcher>;

const behindOf = (watchers: Watchers): readonly Watcher[] => [...watchers.values()].filter(({ isBehind }) => isBehind);

/** What they see from now on is what they chose last; what they were told before is gone. */
function used(
  before: Watcher | undefined,
  { visitor, showing, at }: { visitor: Visitor; showing: Showing; at: Instant },
): Watcher {
  const undoing = new Map([...(before?.undoing ?? []), ...(showing.undoing ?? []).map((id) => [id, at] as const)]);
  const { followedAt = -Infinity, isBehind = false } = before ?? {};
  return { visitor, showing, usedAt: at, undoing, followedAt, isBehind };
}

const showingAgain = (watcher: Watcher, at: Instant): Showing => ({
  wish: watcher.showing.wish,
  ...(watcher.showing.notice !== undefined && at - watcher.usedAt < MOMENT ? { notice: watcher.showing.notice } : {}),
  ...undoingAt(watcher, at),
  isFollowing: true,
});

function undoingAt({ undoing }: Watcher, at: Instant): Pick<Showing, 'undoing'> {
  const still = [...undoing].flatMap(([id, since]) => (at - since < MOMENT ? id : []));
  return still.length === 0 ? {} : { undoing: still };
}

function forgetFirst(watchers: Watchers): void {
  for (const key of watchers.keys()) {
    if (watchers.size <= MOST) return;
    watchers.delete(key);
  }
}

function forgetGone(watchers: Watchers, at: Instant): void {
  for (const [key, { usedAt }] of watchers) if (at - usedAt >= LOOKS_FOR) watchers.delete(key);
}
