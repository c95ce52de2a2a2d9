import type { ApprovalId } from '../domain/ids.ts';
import type { HomeDesk, HomeWish, Visitor } from '../ports/home.ts';
import type { Log } from '../ports/log.ts';
import type { HomeView } from './blocks/home/home-kit.ts';
import { FIRST_WISH } from './blocks/home/wish.ts';
import type { SlackClient } from './client.ts';
import { errorText } from './error-text.ts';
import type { ThreadLink } from './explain.ts';
import { toNotPosted } from './posted.ts';
import { sorryFor } from './sorry.ts';

export interface PublisherDeps {
  home: Pick<HomeDesk, 'open'>;
  client: SlackClient;
  threadLink: ThreadLink;
  log: Log;
}

export interface Showing {
  wish: HomeWish;
  /** Markup, on top: what became of what this person did a moment ago. */
  notice?: string;
  /** Undo was pressed for these: it is not offered again. */
  undoing?: readonly ApprovalId[];
  /** Nobody asked for it: where it cannot be drawn, what they see stays. */
  isFollowing?: true;
}

/** Draws somebody's Home and shows it. Never rejects: what is not shown is shown when it is opened again. */
export type PublishHome = (visitor: Visitor, showing?: Showing) => Promise<void>;

/** One at a time for each person, so that an older Home never covers a newer one; of several that wait, the last is drawn. */
export function homePublisher(deps: PublisherDeps): PublishHome {
  const waiting = new Map<string, Showing>();
  const running = new Map<string, Promise<void>>();
  const drain = async (key: string, visitor: Visitor): Promise<void> => {
    for (let next = waiting.get(key); next; next = waiting.get(key)) {
      waiting.delete(key);
      await publish(deps, visitor, next);
    }
    running.delete(key);
  };
  return (visitor, showing = { wish: FIRST_WISH }) => {
    const key = `${visitor.team}:${visitor.user}`;
    waiting.set(key, together(waiting.get(key), showing));
    const run = running.get(key) ?? drain(key, visitor);
    running.set(key, run);
    return run;
  };
}

/** What was not said yet is said with what comes after it; what was asked for is drawn, whatever follows. */
function together(before: Showing | undefined, { isFollowing, ...showing }: Showing): Showing {
  const notice = before?.notice === undefined ? {} : { notice: before.notice };
  return { ...notice, ...showing, ...(isFollowing && (before?.isFollowing ?? true) ? { isFollowing } : {}) };
}

async function publish(deps: PublisherDeps, visitor: Visitor, showing: Showing): Promise<void> {
  const { user } = visitor;
  try {
    await deps.client.apiCall('views.publish', { user_id: user, view: await drawn(deps, visitor, showing) });
  } catch (error) {
    deps.log.warn({ user, why: toNotPosted(error).why }, 'Home was not shown');
  }
}

/** An error is told in Home: there is nowhere to whisper. */
async function drawn(
  { home, log, threadLink }: PublisherDeps,
  visitor: Visitor,
  { wish, isFollowing, ...about }: Showing,
): Promise<HomeView> {
  // Loaded when somebody opens Home: idle, it would be memory for nothing.
  const { homeView, sorryHome } = await import('./blocks/home/home-view.ts');
  try {
    return homeView(await home.open(visitor, wish), wish, { ...about, threadLink });
  } catch (error) {
    if (isFollowing) throw error;
    log.error({ user: visitor.user, error: errorText(error) }, 'Home could not be drawn');
    return sorryHome(wish, sorryFor(error, visitor.user), about.notice);
  }
}
